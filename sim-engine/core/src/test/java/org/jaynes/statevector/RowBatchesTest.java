package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.junit.jupiter.api.Test;

/** How many rows a batch has. */
class RowBatchesTest {
    @Test
    void amplitudes_and_numbers_of_a_batch_are_bounded() {
        try (Executor executor = Executors.reference()) {
            int most = 1 << executor.batchBits();
            assertEquals(most / 8, RowBatches.batchRows(executor, 3, 1, Integer.MAX_VALUE));
            assertEquals(5, RowBatches.batchRows(executor, 3, 1, 5));
            assertEquals(1, RowBatches.batchRows(executor, 30, 1, 100));
            assertEquals(1, RowBatches.batchRows(executor, 3, Long.MAX_VALUE, 100));
            assertEquals(1, RowBatches.batchRows(executor, 3, 1, 0));
            long many = 3000;
            long rows = RowBatches.batchRows(executor, 3, many, Integer.MAX_VALUE);
            assertTrue(rows * many <= 16L * most, rows + " rows of 3000 numbers");
        }
    }
}
