package org.jaynes.cli;

import java.util.OptionalLong;
import org.jaynes.bindings.Setting;
import org.jaynes.execution.DeviceName;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.SimulatorOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with a simulation has. */
public final class CommonOptions {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description =
                    "Where to run: auto, cuda, cuda:0, cuda:1, ..., cpu or reference (default: JAYNES_DEVICE, else auto).")
    private @Nullable String device;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description = "Amplitudes: single (complex64, the default) or double (complex128).")
    private String precision = "single";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Key of all random numbers (default: drawn, and printed with the result). Where none are drawn, "
                            + "as for expectations, it changes nothing.")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the device cpu (default: JAYNES_THREADS, else all processors).")
    private @Nullable Integer threads;

    /** The device as named by option, property or environment. */
    String device() {
        return device(device);
    }

    private static String device(@Nullable String option) {
        return option != null
                ? option
                : Settings.DEVICE.value().map(Setting.Value::text).orElse("auto");
    }

    /**
     * Which device to use.
     *
     * @param option the value of {@code --device}, or null without one: then the setting counts, else auto
     * @throws InputException if it is no name of a device
     */
    public static DeviceName deviceName(@Nullable String option) {
        try {
            return DeviceName.parse(device(option));
        } catch (IllegalArgumentException e) {
            throw new InputException(Failure.message(e));
        }
    }

    Precision precision() {
        return switch (precision) {
            case "single" -> Precision.SINGLE;
            case "double" -> Precision.DOUBLE;
            default -> throw new InputException("--precision is '" + precision + "'; expected single or double");
        };
    }

    OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    int threads() {
        return threads(threads);
    }

    /**
     * How many threads to use.
     *
     * @param option the value of {@code --threads}, or null without one: then the setting counts, else all processors
     * @throws InputException if it is less than 1
     */
    public static int threads(@Nullable Integer option) {
        if (option != null) {
            return positive(option.toString(), "--threads");
        }
        return Settings.THREADS
                .value()
                .map(value -> positive(value.text(), value.origin()))
                .orElse(Runtime.getRuntime().availableProcessors());
    }

    /** @throws InputException for a device or a number of threads that cannot be */
    SimulatorOptions simulatorOptions() {
        try {
            return new SimulatorOptions(device()).withThreads(threads());
        } catch (IllegalArgumentException e) {
            throw new InputException(Failure.message(e));
        }
    }

    private static int positive(String text, String origin) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Not a number is answered as a number out of range is.
        }
        throw new InputException(origin + " is '" + text + "'; expected a whole number from 1");
    }
}
