package org.jaynes.qasm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.jaynes.circuit.Circuit;

/** Small programs of OpenQASM 3 and what is asserted of them. */
final class Qasm3Programs {
    private Qasm3Programs() {}

    static Circuit parse(String body) {
        return OpenQasm.parse("test", "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n" + body);
    }

    /** The program has one possible result. */
    static void assertResult(String expected, String body) {
        assertEquals(Map.of(expected, 1.0), rounded(ExactRun.distribution(parse(body))), body);
    }

    static Map<String, Double> rounded(Map<String, Double> probabilities) {
        probabilities.replaceAll((key, p) -> Math.round(p * 1e9) / 1e9);
        return probabilities;
    }

    /** Both programs make the same state, global phase included. */
    static void assertSameState(String expected, String actual) {
        Circuit a = parse(expected);
        Circuit b = parse(actual);
        double[] x = ExactRun.amplitudes(a, Map.of());
        double[] y = ExactRun.amplitudes(b, Map.of());
        double phase = b.globalPhase() - a.globalPhase();
        for (int i = 0; i < x.length; i += 2) {
            double re = y[i] * Math.cos(phase) - y[i + 1] * Math.sin(phase);
            double im = y[i] * Math.sin(phase) + y[i + 1] * Math.cos(phase);
            assertEquals(x[i], re, 1e-12, "re of amplitude " + i / 2 + " of " + actual);
            assertEquals(x[i + 1], im, 1e-12, "im of amplitude " + i / 2 + " of " + actual);
        }
    }
}
