package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.DeviceFailedException;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.Executors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of parameters in batches: several batches in the memory of one, and what happens when there is none for a batch. */
class ExpectationRunTest {
    private static final int QUBITS = 3;
    private static final int ROWS = 7;
    private static final List<PauliSum> OBSERVABLES =
            List.of(PauliSum.parse("0.5*Z0 Z1 + 0.25*Z2 + X0 - 0.5*Y1 X2"), PauliSum.parse("2*Y0 + 1 + X1"));
    private static final int GROUPS_PER_BATCH = 5;

    private static final Circuit CIRCUIT = circuit();
    private static final double[] ANGLES =
            new SplittableRandom(1).doubles(2L * ROWS, -3, 3).toArray();

    private static Circuit circuit() {
        CircuitBuilder circuit = Circuit.builder(QUBITS);
        for (int q = 0; q < QUBITS; q++) {
            circuit.rx(circuit.parameter("a"), q).cx(q, (q + 1) % QUBITS).ry(circuit.parameter("b"), q);
        }
        return circuit.build();
    }

    private static double[][] values(FaultyExecutor executor, double... angles) {
        try (Simulator simulator =
                new Simulator(new DevicePool(new SimulatorOptions("reference"), (_, _) -> executor))) {
            return simulator
                    .expectations(CIRCUIT, OBSERVABLES, ParameterRows.of(List.of("a", "b"), angles), new RunOptions())
                    .values();
        }
    }

    private static FaultyExecutor device(String name) {
        try {
            return new FaultyExecutor(Executors.open(name, 1), name);
        } catch (DeviceUnavailableException e) {
            return Assumptions.abort(e.getMessage());
        }
    }

    /** Each row in a run of its own. */
    private static double[][] expected(String device) {
        List<double[]> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            rows.add(values(device(device), ANGLES[2 * row], ANGLES[2 * row + 1])[0]);
        }
        return rows.toArray(double[][]::new);
    }

    @ParameterizedTest
    @CsvSource({"cuda, 1, 1", "cuda, 2, 1", "cuda, 4, 1", "cpu, 1, 1", "cpu, 2, 3", "reference, 1, 2"})
    void batches_follow_each_other_in_the_same_memory(String device, int batch, int threads) {
        int batchBits = QUBITS + Integer.numberOfTrailingZeros(batch);
        FaultyExecutor executor = device(device).withBatchBits(batchBits).withHostThreads(threads);
        assertArrayEquals(expected(device), values(executor, ANGLES));
        assertEquals(0, executor.open());
    }

    @ParameterizedTest
    @CsvSource({"cpu, 1", "cpu, 4", "cpu, 7", "cpu, 14", "reference, 4"})
    void a_batch_for_which_there_is_no_memory_is_halved_and_nothing_counts_twice(String device, int reductions) {
        FaultyExecutor executor = device(device).withBatchBits(QUBITS + 1).withRefusedReduction(reductions);
        assertArrayEquals(expected(device), values(executor, ANGLES));
        assertEquals(0, executor.open());
    }

    @Test
    void a_thread_without_memory_for_its_batch_does_not_spoil_what_others_have_done() {
        FaultyExecutor executor = device("reference")
                .withBatchBits(QUBITS + 1)
                .withHostThreads(2)
                .withRefusedReduction(2 * GROUPS_PER_BATCH - 1);
        assertArrayEquals(expected("reference"), values(executor, ANGLES));
        assertEquals(0, executor.open());
    }

    @Test
    void every_state_is_closed_and_the_first_failure_is_reported() {
        FaultyExecutor executor =
                device("reference").withBatchBits(QUBITS).withHostThreads(3).withLaunches(2);
        DeviceFailedException failure = assertThrows(DeviceFailedException.class, () -> values(executor, ANGLES));
        assertEquals("cuLaunchKernel", failure.call());
        assertEquals(0, executor.open(), "states left open");
        assertEquals(1, failure.getSuppressed().length, "what closing said");
    }
}
