package org.jaynes.circuit;

import java.util.Objects;

/** A unitary given by its matrix. Immutable; two are equal if names and numbers are. */
public final class MatrixUnitary implements Unitary {
    /** Most targets that a matrix may have. */
    public static final int MAX_TARGETS = 6;

    /** How far an entry of U†U may be from that of the identity. Nothing is corrected: norms drift by that much. */
    public static final double TOLERANCE = 1e-8;

    private final String label;
    private final int targetCount;
    private final double[] matrix;
    private final Form form;

    /**
     * @param label a name for it, shown in plans
     * @param matrix row-major, (re, im) interleaved, 2 * 4^k numbers for k = 1 to {@value #MAX_TARGETS} targets; bit j
     *     of a row or column number is target j
     * @throws IllegalArgumentException if the length is no such number or the matrix is not unitary to within
     *     {@link #TOLERANCE}
     */
    public MatrixUnitary(String label, double... matrix) {
        this.label = Objects.requireNonNull(label);
        this.matrix = matrix.clone();
        this.targetCount = targets(label, matrix.length);
        requireUnitary();
        this.form = findForm();
    }

    static int targets(String label, int length) {
        for (int k = 1; k <= MAX_TARGETS; k++) {
            if (length == 2 << (2 * k)) {
                return k;
            }
        }
        throw new IllegalArgumentException(
                "matrix %s: %,d numbers; expected 2 * 4^k for k = 1 to %d qubits (re, im of each entry)"
                        .formatted(label, length, MAX_TARGETS));
    }

    private void requireUnitary() {
        int size = 1 << targetCount;
        double[] products = Channel.square(matrix);
        for (int a = 0; a < size; a++) {
            for (int b = a; b < size; b++) {
                double re = products[2 * (a * size + b)];
                double im = products[2 * (a * size + b) + 1];
                double error = Math.hypot(re - (a == b ? 1 : 0), im);
                if (!(error <= TOLERANCE)) {
                    throw new IllegalArgumentException(
                            "matrix %s is not unitary: columns %d and %d have the product (%s, %s), expected %d to within %s"
                                    .formatted(label, a, b, re, im, a == b ? 1 : 0, TOLERANCE));
                }
            }
        }
    }

    private Form findForm() {
        int size = 1 << targetCount;
        boolean diagonal = true;
        boolean ones = true;
        for (int row = 0; row < size; row++) {
            int entries = 0;
            for (int column = 0; column < size; column++) {
                int i = 2 * (row * size + column);
                if (matrix[i] != 0 || matrix[i + 1] != 0) {
                    entries++;
                    diagonal &= row == column;
                    ones &= matrix[i] == 1 && matrix[i + 1] == 0;
                }
            }
            if (entries != 1) {
                return Form.GENERAL;
            }
        }
        if (diagonal) {
            return Form.DIAGONAL;
        }
        return ones ? Form.PERMUTATION : Form.MONOMIAL;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public int targetCount() {
        return targetCount;
    }

    @Override
    public int angleCount() {
        return 0;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public double[] matrix(double... angles) {
        return matrix.clone();
    }

    /** The conjugate transpose. */
    public MatrixUnitary inverse() {
        int size = 1 << targetCount;
        double[] adjoint = new double[matrix.length];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                adjoint[2 * (column * size + row)] = matrix[2 * (row * size + column)];
                adjoint[2 * (column * size + row) + 1] = -matrix[2 * (row * size + column) + 1];
            }
        }
        String name = label.endsWith("dg") ? label.substring(0, label.length() - 2) : label + "dg";
        return new MatrixUnitary(name, adjoint);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MatrixUnitary that
                && label.equals(that.label)
                && java.util.Arrays.equals(matrix, that.matrix);
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + java.util.Arrays.hashCode(matrix);
    }

    @Override
    public String toString() {
        return label;
    }
}
