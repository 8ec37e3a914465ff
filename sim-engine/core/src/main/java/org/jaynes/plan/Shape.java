package org.jaynes.plan;

/** Questions about the structure of matrices that hold for all angles. */
final class Shape {
    private Shape() {}

    /** A 2x2 matrix that only multiplies. */
    static boolean isDiagonal(Value matrix) {
        return matrix.always(m -> ComplexMatrix.isZero(m, 1) && ComplexMatrix.isZero(m, 2));
    }

    /** A 2x2 matrix that exchanges and multiplies. */
    static boolean isAntidiagonal(Value matrix) {
        return matrix.always(m -> ComplexMatrix.isZero(m, 0) && ComplexMatrix.isZero(m, 3));
    }

    /** A 2x2 matrix that is exactly X. */
    static boolean isFlip(Value matrix) {
        return isAntidiagonal(matrix) && matrix.always(m -> ComplexMatrix.isOne(m, 1) && ComplexMatrix.isOne(m, 2));
    }

    /** A 2x2 matrix that changes nothing. */
    static boolean isIdentity(Value matrix) {
        return isDiagonal(matrix) && matrix.always(m -> ComplexMatrix.isOne(m, 0) && ComplexMatrix.isOne(m, 3));
    }

    /** A real 2x2 matrix. */
    static boolean isReal(Value matrix) {
        return matrix.always(m -> ComplexMatrix.isReal(m, 0)
                && ComplexMatrix.isReal(m, 1)
                && ComplexMatrix.isReal(m, 2)
                && ComplexMatrix.isReal(m, 3));
    }

    /** A 2x2 matrix with a real diagonal and imaginary other entries. */
    static boolean isCross(Value matrix) {
        return matrix.always(m -> ComplexMatrix.isReal(m, 0)
                && ComplexMatrix.isImaginary(m, 1)
                && ComplexMatrix.isImaginary(m, 2)
                && ComplexMatrix.isReal(m, 3));
    }

    /** A matrix of any size that only multiplies. */
    static boolean isDiagonal(Value matrix, int bits) {
        return staysWithin(matrix, bits, 0);
    }

    /**
     * Whether every entry with {@code row ^ column} other than 0 and {@code step} is zero: the matrix then acts on pairs
     * of basis states that differ by {@code step}.
     */
    static boolean staysWithin(Value matrix, int bits, int step) {
        int size = 1 << bits;
        return matrix.always(m -> {
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    boolean allowed = row == column || (row ^ column) == step;
                    if (!allowed && !ComplexMatrix.isZero(m, row * size + column)) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    /** Whether two matrices are equal for all angles. */
    static boolean areEqual(Value a, Value b) {
        for (int setting = 0; setting < Value.SAMPLES; setting++) {
            double[] x = a.sample(setting);
            double[] y = b.sample(setting);
            for (int i = 0; i < x.length; i++) {
                if (Math.abs(x[i] - y[i]) >= ComplexMatrix.TOLERANCE) {
                    return false;
                }
            }
        }
        return true;
    }
}
