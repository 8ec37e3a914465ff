package org.jaynes.bench.decoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.bench.Machine;
import org.jaynes.bench.peers.PeerException;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.bench.peers.PythonEnvironment;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench ldpc}. */
@Command(
        name = "ldpc",
        description = {
            "Times belief propagation and what follows it on bivariate bicycle codes, one thread: batches, and single"
                    + " shots with percentiles. Writes JSON and a table.",
            "With --peers, ldpc and relay-bp decode the same shots in turns with Jaynes. They are installed once into"
                    + " target/peers, at fixed versions."
        },
        mixinStandardHelpOptions = true)
public final class LdpcCommand implements Callable<Integer> {
    private static final int FORCED_ITERATIONS = 100;
    private static final int FORCED_SHOTS = 64;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--distance", description = "6, 12 or 18 (default: ${DEFAULT-VALUE}, the gross code).")
    private int distance = 12;

    @Option(
            names = "--probabilities",
            split = ",",
            description = "Error probabilities of the circuits (default: ${DEFAULT-VALUE}).")
    private List<Double> probabilities = List.of(0.001, 0.003);

    @Option(names = "--shots", description = "Shots of each circuit (default: ${DEFAULT-VALUE}).")
    private int shots = 2_000;

    @Option(names = "--peers", description = "Compare with ldpc and relay-bp.")
    private boolean peers;

    @Option(
            names = "--clock",
            description = "wall, or cpu: processor time of the thread, for machines that are not quiet"
                    + " (default: ${DEFAULT-VALUE}).")
    private String clock = "wall";

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    LdpcCommand() {}

    @Override
    public Integer call() throws IOException {
        check(distance == 6 || distance == 12 || distance == 18, "--distance is %d; expected 6, 12 or 18", distance);
        check(shots >= 100, "--shots is %d; expected at least 100", shots);
        for (double p : probabilities) {
            check(p > 0 && p < 0.1, "--probabilities has %s; expected more than 0 and less than 0.1", p);
        }
        check(clock.equals("wall") || clock.equals("cpu"), "--clock is '%s'; expected wall or cpu", clock);
        Files.createDirectories(out);
        if (!peers) {
            return report(null);
        }
        Path folder = Path.of("target", "peers");
        Files.createDirectories(folder);
        try (PeerProcess process = start(folder)) {
            return report(process);
        } catch (PeerException e) {
            throw new InputException("--peers: " + e.getMessage());
        }
    }

    private static PeerProcess start(Path folder) throws IOException {
        PythonEnvironment python = PythonEnvironment.prepare(
                folder.resolve("python-ldpc"), LdpcCommand.class, "ldpc-peers-requirements.txt");
        Path script = Files.writeString(
                folder.resolve("ldpc-peers.py"), PythonEnvironment.resource(LdpcCommand.class, "ldpc-peers.py"));
        return PeerProcess.start(
                "ldpc-peers", python, script, List.of(), Map.of("OMP_NUM_THREADS", "1"), folder.resolve("ldpc.log"));
    }

    private int report(@Nullable PeerProcess process) throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.bench.ldpc/1");
        json.put("machine", Machine.describe());
        json.put("clock", clock);
        if (process != null) {
            json.put("peers", process.ask(Map.of("do", "describe")).get("versions"));
        }
        List<Object> lines = new ArrayList<>();
        List<String> table = new ArrayList<>();
        LdpcMeasurement measurement =
                new LdpcMeasurement(Clock.valueOf(clock.toUpperCase(Locale.ROOT)), process, Path.of("target", "peers"));
        show(
                print,
                table,
                "%s time, load average %s".formatted(clock, Machine.describe().get("load_average")));
        show(print, table, LdpcMeasurement.Line.header());
        for (double p : probabilities) {
            CodeProblem problem = CodeProblem.bicycle(distance, p, shots, 1);
            measurement.open(problem);
            for (Contest contest : Contest.all()) {
                LdpcMeasurement.Line line = measurement.measure(contest, (int) (contest.share() * shots), 1);
                lines.add(line.toJson());
                show(print, table, line.toText());
            }
        }
        CodeProblem noise = CodeProblem.bicycle(distance, 0.05, FORCED_SHOTS, 1);
        measurement.open(noise);
        for (Contest contest : Contest.iterations(FORCED_ITERATIONS)) {
            LdpcMeasurement.Line iteration = measurement.measure(contest, FORCED_SHOTS, FORCED_ITERATIONS);
            lines.add(iteration.toJson());
            show(print, table, iteration.toText());
        }
        json.put("lines", lines);
        json.put("load_average_after", Machine.describe().get("load_average"));
        String stem = process == null ? "ldpc" : "ldpc-peers";
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        mapper.writeValue(out.resolve(stem + ".json"), json);
        Files.write(out.resolve(stem + ".txt"), table);
        print.println("written: %s, %s".formatted(out.resolve(stem + ".json"), out.resolve(stem + ".txt")));
        print.flush();
        return measurement.complaints().isEmpty() ? ExitCode.DONE : complain();
    }

    private int complain() {
        spec.commandLine().getErr().println("a decoder of Jaynes and its peer disagree; see the table");
        return ExitCode.ENGINE_FAILED;
    }

    private static void show(PrintWriter print, List<String> table, String line) {
        table.add(line);
        print.println(line);
        print.flush();
    }

    private static void check(boolean holds, String message, Object value) {
        if (!holds) {
            throw new InputException(message.formatted(value));
        }
    }
}
