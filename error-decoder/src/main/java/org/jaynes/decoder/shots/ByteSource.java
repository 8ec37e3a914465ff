package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.InputStream;

/** Buffered bytes of an input stream, with the position that error messages name. */
final class ByteSource implements AutoCloseable {
    static final int END = -1;

    private final InputStream in;
    private final String name;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int limit;
    private long bytesBeforeBuffer;
    private long shot;

    ByteSource(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    int read() throws IOException {
        return next < limit || fill() ? buffer[next++] & 0xFF : END;
    }

    /** Fills the array as far as there are bytes and returns how many there were. */
    int read(byte[] target) throws IOException {
        int filled = 0;
        while (filled < target.length && (next < limit || fill())) {
            int count = Math.min(limit - next, target.length - filled);
            System.arraycopy(buffer, next, target, filled, count);
            next += count;
            filled += count;
        }
        return filled;
    }

    private boolean fill() throws IOException {
        bytesBeforeBuffer += limit;
        next = 0;
        limit = Math.max(in.read(buffer), 0);
        return limit > 0;
    }

    void shotDone() {
        shot++;
    }

    ShotFormatException fault(String fault) {
        return new ShotFormatException(name, shot, bytesBeforeBuffer + next, fault);
    }

    /** A byte as an error message shows it. */
    static String show(int character) {
        return switch (character) {
            case END -> "the end of the data";
            case '\n' -> "a newline";
            case '\r' -> "a carriage return";
            default ->
                character >= ' ' && character < 127 ? "'" + (char) character + "'" : "byte 0x%02x".formatted(character);
        };
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
