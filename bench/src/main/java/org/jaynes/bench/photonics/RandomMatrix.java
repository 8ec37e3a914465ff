package org.jaynes.bench.photonics;

import java.util.Map;
import org.jaynes.bench.circuits.SplitMix64;
import org.jaynes.photonics.ComplexMatrix;

/** Matrices that depend on a seed only. */
final class RandomMatrix {
    private RandomMatrix() {}

    /** Independent entries between -1 and 1 over √size, real or complex. */
    static ComplexMatrix uniform(int size, boolean real, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double[] re = new double[size * size];
        double[] im = new double[size * size];
        for (int i = 0; i < re.length; i++) {
            re[i] = (2 * random.unit() - 1) / Math.sqrt(size);
            im[i] = real ? 0 : (2 * random.unit() - 1) / Math.sqrt(size);
        }
        return ComplexMatrix.of(size, size, re, im);
    }

    /** A unitary: the rows of a random matrix, made orthogonal one after the other. */
    static ComplexMatrix unitary(int size, long seed) {
        ComplexMatrix start = uniform(size, false, seed);
        double[] re = start.realParts();
        double[] im = start.imaginaryParts();
        for (int row = 0; row < size; row++) {
            // Twice, so that rounding leaves the rows orthogonal.
            for (int other = 0; other < 2 * row; other++) {
                subtractProjection(re, im, size, row, other % row);
            }
            double norm = 0;
            for (int j = row * size; j < (row + 1) * size; j++) {
                norm += re[j] * re[j] + im[j] * im[j];
            }
            for (int j = row * size; j < (row + 1) * size; j++) {
                re[j] /= Math.sqrt(norm);
                im[j] /= Math.sqrt(norm);
            }
        }
        return ComplexMatrix.of(size, size, re, im);
    }

    private static void subtractProjection(double[] re, double[] im, int size, int row, int other) {
        double a = 0;
        double b = 0;
        for (int j = 0; j < size; j++) {
            int x = other * size + j;
            int y = row * size + j;
            a += re[x] * re[y] + im[x] * im[y];
            b += re[x] * im[y] - im[x] * re[y];
        }
        for (int j = 0; j < size; j++) {
            int x = other * size + j;
            int y = row * size + j;
            re[y] -= a * re[x] - b * im[x];
            im[y] -= a * im[x] + b * re[x];
        }
    }

    /** As other libraries get it. */
    static Map<String, Object> request(ComplexMatrix matrix) {
        return Map.of("re", matrix.realParts(), "im", matrix.imaginaryParts());
    }
}
