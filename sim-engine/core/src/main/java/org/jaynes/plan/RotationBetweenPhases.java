package org.jaynes.plan;

import java.util.Arrays;

/**
 * A unitary 2x2 matrix as g * diag(1, after) * [[c, -s], [s, c]] * diag(1, before) with c, s >= 0: the phases can join
 * other diagonals, and the real rotation costs half of a complex matrix. Known as the ZYZ decomposition.
 */
final class RotationBetweenPhases {
    /** Positions in the result of {@link #of}, in complex numbers. */
    static final int GLOBAL = 0;

    static final int AFTER = 1;
    static final int BEFORE = 2;
    private static final int COSINE_SINE = 3;

    private static final double EXACT = 1e-14;

    private RotationBetweenPhases() {}

    /** (g, after, before, c + i s) as four complex numbers, for each row. */
    static double[][] of(RowArithmetic on, double[][] m) {
        double[][] parts = new double[8][];
        Arrays.setAll(parts, _ -> on.take());
        for (int r = 0; r < on.rows(); r++) {
            double c = Math.sqrt(m[0][r] * m[0][r] + m[1][r] * m[1][r]);
            double s = Math.sqrt(m[4][r] * m[4][r] + m[5][r] * m[5][r]);
            double norm = Math.sqrt(c * c + s * s);
            // A phase next to a vanishing entry is free: one.
            double globalRe = c > 0 ? m[0][r] / c : 1;
            double globalIm = c > 0 ? m[1][r] / c : 0;
            double lowerRe = s > 0 ? m[4][r] / s : globalRe;
            double lowerIm = s > 0 ? m[5][r] / s : globalIm;
            // before = (lower right) / lower, or from the upper right where that is the larger.
            boolean upper = s > c;
            double x = upper ? -m[2][r] : m[6][r];
            double y = upper ? -m[3][r] : m[7][r];
            double overRe = upper ? globalRe : lowerRe;
            double overIm = upper ? globalIm : lowerIm;
            double beforeRe = x * overRe + y * overIm;
            double beforeIm = y * overRe - x * overIm;
            double size = Math.sqrt(beforeRe * beforeRe + beforeIm * beforeIm);
            parts[0][r] = globalRe;
            parts[1][r] = globalIm;
            parts[2][r] = lowerRe * globalRe + lowerIm * globalIm;
            parts[3][r] = lowerIm * globalRe - lowerRe * globalIm;
            parts[4][r] = beforeRe / size;
            parts[5][r] = beforeIm / size;
            parts[6][r] = c / norm;
            parts[7][r] = s / norm;
        }
        return parts;
    }

    /** The rotation as a complex matrix. */
    static double[][] rotation(RowArithmetic on, double[][] parts) {
        double[] c = parts[2 * COSINE_SINE];
        double[] s = parts[2 * COSINE_SINE + 1];
        return new double[][] {c, on.zero(), on.scaled(s, -1), on.zero(), s, on.zero(), c, on.zero()};
    }

    /** Whether the parts give back the matrix to rounding; not so for a given matrix that is not quite unitary. */
    static boolean isExact(Value matrix, Value parts) {
        RowArithmetic on = new RowArithmetic(1);
        for (int setting = 0; setting < Value.SAMPLES; setting++) {
            double[] m = matrix.sample(setting);
            double[] p = parts.sample(setting);
            double[] product = RowArithmetic.row(
                    ComplexMatrix.multiply(
                            on,
                            RowArithmetic.ofRow(
                                    p[0], p[1], 0, 0, 0, 0, p[0] * p[2] - p[1] * p[3], p[0] * p[3] + p[1] * p[2]),
                            ComplexMatrix.multiply(
                                    on,
                                    rotation(on, RowArithmetic.ofRow(p)),
                                    RowArithmetic.ofRow(1, 0, 0, 0, 0, 0, p[4], p[5]),
                                    2),
                            2),
                    0);
            for (int i = 0; i < m.length; i++) {
                if (Math.abs(product[i] - m[i]) > EXACT) {
                    return false;
                }
            }
        }
        return true;
    }
}
