package org.jaynes.decoder.ldpc;

/**
 * How messages are passed; the formulas are those of the package's description. Immutable.
 *
 * @param rule how a check answers
 * @param schedule in which order
 * @param iterations the most iterations for a shot, at least 1
 * @param scaling the factor alpha of all answers of checks, in (0, 1]; 0 is adaptive
 * @param memory the memory strength gamma of all columns, in (-1, 1); 0 is no memory. Needs {@link Schedule#FLOODING}
 * @param precision of all numbers
 */
public record BeliefPropagation(
        UpdateRule rule, Schedule schedule, int iterations, double scaling, double memory, Precision precision) {
    /** Adaptive scaling: 1 - 2^-t in iteration t. */
    public static final double ADAPTIVE = 0;

    /** Min-sum, flooding, in single precision without memory: what is fastest. */
    public static BeliefPropagation minSum(int iterations, double scaling) {
        return new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, iterations, scaling, 0, Precision.SINGLE);
    }

    public BeliefPropagation {
        if (iterations < 1) {
            throw new IllegalArgumentException("%d iterations; expected at least 1".formatted(iterations));
        }
        if (!(scaling >= 0 && scaling <= 1)) {
            throw new IllegalArgumentException(
                    "scaling factor %s; expected more than 0 and at most 1, or 0 for adaptive".formatted(scaling));
        }
        if (!(Math.abs(memory) < 1)) {
            throw new IllegalArgumentException("memory strength %s; expected between -1 and 1".formatted(memory));
        }
        if (memory != 0 && schedule != Schedule.FLOODING) {
            throw new IllegalArgumentException(
                    "memory needs the flooding schedule; set the memory strength to 0 or the schedule to flooding");
        }
    }

    /** The same with another precision. */
    public BeliefPropagation withPrecision(Precision other) {
        return new BeliefPropagation(rule, schedule, iterations, scaling, memory, other);
    }

    /** The factor alpha in an iteration of a start or leg, counted from 1. */
    double alpha(int iteration) {
        // Beyond 2^-60 the adaptive factor is 1 in every precision, and the scaling of a double would leave its range.
        return precision.round(scaling == ADAPTIVE ? 1 - Math.scalb(1.0, -Math.min(iteration, 60)) : scaling);
    }
}
