package org.jaynes.decoder.shots;

import java.io.IOException;

final class ZeroOneReader extends ShotReader {
    ZeroOneReader(ByteSource source, ShotLayout layout) {
        super(source, layout);
    }

    @Override
    boolean readInto(long[] row) throws IOException {
        int bitCount = layout.bitCount();
        int character = source.read();
        if (character == ByteSource.END) {
            return false;
        }
        for (int bit = 0; bit < bitCount; bit++) {
            if (character == '1') {
                set(row, bit);
            } else if (character != '0') {
                throw source.fault("expected '0' or '1' for bit %d of %d but found %s"
                        .formatted(bit, bitCount, ByteSource.show(character)));
            }
            character = source.read();
        }
        endLine(character, "a newline after %d bits".formatted(bitCount));
        return true;
    }
}
