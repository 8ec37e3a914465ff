package org.jaynes.decoder.shots;

import java.io.IOException;

final class HitsReader extends ShotReader {
    HitsReader(ByteSource source, ShotLayout layout) {
        super(source, layout);
    }

    @Override
    boolean readInto(long[] row) throws IOException {
        int character = source.read();
        if (character == ByteSource.END) {
            return false;
        }
        if (character == '\n' || character == '\r') {
            endLine(character, "a newline");
            return true;
        }
        while (true) {
            if (character < '0' || character > '9') {
                throw source.fault("expected the index of a one but found %s".formatted(ByteSource.show(character)));
            }
            long index = 0;
            while (character >= '0' && character <= '9') {
                index = Math.min(index * 10 + (character - '0'), Integer.MAX_VALUE);
                character = source.read();
            }
            if (index >= layout.bitCount()) {
                throw source.fault("index %d in a shot of %d bits".formatted(index, layout.bitCount()));
            }
            row[(int) index >> 6] ^= 1L << index;
            if (character != ',') {
                endLine(character, "',' or a newline after an index");
                return true;
            }
            character = source.read();
        }
    }
}
