package org.jaynes.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jaynes.circuit.Circuit;
import org.jaynes.statevector.DeviceChoice;
import org.jaynes.statevector.Expectations;
import org.jaynes.statevector.FisherInformation;
import org.jaynes.statevector.Gradients;
import org.jaynes.statevector.PauliSum;
import org.jaynes.statevector.PauliSyntaxException;
import org.jaynes.statevector.ProgramException;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.SampledExpectations;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.Timing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jaynes expect}: expectation values and their gradients. */
@Command(
        name = "expect",
        description = "Expectation values of observables after an OpenQASM program.",
        mixinStandardHelpOptions = true)
final class ExpectCommand extends SimulationCommand {
    @Mixin
    private ProgramOptions program = new ProgramOptions();

    @Mixin
    private SlicesOption slices = new SlicesOption();

    @Mixin
    private ProfileOption profile = new ProfileOption();

    @Option(
            names = "--observable",
            paramLabel = "SUM",
            description = "Such as \"1.0*Z0 Z1 + 0.5*X2\"; may be repeated.")
    private List<String> observables = new ArrayList<>();

    @Option(
            names = "--observable-file",
            paramLabel = "H.json",
            description = "{\"terms\": [{\"pauli\": \"Z0 Z1\", \"coefficient\": 1.0}, ...]}; may be repeated.")
    private List<Path> observableFiles = new ArrayList<>();

    @Option(
            names = "--params",
            paramLabel = "rows.csv",
            description = "Rows of parameter values, under a line of their names.")
    private @Nullable Path parameterFile;

    @Option(
            names = "--shots",
            paramLabel = "N",
            description =
                    "Averages over so many trajectories, with standard errors, in place of exact values: for programs "
                            + "with more noise and measurements than can be followed.")
    private @Nullable Integer shots;

    @Option(names = "--variance", description = "Variances of the observables as well.")
    private boolean variance;

    @Option(names = "--gradient", description = "Derivatives by all inputs of the program as well, exact.")
    private boolean gradient;

    @Option(
            names = "--metric",
            description = "The quantum Fisher information of the final state by all inputs of the program, exact: four "
                    + "times the metric tensor; in place of observables.")
    private boolean metric;

    /** How derivatives are computed, as the option names it. */
    enum GradientMethod {
        adjoint,
        shift
    }

    @Option(
            names = "--gradient-method",
            paramLabel = "HOW",
            description = "adjoint (the default): once forward and once back for all inputs; shift: expectations at "
                    + "shifted angles, as hardware does it.")
    private @Nullable GradientMethod gradientMethod;

    /** What is printed: for each row the values, and the gradients of each value. */
    private record Result(
            List<double[]> values,
            List<double[][]> gradients,
            double[] notFollowed,
            DeviceChoice device,
            long passes,
            Timing seconds) {}

    @Override
    int execute() throws IOException {
        if (metric) {
            return fisherInformation();
        }
        List<PauliSum> sums = readObservables();
        if (gradientMethod != null && !gradient) {
            throw new InputException("--gradient-method says how gradients are computed; give --gradient too");
        }
        if (variance && gradient) {
            throw new InputException("--variance does not go with --gradient; expected one of them");
        }
        if (shots != null && (shots < 1 || variance || gradient)) {
            throw new InputException(
                    shots < 1
                            ? "--shots is %d; expected at least 1".formatted(shots)
                            : "--shots goes with neither --variance nor --gradient");
        }
        ProgramOptions.Program read = program.withNoise(program.read(), err());
        List<Map<String, Double>> rows = parameterRows(read.values());
        requireParameters(read.circuit(), rows);
        requireQubits(read.circuit(), sums);
        RunOptions options = profile.observed(program.runOptions(read.circuit()).withPrecision(common.precision()));
        if (shots != null) {
            sampled(read, sums, rows, options.withShots(shots));
            return ExitCode.DONE;
        }
        Result result;
        try (Simulator simulator = Simulator.open(slices.in(common.simulatorOptions()));
                Progress progress = Progress.start(err(), "simulating " + program.file())) {
            if (!gradient) {
                result = valuesOnly(simulator.expectations(read.circuit(), withSquares(sums), rows, options));
            } else if (gradientMethod != GradientMethod.shift) {
                result = withGradients(byAdjoint(simulator, read.circuit(), sums, rows, options));
            } else {
                result = byShifts(simulator, read.circuit(), sums, rows, options, progress);
            }
        }
        print(read, result, sums.size());
        summary(
                result.device,
                read,
                result.passes,
                result.seconds,
                work(rows.size(), sums.size()) + notFollowed(result.notFollowed));
        return ExitCode.DONE;
    }

    private int fisherInformation() throws IOException {
        if (shots != null || variance || gradient || !observables.isEmpty() || !observableFiles.isEmpty()) {
            throw new InputException(
                    "--metric goes with neither observables nor --shots, --variance and --gradient: it is"
                            + " of the state itself, and exact");
        }
        ProgramOptions.Program read = program.withNoise(program.read(), err());
        List<Map<String, Double>> rows = parameterRows(read.values());
        requireParameters(read.circuit(), rows);
        if (read.circuit().parameters().isEmpty()) {
            throw new InputException(program.file(), "--metric: the program has no input to take derivatives by");
        }
        RunOptions options = profile.observed(program.runOptions(read.circuit()).withPrecision(common.precision()));
        List<FisherInformation> results = new ArrayList<>();
        try (Simulator simulator = Simulator.open(slices.in(common.simulatorOptions()));
                Progress progress = Progress.start(err(), "simulating " + program.file())) {
            for (Map<String, Double> row : rows) {
                results.add(simulator.fisherInformation(read.circuit(), options.withParameters(row)));
                progress.done(results.size(), rows.size());
            }
        } catch (ProgramException e) {
            throw new InputException(program.file(), "--metric: " + Failure.message(e));
        }
        print(read, results);
        return ExitCode.DONE;
    }

    private void print(ProgramOptions.Program read, List<FisherInformation> results) {
        FisherInformation last = results.getLast();
        Map<String, Object> json = result("expect", last.device(), common.precision());
        json.put("qubits", read.circuit().qubitCount());
        json.put(
                "fisher_information",
                results.stream().map(r -> Arrays.asList(r.matrix())).toList());
        json.put("parameters", last.parameters());
        long passes = results.stream().mapToLong(FisherInformation::passes).sum();
        json.put("passes", passes);
        profile.report(json, last.device(), common, output.json(), err());
        json.put("seconds", seconds(read.parseSeconds(), last.seconds()));
        output.print(
                out(),
                json,
                out -> results.forEach(r -> Arrays.stream(r.matrix())
                        .map(line ->
                                Arrays.stream(line).mapToObj(Double::toString).collect(Collectors.joining("  ")))
                        .forEach(out::println)));
        String rows = results.size() == 1 ? "1 row" : results.size() + " rows";
        summary(
                last.device(),
                read,
                passes,
                last.seconds(),
                rows + ", " + last.parameters().size() + " inputs");
    }

    private void sampled(
            ProgramOptions.Program read, List<PauliSum> sums, List<Map<String, Double>> rows, RunOptions options) {
        List<SampledExpectations> results = new ArrayList<>();
        try (Simulator simulator = Simulator.open(slices.in(common.simulatorOptions()));
                Progress progress = Progress.start(err(), "simulating " + program.file())) {
            RunOptions next =
                    common.seed().isPresent() ? options.withSeed(common.seed().getAsLong()) : options;
            for (Map<String, Double> row : rows) {
                results.add(simulator.sampledExpectations(read.circuit(), sums, next.withParameters(row)));
                next = next.withSeed(results.getFirst().seed());
                progress.done(results.size(), rows.size());
            }
        }
        SampledExpectations first = results.getFirst();
        Map<String, Object> json = result("expect", first.device(), common.precision());
        json.put("qubits", read.circuit().qubitCount());
        json.put(
                "values",
                results.stream()
                        .map(r -> sums.size() == 1 ? r.means()[0] : r.means())
                        .toList());
        json.put(
                "standard_errors",
                results.stream()
                        .map(r -> sums.size() == 1 ? r.standardErrors()[0] : r.standardErrors())
                        .toList());
        json.put("shots", first.shots());
        json.put("seed", first.seed());
        json.put("parameters", read.circuit().parameters());
        long passes = results.stream().mapToLong(SampledExpectations::passes).sum();
        json.put("passes", passes);
        profile.report(json, first.device(), common, output.json(), err());
        json.put("seconds", seconds(read.parseSeconds(), first.seconds()));
        output.print(
                out(),
                json,
                out -> results.forEach(r -> out.println(IntStream.range(0, sums.size())
                        .mapToObj(i -> r.means()[i] + " +- " + r.standardErrors()[i])
                        .collect(Collectors.joining("  ")))));
        summary(
                first.device(),
                read,
                passes,
                first.seconds(),
                work(rows.size(), sums.size()) + ", " + first.shots() + " shots, seed " + first.seed());
    }

    private List<PauliSum> readObservables() {
        List<PauliSum> sums = new ArrayList<>();
        for (String text : observables) {
            try {
                sums.add(PauliSum.parse(text));
            } catch (PauliSyntaxException e) {
                throw new InputException("--observable \"" + text + "\": " + e.getMessage());
            }
        }
        for (Path file : observableFiles) {
            sums.add(ObservableFile.read(file));
        }
        if (sums.isEmpty()) {
            throw new InputException("no observable; expected --observable or --observable-file");
        }
        return sums;
    }

    private List<Map<String, Double>> parameterRows(Map<String, Double> settings) {
        if (parameterFile == null) {
            return List.of(settings);
        }
        ParameterFile rows = ParameterFile.read(parameterFile);
        for (String name : rows.names()) {
            if (settings.containsKey(name)) {
                throw new InputException(parameterFile, "parameter '" + name + "' is also given by --set");
            }
        }
        List<Map<String, Double>> merged = new ArrayList<>();
        for (Map<String, Double> row : rows.asMaps()) {
            Map<String, Double> all = new LinkedHashMap<>(settings);
            all.putAll(row);
            merged.add(all);
        }
        return merged;
    }

    /** All rows have the same names. */
    private void requireParameters(Circuit circuit, List<Map<String, Double>> rows) {
        Map<String, Double> first = rows.getFirst();
        program.requireValues(circuit, first.keySet(), "--set %s=... or as a column of --params");
        for (String name : first.keySet()) {
            if (!circuit.parameters().contains(name)) {
                throw new InputException(
                        (parameterFile == null ? "--set" : parameterFile) + ": the program has no input '"
                                + name + "'; it has "
                                + (circuit.parameters().isEmpty() ? "none" : String.join(", ", circuit.parameters())));
            }
        }
    }

    private static void requireQubits(Circuit circuit, List<PauliSum> sums) {
        for (PauliSum sum : sums) {
            if (sum.qubitCount() > circuit.qubitCount()) {
                throw new InputException("the observable %s is on qubit %d; the program has %s"
                        .formatted(
                                sum,
                                sum.qubitCount() - 1,
                                circuit.qubitCount() == 0 ? "no qubits" : "qubits 0 to " + (circuit.qubitCount() - 1)));
            }
        }
    }

    private static String work(int rows, int observables) {
        return rows
                + (rows == 1 ? " row, " : " rows, ")
                + observables
                + (observables == 1 ? " observable" : " observables");
    }

    /** What the averages lack, for the summary: values that are printed alone would not show it. */
    private static String notFollowed(double[] probabilities) {
        double most = Arrays.stream(probabilities).max().orElse(0);
        return most > 0 ? ", outcomes of probability up to " + most + " not followed" : "";
    }

    /** With {@code --variance}, the observables and then the square of each. */
    private List<PauliSum> withSquares(List<PauliSum> sums) {
        List<PauliSum> all = new ArrayList<>(sums);
        if (variance) {
            sums.forEach(sum -> all.add(sum.symmetricProduct(sum)));
        }
        return all;
    }

    private static Result valuesOnly(Expectations expectations) {
        return new Result(
                List.of(expectations.values()),
                List.of(),
                expectations.notFollowed(),
                expectations.device(),
                expectations.passes(),
                expectations.seconds());
    }

    private Gradients byAdjoint(
            Simulator simulator,
            Circuit circuit,
            List<PauliSum> sums,
            List<Map<String, Double>> rows,
            RunOptions options) {
        try {
            return simulator.gradients(circuit, sums, rows, options);
        } catch (ProgramException e) {
            throw new InputException(program.file(), "--gradient: " + Failure.message(e));
        }
    }

    private static Result withGradients(Gradients gradients) {
        return new Result(
                List.of(gradients.values()),
                List.of(gradients.jacobians()),
                new double[0],
                gradients.device(),
                gradients.passes(),
                gradients.seconds());
    }

    private static Result byShifts(
            Simulator simulator,
            Circuit circuit,
            List<PauliSum> sums,
            List<Map<String, Double>> rows,
            RunOptions options,
            Progress progress) {
        ParameterShift shift =
                new ParameterShift(circuit, options.initialState().isEmpty());
        List<double[]> values = new ArrayList<>();
        List<double[][]> gradients = new ArrayList<>();
        Timing seconds = new Timing(0, 0, 0);
        Expectations last = null;
        for (Map<String, Double> row : rows) {
            Expectations shifted = simulator.expectations(shift.circuit(), sums, shift.rows(row), options);
            values.add(shifted.values()[0]);
            double[][] ofRow = new double[sums.size()][];
            for (int i = 0; i < ofRow.length; i++) {
                int observable = i;
                ofRow[i] = shift.gradient(
                        row,
                        Arrays.stream(shifted.values())
                                .mapToDouble(v -> v[observable])
                                .toArray());
            }
            gradients.add(ofRow);
            seconds = new Timing(
                    seconds.plan() + shifted.seconds().plan(),
                    seconds.run() + shifted.seconds().run(),
                    seconds.sample() + shifted.seconds().sample());
            last = shifted;
            progress.done(values.size(), rows.size());
        }
        if (last == null) {
            throw new IllegalStateException("no rows");
        }
        return new Result(values, gradients, new double[0], last.device(), last.passes(), seconds);
    }

    /** From the values of observables and, behind them, of their squares. */
    private static double[] variances(double[] row, int observableCount) {
        double[] variances = new double[observableCount];
        Arrays.setAll(variances, i -> row[observableCount + i] - row[i] * row[i]);
        return variances;
    }

    /** One observable gives a number a row; several give a list a row. */
    private void print(ProgramOptions.Program read, Result result, int observableCount) {
        Map<String, Object> json = result("expect", result.device, common.precision());
        json.put("qubits", read.circuit().qubitCount());
        json.put(
                "values",
                observableCount == 1
                        ? result.values.stream().map(row -> row[0]).toList()
                        : result.values.stream()
                                .map(row -> Arrays.copyOf(row, observableCount))
                                .toList());
        if (variance) {
            List<double[]> variances = result.values.stream()
                    .map(row -> variances(row, observableCount))
                    .toList();
            json.put(
                    "variances",
                    observableCount == 1 ? variances.stream().map(row -> row[0]).toList() : variances);
        }
        if (gradient) {
            json.put(
                    "gradients",
                    observableCount == 1
                            ? result.gradients.stream().map(row -> row[0]).toList()
                            : result.gradients.stream().map(Arrays::asList).toList());
        }
        if (!gradient) { // circuits with mid-circuit measurement have none
            json.put("not_followed", result.notFollowed);
        }
        json.put("parameters", read.circuit().parameters());
        json.put("passes", result.passes);
        profile.report(json, result.device, common, output.json(), err());
        json.put("seconds", seconds(read.parseSeconds(), result.seconds));
        output.print(out(), json, out -> {
            for (int row = 0; row < result.values.size(); row++) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < observableCount; i++) {
                    line.append(i == 0 ? "" : "  ").append(result.values.get(row)[i]);
                    if (variance) {
                        line.append("  ").append(variances(result.values.get(row), observableCount)[i]);
                    }
                    if (gradient) {
                        line.append("  ")
                                .append(Arrays.toString(result.gradients.get(row)[i]));
                    }
                }
                out.println(line);
            }
        });
    }
}
