package org.jaynes.bench.decoder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DemInstruction;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotWriter;

/**
 * What decoders are compared on: memory of a bivariate bicycle code as seen by its Z checks, and shots of it.
 *
 * @param name code and error probability
 * @param model errors that flip the same are one
 * @param shotCount number of shots
 * @param shots rows of detectors
 * @param observables rows of the observables that were flipped
 */
record CodeProblem(String name, DetectorErrorModel model, int shotCount, long[] shots, long[] observables) {
    /**
     * Memory Z with uniform circuit noise, and as many rounds as the distance.
     *
     * @param distance 6, 12 or 18
     */
    static CodeProblem bicycle(int distance, double probability, int shotCount, long seed) {
        MemoryExperiment experiment = new MemoryExperiment(
                "bivariate_bicycle", "memory_z", distance, distance, NoiseStrengths.uniform(probability));
        DetectorErrorModel whole =
                ErrorAnalyzer.analyze(experiment.circuit(), new AnalysisOptions(false, false, false, 0, false, false));
        DetectorErrorModel model = zChecks(whole);
        int detectorWords = words(model.detectorCount());
        int observableWords = words(model.observableCount());
        long[] shots = new long[shotCount * detectorWords];
        long[] observables = new long[shotCount * observableWords];
        SplittableRandom random = new SplittableRandom(seed);
        model.forEachError((p, targets) -> {
            for (int shot = 0; shot < shotCount; shot++) {
                if (random.nextDouble() < p) {
                    for (long target : targets) {
                        int bit = (int) DemTarget.number(target);
                        boolean detector = DemTarget.isDetector(target);
                        long[] rows = detector ? shots : observables;
                        rows[shot * (detector ? detectorWords : observableWords) + (bit >>> 6)] ^= 1L << bit;
                    }
                }
            }
        });
        return new CodeProblem(
                "[[%s]] p=%s".formatted(code(distance), probability), model, shotCount, shots, observables);
    }

    private static String code(int distance) {
        return switch (distance) {
            case 6 -> "72,12,6";
            case 12 -> "144,12,12";
            default -> "288,12,18";
        };
    }

    private static int words(long bits) {
        return (int) ((bits + 63) / 64);
    }

    /** The model without the detectors of X checks, which lie at even y; those of Z checks are numbered anew. */
    private static DetectorErrorModel zChecks(DetectorErrorModel whole) {
        Map<Long, Long> numbers = new HashMap<>();
        long shift = 0;
        for (DemInstruction instruction : whole.instructions()) {
            switch (instruction) {
                case DemInstruction.Detector detector -> {
                    if (detector.coordinates()[1] % 2 != 0) {
                        numbers.put(detector.detector() + shift, (long) numbers.size());
                    }
                }
                case DemInstruction.Shift move -> shift += move.detectors();
                default -> {}
            }
        }
        Map<List<Long>, Double> merged = new LinkedHashMap<>();
        whole.forEachError((p, targets) -> {
            List<Long> kept = new ArrayList<>();
            for (long target : targets) {
                if (DemTarget.isObservable(target)) {
                    kept.add(target);
                } else if (numbers.containsKey(target)) {
                    kept.add(numbers.getOrDefault(target, 0L));
                }
            }
            if (!kept.isEmpty()) {
                merged.merge(kept, p, (a, b) -> a * (1 - b) + b * (1 - a));
            }
        });
        List<DemInstruction> instructions = new ArrayList<>();
        merged.forEach((targets, p) -> instructions.add(new DemInstruction.ErrorMechanism(
                p, targets.stream().mapToLong(target -> target).toArray(), "")));
        return new DetectorErrorModel(instructions);
    }

    /** Writes {@code <stem>.dem}, {@code <stem>.dets.b8} and {@code <stem>.obs.b8}. */
    void write(Path folder, String stem) throws IOException {
        Files.writeString(folder.resolve(stem + ".dem"), model + "\n");
        write(folder.resolve(stem + ".dets.b8"), shots, (int) model.detectorCount());
        write(folder.resolve(stem + ".obs.b8"), observables, (int) model.observableCount());
    }

    private void write(Path file, long[] rows, int bits) throws IOException {
        long[] row = new long[words(bits)];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                ShotWriter writer = ShotWriter.open(out, ShotFormat.B8, ShotLayout.ofMeasurements(bits))) {
            for (int shot = 0; shot < shotCount; shot++) {
                System.arraycopy(rows, shot * row.length, row, 0, row.length);
                writer.write(row);
            }
        }
    }
}
