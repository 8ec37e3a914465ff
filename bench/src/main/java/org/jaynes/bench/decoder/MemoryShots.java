package org.jaynes.bench.decoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotWriter;
import org.jaynes.decoder.simulation.DetectionSampler;
import org.jaynes.decoder.stim.StimCircuit;

/**
 * Shots of a surface code's memory (rotated, Z basis), as many rounds as its distance, the same probability for each of
 * stim's four kinds of noise.
 *
 * @param distance of the code
 * @param probability of the noise
 * @param model decomposed into edges
 * @param count number of shots
 * @param detectors rows of detectors
 * @param observables rows of observables, a word each
 */
record MemoryShots(
        int distance, double probability, DetectorErrorModel model, int count, long[] detectors, long[] observables) {
    /** Samples shots, the same for the same seed. */
    static MemoryShots sample(int distance, double p, int count, long seed) {
        StimCircuit circuit = new MemoryExperiment(
                        "surface_code", "rotated_memory_z", distance, distance, new NoiseStrengths(p, p, p, p))
                .circuit();
        DetectorErrorModel model = ErrorAnalyzer.analyze(circuit, AnalysisOptions.DECOMPOSED);
        DetectionSampler sampler = new DetectionSampler(circuit);
        DetectionSampler.Session session = sampler.newSession(seed);
        int words = sampler.detectorWords();
        long[] detectors = new long[count * words];
        long[] observables = new long[count];
        int batch = sampler.batchShots();
        long[] some = new long[batch * words];
        long[] flips = new long[batch];
        for (int first = 0; first < count; first += batch) {
            int size = Math.min(batch, count - first);
            session.sample(first, size, some, flips);
            System.arraycopy(some, 0, detectors, first * words, size * words);
            System.arraycopy(flips, 0, observables, first, size);
        }
        return new MemoryShots(distance, p, model, count, detectors, observables);
    }

    String name() {
        return String.format(Locale.ROOT, "d=%d p=%s", distance, probability);
    }

    int words() {
        return detectors.length / count;
    }

    /** Detection events per shot. */
    double eventRate() {
        return Arrays.stream(detectors).mapToInt(Long::bitCount).asLongStream().sum() / (double) count;
    }

    /** The model as a {@code .dem} file. */
    Path writeModel(Path folder) throws IOException {
        return Files.writeString(folder.resolve("model.dem"), model + "\n").toAbsolutePath();
    }

    /** The detectors of all shots as a {@code b8} file. */
    Path writeShots(Path folder) throws IOException {
        Path file = folder.resolve("shots.b8").toAbsolutePath();
        ShotLayout layout = new ShotLayout(0, (int) model.detectorCount(), 0);
        try (ShotWriter writer = ShotWriter.open(Files.newOutputStream(file), ShotFormat.B8, layout)) {
            for (int shot = 0; shot < count; shot++) {
                writer.write(Arrays.copyOfRange(detectors, shot * words(), (shot + 1) * words()));
            }
        }
        return file;
    }
}
