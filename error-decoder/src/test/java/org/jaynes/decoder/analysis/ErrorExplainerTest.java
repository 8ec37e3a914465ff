package org.jaynes.decoder.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorExplainerTest {
    /** The example of stim's documentation. */
    @Test
    void simplestErrorInALoop() {
        NoiseStrengths noise = new NoiseStrengths(0.001f, 0, 0, 0);
        StimCircuit circuit = new MemoryExperiment("surface_code", "rotated_memory_z", 5, 10, noise).circuit();
        DetectorErrorModel filter = DetectorErrorModel.parse("error(1) D97 D102", "filter");
        assertEquals("""
                ExplainedError {
                    dem_error_terms: D97[coords 4,6,4] D102[coords 2,8,4]
                    CircuitErrorLocation {
                        flipped_pauli_product: Z36[coords 3,7]
                        Circuit location stack trace:
                            (after 25 TICKs)
                            at instruction #83 (a REPEAT 9 block) in the circuit
                            after 2 completed iterations
                            at instruction #12 (DEPOLARIZE2) in the REPEAT block
                            at targets #3 to #4 of the instruction
                            resolving to DEPOLARIZE2(0.001) 46[coords 2,8] 36[coords 3,7]
                    }
                }""", text(ErrorExplainer.explain(circuit, filter, true)));
    }

    @Test
    void whatNoErrorFlipsIsSaid() {
        StimCircuit circuit = StimCircuit.parse("X_ERROR(0.25) 0\nM 0 1\nDETECTOR rec[-1]\nDETECTOR rec[-2]", "case");
        DetectorErrorModel filter = DetectorErrorModel.parse("error(1) D0\nerror(1) D1", "filter");
        String text = text(ErrorExplainer.explain(circuit, filter, false));
        assertTrue(
                text.startsWith("ExplainedError {\n    dem_error_terms: D0\n"
                        + "    [no single circuit error had these exact symptoms]\n}"),
                text);
        assertTrue(text.contains("resolving to X_ERROR(0.25) 0"), text);
    }

    /** SHA-256 of what stim 1.16.0 prints, first 16 digits; noise 0.001 everywhere. */
    @ParameterizedTest
    @CsvSource({
        "surface_code, rotated_memory_z, 3, 3, false, a6efefd38a068d0b",
        "surface_code, rotated_memory_z, 3, 3, true, 8bb97e9f59ffbb97",
        "color_code, memory_xyz, 3, 4, false, 099afd86c2b2ae47",
        "color_code, memory_xyz, 3, 4, true, e7632009b843dbef",
        "repetition_code, memory, 3, 5, false, 61688b83d82f4c04",
        "repetition_code, memory, 3, 5, true, 5a8a47037c53d034",
        "surface_code, unrotated_memory_x, 3, 2, false, 000c19c89d2234d3",
        "surface_code, unrotated_memory_x, 3, 2, true, 0936adab6e4a1719",
    })
    void textIsThatOfStim(String code, String task, int distance, int rounds, boolean single, String expected)
            throws NoSuchAlgorithmException {
        NoiseStrengths noise = NoiseStrengths.uniform(0.001f);
        StimCircuit circuit =
                StimCircuit.parse(new MemoryExperiment(code, task, distance, rounds, noise).text(), "generated");
        String text = text(ErrorExplainer.explain(circuit, null, single)) + "\n";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(expected, HexFormat.of().formatHex(digest, 0, 8));
    }

    @Test
    void faultsAreLocatedAndLimitsNamed() {
        StimCircuit back = StimCircuit.parse("M 0\nDETECTOR rec[-5]", "case");
        String fault =
                String.valueOf(assertThrows(CircuitException.class, () -> ErrorExplainer.explain(back, null, false))
                        .getMessage());
        assertTrue(fault.startsWith("case:2:1: rec[-5]") && fault.endsWith("at instruction 2: DETECTOR"), fault);
        StimCircuit endless = StimCircuit.parse("REPEAT 1000000000000 {\nX_ERROR(0.1) 0\n}", "case");
        assertThrows(TooLargeException.class, () -> ErrorExplainer.explain(endless, null, false));
    }

    private static String text(List<ExplainedError> errors) {
        return String.join("\n", errors.stream().map(ExplainedError::toString).toList());
    }
}
