package org.jaynes.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An input of a command other than the program is not as it must be: exit code 2. The message says what to do. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String file;
    private final int line;
    private final int column;

    InputException(String message) {
        super(message);
        this.file = null;
        this.line = 0;
        this.column = 0;
    }

    InputException(Path file, String message) {
        super(file + ": " + message);
        this.file = file.toString();
        this.line = 0;
        this.column = 0;
    }

    /**
     * @param line counted from 1
     * @param column counted from 1
     */
    InputException(Path file, int line, int column, String message) {
        super(file + ":" + line + ":" + column + ": " + message);
        this.file = file.toString();
        this.line = line;
        this.column = column;
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
