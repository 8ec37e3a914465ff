package org.jaynes.qasm;

import org.jspecify.annotations.Nullable;

/**
 * A program that cannot be read: where, what was found, what was expected, and what to do about it.
 *
 * <p>The message is one line of the form {@code adder.qasm:12:5: expected ';' but found 'cx'}, followed by the remedy when
 * there is one. Every reader of this package reports every fault of its input by this type and by no other.
 */
public final class QasmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final int column;
    private final @Nullable String found;
    private final @Nullable String expected;
    private final @Nullable String remedy;

    private QasmException(
            String file,
            int line,
            int column,
            String problem,
            @Nullable String found,
            @Nullable String expected,
            @Nullable String remedy) {
        super(file + ":" + line + ":" + column + ": " + problem + (remedy == null ? "" : "; " + remedy));
        this.file = file;
        this.line = line;
        this.column = column;
        this.found = found;
        this.expected = expected;
        this.remedy = remedy;
    }

    /**
     * The text does not continue as the grammar wants.
     *
     * @param file name of the source
     * @param line line, counted from 1
     * @param column column, counted from 1 in UTF-16 units
     * @param expected what could have stood here
     * @param found what stands here
     * @param remedy what to do, or null
     */
    public static QasmException unexpected(
            String file, int line, int column, String expected, String found, @Nullable String remedy) {
        return new QasmException(
                file, line, column, "expected " + expected + " but found " + found, found, expected, remedy);
    }

    /**
     * The text can be read and means nothing that can be done.
     *
     * @param file name of the source
     * @param line line, counted from 1
     * @param column column, counted from 1 in UTF-16 units
     * @param problem what is wrong
     * @param remedy what to do, or null
     */
    public static QasmException invalid(String file, int line, int column, String problem, @Nullable String remedy) {
        return new QasmException(file, line, column, problem, null, null, remedy);
    }

    /** The whole message: place, problem, remedy. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Name of the source, as it was given or included. */
    public String file() {
        return file;
    }

    /** Line of the fault, counted from 1. */
    public int line() {
        return line;
    }

    /** Column of the fault, counted from 1 in UTF-16 units. */
    public int column() {
        return column;
    }

    /** What stands at the place, or null when the fault is not one of grammar. */
    public @Nullable String found() {
        return found;
    }

    /** What could have stood at the place, or null when the fault is not one of grammar. */
    public @Nullable String expected() {
        return expected;
    }

    /** What to do about it, or null when there is nothing better to say than what is wrong. */
    public @Nullable String remedy() {
        return remedy;
    }
}
