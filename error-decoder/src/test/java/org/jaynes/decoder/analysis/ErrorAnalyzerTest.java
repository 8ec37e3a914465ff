package org.jaynes.decoder.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimCircuitBuilder;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorAnalyzerTest {
    private static String fingerprint(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, 16);
    }

    private static AnalysisOptions options(boolean decompose, boolean fold) {
        return new AnalysisOptions(decompose, fold, false, 0, false, false);
    }

    /** SHA-256, first 16 digits, of what {@code stim analyze_errors} of stim 1.16.0 prints on x86-64. */
    @ParameterizedTest
    @CsvSource({
        "surface_code, rotated_memory_x, 3, 3, 09cc11bda5149220, 888c2d32f63b892e, 09cc11bda5149220, 888c2d32f63b892e",
        "surface_code, rotated_memory_z, 5, 5, 8bc3ed5dfefab80a, 06fc903fcb0247ab, 8bc3ed5dfefab80a, 06fc903fcb0247ab",
        "surface_code, unrotated_memory_z, 3, 3, 5fb5b0e1e19f0bd6, d987bf872c8db430, 5fb5b0e1e19f0bd6, d987bf872c8db430",
        "repetition_code, memory, 5, 10, 630595c137e0d9ec, c1cea89bd358537a, 57fc8673d777d855, 13de9184e5814e56",
        "color_code, memory_xyz, 3, 3, 6a8e9d94b1c22ef0, 9a15e2618a88eee3, 6a8e9d94b1c22ef0, 9a15e2618a88eee3",
        "surface_code, rotated_memory_z, 5, 1000, 407e787f637712c0, c3e98537c8cee1a8, eeb536c8f282de20, 4b054e1cf46b46f2",
    })
    void modelsAreThoseOfStim(
            String code,
            String task,
            int distance,
            long rounds,
            String plain,
            String decomposed,
            String folded,
            String both)
            throws NoSuchAlgorithmException {
        StimCircuit circuit =
                new MemoryExperiment(code, task, distance, rounds, NoiseStrengths.uniform(0.001)).circuit();
        assertEquals(plain, fingerprint(ErrorAnalyzer.analyze(circuit, options(false, false)) + "\n"));
        assertEquals(decomposed, fingerprint(ErrorAnalyzer.analyze(circuit, options(true, false)) + "\n"));
        assertEquals(folded, fingerprint(ErrorAnalyzer.analyze(circuit, options(false, true)) + "\n"));
        assertEquals(both, fingerprint(ErrorAnalyzer.analyze(circuit, options(true, true)) + "\n"));
    }

    static Stream<String> randomCircuits() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ErrorAnalyzerTest.class.getResourceAsStream("stim-1.16.0-models.txt"))) {
            return Arrays.stream(new String(in.readAllBytes(), UTF_8).split("=== "))
                    .filter(text -> !text.isBlank());
        }
    }

    /**
     * Random circuits of every gate, with the models that stim 1.16.0 made of them. The number in a case is a sum: 1
     * decompose_errors, 2 fold_loops, 4 allow_gauge_detectors, 8 ignore_decomposition_failures, 16 without remnant edges.
     */
    @ParameterizedTest
    @MethodSource
    void randomCircuits(String text) {
        int flags = Integer.parseInt(text.substring(0, text.indexOf('\n')));
        String circuit = text.substring(text.indexOf('\n') + 1, text.indexOf("\n---\n"));
        String expected = text.substring(text.indexOf("\n---\n") + 5).stripTrailing();
        AnalysisOptions options = new AnalysisOptions(
                (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, 1, (flags & 8) != 0, (flags & 16) != 0);
        String found;
        try {
            found = ErrorAnalyzer.analyze(StimCircuit.parse(circuit, "case"), options)
                    .toString();
        } catch (CircuitException refused) {
            found = "REFUSED";
        }
        assertEquals(expected, found, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "R 0;H 0;M 0;DETECTOR rec[-1]|R of qubit 0 makes these random, because they anticommute with it: D0",
                "MX 0;M 0;OBSERVABLE_INCLUDE(2) rec[-1]|MX of X0 makes these random, because they anticommute with it: L2",
                "PAULI_CHANNEL_2(.1,.1,0,0,0,0,0,0,0,0,0,0,0,0,0) 0 1|PAULI_CHANNEL_2 exclude each other",
                "E(0.1) X0;ELSE_CORRELATED_ERROR(0.1) X1|ELSE_CORRELATED_ERROR exclude each other",
                "H 0;ELSE_CORRELATED_ERROR(0.1) X1|ELSE_CORRELATED_ERROR must follow E",
                "DEPOLARIZE1(0.8) 0|DEPOLARIZE1(0.8) mixes more than completely",
                "DEPOLARIZE2(0.95) 0 1|DEPOLARIZE2(0.95) mixes more than completely",
                "M 0;DETECTOR rec[-2]|rec[-2] looks back beyond the first measurement; there are 1 before it",
                "M 0;CX 0 rec[-1]|CX cannot act on a measurement record",
                "MPP X0*Z0|must be Hermitian",
            })
    void impossibleModelsAreRefused(String circuit, String expected) {
        CircuitException refused = assertThrows(
                CircuitException.class,
                () -> ErrorAnalyzer.analyze(
                        StimCircuit.parse(circuit.replace(';', '\n'), "case"), AnalysisOptions.PLAIN));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(expected) && message.contains("at instruction "), message);
    }

    /** The fault begins with file, line and column; of a loop with those of the instruction in it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "M 0;DETECTOR rec[-2]!case:2:1: rec[-2] looks back",
                "M 0;;  CX 0 rec[-1]!case:3:3: CX cannot act",
                "R 0;REPEAT 9 {;TICK;  H 0;  M 0;DETECTOR rec[-1];}!case:5:3: M of Z0 makes these random",
                "E(0.1) X0;H 0;ELSE_CORRELATED_ERROR(0.1) X1;ELSE_CORRELATED_ERROR(0.1) X1!case:3:1: ELSE_CORRELATED_ERROR must",
                "H 0;REPEAT 2 {;  ELSE_CORRELATED_ERROR(0.1) X1;};E(0.1) X1!case:3:3: ELSE_CORRELATED_ERROR must",
                "MX 0;DETECTOR rec[-1]!case: the start in |0> of qubit 0 makes these random",
            })
    void faultsBeginWithTheirPlace(String circuit, String expected) {
        CircuitException refused = assertThrows(
                CircuitException.class,
                () -> ErrorAnalyzer.analyze(
                        StimCircuit.parse(circuit.replace(';', '\n'), "case"), AnalysisOptions.PLAIN));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(expected), refused.getMessage());
    }

    /** Circuits that were put together have instructions, but no text. */
    @Test
    void circuitsWithoutATextHaveNoPlace() {
        StimCircuit circuit = new StimCircuitBuilder()
                .append(StimGate.DETECTOR, StimTarget.record(1))
                .build();
        CircuitException refused =
                assertThrows(CircuitException.class, () -> ErrorAnalyzer.analyze(circuit, AnalysisOptions.PLAIN));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("rec[-1] looks back"), refused.getMessage());
    }

    @Test
    void aFaultInALoopIsLocated() {
        CircuitException refused = assertThrows(
                CircuitException.class,
                () -> ErrorAnalyzer.analyze(
                        StimCircuit.parse("R 0\nREPEAT 9 {\nTICK\nH 0\nM 0\nDETECTOR rec[-1]\n}", "case"),
                        AnalysisOptions.PLAIN));
        assertTrue(
                String.valueOf(refused.getMessage()).endsWith("at instruction 3: M\n    at instruction 2: REPEAT 9"),
                refused.getMessage());
    }

    @Test
    void hugeLoopsFoldOrAreRefused() {
        StimCircuit folding = StimCircuit.parse(
                "R 0 1\nREPEAT 1000000000000000 {\nX_ERROR(0.25) 1\nMR 1\nDETECTOR rec[-1]\n}\nM 0", "case");
        String model = ErrorAnalyzer.analyze(folding, options(false, true)).toString();
        assertEquals("repeat 999999999999999 {\n    error(0.25) D0\n    shift_detectors 1\n}\nerror(0.25) D0", model);
        assertEquals(3_000_000_000_000_002L, folding.instructionCount());
        assertThrows(TooLargeException.class, () -> ErrorAnalyzer.analyze(folding, AnalysisOptions.PLAIN));

        StimCircuit growing = StimCircuit.parse(
                "R 0 1\nREPEAT 1000000000000000 {\nX_ERROR(0.25) 0\nCX 0 1\nMR 1\nDETECTOR rec[-1]\n}\nM 0", "case");
        TooLargeException refused =
                assertThrows(TooLargeException.class, () -> ErrorAnalyzer.analyze(growing, options(false, true)));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .contains("the limit keeps loops that do not fold from running out of memory"),
                refused.getMessage());
    }
}
