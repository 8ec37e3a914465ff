package org.jaynes.cli.qec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.cli.plot.RatePlot;
import org.jaynes.decoder.experiments.BinomialFit;
import org.jaynes.decoder.experiments.Crossing;
import org.jaynes.decoder.experiments.StatisticsFile;
import org.jaynes.decoder.experiments.TaskStatistics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plots logical error rates from files of counts. */
@Command(
        name = "plot",
        description = "Plots logical error rates with error bars from files that 'jaynes qec collect' or sinter wrote.",
        mixinStandardHelpOptions = true)
final class PlotCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--in", required = true, arity = "1..*", paramLabel = "FILE", description = "Files of counts.")
    private List<Path> in = List.of();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "What to write: FILE.svg or FILE.png.")
    private Path out = Path.of("");

    @Option(
            names = "--x",
            paramLabel = "KEY",
            defaultValue = "p",
            description = "Number of the metadata on the x axis (default: ${DEFAULT-VALUE}).")
    private String x = "p";

    @Option(
            names = "--group",
            split = ",",
            paramLabel = "KEY",
            description =
                    "A curve for each value of these, of the metadata or 'decoder'; if not given, of all that differ.")
    private List<String> group = List.of();

    @Option(
            names = "--where",
            split = ",",
            paramLabel = "KEY=VALUE",
            description = "Only counts with this value, of the metadata or 'decoder'.")
    private Map<String, String> where = new LinkedHashMap<>();

    @Option(
            names = "--per",
            paramLabel = "KEY",
            description =
                    "Rates per piece, such as a round, of which a shot has as many as this number of the metadata.")
    private @Nullable String per;

    @Option(
            names = "--xaxis",
            paramLabel = "log|linear",
            defaultValue = "log",
            description = "The x axis (default: ${DEFAULT-VALUE}).")
    private Scale xAxis = Scale.log;

    @Option(
            names = "--max_likelihood_factor",
            paramLabel = "F",
            defaultValue = "1000",
            description = "Bars hold the rates that are at most so many times less likely than the likeliest "
                    + "(default: ${DEFAULT-VALUE}).")
    private double factor = 1000;

    @Option(
            names = "--threshold",
            description = "Print where each curve crosses the next one, an estimate of the threshold, and mark it.")
    private boolean threshold;

    @Option(names = "--title", paramLabel = "TEXT", description = "Title of the plot.")
    private @Nullable String title;

    /** Names are the words of the option. */
    enum Scale {
        log,
        linear
    }

    @Override
    public Integer call() throws IOException {
        boolean svg = out.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
        if (!svg && !out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new InputException(out, "expected a name that ends with .svg or .png");
        }
        if (!svg && !RatePlot.canWritePng()) {
            throw new InputException(out, "this Java has no java.desktop, which draws PNG; write FILE.svg");
        }
        if (!(factor >= 1)) {
            throw new InputException("--max_likelihood_factor is %s; expected at least 1".formatted(factor));
        }
        RatePlot plot = plot();
        try (OutputStream stream = Streams.create(out)) {
            if (svg) {
                plot.writeSvg(stream);
            } else {
                plot.writePng(stream);
            }
        }
        return ExitCode.DONE;
    }

    private RatePlot plot() throws IOException {
        List<Experiment> experiments = experiments();
        List<String> keys = group.isEmpty() ? Experiment.differing(experiments, x) : group;
        Map<String, List<Experiment>> groups = new LinkedHashMap<>();
        experiments.stream()
                .sorted(Experiment.by(keys))
                .forEach(experiment -> groups.computeIfAbsent(experiment.label(keys), _ -> new ArrayList<>())
                        .add(experiment));
        groups.values().forEach(members -> members.sort(Comparator.comparingDouble(member -> member.number(x))));
        List<RatePlot.Curve> curves = new ArrayList<>();
        groups.forEach((label, members) -> curves.add(
                new RatePlot.Curve(label, members.stream().map(this::point).toList())));
        return new RatePlot(
                title == null ? "Logical error rates" : title,
                x,
                per == null ? "logical error rate per shot" : "logical error rate per " + per,
                "Bars: rates that are at most %s times less likely than the likeliest"
                        .formatted(factor == Math.rint(factor) ? "%.0f".formatted(factor) : factor),
                xAxis == Scale.log,
                curves,
                threshold ? crossings(keys, groups) : List.of());
    }

    private List<Experiment> experiments() throws IOException {
        Map<String, TaskStatistics> sums = new LinkedHashMap<>();
        for (Path path : in) {
            StatisticsFile.read(path).forEach((id, sum) -> sums.merge(id, sum, TaskStatistics::plus));
        }
        List<Experiment> experiments = new ArrayList<>();
        for (TaskStatistics sum : sums.values()) {
            Experiment experiment = Experiment.of(sum);
            if (sum.shots() > sum.discards() && experiment.has(where)) {
                experiments.add(experiment);
            }
        }
        if (experiments.isEmpty()) {
            throw new InputException("nothing to plot: %d tasks, none with counts%s"
                    .formatted(sums.size(), where.isEmpty() ? "" : " and " + where));
        }
        return experiments;
    }

    /** Where each curve crosses the next one, printed too. */
    private List<Double> crossings(List<String> keys, Map<String, List<Experiment>> groups) {
        if (keys.size() > 1) {
            throw new InputException(
                    "--threshold compares curves that differ in one thing, but these differ in %s; leave one"
                                    .formatted(String.join(", ", keys))
                            + " with --where KEY=VALUE");
        }
        if (per != null) {
            throw new InputException("--threshold compares rates per shot; leave out --per");
        }
        List<String> labels = List.copyOf(groups.keySet());
        if (labels.size() < 2) {
            throw new InputException("--threshold needs at least two curves; there is only %s".formatted(labels));
        }
        List<Double> found = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        for (int i = 1; i < labels.size(); i++) {
            Optional<Crossing> crossing = Crossing.of(
                    counts(groups.getOrDefault(labels.get(i - 1), List.of())),
                    counts(groups.getOrDefault(labels.get(i), List.of())));
            String pair = labels.get(i - 1) + " | " + labels.get(i);
            out.println(crossing.map(c -> "%s: %s = %.5g (%.5g to %.5g)".formatted(pair, x, c.at(), c.low(), c.high()))
                    .orElse(pair + ": no crossing between common points with errors"));
            crossing.ifPresent(c -> found.add(c.at()));
        }
        return found;
    }

    private List<Crossing.Point> counts(List<Experiment> members) {
        return members.stream()
                .map(member -> new Crossing.Point(
                        positive(member.number(x)),
                        member.statistics().shots() - member.statistics().discards(),
                        member.statistics().errors()))
                .toList();
    }

    private double positive(double at) {
        if (!(at > 0)) {
            throw new InputException("%s is %s; --threshold needs numbers greater than 0".formatted(x, at));
        }
        return at;
    }

    private RatePlot.Point point(Experiment experiment) {
        double at = experiment.number(x);
        if (xAxis == Scale.log && !(at > 0)) {
            throw new InputException("%s is %s: no place on a logarithmic axis; give --xaxis linear".formatted(x, at));
        }
        BinomialFit fit = experiment.statistics().errorRate(factor);
        if (per != null) {
            double pieces = experiment.number(per);
            if (!(pieces > 0)) {
                throw new InputException("--per %s: it is %s for a task; expected more than 0".formatted(per, pieces));
            }
            fit = fit.perPiece(pieces);
        }
        return new RatePlot.Point(at, fit.low(), fit.best(), fit.high());
    }
}
