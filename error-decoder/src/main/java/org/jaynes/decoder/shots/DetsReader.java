package org.jaynes.decoder.shots;

import java.io.IOException;

final class DetsReader extends ShotReader {
    DetsReader(ByteSource source, ShotLayout layout) {
        super(source, layout);
    }

    @Override
    boolean readInto(long[] row) throws IOException {
        int character = source.read();
        while (character == ' ' || character == '\n' || character == '\r' || character == '\t') {
            character = source.read();
        }
        if (character == ByteSource.END) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            if (character != "shot".charAt(i)) {
                throw source.fault("expected 'shot' but found %s".formatted(ByteSource.show(character)));
            }
            character = source.read();
        }
        while (character == ' ') {
            character = readToken(row);
        }
        endLine(character, "' ' or a newline after a token");
        return true;
    }

    /** Reads a kind and an index, sets the bit, and returns the character after it. */
    private int readToken(long[] row) throws IOException {
        int kind = source.read();
        int first = firstBit(kind);
        int count = bitsOf(kind);
        int character = source.read();
        if (character < '0' || character > '9') {
            throw source.fault("expected an index after '%c' but found %s".formatted(kind, ByteSource.show(character)));
        }
        long index = 0;
        while (character >= '0' && character <= '9') {
            index = Math.min(index * 10 + (character - '0'), Integer.MAX_VALUE);
            character = source.read();
        }
        if (index >= count) {
            throw source.fault("%c%d in a shot with %d of that kind".formatted(kind, index, count));
        }
        set(row, first + (int) index);
        return character;
    }

    private int firstBit(int kind) throws ShotFormatException {
        return switch (kind) {
            case 'M' -> 0;
            case 'D' -> layout.measurements();
            case 'L' -> layout.measurements() + layout.detectors();
            default -> throw source.fault("expected M, D or L but found %s".formatted(ByteSource.show(kind)));
        };
    }

    private int bitsOf(int kind) {
        return switch (kind) {
            case 'M' -> layout.measurements();
            case 'D' -> layout.detectors();
            default -> layout.observables();
        };
    }
}
