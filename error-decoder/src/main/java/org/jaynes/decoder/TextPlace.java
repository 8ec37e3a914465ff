package org.jaynes.decoder;

/**
 * A place in a text; it prints as {@code SOURCE:LINE:COLUMN}.
 *
 * @param source what the text is called, such as a file name
 * @param line from 1
 * @param column in bytes, from 1
 */
public record TextPlace(String source, int line, int column) {
    @Override
    public String toString() {
        return source + ":" + line + ":" + column;
    }
}
