package org.jaynes.photonics.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.fock.FockBasis;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanents;

/**
 * The probability of an outcome of identical photons, and what cheaper samplers take instead.
 *
 * @param matrix unitary
 * @param input at least one photon
 * @param phases of the mean field, by draw and input mode
 */
record OutcomeModels(ComplexMatrix matrix, FockState input, double[][] phases) {
    private static final int DRAWS = 1000;

    static OutcomeModels of(ComplexMatrix matrix, FockState input, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] phases = new double[DRAWS][matrix.columns()];
        for (double[] draw : phases) {
            for (int mode = 0; mode < draw.length; mode++) {
                draw[mode] = 2 * Math.PI * random.nextDouble();
            }
        }
        return new OutcomeModels(matrix, input, phases);
    }

    /** Identical photons: |per|² over the factorials of both states. */
    double quantum(FockState outcome) {
        double square = Permanents.of(matrix, outcome.occupations(), input.occupations(), Arithmetic.DOUBLE)
                .squaredNorm();
        return square / outcome.factorials() / input.factorials();
    }

    /** What is told apart from identical photons, by name. */
    Map<String, ToDoubleFunction<FockState>> others() {
        Map<String, ToDoubleFunction<FockState>> others = new LinkedHashMap<>();
        double uniform = 1 / FockBasis.count(matrix.rows(), input.photons());
        others.put("uniform", _ -> uniform);
        others.put("distinguishable", this::distinguishable);
        others.put("mean-field", this::meanField);
        return others;
    }

    /** Photons like no other: the permanent of the squares. */
    double distinguishable(FockState outcome) {
        int n = matrix.rows();
        double[] squares = new double[n * n];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = matrix.squaredNorm(i / n, i % n);
        }
        ComplexMatrix classical = ComplexMatrix.of(n, n, squares, new double[n * n]);
        return Permanents.of(classical, outcome.occupations(), input.occupations(), Arithmetic.DOUBLE)
                        .re()
                / outcome.factorials();
    }

    /**
     * Every photon is spread over the input with random phases, the same for all photons of a shot. M. C. Tichy, K. Mayer,
     * A. Buchleitner, K. Mølmer, Phys. Rev. Lett. 113, 020502 (2014). The mean over the phases is that of some draws.
     */
    private double meanField(FockState outcome) {
        double mean = 0;
        for (double[] draw : phases) {
            double probability = 1;
            for (int mode = 0; mode < matrix.rows(); mode++) {
                int count = outcome.photonsIn(mode);
                if (count > 0) {
                    probability *= Math.pow(share(draw, mode), count);
                }
            }
            mean += probability / DRAWS;
        }
        double orders = 1;
        for (int k = 2; k <= input.photons(); k++) {
            orders *= k;
        }
        return mean * orders / outcome.factorials();
    }

    /** How much of a photon of the mean field is in an output. */
    private double share(double[] draw, int mode) {
        double re = 0;
        double im = 0;
        for (int j = 0; j < draw.length; j++) {
            double amplitude = Math.sqrt((double) input.photonsIn(j) / input.photons());
            if (amplitude > 0) {
                double c = amplitude * Math.cos(draw[j]);
                double s = amplitude * Math.sin(draw[j]);
                re += matrix.re(mode, j) * c - matrix.im(mode, j) * s;
                im += matrix.re(mode, j) * s + matrix.im(mode, j) * c;
            }
        }
        return re * re + im * im;
    }
}
