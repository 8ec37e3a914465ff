package org.jaynes.execution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Plan;

/** Draws operators for the rows of a batch on the host: {@code JaynesChoiceArguments} in plain Java. */
final class HostChoice {
    private static final int MEMORY_ALIGNMENT = 64;

    private final int rows;
    private final Arithmetic reals;
    private MemorySegment memory = MemorySegment.NULL;

    HostChoice(int rows, Arithmetic reals) {
        this.rows = rows;
        this.reals = reals;
    }

    /**
     * Draws.
     *
     * @param marginals on the bits of the choice, row after row
     * @param expectations of each group, by row
     * @param events as in {@link StateBuffer#choose}
     * @param outcomes to be filled
     * @return what the plan of the choice is to be run with, valid until the next call
     */
    Coefficients draw(
            OperatorChoice choice,
            double[] marginals,
            double[][] expectations,
            long seed,
            long firstShot,
            int[] events,
            int[] outcomes) {
        Plan plan = choice.plan();
        long bytes = rows * plan.coefficientCount() * plan.precision().realBytes();
        if (memory.byteSize() < bytes) {
            memory = Arena.ofAuto().allocate(bytes, MEMORY_ALIGNMENT);
        }
        int values = 1 << choice.bits().length;
        double[] parts = new double[choice.partCount()];
        double[] weights = new double[choice.operatorCount()];
        for (int row = 0; row < rows; row++) {
            outcomes[row] = OperatorChoice.NONE;
            if (events[row] != OperatorChoice.NONE) {
                System.arraycopy(marginals, row * values, parts, 0, values);
                for (int e = 0; e < expectations.length; e++) {
                    parts[values + e] = expectations[e][row];
                }
                double number = Philox.uniform(seed, firstShot + row, 0, events[row]);
                outcomes[row] = choice.draw(parts, number, weights);
            }
            store(choice, outcomes[row], weights, row * plan.coefficientCount());
        }
        return plan.unbound(rows, memory);
    }

    /** The operator that was drawn, normalised; the identity if there is none. */
    private void store(OperatorChoice choice, int outcome, double[] weights, long at) {
        int size = 1 << choice.bits().length;
        int count = 2 * size * size;
        boolean drawn = outcome >= 0 && outcome < choice.operatorCount();
        double scale = drawn ? 1.0 / Math.sqrt(weights[outcome]) : 1;
        for (int i = 0; i < count; i++) {
            double unit = i % (2 * (size + 1)) == 0 ? 1 : 0;
            reals.set(memory, at + i, drawn ? choice.operators()[outcome * count + i] * scale : unit);
        }
    }
}
