package org.jaynes.plan;

import java.util.Arrays;

/**
 * What rounding coefficients to single precision does to the norm of the state. The two parts of e^(i pi/4) are rounded to
 * the same side each time, and after some hundred such phases the squared norm is off by more than 10^-6. The bias of
 * each op is known when its coefficients are, so one op of the plan takes along the factor that undoes them all. For a
 * block of rows at once.
 */
final class NormBias {
    private final double[] sums;

    /** Rows of the block that is at work. */
    private int rows;

    /** Of the op that is at work: sums of the squares of its coefficients, and of what rounding changes in them. */
    private final double[] squares;

    private final double[] errors;

    /** @param rows most rows of a block */
    NormBias(int rows) {
        sums = new double[rows];
        squares = new double[rows];
        errors = new double[rows];
        this.rows = rows;
    }

    /** Begins a block of so many rows, with what some constants do in every row. */
    void reset(NormBias constants, int blockRows) {
        rows = blockRows;
        Arrays.fill(sums, 0, rows, constants.sums[0]);
    }

    /**
     * Adds a coefficient of the op that is at work.
     *
     * @param exact its value in row r at {@code from + r}
     */
    void coefficient(double[] exact, int from) {
        for (int r = 0; r < rows; r++) {
            double value = exact[from + r];
            double rounded = (float) value;
            squares[r] += value * value;
            errors[r] += (rounded - value) * (rounded + value);
        }
    }

    /**
     * Ends an op whose coefficients, those of a unitary matrix times a factor, have been added.
     *
     * @param weight the share of amplitudes that it acts on, of all ops with these coefficients together
     */
    void endOp(double weight) {
        for (int r = 0; r < rows; r++) {
            sums[r] += squares[r] == 0 ? 0 : weight * errors[r] / squares[r];
            squares[r] = 0;
            errors[r] = 0;
        }
    }

    /** What the amplitudes of each row have to be multiplied by. */
    double[] correction() {
        double[] factors = new double[rows];
        Arrays.setAll(factors, r -> 1 / Math.sqrt(1 + sums[r]));
        return factors;
    }
}
