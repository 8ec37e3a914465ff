package org.jaynes.plan;

import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Unitary;

/**
 * Matrices of a gate for many rows of angles. Those that circuits are mostly made of follow from a {@link Registers#turn
 * turn}, for all rows at once.
 */
final class GateMatrices {
    private GateMatrices() {}

    /** The share of the angle whose turn the matrix is made of, or 0 if there is no such angle. */
    static double turnShare(Unitary unitary) {
        return switch (unitary) {
            case StandardGate.RX, StandardGate.RY, StandardGate.RZ -> 0.5;
            case StandardGate.P -> 1;
            default -> 0;
        };
    }

    /**
     * The matrices of a gate with a {@link #turnShare}.
     *
     * @param turn sines and cosines
     */
    static double[][] ofTurn(RowArithmetic on, Unitary unitary, double[][] turn) {
        double[] sine = turn[0];
        double[] cosine = turn[1];
        double[] zero = on.zero();
        if (unitary == StandardGate.P) {
            return new double[][] {on.one(), zero, zero, zero, zero, zero, cosine, sine};
        }
        double[] minus = on.scaled(sine, -1);
        return switch (unitary) {
            case StandardGate.RX -> new double[][] {cosine, zero, zero, minus, zero, minus, cosine, zero};
            case StandardGate.RY -> new double[][] {cosine, zero, minus, zero, sine, zero, cosine, zero};
            case StandardGate.RZ -> new double[][] {cosine, minus, zero, zero, zero, zero, cosine, sine};
            default -> throw new IllegalArgumentException(unitary + " is not made of a turn");
        };
    }

    /**
     * The matrices of {@link Unitary#matrix}, one row after the other.
     *
     * @param angles one array per angle, in it the value for each row
     */
    static double[][] of(Unitary unitary, double[][] angles) {
        double[][] result = {};
        double[] row = new double[angles.length];
        int rows = angles.length == 0 ? 1 : angles[0].length;
        for (int r = 0; r < rows; r++) {
            for (int a = 0; a < row.length; a++) {
                row[a] = angles[a][r];
            }
            double[] matrix = unitary.matrix(row);
            if (r == 0) {
                result = new double[matrix.length][rows];
            }
            for (int i = 0; i < matrix.length; i++) {
                result[i][r] = matrix[i];
            }
        }
        return result;
    }
}
