package org.jaynes.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands in for {@code jaynes bench} where the benchmarks are not on the class path. */
@Command(
        name = "bench",
        description = "Runs the benchmarks, where they are installed.",
        mixinStandardHelpOptions = true)
final class BenchNotice implements Subcommand {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Name of a benchmark.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        throw new InputException(
                "the benchmarks%s are not part of this installation; run ./jaynes bench in a clone of the sources"
                        .formatted(names.isEmpty() ? "" : " (" + String.join(" ", names) + ")"));
    }
}
