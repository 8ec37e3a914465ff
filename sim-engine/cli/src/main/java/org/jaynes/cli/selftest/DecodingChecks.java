package org.jaynes.cli.selftest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.DecodingDeviceException;
import org.jaynes.decoder.DecodingServer;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.sampling.DemSampler;
import org.jaynes.decoder.sampling.DeviceDemSampler;
import org.jaynes.decoder.sampling.MistakeCounter;
import org.jaynes.decoder.simulation.DetectionSampler;
import org.jaynes.decoder.simulation.DeviceDetectionSampler;

/** Samples and decodes shots of a surface code on a GPU and on the CPU and compares all bits. */
final class DecodingChecks {
    private static final int SHOTS = 300;
    private static final AnalysisOptions DECOMPOSED = new AnalysisOptions(true, false, false, 0, false, false);

    private static final MemoryExperiment EXPERIMENT =
            new MemoryExperiment("surface_code", "rotated_memory_z", 3, 3, NoiseStrengths.uniform(0.02));

    private final DecodingDevice device;
    private final DetectorErrorModel model;
    private final DemSampler sampler;
    private final long seed;
    private final long[] detectors;
    private final long[] observables;

    /**
     * Whether one kernel gave the bits of the CPU.
     *
     * @param kernel what was run
     * @param difference what differs, or what the device reported; empty when nothing does
     */
    record Check(String kernel, String difference) {
        boolean passed() {
            return difference.isEmpty();
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("kernel", kernel);
            json.put("passed", passed());
            if (!passed()) {
                json.put("difference", difference);
            }
            return json;
        }
    }

    private DecodingChecks(DecodingDevice device, long seed) {
        this.device = device;
        this.seed = seed;
        this.model = ErrorAnalyzer.analyze(EXPERIMENT.circuit(), DECOMPOSED);
        this.sampler = new DemSampler(model, false);
        this.detectors = new long[SHOTS * sampler.detectorWords()];
        this.observables = new long[SHOTS * sampler.observableWords()];
        sampler.newSession(seed).sample(0, SHOTS, detectors, observables, new long[0]);
    }

    /**
     * Runs all checks.
     *
     * @param ordinal the number of the GPU
     * @throws DecodingDeviceException if the device cannot be opened
     */
    static List<Check> run(int ordinal, long seed) {
        try (DecodingDevice device = DecodingDevice.cuda(ordinal)) {
            DecodingChecks checks = new DecodingChecks(device, seed);
            List<Check> outcomes = new ArrayList<>();
            outcomes.add(check("sampling of error models", checks::sampling));
            outcomes.add(check("sampling of circuits", checks::frames));
            Map<String, String> flooding = Map.of("schedule", "flooding");
            outcomes.add(check("belief propagation", () -> checks.decoding("bp", flooding)));
            outcomes.add(check("belief propagation in layers", () -> checks.decoding("bp", Map.of())));
            Map<String, String> few = Map.of("iterations", "2");
            outcomes.add(check("ordered statistics", () -> checks.decoding("bp-osd", few)));
            outcomes.add(check("relay", () -> checks.decoding("relay", Map.of("legs", "3"))));
            outcomes.add(check("union-find", () -> checks.decoding("union-find", Map.of())));
            outcomes.add(check("mistakes", () -> checks.mistakes("union-find")));
            outcomes.add(check("serving, union-find", () -> checks.serving("union-find", Map.of())));
            outcomes.add(check("serving, belief propagation", () -> checks.serving("bp", flooding)));
            return outcomes;
        }
    }

    private static Check check(String kernel, Supplier<String> difference) {
        try {
            return new Check(kernel, difference.get());
        } catch (DecodingDeviceException e) {
            return new Check(kernel, String.valueOf(e.getMessage()));
        }
    }

    private String sampling() {
        long[] events = new long[detectors.length];
        long[] flips = new long[observables.length];
        try (DeviceDemSampler there = sampler.on(device)) {
            there.sample(seed, 0, SHOTS, events, flips);
        }
        return Arrays.equals(events, detectors) && Arrays.equals(flips, observables) ? "" : "the shots differ";
    }

    private String frames() {
        DetectionSampler frames = new DetectionSampler(EXPERIMENT.circuit());
        long[] events = new long[detectors.length];
        long[] flips = new long[observables.length];
        frames.newSession(seed).sample(0, SHOTS, events, flips);
        long[] eventsThere = new long[detectors.length];
        long[] flipsThere = new long[observables.length];
        try (DeviceDetectionSampler there = frames.on(device)) {
            there.sample(seed, 0, SHOTS, eventsThere, flipsThere);
        }
        return Arrays.equals(events, eventsThere) && Arrays.equals(flips, flipsThere) ? "" : "the shots differ";
    }

    private String decoding(String name, Map<String, String> parameters) {
        Decoder decoder = Decoders.named(name, parameters);
        Predictions expected = decoder.compile(model).decodeBatch(detectors, SHOTS, 1);
        Predictions actual;
        try (CompiledDecoder there = decoder.compile(model, device)) {
            actual = there.decodeBatch(detectors, SHOTS, 1);
        }
        if (!Arrays.equals(expected.observables(), actual.observables())) {
            return "the predictions differ";
        }
        for (int shot = 0; shot < SHOTS; shot++) {
            if (Double.compare(expected.weight(shot), actual.weight(shot)) != 0) {
                return "shot %d: weight %s instead of %s".formatted(shot, actual.weight(shot), expected.weight(shot));
            }
        }
        return "";
    }

    private String mistakes(String name) {
        Decoder decoder = Decoders.named(name, Map.of());
        CompiledDecoder cpu = decoder.compile(model);
        long[] predicted = cpu.decodeBatch(detectors, SHOTS, 1).observables();
        long expected = 0;
        for (int shot = 0; shot < SHOTS; shot++) {
            expected += predicted[shot] == observables[shot] ? 0 : 1;
        }
        long actual;
        try (CompiledDecoder there = decoder.compile(model, device);
                MistakeCounter counter = new MistakeCounter(sampler, there, device, 1)) {
            actual = counter.count(seed, 0, SHOTS).mistakes();
        }
        return actual == expected ? "" : "%d instead of %d".formatted(actual, expected);
    }

    private String serving(String name, Map<String, String> parameters) {
        Decoder decoder = Decoders.named(name, parameters);
        Predictions expected = decoder.compile(model).decodeBatch(detectors, SHOTS, 1);
        int words = expected.detectorWords();
        DecodingServer.Settings settings = DecodingServer.Settings.DEFAULT;
        try (DecodingServer server = DecodingServer.start(decoder, model, device, settings)) {
            List<DecodingServer.Request> requests = new ArrayList<>();
            for (int shot = 0; shot < settings.slots(); shot++) {
                requests.add(server.submit(detectors, shot * words));
            }
            for (int shot = 0; shot < settings.slots(); shot++) {
                DecodingServer.Prediction actual = requests.get(shot).await();
                if (actual.observables()[0] != expected.observables()[shot]
                        || Double.compare(actual.weight(), expected.weight(shot)) != 0) {
                    return "shot %d: weight %s instead of %s, or other observables"
                            .formatted(shot, actual.weight(), expected.weight(shot));
                }
            }
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
