package org.jaynes.decoder.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;

/** Reference samples and conversions that stim has recorded in {@code stim-samples.txt}, which says how to read it. */
class StimSamplesTest {
    @Test
    void referenceSamplesAndConversionsAreThoseOfStim() throws IOException {
        StringBuilder text = new StringBuilder();
        StimCircuit circuit = StimCircuit.parse("", "none");
        int checked = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(StimSamplesTest.class.getResourceAsStream("stim-samples.txt")),
                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "circuit" -> text.setLength(0);
                    case "" -> text.append(line).append('\n');
                    case "reference" -> {
                        circuit = StimCircuit.parse(text.toString(), "recorded");
                        long[] sample = ReferenceSample.of(circuit, true);
                        assertEquals(words[1], bits(sample, (int) circuit.measurementCount()), text.toString());
                        checked++;
                    }
                    case "m2d" -> {
                        assertEquals(words[3], convert(circuit, words[1], words[2]), line + "\n" + text);
                        checked++;
                    }
                    default -> assertEquals("#", words[0], line);
                }
            }
        }
        assertTrue(checked >= 150, checked + " samples");
    }

    private static String convert(StimCircuit circuit, String measurements, String sweep) {
        DetectionConverter converter = new DetectionConverter(circuit, false, false);
        int events = converter.detectorCount();
        int flips = converter.observableCount();
        long[] detectors = new long[BitTable.wordsOf(events)];
        long[] observables = new long[BitTable.wordsOf(flips)];
        converter.convert(1, row(measurements), row(sweep), detectors, observables);
        String all = bits(detectors, events) + bits(observables, flips);
        return all.replace("-", "").isEmpty() ? "-" : all.replace("-", "");
    }

    private static long[] row(String bits) {
        long[] row = new long[BitTable.wordsOf(bits.length())];
        for (int i = 0; i < bits.length(); i++) {
            row[i >> 6] |= (bits.charAt(i) == '1' ? 1L : 0) << i;
        }
        return row;
    }

    private static String bits(long[] row, int count) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            bits.append(row[i >> 6] >>> i & 1);
        }
        return count == 0 ? "-" : bits.toString();
    }
}
