package org.jaynes.plan;

import java.util.Arrays;
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

    /** Takes coefficients. */
    interface Target {
        /** Coefficient number {@code index} of row r is {@code numbers[from + r]}. */
        void put(int index, double[] numbers, int from);
    }

    /** Computes the coefficients for the rows whose registers these are. */
    abstract void evaluate(RowArithmetic on, double[][][] registers, Target target);

    abstract boolean dependsOnNoAngle();

    double scale() {
        return scale;
    }

    @Nullable
    Factor turn() {
        return turn;
    }

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
        void evaluate(RowArithmetic on, double[][][] registers, Target target) {
            double[][] m = matrix.in(on, registers);
            double[][] entries = switch (kind) {
                case REAL -> new double[][] {m[0], m[2], m[4], m[6]};
                case CROSS -> new double[][] {m[0], m[3], m[5], m[6]};
                default -> m;
            };
            Factor turn = turn();
            if (turn != null) {
                double[][] w = turn.evaluate(on, registers);
                double[][] turned = new double[entries.length][];
                for (int i = 0; i < turned.length; i += 2) {
                    double[][] entry = on.product(entries[i], entries[i + 1], w[0], w[1]);
                    turned[i] = entry[0];
                    turned[i + 1] = entry[1];
                }
                entries = turned;
            }
            for (int i = 0; i < entries.length; i++) {
                target.put(i, scale() == 1 ? entries[i] : on.scaled(entries[i], scale()), 0);
            }
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

        /** Entry p of row r is at p * rows + r, real and imaginary parts apart. */
        @Override
        void evaluate(RowArithmetic on, double[][][] registers, Target target) {
            int rows = on.rows();
            double[] re = on.take(1 << tableBits);
            double[] im = on.take(1 << tableBits);
            Arrays.fill(re, 1);
            Arrays.fill(im, 0);
            for (Part part : parts) {
                if (part.factor != null) {
                    multiply(re, im, rows, part, part.factor.evaluate(on, registers));
                } else if (part.diagonal != null) {
                    multiply(re, im, rows, part, part.diagonal.in(on, registers));
                }
            }
            Factor turn = turn();
            if (turn != null) {
                multiply(re, im, rows, new Part(0, 0, new int[0], null, turn), turn.evaluate(on, registers));
            }
            if (scale() != 1) {
                re = on.scaled(re, scale());
                im = on.scaled(im, scale());
            }
            for (int position = 0; position < 1 << tableBits; position++) {
                target.put(2 * position, re, position * rows);
                target.put(2 * position + 1, im, position * rows);
            }
        }

        /** Visits only the positions that have the values, by counting in the other bits. */
        private void multiply(double[] re, double[] im, int rows, Part part, double[][] entries) {
            int free = ((1 << tableBits) - 1) & ~part.controlMask;
            int others = 0;
            do {
                int position = others | part.controlValues;
                int entry = 0;
                for (int j = 0; j < part.bits.length; j++) {
                    entry |= (position >>> part.bits[j] & 1) << j;
                }
                RowArithmetic.multiplyAt(re, im, position * rows, entries[2 * entry], entries[2 * entry + 1]);
                others = (others - free) & free;
            } while (others != 0);
        }
    }
}
