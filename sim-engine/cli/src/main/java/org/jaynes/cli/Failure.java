package org.jaynes.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.bindings.SettingException;
import org.jaynes.bindings.UnavailableException;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.DecoderParameterException;
import org.jaynes.decoder.DecodingDeviceException;
import org.jaynes.decoder.TextFormatException;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.shots.ShotCountException;
import org.jaynes.decoder.shots.ShotFormatException;
import org.jaynes.execution.DeviceFailedException;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.sampling.PostselectionException;
import org.jaynes.plan.AngleException;
import org.jaynes.plan.SliceCountException;
import org.jaynes.qasm.QasmException;
import org.jaynes.statevector.LimitExceededException;
import org.jaynes.statevector.ProgramException;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended that did not do its work. This is the one place where exceptions become exit codes.
 *
 * @param exitCode one of {@link ExitCode}
 * @param message what, where, what was expected and what to do
 * @param file the input at fault, or null
 * @param line from 1, or 0 when there is none
 * @param column from 1, or 0 when there is none
 * @param showsTrace whether the stack trace helps whoever mends it: the fault is not the user's
 */
record Failure(int exitCode, String message, @Nullable String file, int line, int column, boolean showsTrace) {
    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case QasmException e -> new Failure(ExitCode.BAD_INPUT, message(e), e.file(), e.line(), e.column(), false);
            case TextFormatException e ->
                new Failure(ExitCode.BAD_INPUT, message(e), e.source(), e.line(), e.column(), false);
            case ShotFormatException e -> new Failure(ExitCode.BAD_INPUT, message(e), e.source(), 0, 0, false);
            case ShotCountException e -> of(ExitCode.BAD_INPUT, e);
            case CircuitException e -> of(ExitCode.BAD_INPUT, e);
            case DecoderModelException e -> of(ExitCode.BAD_INPUT, e);
            case DecoderParameterException e -> of(ExitCode.BAD_INPUT, e);
            case TooLargeException e -> of(ExitCode.BEYOND_LIMIT, e);
            case DecodingDeviceException e -> of(exitCode(e.fault()), e);
            case ExperimentException e -> of(ExitCode.BAD_INPUT, e);
            case PostselectionException e -> of(ExitCode.BEYOND_LIMIT, e);
            case InputException e -> new Failure(ExitCode.BAD_INPUT, message(e), e.file(), e.line(), e.column(), false);
            case IOException e -> new Failure(ExitCode.BAD_INPUT, ofFile(e), null, 0, 0, false);
            case UncheckedIOException e -> of(ExitCode.BAD_INPUT, e);
            case DeviceFailedException e when e.isOutOfMemory() -> of(ExitCode.BEYOND_LIMIT, e);
            case DeviceFailedException e -> of(ExitCode.ENGINE_FAILED, e);
            case ProgramException e -> of(ExitCode.BAD_INPUT, e);
            case SettingException e -> of(ExitCode.BAD_INPUT, e);
            case AngleException e -> of(ExitCode.BAD_INPUT, e);
            case SliceCountException e -> new Failure(ExitCode.BAD_INPUT, "--slices: " + message(e), null, 0, 0, false);
            case LimitExceededException e -> of(ExitCode.BEYOND_LIMIT, e);
            case DeviceUnavailableException e -> of(ExitCode.UNUSABLE_DEVICE, e);
            case UnavailableException e -> of(ExitCode.UNUSABLE_DEVICE, e);
            case InsufficientMemoryException e -> of(ExitCode.BEYOND_LIMIT, e);
            case OutOfMemoryError e -> new Failure(ExitCode.BEYOND_LIMIT, ofMemory(e), null, 0, 0, false);
            // Also an IllegalArgumentException: what a user can get wrong has an exception of its own.
            default -> new Failure(ExitCode.ENGINE_FAILED, "internal error: " + thrown, null, 0, 0, true);
        };
    }

    private static int exitCode(DecodingDeviceException.Fault fault) {
        return switch (fault) {
            case UNAVAILABLE, BUSY -> ExitCode.UNUSABLE_DEVICE;
            case OUT_OF_MEMORY -> ExitCode.BEYOND_LIMIT;
            case FAILED -> ExitCode.ENGINE_FAILED;
        };
    }

    /** Wrong usage of the command line itself. */
    static Failure ofUsage(String message) {
        return new Failure(ExitCode.BAD_INPUT, message, null, 0, 0, false);
    }

    /** The JVM names its heap in words of its own; other memory is refused by the system. */
    private static String ofMemory(OutOfMemoryError e) {
        String message = message(e);
        boolean heap = message.startsWith("Java heap space")
                || message.startsWith("GC overhead limit")
                || message.startsWith("Requested array size");
        return heap
                ? "the Java heap (limit %,d bytes) is full: %s; raise it with JDK_JAVA_OPTIONS=-Xmx..."
                        .formatted(Runtime.getRuntime().maxMemory(), message)
                : "out of memory outside the Java heap: " + message
                        + "; free memory, or raise the limit of the process or container";
    }

    /** The messages of file operations are often the file's name alone. */
    private static String ofFile(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case CharacterCodingException _ -> "an input file is not UTF-8 text";
            default -> "reading or writing a file failed: " + message(e);
        };
    }

    private static Failure of(int exitCode, Exception e) {
        return new Failure(exitCode, message(e), null, 0, 0, false);
    }

    /** Its message, or its name where it has none. */
    static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message;
    }

    /** The JSON that goes to standard error with {@code --json}. */
    Map<String, Object> toJson() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", exitCode);
        error.put("message", message);
        if (file != null) {
            error.put("file", file);
        }
        if (line > 0) {
            error.put("line", line);
            error.put("column", column);
        }
        return Map.of("error", error);
    }
}
