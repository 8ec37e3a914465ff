package org.jaynes.bench.decoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.bench.Machine;
import org.jaynes.bench.peers.PeerException;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.Decoders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench matching}. */
@Command(
        name = "matching",
        description = {
            "Times matching and union-find on memory experiments of the surface code, one thread, and writes JSON and a table.",
            "With --peers, PyMatching, fusion-blossom and ldpc decode the same shots in turns with Jaynes, and weights and"
                    + " predictions are compared. They are installed once into target/peers, at fixed versions."
        },
        mixinStandardHelpOptions = true)
public final class MatchingCommand implements Callable<Integer> {
    /** The peers of each decoder. */
    private static final Map<String, List<String>> PEERS = new LinkedHashMap<>(Map.of(
            "mwpm", List.of("pymatching", "fusion-blossom"),
            "mwpm-correlated", List.of("pymatching-correlated"),
            "union-find", List.of("ldpc-union-find")));

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--decoders", split = ",", description = "Which decoders (default: ${DEFAULT-VALUE}).")
    private List<String> decoders = List.of("mwpm", "mwpm-correlated", "union-find");

    @Option(names = "--distances", split = ",", description = "Distances of the code (default: ${DEFAULT-VALUE}).")
    private List<Integer> distances = List.of(3, 5, 7, 9, 13, 17);

    @Option(names = "--probabilities", split = ",", description = "Strengths of the noise (default: ${DEFAULT-VALUE}).")
    private List<Double> probabilities = List.of(0.001, 0.003, 0.005, 0.008);

    @Option(
            names = "--seconds",
            description = "For warming up, and for one turn of a peer (default: ${DEFAULT-VALUE}).")
    private double seconds = 2;

    @Option(names = "--turns", description = "How often each decodes the shots (default: ${DEFAULT-VALUE}).")
    private int turns = 5;

    @Option(names = "--peers", description = "Compare with other decoders.")
    private boolean peers;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    @Option(names = "--json", description = "Print the report as one JSON object; the table goes to standard error.")
    private boolean json;

    private final List<String> table = new ArrayList<>();

    MatchingCommand() {}

    @Override
    public Integer call() throws IOException {
        check(seconds > 0, "--seconds is %s; expected more than 0".formatted(seconds));
        check(turns > 0, "--turns is %d; expected at least 1".formatted(turns));
        for (String name : decoders) {
            check(PEERS.containsKey(name), "--decoders has '%s'; expected some of %s".formatted(name, PEERS.keySet()));
        }
        Files.createDirectories(out);
        Map<String, Object> before = Machine.describe();
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<String, Object> versions = new LinkedHashMap<>();
        say(
                "shots            decoder                us per shot   ratio  1 call p50       p99     p99.9   mistakes/shots   weights predictions");
        try {
            for (String name : decoders) {
                measure(name, rows, versions);
            }
        } catch (PeerException e) {
            throw new InputException(DecodingTimes.failure(e));
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "jaynes.bench.matching/1");
        report.put("machine", List.of(before, Machine.describe()));
        report.put("threads", 1);
        report.put("peers", versions);
        report.put("measurements", rows);
        finish(report);
        return ExitCode.DONE;
    }

    private static void check(boolean allowed, String message) {
        if (!allowed) {
            throw new InputException(message);
        }
    }

    private void measure(String name, List<Map<String, Object>> rows, Map<String, Object> versions) throws IOException {
        Path folder = Path.of("target", "peers", "decoder");
        List<MatchingPeer> started = new ArrayList<>();
        try {
            for (String peer : peers ? PEERS.getOrDefault(name, List.of()) : List.<String>of()) {
                started.add(MatchingPeer.start(peer, folder));
                versions.put(peer, started.getLast().version());
            }
            for (int distance : distances) {
                for (double probability : probabilities) {
                    MemoryShots shots = sample(distance, probability);
                    DecodingTimes times = new DecodingTimes(
                            shots, Decoders.named(name, Map.of()).compile(shots.model()), seconds, turns);
                    List<DecodingTimes.Row> measured = times.measure(name, started, folder);
                    for (DecodingTimes.Row row : measured) {
                        say(row.line(shots.name(), measured.getFirst().microseconds()));
                        Map<String, Object> entry = new LinkedHashMap<>();
                        entry.put("distance", distance);
                        entry.put("probability", probability);
                        entry.put("events_per_shot", shots.eventRate());
                        entry.putAll(row.toJson());
                        rows.add(entry);
                    }
                }
            }
        } finally {
            started.forEach(MatchingPeer::close);
        }
    }

    /** Fewer shots where each takes longer: about a second of decoding. */
    private static MemoryShots sample(int distance, double probability) {
        double events = 8.0 * probability * distance * distance * distance;
        int count = (int) Math.clamp(2e6 / (1 + events * 4), 500, 200_000);
        return MemoryShots.sample(distance, probability, count, 1);
    }

    private void say(String line) {
        table.add(line);
        PrintWriter print =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        print.println(line);
        print.flush();
    }

    private void finish(Map<String, Object> report) throws IOException {
        String stem = peers ? "matching-peers" : "matching";
        Path data = out.resolve(stem + ".json");
        JSON.writeValue(data, report);
        Files.write(out.resolve(stem + ".txt"), table);
        if (json) {
            PrintWriter result = spec.commandLine().getOut();
            result.println(JsonMapper.shared().writeValueAsString(report));
            result.flush();
        }
    }
}
