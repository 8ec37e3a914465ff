package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads shots one after the other, in bounded memory (one shot; 64 in {@link ShotFormat#PTB64}). Not thread-safe.
 *
 * <p>A last shot that is cut off, a bit or index outside of the layout, and anything else that the format does not allow
 * is a {@link ShotFormatException}; nothing is skipped.
 */
public abstract sealed class ShotReader implements AutoCloseable
        permits ZeroOneReader, B8Reader, R8Reader, Ptb64Reader, HitsReader, DetsReader {
    final ByteSource source;
    final ShotLayout layout;

    ShotReader(ByteSource source, ShotLayout layout) {
        this.source = source;
        this.layout = layout;
    }

    /**
     * A reader of one format.
     *
     * @param in the data; buffered here, closed by {@link #close}
     * @param sourceName what error messages call the data
     */
    public static ShotReader open(InputStream in, String sourceName, ShotFormat format, ShotLayout layout) {
        ByteSource source = new ByteSource(in, sourceName);
        return switch (format) {
            case ZERO_ONE -> new ZeroOneReader(source, layout);
            case B8 -> new B8Reader(source, layout);
            case R8 -> new R8Reader(source, layout);
            case PTB64 -> new Ptb64Reader(source, layout);
            case HITS -> new HitsReader(source, layout);
            case DETS -> new DetsReader(source, layout);
        };
    }

    /** What the bits of a shot are. */
    public final ShotLayout layout() {
        return layout;
    }

    /**
     * Reads the next shot.
     *
     * @param row receives the bits; {@link ShotLayout#wordCount()} words, padding 0
     * @return false at the end of the data; the row is then all zero
     * @throws ShotFormatException if the data is not in the format; the reader cannot go on
     */
    public final boolean read(long[] row) throws IOException {
        if (row.length != layout.wordCount()) {
            throw new IllegalArgumentException(
                    "row of %d words for shots of %d words".formatted(row.length, layout.wordCount()));
        }
        Arrays.fill(row, 0);
        boolean found = readInto(row);
        if (found) {
            source.shotDone();
        }
        return found;
    }

    /** Reads a shot into a row of zeros. */
    abstract boolean readInto(long[] row) throws IOException;

    /** Reads the rest of a newline of which the first character may have been a carriage return. */
    final void endLine(int character, String expected) throws IOException {
        int end = character == '\r' ? source.read() : character;
        if (end != '\n') {
            throw source.fault("expected %s but found %s".formatted(expected, ByteSource.show(end)));
        }
    }

    static void set(long[] row, int bit) {
        row[bit >> 6] |= 1L << bit;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
