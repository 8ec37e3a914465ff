package org.jaynes.bench.decoder;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What Jaynes aims at beside another program.
 *
 * @param name what is compared
 * @param report file that has the figures
 * @param least what every figure should at least be
 * @param figures of a report
 */
record Target(String name, String report, double least, Function<JsonNode, DoubleStream> figures) {
    static final String HEADER =
            "%-52s %6s %10s %10s %6s  %s".formatted("target", "aim", "least", "middle", "cases", "report");

    private static final String MATCHING = "matching-peers.json";
    private static final String LDPC = "ldpc-peers.json";
    private static final String SAMPLING = "sampling.json";

    static List<Target> all() {
        return List.of(
                new Target(
                        "matching, batch: pymatching / Jaynes, d >= 5", MATCHING, 1, matching("mwpm", "pymatching", 5)),
                new Target(
                        "correlated, batch: pymatching / Jaynes, d >= 5",
                        MATCHING,
                        1.5,
                        matching("mwpm-correlated", "pymatching-correlated", 5)),
                new Target(
                        "union-find, batch: ldpc / Jaynes", MATCHING, 40, matching("union-find", "ldpc-union-find", 3)),
                new Target("1 us / single call (mean), d=3 p=.001", MATCHING, 1, Target::singleCall),
                new Target("mistakes plain / correlated, same shots", MATCHING, 1, Target::correlatedMistakes),
                new Target("min-sum iteration, batch: peer / Jaynes", LDPC, 15, ldpc("iteration", "", "ratio_batch")),
                new Target(
                        "OSD-CS10, mean: ldpc / Jaynes, p=.003", LDPC, 20, ldpc("bp+osd-cs10", ".003", "ratio_mean")),
                new Target("OSD-CS10, p99: ldpc / Jaynes, p=.003", LDPC, 50, ldpc("bp+osd-cs10", ".003", "ratio_p99")),
                new Target("Relay-1, mean: relay-bp / Jaynes, p=.003", LDPC, 5, ldpc("relay-1", ".003", "ratio_mean")),
                new Target("Relay-1, p99: relay-bp / Jaynes, p=.003", LDPC, 10, ldpc("relay-1", ".003", "ratio_p99")),
                new Target("Relay-5, mean: relay-bp / Jaynes, p=.003", LDPC, 5, ldpc("relay-5", ".003", "ratio_mean")),
                new Target("Relay-5, p99: relay-bp / Jaynes, p=.003", LDPC, 10, ldpc("relay-5", ".003", "ratio_p99")),
                new Target("frame sampling: stim / Jaynes", SAMPLING, 1, sampling("detect", "d=")),
                new Target("sampling of models: stim / Jaynes", SAMPLING, 1, sampling("sample_dem", "d=")),
                new Target("analyze_errors: stim / Jaynes, d=13", SAMPLING, 1, sampling("analyze", "d=13 ")),
                new Target("two threads / one, mwpm and union-find", "threads.json", 1.8, Target::threads));
    }

    /** A line of the table; none if the report has no such figures. */
    Optional<String> line(JsonNode json) {
        double[] sorted = figures.apply(json).sorted().toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%-52s %6.1f %10.2f %10.2f %6d  %s%s",
                name,
                least,
                sorted[0],
                sorted[sorted.length / 2],
                sorted.length,
                report,
                sorted[0] >= least ? "" : "   MISSED"));
    }

    private static Stream<JsonNode> entries(JsonNode report, String name) {
        JsonNode list = report.path(name);
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Ratios of a decoder's peer, which has the same distance and probability. */
    private static Function<JsonNode, DoubleStream> matching(String ours, String peer, int leastDistance) {
        return report -> entries(report, "measurements")
                .filter(entry -> entry.path("decoder").asString().equals(peer))
                .filter(entry -> entry.path("distance").asInt() >= leastDistance)
                .mapToDouble(entry -> perShot(entry) / perShot(sameShots(report, entry, ours)));
    }

    private static double perShot(JsonNode entry) {
        return entry.path("microseconds_per_shot").asDouble();
    }

    private static JsonNode sameShots(JsonNode report, JsonNode entry, String decoder) {
        return entries(report, "measurements")
                .filter(other -> other.path("decoder").asString().equals(decoder))
                .filter(other -> other.path("distance").equals(entry.path("distance")))
                .filter(other -> other.path("probability").equals(entry.path("probability")))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the report has no %s beside %s".formatted(decoder, entry)));
    }

    private static DoubleStream singleCall(JsonNode report) {
        return entries(report, "measurements")
                .filter(entry -> entry.path("decoder").asString().equals("mwpm"))
                .filter(entry -> entry.path("distance").asInt() == 3
                        && entry.path("probability").asDouble() == 0.001)
                .mapToDouble(entry ->
                        1 / entry.path("single_call_microseconds").path("mean").asDouble());
    }

    private static DoubleStream correlatedMistakes(JsonNode report) {
        return entries(report, "measurements")
                .filter(entry -> entry.path("decoder").asString().equals("mwpm-correlated"))
                .filter(entry -> entry.path("mistakes").asInt() > 0)
                .mapToDouble(entry ->
                        sameShots(report, entry, "mwpm").path("mistakes").asDouble()
                                / entry.path("mistakes").asDouble());
    }

    private static Function<JsonNode, DoubleStream> ldpc(String decoder, String problem, String ratio) {
        return report -> entries(report, "lines")
                .filter(line -> line.path("decoder").asString().equals(decoder))
                .filter(line -> line.path("problem").asString().endsWith(problem))
                .mapToDouble(line -> line.path(ratio).asDouble());
    }

    private static Function<JsonNode, DoubleStream> sampling(String work, String circuit) {
        return report -> entries(report, "results")
                .filter(result -> result.path("work").asString().startsWith(work))
                .filter(result -> result.path("circuit").asString().startsWith(circuit))
                .filter(result -> result.has("ratio"))
                .mapToDouble(result -> result.path("ratio").asDouble());
    }

    private static DoubleStream threads(JsonNode report) {
        return entries(report, "results")
                .mapToDouble(result -> result.path("ratio").asDouble());
    }
}
