package org.jaynes.execution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Plan;

/** Gives each row the coefficients that its outcomes ask for: {@code JaynesSelectArguments} in plain Java. */
final class HostSelection {
    private static final int MEMORY_ALIGNMENT = 64;

    private MemorySegment memory = MemorySegment.NULL;

    /**
     * Selects.
     *
     * @param table row s holds the numbers for the outcomes that s spells
     * @param outcomes of all rows, for each bit of s
     * @return coefficients of each row, valid until the next call
     */
    Coefficients select(Coefficients table, List<int[]> outcomes, int rows) {
        Plan plan = table.plan();
        long setBytes = plan.coefficientCount() * plan.precision().realBytes();
        if (memory.byteSize() < rows * setBytes) {
            memory = Arena.ofAuto().allocate(rows * setBytes, MEMORY_ALIGNMENT);
        }
        for (int row = 0; row < rows; row++) {
            long set = 0;
            for (int b = 0; b < outcomes.size(); b++) {
                set |= outcomes.get(b)[row] == 1 ? 1L << b : 0;
            }
            MemorySegment.copy(table.values(), set * setBytes, memory, row * setBytes, setBytes);
        }
        return plan.unbound(rows, memory);
    }
}
