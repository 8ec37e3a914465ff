package org.jaynes.qasm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.junit.jupiter.api.Test;

/** The programs of {@code examples/} do what their comments say. */
class ExamplesTest {
    private static Circuit example(String name) throws IOException {
        return OpenQasm.parse(Path.of("../../examples", name));
    }

    @Test
    void bellBitsAreEqual() throws IOException {
        Map<String, Double> result = ExactRun.distribution(example("bell.qasm"));
        assertEquals(0.5, result.getOrDefault("c=00", 0.0), 1e-12);
        assertEquals(0.5, result.getOrDefault("c=11", 0.0), 1e-12);
    }

    @Test
    void ghzIsAChainOfControlledNots() throws IOException {
        CircuitBuilder expected = Circuit.builder(20, 20).h(0);
        for (int i = 1; i < 20; i++) {
            expected.cx(i - 1, i);
        }
        assertEquals(expected.measureAll().build(), example("ghz.qasm"));
    }

    @Test
    void fourierTransformAndItsInverseGiveFiveBack() throws IOException {
        Map<String, Double> result = ExactRun.distribution(example("qft.qasm"));
        assertEquals(1, result.getOrDefault("c=10100000", 0.0), 1e-9, result.toString());
    }

    @Test
    void teleportationGivesZero() throws IOException {
        ExactRun.distribution(example("teleport.qasm"))
                .forEach((key, p) -> assertEquals("result=0", key.substring(key.indexOf("result")), key + " " + p));
    }

    @Test
    void threeQuartersOfTheRingAreCut() throws IOException {
        double cut = 0;
        for (Map.Entry<String, Double> outcome :
                ExactRun.distribution(example("qaoa.qasm")).entrySet()) {
            String bits = outcome.getKey().substring(2);
            cut += bits.charAt(0) != bits.charAt(1) ? outcome.getValue() : 0;
        }
        assertEquals(0.75, cut, 1e-5);
    }

    @Test
    void ansatzHasItsAnglesAsParameters() throws IOException {
        Circuit circuit = example("vqe.qasm");
        assertEquals(List.of("a0", "a1", "b0", "b1"), circuit.parameters());
        assertEquals(14, circuit.instructions().size());
    }
}
