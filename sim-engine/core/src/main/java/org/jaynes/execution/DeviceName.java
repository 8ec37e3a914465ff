package org.jaynes.execution;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a device as the user writes it; {@link #parse} is the one place that reads it.
 *
 * @param kind what kind of device
 * @param ordinal the number of the GPU; 0 for the other kinds
 */
public record DeviceName(Kind kind, int ordinal) {
    /** What a name may stand for. */
    public enum Kind {
        /** The best device for the work. */
        AUTO,
        /** A GPU, or an emulated one. */
        CUDA,
        /** The SIMD kernels of libjaynes_cpu. */
        CPU,
        /** Plain Java. */
        REFERENCE
    }

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,4}))?");

    /**
     * Reads {@code auto}, {@code cuda}, {@code cuda:i}, {@code cpu} or {@code reference}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static DeviceName parse(String text) {
        Matcher cuda = CUDA.matcher(text);
        if (cuda.matches()) {
            return new DeviceName(Kind.CUDA, cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        return switch (text) {
            case "auto" -> new DeviceName(Kind.AUTO, 0);
            case "cpu" -> new DeviceName(Kind.CPU, 0);
            case "reference" -> new DeviceName(Kind.REFERENCE, 0);
            default ->
                throw new IllegalArgumentException("device '" + text
                        + "' is not known; expected auto, cuda, cuda:0, cuda:1, ..., cpu or reference");
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case AUTO -> "auto";
            case CUDA -> "cuda:" + ordinal;
            case CPU -> "cpu";
            case REFERENCE -> "reference";
        };
    }
}
