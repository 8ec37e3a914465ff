package org.jaynes.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.sampling.DemSampler;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotFormatException;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotReader;
import org.jaynes.decoder.simulation.DetectionSampler;
import org.jaynes.decoder.simulation.RandomCircuitTexts;
import org.jaynes.decoder.stim.StimCircuit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Circuits, models and shots changed at random: each is read or refused with a place that lies in it, and what is read is
 * printed, analysed and sampled where it is small. A failure prints the seed and the number of the mutant;
 * {@code -Djaynes.fuzz.seed=S -Djaynes.fuzz.first=N -Djaynes.fuzz.mutants=1} runs it again.
 */
class FuzzTest {
    private static final int MUTANTS = Integer.getInteger("jaynes.fuzz.mutants", 6_000);
    private static final long SEED = Long.getLong("jaynes.fuzz.seed", 2026);
    private static final int FIRST = Integer.getInteger("jaynes.fuzz.first", 0);

    /** What small is: unrolled instructions, bits, qubits. */
    private static final long SMALL = 3_000;

    private static final List<String> WORDS = List.of(
            "REPEAT 3 {\n",
            "}\n",
            "\n",
            " ",
            "*",
            "^",
            "!",
            "#",
            "(",
            ")",
            "[",
            "]",
            ",",
            ".",
            "-",
            "e",
            "0",
            "1",
            "17",
            "999999999999999999999",
            "16777215",
            "4294967295",
            "1152921504606846975",
            "rec[-1]",
            "rec[-9]",
            "sweep[3]",
            "X1",
            "Y0*Z1",
            "D0",
            "D3 ^ D4",
            "L1",
            "(0.25)",
            "(1)",
            "M 0 1\n",
            "MPP X0*X1\n",
            "DETECTOR rec[-1]\n",
            "OBSERVABLE_INCLUDE(2) rec[-1]\n",
            "CX rec[-1] 0\n",
            "DEPOLARIZE2(0.1) 0 1\n",
            "error(0.5) D0 D1\n",
            "shift_detectors(1) 3\n",
            "repeat 4 {\n",
            "detector(1, 2) D7\n",
            "shot M0 D1\n",
            "\u0000",
            "\u00e9",
            "[tag]");

    @Test
    void circuits() {
        List<String> seeds = List.of(
                RandomCircuitTexts.circuit(1),
                RandomCircuitTexts.circuit(2),
                RandomCircuitTexts.circuit(3),
                new MemoryExperiment("surface_code", "rotated_memory_x", 2, 2, NoiseStrengths.uniform(0.01)).text(),
                new MemoryExperiment("repetition_code", "memory", 3, 4, NoiseStrengths.uniform(0.1)).text());
        int accepted = 0;
        for (int mutant = FIRST; mutant < FIRST + MUTANTS; mutant++) {
            String text = mutate(seeds, mutant);
            try {
                accepted += tryCircuit(text) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                report(mutant, text, e);
            }
        }
        assertTrue(MUTANTS < 1000 || (accepted > MUTANTS / 50 && accepted < MUTANTS), accepted + " accepted");
    }

    private static boolean tryCircuit(String text) {
        StimCircuit circuit = parse(text, StimCircuit::parse);
        if (circuit == null) {
            return false;
        }
        String printed = circuit.toString();
        assertEquals(printed, StimCircuit.parse(printed, "printed").toString());
        boolean small = circuit.instructionCount() < SMALL
                && circuit.measurementCount() + circuit.detectorCount() < SMALL
                && circuit.observableCount() < SMALL
                && circuit.qubitCount() < SMALL;
        if (small) {
            try {
                ErrorAnalyzer.analyze(circuit, new AnalysisOptions(false, true, true, 1, false, false));
            } catch (CircuitException refused) {
                assertIsLocated(refused);
            } catch (TooLargeException _) {
                // Told what is wrong.
            }
            try {
                DetectionSampler sampler = new DetectionSampler(circuit);
                sampler.newSession(1)
                        .sample(0, 3, new long[3 * sampler.detectorWords()], new long[3 * sampler.observableWords()]);
            } catch (CircuitException refused) {
                assertIsLocated(refused);
            } catch (TooLargeException _) {
                // Told what is wrong.
            }
        }
        return true;
    }

    private static void assertIsLocated(CircuitException refused) {
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("mutant:"), message);
    }

    @Test
    void models() {
        List<String> seeds = List.of("""
                error(0.1) D0 D1 ^ L0
                detector(1, 2) D2
                repeat 3 {
                    error(0.25) D1 L3
                    shift_detectors(0, 1) 2
                }
                logical_observable L4
                """, """
                error[tag](0.5) D3
                repeat 2 {
                    repeat 4 {
                        error(1e-3) D0 D1
                        shift_detectors 1
                    }
                }
                """);
        int accepted = 0;
        for (int mutant = FIRST; mutant < FIRST + MUTANTS; mutant++) {
            String text = mutate(seeds, mutant);
            try {
                accepted += tryModel(text) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                report(mutant, text, e);
            }
        }
        assertTrue(MUTANTS < 1000 || (accepted > MUTANTS / 50 && accepted < MUTANTS), accepted + " accepted");
    }

    private static boolean tryModel(String text) {
        DetectorErrorModel model = parse(text, DetectorErrorModel::parse);
        if (model == null) {
            return false;
        }
        String printed = model.toString();
        assertEquals(printed, DetectorErrorModel.parse(printed, "printed").toString());
        try {
            if (model.detectorCount() + model.observableCount() < SMALL) {
                DemSampler sampler = new DemSampler(model, true);
                if (sampler.errorCount() < SMALL) {
                    long[] errors = new long[sampler.batchShots() * sampler.errorWords()];
                    sampler.newSession(1)
                            .sample(
                                    0,
                                    3,
                                    new long[3 * sampler.detectorWords()],
                                    new long[3 * sampler.observableWords()],
                                    errors);
                }
            }
        } catch (TooLargeException _) {
            // Told what is wrong.
        }
        return true;
    }

    @Test
    void shots() throws IOException {
        List<String> seeds =
                List.of("0110\n1001\n", "shot M0 D1\nshot L0\nshot\n", "0,3\n\n1\n", "\u0002\u0001\u0004\u00ff");
        for (int mutant = FIRST; mutant < FIRST + MUTANTS; mutant++) {
            String text = mutate(seeds, mutant);
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            for (ShotFormat format : ShotFormat.values()) {
                ShotLayout layout = new ShotLayout(1, mutant % 150, 1);
                long[] row = new long[layout.wordCount()];
                try (ShotReader reader = ShotReader.open(new ByteArrayInputStream(bytes), "mutant", format, layout)) {
                    int read = 0;
                    while (reader.read(row)) {
                        read++;
                        assertTrue(layout.bitCount() % 64 == 0 || row[row.length - 1] >>> layout.bitCount() == 0);
                        assertTrue(read <= 64 * (bytes.length + 1), "more shots than bytes can hold");
                    }
                } catch (ShotFormatException refused) {
                    assertTrue(refused.offset() >= 0 && refused.offset() <= bytes.length);
                } catch (RuntimeException | AssertionError e) {
                    report(mutant, format + " " + text, e);
                }
            }
        }
    }

    private interface Parser<T> {
        T parse(String text, String source);
    }

    /** What was read, or null if it was refused with a place that lies in the text. */
    private static <T> @Nullable T parse(String text, Parser<T> parser) {
        try {
            return parser.parse(text, "mutant");
        } catch (TextFormatException refused) {
            String[] lines = text.split("\n", -1);
            assertTrue(refused.line() >= 1 && refused.line() <= lines.length, refused.getMessage());
            int width = lines[refused.line() - 1].getBytes(StandardCharsets.UTF_8).length;
            assertTrue(refused.column() >= 1 && refused.column() <= width + 1, refused.getMessage());
            return null;
        }
    }

    private static void report(int mutant, String text, Throwable thrown) {
        fail(
                "-Djaynes.fuzz.seed=%d -Djaynes.fuzz.first=%d -Djaynes.fuzz.mutants=1: %s\n%s"
                        .formatted(SEED, mutant, thrown, text),
                thrown);
    }

    /** One to three changes: a word put in or in place of something, a part left out, doubled or moved, a character changed. */
    private static String mutate(List<String> seeds, int mutant) {
        SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + mutant);
        StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> text.replace(at, end, WORDS.get(random.nextInt(WORDS.size())));
                case 2 -> text.delete(at, end);
                case 3 -> text.insert(at, text.substring(at, end));
                case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                default ->
                    text.replace(at, Math.min(at + 1, text.length()), String.valueOf((char) random.nextInt(128)));
            }
        }
        return text.toString();
    }

    @Test
    void mutantsAreManyDifferentTexts() {
        List<String> seeds = List.of("H 0\nM 0\n");
        String[] mutants = new String[100];
        Arrays.setAll(mutants, mutant -> mutate(seeds, mutant));
        assertTrue(Arrays.stream(mutants).distinct().count() > 80);
    }
}
