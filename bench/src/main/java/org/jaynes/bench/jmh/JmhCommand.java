package org.jaynes.bench.jmh;

import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jaynes bench jmh}. */
@Command(
        name = "jmh",
        description = "Runs JMH benchmarks of single operations in a JVM of their own.",
        mixinStandardHelpOptions = true)
public final class JmhCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "PATTERN",
            description = "Regular expressions; a benchmark runs whose name has one of them (default: all).")
    private List<String> patterns = List.of("org\\.jaynes\\.bench\\.jmh\\.");

    @Option(names = "--quick", description = "One short round: to see that they work, not how fast they are.")
    private boolean quick;

    @Option(names = "--result", paramLabel = "FILE", description = "Write JMH's JSON report to this file.")
    private String result = "";

    JmhCommand() {}

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
        patterns.forEach(options::include);
        if (quick) {
            options.forks(1).warmupIterations(1).measurementIterations(1);
            options.warmupTime(TimeValue.milliseconds(200));
            options.measurementTime(TimeValue.milliseconds(200));
        }
        if (!result.isEmpty()) {
            options.resultFormat(ResultFormatType.JSON).result(result);
        }
        new Runner(options.build()).run();
        return 0;
    }
}
