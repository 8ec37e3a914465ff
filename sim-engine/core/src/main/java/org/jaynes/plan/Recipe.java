package org.jaynes.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes the coefficients of one micro-op, in double; they are rounded once when they are stored. */
abstract sealed class Recipe {
    /** A real factor of the whole state that this op takes along. */
    private double scale = 1;

    /** A complex factor of the whole state that this op takes along. */
    private @Nullable Factor turn;

    void scaleBy(double factor) {
        scale *= factor;
    }

    void turnBy(Factor factor) {
        turn = factor;
    }

    /** Whether the coefficients are the same for all rows. */
    boolean isConstant() {
        return (turn == null || turn.isConstant()) && dependsOnNoAngle();
    }

    /** The coefficients for the row whose registers these are. */
    double[] evaluate(double[][] registers) {
        double[] result = unscaled(registers);
        if (scale != 1) {
            for (int i = 0; i < result.length; i++) {
                result[i] *= scale;
            }
        }
        if (turn != null) {
            double[] w = new double[2];
            turn.evaluate(registers, w);
            for (int i = 0; i < result.length; i += 2) {
                double re = result[i] * w[0] - result[i + 1] * w[1];
                result[i + 1] = result[i] * w[1] + result[i + 1] * w[0];
                result[i] = re;
            }
        }
        return result;
    }

    abstract boolean dependsOnNoAngle();

    /** New numbers, before scale and turn. */
    abstract double[] unscaled(double[][] registers);

    /** Coefficients that are entries of a matrix. */
    static final class OfMatrix extends Recipe {
        private final OpKind kind;
        private final Value matrix;

        OfMatrix(OpKind kind, Value matrix) {
            this.kind = kind;
            this.matrix = matrix;
        }

        @Override
        boolean dependsOnNoAngle() {
            return matrix.isConstant();
        }

        @Override
        double[] unscaled(double[][] registers) {
            double[] m = matrix.in(registers);
            return switch (kind) {
                case REAL -> new double[] {m[0], m[2], m[4], m[6]};
                case CROSS -> new double[] {m[0], m[3], m[5], m[6]};
                default -> m.clone();
            };
        }
    }

    /**
     * Part of a table: a phase, or a diagonal, on some of the table's bits.
     *
     * @param controlMask positions in the table that it multiplies: those whose bits in the mask
     * @param controlValues have these values
     * @param bits bits of the position in the table that index the diagonal; none for a phase
     * @param diagonal the diagonal, or null for a phase
     * @param factor the phase, or null for a diagonal
     */
    record Part(
            int controlMask,
            int controlValues,
            int[] bits,
            @Nullable Value diagonal,
            @Nullable Factor factor) {
        boolean isConstant() {
            return (diagonal == null || diagonal.isConstant()) && (factor == null || factor.isConstant());
        }
    }

    /** A table that is the product of its parts. */
    static final class OfTable extends Recipe {
        private final int tableBits;
        private final List<Part> parts;

        OfTable(int tableBits, List<Part> parts) {
            this.tableBits = tableBits;
            this.parts = parts;
        }

        @Override
        boolean dependsOnNoAngle() {
            return parts.stream().allMatch(Part::isConstant);
        }

        @Override
        double[] unscaled(double[][] registers) {
            double[] table = new double[2 << tableBits];
            for (int i = 0; i < table.length; i += 2) {
                table[i] = 1;
            }
            double[] w = new double[2];
            for (Part part : parts) {
                if (part.factor != null) {
                    part.factor.evaluate(registers, w);
                    multiply(table, part, w);
                } else if (part.diagonal != null) {
                    multiply(table, part, part.diagonal.in(registers));
                }
            }
            return table;
        }

        /** Visits only the positions that have the values, by counting in the other bits. */
        private void multiply(double[] table, Part part, double[] entries) {
            int free = ((1 << tableBits) - 1) & ~part.controlMask;
            int others = 0;
            do {
                int position = others | part.controlValues;
                int entry = 0;
                for (int j = 0; j < part.bits.length; j++) {
                    entry |= (position >>> part.bits[j] & 1) << j;
                }
                double c = entries[2 * entry];
                double d = entries[2 * entry + 1];
                double re = table[2 * position] * c - table[2 * position + 1] * d;
                table[2 * position + 1] = table[2 * position] * d + table[2 * position + 1] * c;
                table[2 * position] = re;
                others = (others - free) & free;
            } while (others != 0);
        }
    }
}
