package org.jaynes.plan;

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

    /** (g, after, before, c + i s) as four complex numbers. */
    static double[] of(double[] m) {
        double c = Math.hypot(m[0], m[1]);
        double s = Math.hypot(m[4], m[5]);
        double norm = Math.hypot(c, s);
        // A phase next to a vanishing entry is free: one.
        double[] global = c > 0 ? new double[] {m[0] / c, m[1] / c} : new double[] {1, 0};
        double[] lower = s > 0 ? new double[] {m[4] / s, m[5] / s} : global;
        double[] after = timesConjugate(lower, global);
        double[] before = s > c ? negatedUpper(m, global) : timesConjugate(new double[] {m[6], m[7]}, lower);
        double size = Math.hypot(before[0], before[1]);
        return new double[] {
            global[0], global[1], after[0], after[1], before[0] / size, before[1] / size, c / norm, s / norm
        };
    }

    private static double[] negatedUpper(double[] m, double[] global) {
        return timesConjugate(new double[] {-m[2], -m[3]}, global);
    }

    private static double[] timesConjugate(double[] a, double[] b) {
        return new double[] {a[0] * b[0] + a[1] * b[1], a[1] * b[0] - a[0] * b[1]};
    }

    /** The rotation as a complex matrix. */
    static double[] rotation(double[] parts) {
        double c = parts[2 * COSINE_SINE];
        double s = parts[2 * COSINE_SINE + 1];
        return new double[] {c, 0, -s, 0, s, 0, c, 0};
    }

    /** Whether the parts give back the matrix to rounding; not so for a given matrix that is not quite unitary. */
    static boolean isExact(Value matrix, Value parts) {
        for (int setting = 0; setting < Value.SAMPLES; setting++) {
            double[] m = matrix.sample(setting);
            double[] p = parts.sample(setting);
            double[] product = ComplexMatrix.multiply(
                    new double[] {p[0], p[1], 0, 0, 0, 0, p[0] * p[2] - p[1] * p[3], p[0] * p[3] + p[1] * p[2]},
                    ComplexMatrix.multiply(rotation(p), new double[] {1, 0, 0, 0, 0, 0, p[4], p[5]}, 2),
                    2);
            for (int i = 0; i < m.length; i++) {
                if (Math.abs(product[i] - m[i]) > EXACT) {
                    return false;
                }
            }
        }
        return true;
    }
}
