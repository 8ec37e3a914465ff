package org.jaynes.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An input of a command is not as it must be, or a file cannot be read or written: exit code 2. The message says what to do. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String file;
    private final int line;
    private final int column;

    /** What is wrong is an option. */
    public InputException(String message) {
        super(message);
        this.file = null;
        this.line = 0;
        this.column = 0;
    }

    /** What is wrong is a file as a whole. */
    public InputException(Path file, String message) {
        super(file + ": " + message);
        this.file = file.toString();
        this.line = 0;
        this.column = 0;
    }

    /**
     * What is wrong is a place in a file.
     *
     * @param line counted from 1
     * @param column counted from 1
     */
    public InputException(Path file, int line, int column, String message) {
        super(file + ":" + line + ":" + column + ": " + message);
        this.file = file.toString();
        this.line = line;
        this.column = column;
    }

    /** A file cannot be read. */
    static InputException unreadable(Path file, IOException e) {
        return e instanceof CharacterCodingException
                ? new InputException(file, "is not UTF-8 text")
                : new InputException(file, "could not be read: " + reason(e));
    }

    /** The system's reason without the name of the file, which it may or may not have. */
    static String reason(IOException e) {
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : Failure.message(e);
    }

    /** The file, or null when the fault is in an option. */
    @Nullable
    String file() {
        return file;
    }

    /** Line from 1, or 0 when there is none. */
    int line() {
        return line;
    }

    /** Column from 1, or 0 when there is none. */
    int column() {
        return column;
    }
}
