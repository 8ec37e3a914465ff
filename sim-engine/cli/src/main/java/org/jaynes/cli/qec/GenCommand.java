package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Generates the circuit of a memory experiment. */
@Command(name = "gen", description = "Generates the circuit of a memory experiment.", mixinStandardHelpOptions = true)
final class GenCommand implements Callable<Integer> {
    private static final String PROBABILITY = "P";

    @Option(
            names = "--code",
            required = true,
            description = "surface_code, repetition_code, color_code or bivariate_bicycle.")
    private String code = "";

    @Option(
            names = "--task",
            required = true,
            description = {
                "repetition_code: memory. surface_code: rotated_memory_x, rotated_memory_z, unrotated_memory_x, "
                        + "unrotated_memory_z. color_code: memory_xyz. bivariate_bicycle: memory_x, memory_z."
            })
    private String task = "";

    @Option(
            names = "--distance",
            required = true,
            description =
                    "Distance of the code; for bivariate_bicycle 6, 12 or 18: [[72,12,6]], [[144,12,12]], [[288,12,18]].")
    private int distance;

    @Option(names = "--rounds", required = true, description = "How often the stabilizers are measured.")
    private long rounds;

    @Option(
            names = "--after_clifford_depolarization",
            paramLabel = PROBABILITY,
            converter = Probability.class,
            description = "Depolarization after each gate, on the qubits it touched.")
    private double afterClifford;

    @Option(
            names = "--before_round_data_depolarization",
            paramLabel = PROBABILITY,
            converter = Probability.class,
            description = "Depolarization of each data qubit at the start of a round.")
    private double beforeRoundData;

    @Option(
            names = "--before_measure_flip_probability",
            paramLabel = PROBABILITY,
            converter = Probability.class,
            description = "Flip of each qubit before it is measured; bivariate_bicycle reads its data without.")
    private double beforeMeasure;

    @Option(
            names = "--after_reset_flip_probability",
            paramLabel = PROBABILITY,
            converter = Probability.class,
            description = "Flip of each qubit after it is reset.")
    private double afterReset;

    @Option(
            names = "--idle_depolarization",
            paramLabel = PROBABILITY,
            converter = Probability.class,
            description = "bivariate_bicycle only: depolarization of each qubit in a time step in which it waits. "
                    + "Uniform circuit noise sets this, the gates', the measurements' and the resets' to one value.")
    private double idle;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the circuit.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Streams.write(out, experiment().text());
        return ExitCode.DONE;
    }

    private MemoryExperiment experiment() {
        NoiseStrengths noise = new NoiseStrengths(afterClifford, beforeRoundData, beforeMeasure, afterReset, idle);
        try {
            return new MemoryExperiment(code, task, distance, rounds, noise);
        } catch (IllegalArgumentException e) {
            // The record checks its parts, and here they are the user's.
            throw new InputException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads a probability as Stim's command does: to single precision, which shows in the circuit. */
    static final class Probability implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            float value = Float.NaN;
            if (text.matches("[-+0-9.eE]+")) {
                try {
                    value = Float.parseFloat(text);
                } catch (NumberFormatException e) {
                    throw new TypeConversionException("'%s' is no number".formatted(text));
                }
            }
            if (!(value >= 0 && value <= 1)) {
                throw new TypeConversionException("'%s' is no probability from 0 to 1".formatted(text));
            }
            return (double) value;
        }
    }
}
