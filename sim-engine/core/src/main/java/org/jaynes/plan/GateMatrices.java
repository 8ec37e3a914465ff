package org.jaynes.plan;

import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Unitary;

/** Matrices of a gate for many rows of angles. Those that circuits are mostly made of are computed for all rows at once. */
final class GateMatrices {
    private GateMatrices() {}

    /**
     * The matrices of {@link Unitary#matrix}, to rounding.
     *
     * @param angles one array per angle, in it the value for each row
     */
    static double[][] of(Unitary unitary, double[][] angles) {
        return switch (unitary) {
            case StandardGate.RX -> {
                Turn half = Turn.of(RowNumbers.scaled(angles[0], 0.5));
                double[] zero = new double[angles[0].length];
                double[] minus = RowNumbers.scaled(half.sine, -1);
                yield new double[][] {half.cosine, zero, zero, minus, zero, minus, half.cosine, zero};
            }
            case StandardGate.RY -> {
                Turn half = Turn.of(RowNumbers.scaled(angles[0], 0.5));
                double[] zero = new double[angles[0].length];
                yield new double[][] {
                    half.cosine, zero, RowNumbers.scaled(half.sine, -1), zero, half.sine, zero, half.cosine, zero
                };
            }
            case StandardGate.RZ -> {
                Turn half = Turn.of(RowNumbers.scaled(angles[0], 0.5));
                double[] zero = new double[angles[0].length];
                yield new double[][] {
                    half.cosine, RowNumbers.scaled(half.sine, -1), zero, zero, zero, zero, half.cosine, half.sine
                };
            }
            case StandardGate.P -> {
                Turn turn = Turn.of(angles[0]);
                double[] zero = new double[angles[0].length];
                yield new double[][] {RowNumbers.ones(zero.length), zero, zero, zero, zero, zero, turn.cosine, turn.sine
                };
            }
            default -> oneByOne(unitary, angles);
        };
    }

    private record Turn(double[] sine, double[] cosine) {
        static Turn of(double[] angles) {
            Turn turn = new Turn(new double[angles.length], new double[angles.length]);
            SineCosine.of(angles, turn.sine, turn.cosine);
            return turn;
        }
    }

    private static double[][] oneByOne(Unitary unitary, double[][] angles) {
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
