package org.jaynes.circuit;

import java.util.Arrays;
import java.util.Objects;

/**
 * A matrix that need not be unitary: a Kraus operator, a projection, or a channel on the entries of a density matrix.
 * Engines make gates of it to run them; a {@link Circuit} holds none. Immutable.
 */
public final class MatrixOperator implements Unitary {
    private final String label;
    private final int targetCount;
    private final int angleCount;
    private final double[] constant;
    private final Formula formula;

    /** A matrix that depends on numbers. */
    @FunctionalInterface
    public interface Formula {
        /** The matrix as {@link Unitary#matrix} gives it, for any finite numbers. */
        double[] matrix(double[] numbers);
    }

    /**
     * A constant matrix.
     *
     * @param label a name for it, shown in plans
     * @param matrix as {@link MatrixUnitary} takes it, with any finite entries
     * @throws IllegalArgumentException if the length is not that of a matrix on 1 to {@value MatrixUnitary#MAX_TARGETS}
     *     qubits, or an entry is not finite
     */
    public MatrixOperator(String label, double... matrix) {
        this.label = Objects.requireNonNull(label);
        this.constant = matrix.clone();
        this.targetCount = MatrixUnitary.targets(label, matrix.length);
        this.angleCount = 0;
        this.formula = _ -> constant.clone();
        for (double entry : matrix) {
            if (!Double.isFinite(entry)) {
                throw new IllegalArgumentException("matrix %s has an entry %s".formatted(label, entry));
            }
        }
    }

    /**
     * A matrix by a formula, which no two operators have in common.
     *
     * @param label a name for it, shown in plans
     * @param targetCount number of qubits, 1 to {@value MatrixUnitary#MAX_TARGETS}
     * @param numberCount how many numbers the formula takes, as the angles of a gate
     */
    public MatrixOperator(String label, int targetCount, int numberCount, Formula formula) {
        this.label = Objects.requireNonNull(label);
        this.constant = new double[0];
        this.targetCount = targetCount;
        this.angleCount = numberCount;
        this.formula = formula;
        if (targetCount < 1 || targetCount > MatrixUnitary.MAX_TARGETS) {
            throw new IllegalArgumentException("matrix %s on %d qubits; expected 1 to %d"
                    .formatted(label, targetCount, MatrixUnitary.MAX_TARGETS));
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
        return angleCount;
    }

    @Override
    public Form form() {
        return Form.GENERAL;
    }

    @Override
    public double[] matrix(double... angles) {
        return formula.matrix(angles);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof MatrixOperator that
                        && constant.length > 0
                        && label.equals(that.label)
                        && Arrays.equals(constant, that.constant));
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + Arrays.hashCode(constant);
    }

    @Override
    public String toString() {
        return label;
    }
}
