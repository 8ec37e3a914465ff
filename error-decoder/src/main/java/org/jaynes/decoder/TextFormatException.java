package org.jaynes.decoder;

/** A {@code .stim} or {@code .dem} text that breaks the rules of its format. */
public final class TextFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final int line;
    private final int column;

    /**
     * @param source what the text is called, such as a file name
     * @param line line of the fault, from 1
     * @param column column of the fault in bytes, from 1
     * @param fault what was found and what was expected
     */
    public TextFormatException(String source, int line, int column, String fault) {
        super("%s:%d:%d: %s".formatted(source, line, column, fault));
        this.source = source;
        this.line = line;
        this.column = column;
    }

    /** What the text is called. */
    public String source() {
        return source;
    }

    /** Line of the fault, from 1. */
    public int line() {
        return line;
    }

    /** Column of the fault in bytes, from 1. */
    public int column() {
        return column;
    }
}
