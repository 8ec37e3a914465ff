package org.jaynes.bench.decoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jaynes.bench.Machine;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench decoder}. */
@Command(
        name = "decoder",
        description = {
            "Runs the benchmarks of error correction one after the other (matching, ldpc, sampling), each with its report,"
                    + " and two threads beside one.",
            "With --peers, stim, pymatching, fusion-blossom, ldpc and relay-bp do the same work in turns with Jaynes, one"
                    + " core each, and the ratios are set beside what Jaynes aims at. Takes about ten minutes then; the commands"
                    + " of the parts have more cases."
        },
        mixinStandardHelpOptions = true)
public final class DecoderCommand implements Callable<Integer> {
    private static final List<String> PARTS = List.of("matching", "ldpc", "sampling", "threads");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--parts", split = ",", description = "Which parts (default: ${DEFAULT-VALUE}).")
    private List<String> parts = PARTS;

    @Option(names = "--peers", description = "Compare with others.")
    private boolean peers;

    @Option(names = "--quick", description = "A few small cases, to see that it works.")
    private boolean quick;

    @Option(
            names = "--summary",
            description = "Run nothing: set the reports that are in the folder beside what Jaynes aims at.")
    private boolean summary;

    @Option(names = "--out", description = "Folder for the reports (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    DecoderCommand() {}

    @Override
    public Integer call() throws IOException {
        for (String part : parts) {
            if (!PARTS.contains(part)) {
                throw new InputException("--parts has '%s'; expected some of %s".formatted(part, PARTS));
            }
        }
        Files.createDirectories(out);
        int exitCode = ExitCode.DONE;
        for (String part : summary ? List.<String>of() : parts) {
            exitCode = Math.max(exitCode, part.equals("threads") ? scale() : run(part));
        }
        summarize();
        return exitCode;
    }

    /** Runs the benchmark of a part as its own command does. */
    private int run(String part) {
        CommandLine command = Objects.requireNonNull(
                spec.commandLine().getParent().getSubcommands().get(part), part);
        List<String> arguments = new ArrayList<>(List.of("--out", out.toString()));
        if (peers) {
            arguments.add("--peers");
        }
        if (part.equals("ldpc")) {
            arguments.addAll(List.of("--clock", "cpu"));
        }
        arguments.addAll(quick ? fewCases(part) : cases(part));
        return command.execute(arguments.toArray(String[]::new));
    }

    private static List<String> fewCases(String part) {
        return switch (part) {
            case "matching" ->
                List.of("--distances", "3", "--probabilities", "0.001", "--seconds", "0.2", "--turns", "1");
            case "ldpc" -> List.of("--distance", "6", "--probabilities", "0.003", "--shots", "100");
            default -> List.of("--distances", "3", "--noise", "0.001", "--runs", "1");
        };
    }

    /** Those that the aims name, at the ends of their ranges and between; a part takes five minutes at most. */
    private static List<String> cases(String part) {
        return switch (part) {
            case "matching" ->
                List.of("--distances=3,5,9,13,17", "--probabilities=0.001,0.008", "--seconds=0.5", "--turns=3");
            case "ldpc" -> List.of();
            default -> List.of("--distances=13", "--noise=0.001,0.003", "--runs=5");
        };
    }

    private int scale() throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "jaynes.bench.threads/1");
        report.put("machine", Machine.describe());
        report.put("results", ThreadTimes.measure(quick ? 3 : 13, quick ? 2000 : 20_000));
        JSON.writeValue(out.resolve("threads.json"), report);
        return ExitCode.DONE;
    }

    private void summarize() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Target target : Target.all()) {
            Path file = out.resolve(target.report());
            if (Files.exists(file)) {
                JsonNode report = JSON.readTree(Files.readString(file));
                target.line(report).ifPresent(lines::add);
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        lines.addFirst(Target.HEADER);
        Files.write(out.resolve("decoder.txt"), lines);
        PrintWriter print = spec.commandLine().getOut();
        lines.forEach(print::println);
        print.flush();
    }
}
