package org.jaynes.decoder.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.decoder.StimPeer;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotReader;
import org.jaynes.decoder.shots.ShotWriter;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not random, equal to stim on random circuits. {@code -Djaynes.stim.cases=N} sets how many,
 * {@code -Djaynes.stim.seed=S} where they start; a failure names its seed.
 */
class StimParityTest {
    private static final int CASES = Integer.getInteger("jaynes.stim.cases", 100);
    private static final long SEED = Long.getLong("jaynes.stim.seed", 0);

    @TempDir
    private Path folder;

    @Test
    void referenceSamples() throws IOException, InterruptedException {
        StimPeer stim = StimPeer.in(folder);
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Files.writeString(folder.resolve(seed + ".stim"), circuit(seed));
            stim.reference(seed + ".stim", seed + ".out");
        }
        stim.run();
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            StimCircuit circuit = StimCircuit.parse(circuit(seed), "seed " + seed);
            long[] sample = ReferenceSample.of(circuit, true);
            StringBuilder bits = new StringBuilder();
            for (int i = 0; i < circuit.measurementCount(); i++) {
                bits.append(sample[i >> 6] >>> i & 1);
            }
            assertEquals(Files.readString(folder.resolve(seed + ".out")), bits + "\n", "seed " + seed);
        }
    }

    @Test
    void measurementsToDetectionEvents() throws IOException, InterruptedException {
        StimPeer stim = StimPeer.in(folder);
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            StimCircuit circuit = StimCircuit.parse(circuit(seed), "seed " + seed);
            Files.writeString(folder.resolve(seed + ".stim"), circuit(seed));
            Files.writeString(folder.resolve(seed + ".01"), randomBits(seed, circuit.measurementCount()));
            Files.writeString(folder.resolve(seed + ".sweep"), randomBits(~seed, circuit.sweepBitCount()));
            List<String> arguments = new ArrayList<>(List.of(
                    "m2d",
                    "--circuit",
                    seed + ".stim",
                    "--in",
                    seed + ".01",
                    "--in_format",
                    "01",
                    "--append_observables"));
            arguments.addAll(List.of("--sweep", seed + ".sweep"));
            if (seed % 3 == 0) {
                arguments.add("--skip_reference_sample");
            }
            if (seed % 2 == 0) {
                arguments.add("--ran_without_feedback");
            }
            stim.command(seed + ".out", arguments.toArray(String[]::new));
        }
        stim.run();
        int refused = 0;
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            String expected = Files.readString(folder.resolve(seed + ".out"));
            if (expected.equals("REFUSED\n")) {
                // It cannot inline feedback through XCZ and YCZ.
                assertEquals(0, seed % 2, "seed " + seed);
                refused++;
                continue;
            }
            StimCircuit circuit = StimCircuit.parse(circuit(seed), "seed " + seed);
            assertEquals(expected, converted(seed, circuit), "seed " + seed);
        }
        assertEquals(true, refused < CASES / 2, refused + " of " + CASES + " refused by stim");
    }

    private String converted(long seed, StimCircuit circuit) throws IOException {
        DetectionConverter converter = new DetectionConverter(circuit, seed % 3 == 0, seed % 2 == 0);
        long[] measurements = read(folder.resolve(seed + ".01"), converter.measurementCount());
        long[] sweep = read(folder.resolve(seed + ".sweep"), converter.sweepBitCount());
        int detectorWords = BitTable.wordsOf(converter.detectorCount());
        int observableWords = BitTable.wordsOf(converter.observableCount());
        long[] detectors = new long[64 * detectorWords];
        long[] observables = new long[64 * observableWords];
        converter.convert(64, measurements, sweep, detectors, observables);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ShotLayout layout = new ShotLayout(0, converter.detectorCount(), converter.observableCount());
        try (ShotWriter writer = ShotWriter.open(out, ShotFormat.ZERO_ONE, layout)) {
            for (int shot = 0; shot < 64; shot++) {
                long[] row = new long[layout.wordCount()];
                for (int bit = 0; bit < layout.bitCount(); bit++) {
                    int observable = bit - converter.detectorCount();
                    long value = observable < 0
                            ? detectors[shot * detectorWords + (bit >> 6)] >>> bit & 1
                            : observables[shot * observableWords + (observable >> 6)] >>> observable & 1;
                    row[bit >> 6] |= value << bit;
                }
                writer.write(row);
            }
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static long[] read(Path file, int bits) throws IOException {
        int words = BitTable.wordsOf(bits);
        long[] shots = new long[64 * words];
        long[] row = new long[words];
        byte[] text = Files.readAllBytes(file);
        try (ShotReader reader = ShotReader.open(
                new ByteArrayInputStream(text), "bits", ShotFormat.ZERO_ONE, ShotLayout.ofMeasurements(bits))) {
            for (int shot = 0; reader.read(row); shot++) {
                System.arraycopy(row, 0, shots, shot * words, words);
            }
        }
        return shots;
    }

    private static String circuit(long seed) {
        int qubits = 2 + (int) (seed % (seed % 10 == 0 ? 130 : 9));
        return RandomCircuits.circuit(seed, qubits, 10 + (int) (seed % 120), seed % 4 < 2, true);
    }

    /** 64 lines of bits. */
    private static String randomBits(long seed, long count) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder lines = new StringBuilder();
        for (int shot = 0; shot < 64; shot++) {
            for (long i = 0; i < count; i++) {
                lines.append(random.nextInt(2));
            }
            lines.append('\n');
        }
        return lines.toString();
    }
}
