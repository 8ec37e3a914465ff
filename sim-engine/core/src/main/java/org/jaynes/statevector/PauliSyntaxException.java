package org.jaynes.statevector;

/** The text of an observable is wrong. */
public final class PauliSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;

    PauliSyntaxException(int column, String found, String expected) {
        super("observable, column %d: found %s, expected %s".formatted(column, found, expected));
        this.column = column;
    }

    /** Where in the text, counted from 1. */
    public int column() {
        return column;
    }
}
