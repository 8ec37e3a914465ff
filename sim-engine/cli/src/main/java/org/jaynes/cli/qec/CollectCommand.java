package org.jaynes.cli.qec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.experiments.Collector;
import org.jaynes.decoder.experiments.Limits;
import org.jaynes.decoder.experiments.StatisticsFile;
import org.jaynes.decoder.experiments.Task;
import org.jaynes.decoder.experiments.TaskStatistics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts logical errors of circuits under decoders until there are enough. */
@Command(
        name = "collect",
        description = "Counts logical errors of circuits under decoders until there are enough; the options and files "
                + "of sinter collect.",
        mixinStandardHelpOptions = true)
final class CollectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CollectTasks tasks = new CollectTasks();

    @Option(names = "--max_shots", paramLabel = "N", description = "A task ends when it has so many shots.")
    private @Nullable Long maxShots;

    @Option(
            names = "--max_errors",
            paramLabel = "N",
            description = "A task ends when it has so many errors, at the next multiple of 64 shots.")
    private @Nullable Long maxErrors;

    @Option(
            names = "--save_resume_filepath",
            paramLabel = "FILE",
            description = "Counts are appended to this CSV file, and what it has counts towards the limits.")
    private @Nullable Path file;

    @Option(
            names = "--existing_data_filepaths",
            arity = "1..*",
            paramLabel = "FILE",
            description = "What these files have counts towards the limits too.")
    private List<Path> existing = List.of();

    @Option(
            names = {"--workers", "--processes"},
            paramLabel = "N",
            description = "Threads; all processors if not given. Counts do not depend on it.")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed and limits give the same counts, also in several runs. Drawn if not given.")
    private @Nullable Long seed;

    @Option(names = "--quiet", description = "Say nothing on standard error.")
    private boolean quiet;

    @Option(
            names = "--also_print_results_to_stdout",
            description = "Print the counts too where they are saved; they always are where no file is.")
    private boolean alsoPrint;

    private @Nullable StatisticsFile rows;
    private boolean printedHeader;

    @Override
    public Integer call() throws IOException {
        Limits limits = limits();
        try (CollectTasks closing = tasks) {
            collect(closing.read(), limits);
        }
        return ExitCode.DONE;
    }

    private void collect(List<Task> all, Limits limits) throws IOException {
        Map<String, TaskStatistics> before = new HashMap<>();
        for (Path path : existing) {
            StatisticsFile.read(path).forEach((id, sum) -> before.merge(id, sum, TaskStatistics::plus));
        }
        try (StatisticsFile opened = file == null ? null : openFile(file)) {
            rows = opened;
            if (opened != null) {
                opened.sums().forEach((id, sum) -> before.merge(id, sum, TaskStatistics::plus));
            }
            long drawn = seed == null ? new SecureRandom().nextLong() : seed;
            run(new Collector(all, before, limits, workers, drawn), limits);
        }
    }

    private Limits limits() {
        if (maxShots == null && maxErrors == null) {
            throw new InputException("--max_shots or --max_errors is missing: when is a task done?");
        }
        if (workers < 1) {
            throw new InputException("--workers is %d; expected at least 1".formatted(workers));
        }
        long shots = maxShots == null ? Long.MAX_VALUE / 2 : maxShots;
        long errors = maxErrors == null ? Long.MAX_VALUE : maxErrors;
        if (shots < 1 || errors < 1 || shots > Long.MAX_VALUE / 2) {
            throw new InputException("--max_shots and --max_errors are at least 1");
        }
        return new Limits(shots, errors);
    }

    private static StatisticsFile openFile(Path path) {
        try {
            return StatisticsFile.open(path);
        } catch (IOException e) {
            throw new InputException(path, "cannot be written: " + e.getMessage());
        }
    }

    /** An interrupt, or a request to end, lets what was begun be finished and written. */
    private void run(Collector collector, Limits limits) {
        CountDownLatch finished = new CountDownLatch(1);
        PrintWriter err = spec.commandLine().getErr();
        Thread interrupt = Thread.ofPlatform().unstarted(() -> {
            collector.stop();
            try {
                finished.await();
                err.println(file == null ? "jaynes: interrupted" : "jaynes: interrupted; all counts are in " + file);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(interrupt);
        try (CollectProgress progress = CollectProgress.start(err, collector, limits, workers, quiet)) {
            collector.run(counts -> {
                write(counts);
                progress.added(counts);
            });
        } finally {
            finished.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(interrupt);
            } catch (IllegalStateException e) {
                // The JVM is ending, and the hook is what waits for this.
            }
        }
    }

    private void write(TaskStatistics counts) {
        try {
            if (rows != null) {
                rows.append(counts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be written: %s".formatted(file, e.getMessage()), e);
        }
        if (rows == null || alsoPrint) {
            PrintWriter out = spec.commandLine().getOut();
            List<String> lines = new ArrayList<>();
            if (!printedHeader) {
                lines.add(TaskStatistics.CSV_HEADER);
                printedHeader = true;
            }
            lines.add(counts.toCsv());
            lines.forEach(out::println);
            out.flush();
        }
    }
}
