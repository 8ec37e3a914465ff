package org.jaynes.circuit;

import java.util.Arrays;
import java.util.Objects;

/**
 * A matrix that need not be unitary: a Kraus operator, or a channel on the entries of a density matrix. Engines make
 * gates of it to run them; a {@link Circuit} holds none. Immutable.
 */
public final class MatrixOperator implements Unitary {
    private final String label;
    private final int targetCount;
    private final double[] matrix;

    /**
     * @param label a name for it, shown in plans
     * @param matrix as {@link MatrixUnitary} takes it, with any finite entries
     * @throws IllegalArgumentException if the length is not that of a matrix on 1 to {@value MatrixUnitary#MAX_TARGETS}
     *     qubits, or an entry is not finite
     */
    public MatrixOperator(String label, double... matrix) {
        this.label = Objects.requireNonNull(label);
        this.matrix = matrix.clone();
        this.targetCount = MatrixUnitary.targets(label, matrix.length);
        for (double entry : matrix) {
            if (!Double.isFinite(entry)) {
                throw new IllegalArgumentException("matrix %s has an entry %s".formatted(label, entry));
            }
        }
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
        return Form.GENERAL;
    }

    @Override
    public double[] matrix(double... angles) {
        return matrix.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MatrixOperator that && label.equals(that.label) && Arrays.equals(matrix, that.matrix);
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + Arrays.hashCode(matrix);
    }

    @Override
    public String toString() {
        return label;
    }
}
