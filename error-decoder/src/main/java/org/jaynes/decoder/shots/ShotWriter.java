package org.jaynes.decoder.shots;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes shots one after the other, in bounded memory. Not thread-safe; {@link #close} completes the data. */
public abstract sealed class ShotWriter implements AutoCloseable
        permits ZeroOneWriter, B8Writer, R8Writer, Ptb64Writer, HitsWriter, DetsWriter {
    final OutputStream out;
    final ShotLayout layout;

    ShotWriter(OutputStream out, ShotLayout layout) {
        this.out = out;
        this.layout = layout;
    }

    /**
     * A writer of one format.
     *
     * @param out where the data goes; buffered here, closed by {@link #close}
     */
    public static ShotWriter open(OutputStream out, ShotFormat format, ShotLayout layout) {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        return switch (format) {
            case ZERO_ONE -> new ZeroOneWriter(buffered, layout);
            case B8 -> new B8Writer(buffered, layout);
            case R8 -> new R8Writer(buffered, layout);
            case PTB64 -> new Ptb64Writer(buffered, layout);
            case HITS -> new HitsWriter(buffered, layout);
            case DETS -> new DetsWriter(buffered, layout, false);
        };
    }

    /**
     * A writer of {@link ShotFormat#DETS} that writes the observables of a shot before the rest, as {@code stim detect}
     * does; rows are as ever. A reader cannot tell.
     *
     * @param out see {@link #open}
     */
    public static ShotWriter openDetsWithObservablesFirst(OutputStream out, ShotLayout layout) {
        return new DetsWriter(new BufferedOutputStream(out, 1 << 16), layout, true);
    }

    /**
     * Writes a shot.
     *
     * @param row the bits, {@link ShotLayout#wordCount()} words, padding 0; not kept
     */
    public final void write(long[] row) throws IOException {
        if (row.length != layout.wordCount()) {
            throw new IllegalArgumentException(
                    "row of %d words for shots of %d words".formatted(row.length, layout.wordCount()));
        }
        writeRow(row);
    }

    abstract void writeRow(long[] row) throws IOException;

    /**
     * Writes what is still buffered and closes the stream.
     *
     * @throws ShotCountException if the format is {@link ShotFormat#PTB64} and the number of shots is no multiple of
     *     64; the shots of full groups are in the file
     */
    @Override
    public void close() throws IOException {
        out.close();
    }

    /** The first one at or after a bit, or -1. */
    static int nextOne(long[] row, int from) {
        int word = from >> 6;
        if (word >= row.length) {
            return -1;
        }
        long rest = row[word] & (-1L << from);
        while (rest == 0) {
            if (++word == row.length) {
                return -1;
            }
            rest = row[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    final void writeNumber(int number) throws IOException {
        if (number >= 10) {
            writeNumber(number / 10);
        }
        out.write('0' + number % 10);
    }
}
