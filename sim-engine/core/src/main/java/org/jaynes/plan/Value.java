package org.jaynes.plan;

import java.util.function.Predicate;

/**
 * Some numbers (a matrix, a diagonal, a factor) that are known when planning, or that follow from the angles of a row.
 *
 * <p>What is not known is represented by samples: its value at two arbitrary settings of the angles. An entry that
 * vanishes at both vanishes for all angles, because entries are analytic and the settings follow no pattern. So one
 * question, {@link #always}, finds the structure of known and unknown matrices alike.
 */
final class Value {
    /** How many settings of the angles a value that is not known is sampled at. */
    static final int SAMPLES = 2;

    private final double[][] samples;
    private final int register;

    private Value(int register, double[][] samples) {
        this.register = register;
        this.samples = samples;
    }

    static Value constant(double... numbers) {
        return new Value(-1, new double[][] {numbers});
    }

    /**
     * @param register where the row's numbers are while a row is bound
     * @param samples the numbers at the settings of the angles
     */
    static Value computed(int register, double[][] samples) {
        return new Value(register, samples);
    }

    boolean isConstant() {
        return register < 0;
    }

    /** Where the row's numbers are; none for a constant. */
    int register() {
        return register;
    }

    /** The numbers of a constant; of a computed value those at the first setting. */
    double[] first() {
        return samples[0];
    }

    double[] sample(int setting) {
        return samples[Math.min(setting, samples.length - 1)];
    }

    /** The numbers for the rows whose registers these are. */
    double[][] in(RowArithmetic on, double[][][] registers) {
        return register < 0 ? on.repeated(samples[0]) : registers[register];
    }

    /** Whether something holds for all angles. */
    boolean always(Predicate<double[]> property) {
        for (double[] sample : samples) {
            if (!property.test(sample)) {
                return false;
            }
        }
        return true;
    }
}
