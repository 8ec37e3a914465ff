package org.jaynes.photonics.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.marginal.Marginals;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanents;
import org.jaynes.photonics.sampling.PhotonSamples;
import org.jaynes.photonics.sampling.SamplingAlgorithm;

/**
 * All photons in that half of the modes in which most of them are: the probability is a permanent of V†V over the factorials of the input, V the rows
 * of that half, and for photons like no other the same with the squares of its diagonal only. V. S. Shchesnovich, Phys.
 * Rev. Lett. 116, 123601 (2016).
 */
final class Bunching {
    private static final String NAME = "bunching";

    private Bunching() {}

    /** @param ideal an experiment without noise whose detectors count photons */
    static List<Check> checks(PhotonicExperiment ideal, List<SamplingAlgorithm> algorithms, Draws draws) {
        int shots = draws.shots();
        int[] half = fullestHalf(ideal);
        int[] input = ideal.input().occupations();
        ComplexMatrix overlaps = overlaps(ideal.lossyMatrix(), half);
        double exact = Permanents.of(overlaps, input, input, Arithmetic.DOUBLE).re()
                / ideal.input().factorials();
        double classical = 1;
        for (int mode : ideal.input().photonModes()) {
            classical *= overlaps.re(mode, mode);
        }
        List<Check> checks = new ArrayList<>();
        for (SamplingAlgorithm algorithm : algorithms) {
            PhotonSamples samples = draws.of(ideal, algorithm);
            int together = 0;
            for (int shot = 0; shot < shots; shot++) {
                int inside = 0;
                for (int mode : half) {
                    inside += samples.count(shot, mode);
                }
                together += inside == ideal.input().photons() ? 1 : 0;
            }
            checks.add(Check.of(
                    NAME,
                    draws.name(ideal, algorithm),
                    Statistics.deviation(together, shots, exact),
                    Statistics.LARGEST_DEVIATION,
                    "standard errors; all photons in modes %s in %.4f of the shots, expected %.4f, distinguishable %.4f"
                            .formatted(Arrays.toString(half), (double) together / shots, exact, classical)));
        }
        return checks;
    }

    /** The modes with the highest mean counts, ascending. */
    private static int[] fullestHalf(PhotonicExperiment ideal) {
        double[] means = Marginals.of(ideal).means();
        return IntStream.range(0, ideal.modes())
                .boxed()
                .sorted(Comparator.comparingDouble(mode -> -means[mode]))
                .limit((ideal.modes() + 1) / 2)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** V†V of some rows. */
    private static ComplexMatrix overlaps(ComplexMatrix matrix, int[] rows) {
        int n = matrix.columns();
        double[] re = new double[n * n];
        double[] im = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                for (int i : rows) {
                    re[j * n + k] += matrix.re(i, j) * matrix.re(i, k) + matrix.im(i, j) * matrix.im(i, k);
                    im[j * n + k] += matrix.re(i, j) * matrix.im(i, k) - matrix.im(i, j) * matrix.re(i, k);
                }
            }
        }
        return ComplexMatrix.of(n, n, re, im);
    }
}
