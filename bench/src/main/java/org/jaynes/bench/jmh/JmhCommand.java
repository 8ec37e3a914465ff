package org.jaynes.bench.jmh;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jaynes.bench.Machine;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench jmh}. */
@Command(
        name = "jmh",
        description = {
            "Runs JMH benchmarks of single operations in a JVM of their own, and writes JSON and a table:",
            "calls of the CUDA driver through Panama and JCuda, the parser, passes of one gate by its qubit,",
            "expectation values of a small circuit, one row of parameters and many."
        },
        mixinStandardHelpOptions = true)
public final class JmhCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "PATTERN",
            description = "Regular expressions; a benchmark runs whose name has one of them (default: all).")
    private List<String> patterns = List.of("org\\.jaynes\\.bench\\.jmh\\.");

    @Option(names = "--quick", description = "One short round: to see that they work, not how fast they are.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Folder for the report, jmh.json and jmh.txt (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    @Option(names = "--json", description = "Print the report as one JSON object; JMH's own lines go to jmh.log.")
    private boolean json;

    JmhCommand() {}

    @Override
    public Integer call() throws IOException {
        patterns.forEach(JmhCommand::requirePattern);
        Files.createDirectories(out);
        Map<String, Object> before = Machine.describe();
        Collection<RunResult> results = run();
        JmhReport report = new JmhReport(results, List.of(before, Machine.describe()), quick);
        JsonMapper indented =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        indented.writeValue(out.resolve("jmh.json"), report.toJson());
        Files.write(out.resolve("jmh.txt"), report.table());
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            print.println(JsonMapper.shared().writeValueAsString(report.toJson()));
        } else {
            report.table().forEach(print::println);
            print.println("written: " + out.resolve("jmh.json") + ", " + out.resolve("jmh.txt"));
        }
        print.flush();
        return ExitCode.DONE;
    }

    private static void requirePattern(String pattern) {
        try {
            var _ = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new InputException("the pattern '%s' is no regular expression: %s at character %d"
                    .formatted(pattern, e.getDescription(), Math.max(0, e.getIndex()) + 1));
        }
    }

    private Collection<RunResult> run() {
        ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
        patterns.forEach(options::include);
        if (quick) {
            options.forks(1).warmupIterations(1).measurementIterations(1);
            options.warmupTime(TimeValue.milliseconds(200));
            options.measurementTime(TimeValue.milliseconds(200));
        }
        if (json) {
            options.output(out.resolve("jmh.log").toString());
        }
        try {
            return new Runner(options.build()).run();
        } catch (NoBenchmarksException e) {
            throw new InputException("no benchmark's name has one of the patterns " + patterns);
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH failed: " + e.getMessage(), e);
        }
    }
}
