package org.jaynes.decoder.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.simulation.DetectionSampler;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;

/** Collections: the same counts however the work is divided, limits, interruptions, faults. */
class CollectorTest {
    private static StimCircuit circuit(int distance, double noise) {
        return new MemoryExperiment(
                        "surface_code", "rotated_memory_z", distance, distance, NoiseStrengths.uniform(noise))
                .circuit();
    }

    private static Task task(int distance, double noise, String decoder) {
        return Task.of(
                circuit(distance, noise),
                decoder,
                Decoders.named(decoder, Map.of()),
                new Metadata(Map.of("d", (long) distance, "p", noise)));
    }

    private static List<Task> tasks() {
        return List.of(task(3, 0.01, "mwpm"), task(5, 0.01, "mwpm"), task(3, 0.01, "union-find"));
    }

    /** Sums of reports, without times. */
    private static Map<String, List<Long>> counts(Map<String, TaskStatistics> sums) {
        Map<String, List<Long>> counts = new LinkedHashMap<>();
        sums.forEach((id, sum) -> counts.put(id, List.of(sum.shots(), sum.errors())));
        return counts;
    }

    private static Map<String, TaskStatistics> collect(Collector collector, Map<String, TaskStatistics> before) {
        Map<String, TaskStatistics> sums = new LinkedHashMap<>(before);
        collector.run(row -> sums.merge(row.strongId(), row, TaskStatistics::plus));
        for (Collector.Progress progress : collector.progress()) {
            TaskStatistics reported =
                    Objects.requireNonNull(sums.get(progress.task().strongId()));
            assertEquals(progress.counted().shots(), reported.shots());
            assertEquals(progress.counted().errors(), reported.errors());
            assertEquals(progress.counted().customCounts(), reported.customCounts());
            assertEquals(progress.counted().seconds(), reported.seconds(), 1e-9);
        }
        return sums;
    }

    private static TaskStatistics single(Collector collector) {
        return collect(collector, Map.of()).values().iterator().next();
    }

    @Test
    void countsDoNotDependOnTheWorkers() {
        Limits limits = new Limits(20_000, 300);
        Map<String, TaskStatistics> one = collect(new Collector(tasks(), limits, 1, 7), Map.of());
        Map<String, TaskStatistics> four = collect(new Collector(tasks(), limits, 4, 7), Map.of());
        assertEquals(counts(one), counts(four));
        Map<String, TaskStatistics> otherSeed = collect(new Collector(tasks(), limits, 2, 8), Map.of());
        assertTrue(!counts(one).equals(counts(otherSeed)), "another seed has other counts");
    }

    @Test
    void aTaskEndsAtItsLimits() {
        Map<String, TaskStatistics> sums = collect(new Collector(tasks(), new Limits(5000, 300), 2, 1), Map.of());
        assertEquals(3, sums.size());
        for (TaskStatistics sum : sums.values()) {
            assertTrue(sum.errors() >= 300 ? sum.shots() % 64 == 0 : sum.shots() == 5000, sum::toString);
            assertTrue(sum.errors() < 300 + 64 && sum.errors() > 30, sum::toString);
        }
    }

    @Test
    void whatWasCountedGoesOnWhereItEnded() {
        Map<String, TaskStatistics> first =
                collect(new Collector(tasks(), new Limits(64 * 37, 1_000_000), 2, 3), Map.of());
        Limits limits = new Limits(9001, 1_000_000);
        Map<String, TaskStatistics> resumed = collect(new Collector(tasks(), first, limits, 2, 3), first);
        Map<String, TaskStatistics> atOnce = collect(new Collector(tasks(), limits, 1, 3), Map.of());
        assertEquals(counts(atOnce), counts(resumed));
        List<TaskStatistics> more = new ArrayList<>();
        new Collector(tasks(), resumed, limits, 2, 3).run(more::add);
        assertEquals(List.of(), more, "all limits are reached");
    }

    @Test
    void nothingThatIsFinishedIsLostWhenStopped() {
        Limits limits = new Limits(30_000, 1_000_000);
        Collector stopped = new Collector(tasks(), limits, 3, 5);
        Map<String, TaskStatistics> part = new LinkedHashMap<>();
        stopped.run(row -> {
            part.merge(row.strongId(), row, TaskStatistics::plus);
            stopped.stop();
        });
        assertTrue(part.size() < 3 || part.values().stream().anyMatch(sum -> sum.shots() < 30_000), part::toString);
        for (Collector.Progress progress : stopped.progress()) {
            long reported = part.containsKey(progress.task().strongId())
                    ? part.get(progress.task().strongId()).shots()
                    : 0;
            assertEquals(progress.counted().shots(), reported);
        }
        Map<String, TaskStatistics> resumed = collect(new Collector(tasks(), part, limits, 2, 5), part);
        assertEquals(counts(collect(new Collector(tasks(), limits, 2, 5), Map.of())), counts(resumed));
    }

    /** Rates are those of shots that are sampled and decoded by hand; 5 sigma, so one false alarm in a million seeds. */
    @Test
    void ratesAreThoseOfShotsDecodedByHand() {
        int shots = 20_000;
        Task task = task(5, 0.01, "mwpm");
        TaskStatistics counted = single(new Collector(List.of(task), new Limits(shots, Long.MAX_VALUE), 2, 11));
        DetectionSampler sampler = new DetectionSampler(task.circuit());
        DetectionSampler.Session session = sampler.newSession(12);
        CompiledDecoder decoder = task.decoder().compile(task.model());
        long[] detectors = new long[sampler.batchShots() * sampler.detectorWords()];
        long[] observables = new long[sampler.batchShots() * sampler.observableWords()];
        long errors = 0;
        for (int first = 0; first < shots; first += sampler.batchShots()) {
            int count = Math.min(sampler.batchShots(), shots - first);
            session.sample(first, count, detectors, observables);
            Predictions predictions = decoder.decodeBatch(detectors, count, 1);
            for (int shot = 0; shot < count; shot++) {
                errors += predictions.observables()[shot] != observables[shot] ? 1 : 0;
            }
        }
        double rate = (errors + counted.errors()) / (2.0 * shots);
        double sigma = Math.sqrt(2 * shots * rate * (1 - rate));
        assertEquals((double) errors, (double) counted.errors(), 5 * sigma);
        assertEquals(shots, counted.shots());
    }

    @Test
    void faultsReachTheCallerAndFinishedWorkIsReported() {
        Task good = task(3, 0.01, "mwpm");
        Task bad = Task.of(
                circuit(3, 0.02),
                "broken",
                _ -> {
                    throw new DecoderModelException("not this model");
                },
                new Metadata(Map.of()));
        List<TaskStatistics> rows = new ArrayList<>();
        Collector collector = new Collector(List.of(good, bad), new Limits(2048, 1_000_000), 1, 1);
        assertThrows(DecoderModelException.class, () -> collector.run(rows::add));
        assertEquals(1, rows.size());
        assertEquals(2048, rows.get(0).shots());
        IllegalStateException full = new IllegalStateException("disk full");
        Collector other = new Collector(List.of(good), new Limits(2048, 1_000_000), 2, 1);
        assertEquals(
                full,
                assertThrows(
                        IllegalStateException.class,
                        () -> other.run(_ -> {
                            throw full;
                        })));
    }

    @Test
    void shotsWithoutASolutionAreCounted() {
        Task task = Task.of(
                circuit(3, 0.02), "bp", Decoders.named("bp", Map.of("iterations", "1")), new Metadata(Map.of()));
        TaskStatistics sum = single(new Collector(List.of(task), new Limits(1000, Long.MAX_VALUE), 2, 2));
        assertEquals(1000, sum.shots());
        long unconverged = sum.customCounts().getOrDefault("unconverged", 0L);
        assertTrue(unconverged > 0 && unconverged <= 1000, sum::toString);
    }

    @Test
    void senselessCollectionsAreRefused() {
        Task task = task(3, 0.01, "mwpm");
        Limits limits = new Limits(1, 1);
        assertThrows(IllegalArgumentException.class, () -> new Limits(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Collector(List.of(task, task), limits, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Collector(List.of(task), limits, 0, 1));
    }
}
