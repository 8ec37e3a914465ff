package org.jaynes.decoder.codes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryExperimentTest {
    private static String fingerprint(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, 16);
    }

    /** SHA-256 of what {@code stim gen} of stim 1.16.0 prints, first 16 digits. */
    @ParameterizedTest
    @CsvFileSource(resources = "stim-gen-fingerprints.csv", numLinesToSkip = 1)
    void textIsThatOfStim(
            String code,
            String task,
            int distance,
            long rounds,
            double clifford,
            double round,
            double measure,
            double reset,
            String expected)
            throws NoSuchAlgorithmException {
        NoiseStrengths noise = new NoiseStrengths(clifford, round, measure, reset);
        String text = new MemoryExperiment(code, task, distance, rounds, noise).text();
        assertEquals(expected, fingerprint(text), () -> text);
    }

    @Test
    void circuitIsWhatTheTextSays() {
        MemoryExperiment experiment =
                new MemoryExperiment("surface_code", "rotated_memory_z", 5, 1000, NoiseStrengths.uniform(0.125));
        assertEquals(
                StimCircuit.parse(experiment.text(), "text").toString(),
                experiment.circuit().toString());
        assertEquals(24 * 1000 + 25, experiment.circuit().measurementCount());
        assertEquals(24 * 1000, experiment.circuit().detectorCount());
    }

    @ParameterizedTest
    @CsvSource({
        "steane_code, memory, 3, 3, unknown code 'steane_code'; known: repetition_code",
        "surface_code, memory, 3, 3, unknown task 'memory' of surface_code; known: rotated_memory_x",
        "surface_code, rotated_memory_x, 1, 3, the distance of a surface_code is 2 to 2047",
        "surface_code, rotated_memory_x, 2048, 3, the distance of a surface_code is 2 to 2047",
        "color_code, memory_xyz, 4, 3, the distance of a color_code is odd and 3 to 2047",
        "color_code, memory_xyz, 3, 1, a color_code experiment has at least 2 rounds",
        "repetition_code, memory, 3, 0, a repetition_code experiment has at least 1 rounds",
    })
    void impossibleExperimentsAreRefused(String code, String task, int distance, long rounds, String expected) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new MemoryExperiment(code, task, distance, rounds, NoiseStrengths.NONE));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith(expected), message);
    }

    @Test
    void impossibleNoiseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> NoiseStrengths.uniform(1.5));
        assertThrows(IllegalArgumentException.class, () -> NoiseStrengths.uniform(Double.NaN));
    }
}
