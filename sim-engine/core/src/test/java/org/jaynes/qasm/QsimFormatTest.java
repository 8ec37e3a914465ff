package org.jaynes.qasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Measurement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QsimFormatTest {
    private static Circuit read(String text) {
        return QsimFormat.read("f", text, Integer.MAX_VALUE, Limits.standard());
    }

    private static double[] matrix(String line) {
        Gate gate = (Gate) read("3\n" + line).instructions().getFirst();
        return gate.unitary().matrix(gate.angleValues(name -> 0));
    }

    @Test
    void matricesFollowTheFormatsConventions() {
        double r = Math.sqrt(.5);
        assertArrayEquals(new double[] {.5, .5, -.5, -.5, .5, .5, .5, .5}, matrix("0 y_1_2 0"), 1e-15);
        assertArrayEquals(new double[] {.5, .5, 0, -r, r, 0, .5, .5}, matrix("0 hz_1_2 0"), 1e-15);
        double[] phase = matrix("0 cp 0 1 0.3");
        assertEquals(Math.cos(.3), phase[6], 1e-15);
        assertEquals(-Math.sin(.3), phase[7], 1e-15);
        double[] fsim = matrix("0 fs 0 1 0.4 0.3");
        assertEquals(Math.cos(.4), fsim[2 * 5], 1e-15);
        assertEquals(-Math.sin(.4), fsim[2 * 6 + 1], 1e-15);
        assertEquals(-Math.sin(.3), fsim[2 * 15 + 1], 1e-15);
        // exp(-i b (cos a X + sin a Y) / 2) for a = 0.4, b = 0.3
        double[] turn = matrix("0 rxy 0 0.4 0.3");
        assertEquals(Math.cos(.15), turn[0], 1e-15);
        assertEquals(-Math.sin(.4) * Math.sin(.15), turn[2], 1e-15);
        assertEquals(-Math.cos(.4) * Math.sin(.15), turn[3], 1e-15);
    }

    @Test
    void gatesControlsAndMeasurementsAreRead() {
        Circuit circuit = read("# a comment\n3\n\n0 h 0\n1 c 0 1 x 2\n1 id2 0 1\n2 m 2 0\n");
        Circuit expected = Circuit.builder(3).h(0).ccx(0, 1, 2).id(0).id(1).build();
        assertEquals(expected.instructions(), circuit.instructions().subList(0, 4));
        assertEquals(
                List.of(new Measurement(2, 2), new Measurement(0, 0)),
                circuit.instructions().subList(4, 6));
        assertEquals(3, circuit.bitCount());
    }

    @Test
    void gatesAfterTheLastTimeAreLeftOut() {
        String text = "2\n0 h 0\n3 cz 0 1\n4 x 1\n";
        assertEquals(
                2,
                QsimFormat.read("f", text, 3, Limits.standard()).instructions().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "'' => f:1:1: the number of qubits is missing",
                "'x' => f:1:1: expected the number of qubits but found 'x'",
                "'0' => f:1:1: the number of qubits must be 1 to 1000000, not 0",
                "'2000000000' => f:1:1: the number of qubits must be 1 to 1000000, not 2000000000",
                "'2 3' => f:1:3: expected the end of the line but found '3'",
                "'2;h 0 0' => f:2:1: expected a time but found 'h'",
                "'2;0' => f:2:2: expected a gate but found the end of the line",
                "'2;0 hh 0' => f:2:3: expected a gate of qsim but found 'hh'",
                "'2;0 h 2' => f:2:5: a qubit must be 0 to 1, not 2",
                "'2;0 h -1' => f:2:5: a qubit must be 0 to 1, not -1",
                "'2;0 cz 1 1' => f:2:8: a gate uses qubit 1 twice",
                "'2;0 cz 1' => f:2:7: expected a qubit but found the end of the line",
                "'2;0 rx 1 a' => f:2:8: expected a parameter but found 'a'",
                "'2;0 rx 1 NaN' => f:2:8: a parameter must be finite, not NaN",
                "'2;0 rx 1' => f:2:7: expected a parameter but found the end of the line",
                "'2;0 h 0 1' => f:2:7: expected the end of the line but found '1'",
                "'2;3 h 0;2 h 0' => f:3:1: time 2 comes after time 3; times never decrease",
                "'2;0 c x 1' => f:2:5: expected a control but found 'x'",
                "'2;0 c 0 1' => f:2:8: expected a gate but found the end of the line",
                "'2;0 c 1 x 1' => f:2:9: a gate uses qubit 1 twice",
                "'2;0 m' => f:2:4: expected a qubit but found the end of the line",
            })
    void faultsAreLocated(String text, String message) {
        QasmException fault = assertThrows(QasmException.class, () -> read(text.replace(';', '\n')));
        assertEquals(
                message,
                fault.getMessage()
                        .substring(
                                0, Math.min(message.length(), fault.getMessage().length())));
    }
}
