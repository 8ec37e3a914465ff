package org.jaynes.bench.photonics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jaynes.bench.circuits.SplitMix64;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.LinearCircuit;
import org.jaynes.photonics.OpticalElement;
import org.jaynes.photonics.fock.OutcomeProbabilities;
import org.jaynes.photonics.gradient.PhotonicLayer;

/**
 * A layer of a neural network: phases that encode the input between two meshes of beam splitters and phase shifters,
 * whose angles are shared by all rows. Probabilities of all outcomes, then the derivatives, by all angles, of the sum of
 * the probabilities with weights.
 *
 * @param shared angles of the meshes; those of the input follow them in the circuit
 * @param inputs phases by row
 * @param weights by row
 */
record LayerWorkload(
        PhotonicLayer layer,
        FockState photons,
        double[] shared,
        double[][] inputs,
        double[][] weights,
        Map<String, Double> goals)
        implements Workload {
    static LayerWorkload of(int rows, Map<String, Double> goals) {
        FockState photons = FockState.of(1, 0, 1, 0, 1, 0, 1, 0);
        int modes = photons.modes();
        int perMesh = modes * (modes - 1);
        List<OpticalElement> elements = new ArrayList<>();
        addMesh(elements, modes, 0);
        for (int mode = 0; mode < modes; mode++) {
            elements.add(new OpticalElement.PhaseShifter(mode, 2 * perMesh + mode));
        }
        addMesh(elements, modes, perMesh);
        PhotonicLayer layer = new PhotonicLayer(
                new LinearCircuit(modes, 2 * perMesh + modes, elements), new OutcomeProbabilities(photons));
        SplitMix64 random = new SplitMix64(7);
        return new LayerWorkload(
                layer,
                photons,
                draw(random, 2 * perMesh, Math.PI),
                drawRows(random, rows, modes, Math.PI),
                drawRows(random, rows, layer.function().outputs(), 1),
                goals);
    }

    /** Modes / 2 columns of pairs on even modes, each followed by one on odd modes. */
    private static void addMesh(List<OpticalElement> elements, int modes, int firstAngle) {
        int angle = firstAngle;
        for (int column = 0; column < modes; column++) {
            for (int mode = column % 2; mode + 1 < modes; mode += 2) {
                elements.add(
                        new OpticalElement.BeamSplitter(mode, mode + 1, angle++, BeamSplitterConvention.SYMMETRIC));
                elements.add(new OpticalElement.PhaseShifter(mode, angle++));
            }
        }
    }

    private static double[] draw(SplitMix64 random, int count, double range) {
        double[] values = new double[count];
        Arrays.setAll(values, _ -> (2 * random.unit() - 1) * range);
        return values;
    }

    private static double[][] drawRows(SplitMix64 random, int rows, int count, double range) {
        double[][] values = new double[rows][];
        Arrays.setAll(values, _ -> draw(random, count, range));
        return values;
    }

    @Override
    public String name() {
        return "layer-%d-%d-batch%d".formatted(photons.modes(), photons.photons(), inputs.length);
    }

    @Override
    public String kind() {
        return "layer";
    }

    @Override
    public Map<String, Object> request() {
        List<List<Integer>> elements = layer.circuit().elements().stream()
                .map(element -> switch (element) {
                    case OpticalElement.BeamSplitter(int first, int second, int angle, var _) ->
                        List.of(angle, first, second);
                    case OpticalElement.PhaseShifter(int mode, int angle) -> List.of(angle, mode);
                    default -> throw new IllegalStateException(element.toString());
                })
                .toList();
        return Map.of(
                "modes",
                photons.modes(),
                "input",
                photons.occupations(),
                "elements",
                elements,
                "shared",
                shared,
                "inputs",
                inputs,
                "weights",
                weights);
    }

    @Override
    public String item() {
        return "batch";
    }

    @Override
    public int items() {
        return 1;
    }

    @Override
    public Map<String, Supplier<Outcome>> ways() {
        return Map.of("default", this::run);
    }

    private Outcome run() {
        double[][] angles = new double[inputs.length][];
        Arrays.setAll(angles, row -> {
            double[] all = Arrays.copyOf(shared, shared.length + inputs[row].length);
            System.arraycopy(inputs[row], 0, all, shared.length, inputs[row].length);
            return all;
        });
        PhotonicLayer.Derivative[] rows = layer.pullbackAll(angles, weights);
        double[] sum = new double[shared.length];
        for (PhotonicLayer.Derivative row : rows) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += row.derivatives()[i];
            }
        }
        return () -> {
            List<double[]> parts = new ArrayList<>();
            Arrays.stream(rows).forEach(row -> parts.add(row.values()));
            parts.add(sum);
            Arrays.stream(rows)
                    .forEach(row ->
                            parts.add(Arrays.copyOfRange(row.derivatives(), shared.length, row.derivatives().length)));
            return parts.stream().flatMapToDouble(Arrays::stream).toArray();
        };
    }

    @Override
    public double distance(double[] numbers) {
        double[] exact = run().numbers();
        double largest = numbers.length == exact.length ? 0 : Double.POSITIVE_INFINITY;
        double scale = Arrays.stream(exact).map(Math::abs).max().orElse(1);
        for (int i = 0; i < Math.min(numbers.length, exact.length); i++) {
            largest = Math.max(largest, Math.abs(numbers[i] - exact[i]) / scale);
        }
        return largest;
    }

    /** Others compute in single precision. */
    @Override
    public double tolerance() {
        return 1e-4;
    }

    @Override
    public String measure() {
        return "largest difference to Jaynes, over the largest number";
    }
}
