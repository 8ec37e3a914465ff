package org.jaynes.photonics.marginal;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PhotonicKernels;

/** {@link GeneratingFunction} of many sets of modes at many points, on a device: the same bits on all of them. */
final class GeneratingFunctions {
    private GeneratingFunctions() {}

    /**
     * The values of all sets.
     *
     * @param inputs the photons of each input mode that has some
     * @param sets of any sizes
     * @param weights for each size, the points
     * @return by set and point, (re, im)
     */
    static double[][][] values(
            PhotonicDevice device, List<InputPhotons> inputs, List<SetAmplitudes> sets, IntFunction<Weights> weights) {
        double[][][] values = new double[sets.size()][][];
        Map<Integer, List<Integer>> bySize = IntStream.range(0, sets.size())
                .boxed()
                .collect(Collectors.groupingBy(s -> sets.get(s).modes()));
        PhotonicKernels kernels = PhotonicKernels.of(device);
        bySize.forEach((modes, members) -> {
            List<SetAmplitudes> alike = members.stream().map(sets::get).toList();
            Weights points = weights.apply(modes);
            double[][][] found = kernels instanceof GpuKernels gpu && !inputs.isEmpty()
                    ? new GpuForms(gpu, modes, inputs).values(alike, points)
                    : alike.parallelStream()
                            .map(set -> values(new GeneratingFunction(modes, inputs), inputs, set, points))
                            .toArray(double[][][]::new);
            for (int i = 0; i < found.length; i++) {
                values[members.get(i)] = found[i];
            }
        });
        return values;
    }

    private static double[][] values(
            GeneratingFunction function, List<InputPhotons> inputs, SetAmplitudes set, Weights points) {
        double[][] values = new double[points.points()][];
        boolean identical = inputs.stream().allMatch(InputPhotons::areIdentical);
        double[][] moments = identical ? function.factorialMoments(set.re(), set.im()) : new double[0][];
        for (int k = 0; k < values.length; k++) {
            values[k] = identical
                    ? function.sum(moments, points.re()[k], points.im()[k])
                    : function.value(set.re(), set.im(), points.re()[k], points.im()[k]);
        }
        return values;
    }
}
