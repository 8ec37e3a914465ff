package org.jaynes.photonics.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.sampling.SamplingAlgorithm;

/**
 * Photons that enter a Fourier interferometer of m modes at equal distances, n of them, leave in modes d_1 ... d_n with a
 * sum that n divides, or not at all. M. C. Tichy et al., Phys. Rev. Lett. 104, 220405 (2010); A. Crespi et al., Nat.
 * Commun. 7, 10469 (2016).
 */
final class SuppressionLaw {
    private static final String NAME = "suppression-law";

    /** Squares of what rounding leaves of sums of some roots of unity. */
    private static final double ROUNDING = 1e-25;

    private SuppressionLaw() {}

    static List<Check> checks(Draws draws) {
        List<Check> checks = new ArrayList<>();
        for (int[] size : new int[][] {{2, 4}, {3, 3}, {3, 9}, {4, 4}, {2, 8}}) {
            check(size[0], size[1], draws, checks);
        }
        return checks;
    }

    private static void check(int photons, int modes, Draws draws, List<Check> checks) {
        int[] input = new int[modes];
        for (int photon = 0; photon < photons; photon++) {
            input[photon * modes / photons] = 1;
        }
        PhotonicExperiment experiment = new PhotonicExperiment(new TransferMatrix(fourier(modes)), FockState.of(input));
        String where = "%d photons, %d modes".formatted(photons, modes);
        double classical = forbidden(experiment.withNoise(Noise.NONE.withOverlap(0)));
        checks.add(Check.of(
                NAME,
                "exact",
                forbidden(experiment),
                ROUNDING,
                "probability of forbidden outcomes, %s; distinguishable photons: %.4f".formatted(where, classical)));
        for (SamplingAlgorithm algorithm : draws.algorithms(experiment)) {
            long seen = draws.of(experiment, algorithm).outcomes().stream()
                    .filter(outcome -> isForbidden(outcome.occupations(), photons))
                    .count();
            checks.add(
                    Check.of(NAME, draws.name(experiment, algorithm), (double) seen, 0, "forbidden shots, " + where));
        }
    }

    private static double forbidden(PhotonicExperiment experiment) {
        double[] sum = {0};
        int photons = experiment.input().photons();
        ExactDistribution.of(experiment).forEach((counts, p) -> {
            if (isForbidden(counts, photons)) {
                sum[0] += p;
            }
        });
        return sum[0];
    }

    private static boolean isForbidden(int[] counts, int photons) {
        int sum = 0;
        for (int mode = 0; mode < counts.length; mode++) {
            sum += mode * counts[mode];
        }
        return sum % photons != 0;
    }

    private static ComplexMatrix fourier(int modes) {
        double[] re = new double[modes * modes];
        double[] im = new double[modes * modes];
        Arrays.setAll(re, i -> StrictMath.cos(phase(i, modes)) / Math.sqrt(modes));
        Arrays.setAll(im, i -> StrictMath.sin(phase(i, modes)) / Math.sqrt(modes));
        return ComplexMatrix.of(modes, modes, re, im);
    }

    private static double phase(int entry, int modes) {
        return 2 * Math.PI * ((long) (entry / modes) * (entry % modes) % modes) / modes;
    }
}
