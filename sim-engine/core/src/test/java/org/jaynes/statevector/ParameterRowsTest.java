package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.DeviceUnavailableException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterRowsTest {
    private static final List<PauliSum> OBSERVABLES =
            List.of(PauliSum.parse("0.5*Z0 Z1 + 0.25*Z2 + X0 - 0.5*Y1 X2"), PauliSum.parse("2*Y0 + 1"));

    @ParameterizedTest
    @CsvSource({"reference, 3, 40", "cpu, 3, 1000", "cpu, 5, 333", "cpu, 8, 40", "cuda, 4, 70"})
    void rows_together_get_the_same_bits_as_one_by_one(String device, int qubits, int rows) {
        Circuit circuit = circuit(qubits);
        List<String> names = circuit.parameters();
        double[] values = new SplittableRandom(rows)
                .doubles((long) rows * names.size(), -7, 7)
                .toArray();
        try (Simulator simulator = open(device)) {
            double[][] together = simulator
                    .expectations(circuit, OBSERVABLES, ParameterRows.of(names, values), new RunOptions())
                    .values();
            assertEquals(rows, together.length);
            for (int row = 0; row < rows; row += 1 + rows / 20) {
                double[] own = new double[names.size()];
                System.arraycopy(values, row * own.length, own, 0, own.length);
                double[][] alone = simulator
                        .expectations(circuit, OBSERVABLES, ParameterRows.of(names, own), new RunOptions())
                        .values();
                assertArrayEquals(alone[0], together[row], "row " + row + " on " + device);
            }
        }
    }

    private static Simulator open(String device) {
        try {
            return Simulator.open(new SimulatorOptions(device).withThreads(2));
        } catch (DeviceUnavailableException e) {
            return Assumptions.abort(e.getMessage());
        }
    }

    /** Angles that are parameters and functions of them, on every qubit. */
    private static Circuit circuit(int qubits) {
        CircuitBuilder circuit = Circuit.builder(qubits);
        for (int q = 0; q < qubits; q++) {
            circuit.h(q)
                    .rx(circuit.parameter("a" + q), q)
                    .rz(circuit.parameter("b").negated(), q);
            circuit.cx(q, (q + 1) % qubits).ry(circuit.parameter("a" + q), q);
        }
        return circuit.build();
    }

    @Test
    void rows_from_maps() {
        ParameterRows rows = ParameterRows.of(List.of("b", "a"), List.of(Map.of("a", 1.0, "b", 2.0)));
        assertEquals(List.of("b", "a"), rows.names());
        assertEquals(2.0, rows.value(0, rows.column("b")));
        assertEquals(Map.of("a", 1.0, "b", 2.0), rows.row(0));
        assertEquals(1, ParameterRows.of(List.of(), List.of(Map.of())).rowCount());
    }

    @Test
    void what_does_not_fit_is_refused() {
        List<String> messages = new ArrayList<>();
        refused(messages, () -> ParameterRows.of(List.of("a", "a"), 1, 2));
        refused(messages, () -> ParameterRows.of(List.of("a", "b"), 1, 2, 3));
        refused(messages, () -> ParameterRows.of(List.of("a"), List.of()));
        refused(messages, () -> ParameterRows.of(List.of("a"), List.of(Map.of("b", 1.0))));
        refused(messages, () -> ParameterRows.of(List.of("a"), List.of(Map.of("a", 1.0, "b", 1.0))));
        refused(messages, () -> ParameterRows.of(List.of("a", "c"), 1, 2).requireNames(List.of("a")));
        refused(messages, () -> ParameterRows.of(List.of("a"), 1).requireNames(List.of("a", "c")));
        assertEquals(
                List.of(
                        "parameters [a, a]; expected at least one, and each once",
                        "3 values for 2 parameters; expected complete rows, at least one",
                        "no rows of parameters; a circuit without parameters takes one empty row",
                        "parameter a has no value; the circuit's parameters are a",
                        "the circuit has no parameter b; expected a",
                        "the circuit has no parameter c; expected a",
                        "parameter c has no value; the circuit's parameters are a, c"),
                messages);
    }

    private static void refused(List<String> messages, Runnable call) {
        messages.add(assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
