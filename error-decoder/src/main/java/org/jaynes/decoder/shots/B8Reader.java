package org.jaynes.decoder.shots;

import java.io.IOException;

final class B8Reader extends ShotReader {
    private final byte[] bytes;

    B8Reader(ByteSource source, ShotLayout layout) {
        super(source, layout);
        this.bytes = new byte[(int) ((layout.bitCount() + 7L) / 8)];
    }

    @Override
    boolean readInto(long[] row) throws IOException {
        int count = source.read(bytes);
        if (count == 0) {
            // Also where a shot has no bits: such a file holds no shots.
            return false;
        }
        if (count < bytes.length) {
            throw source.fault("the data ends after %d of the shot's %d bytes".formatted(count, bytes.length));
        }
        for (int i = 0; i < count; i++) {
            row[i >> 3] |= (bytes[i] & 0xFFL) << ((i & 7) * 8);
        }
        if (layout.bitCount() % 64 != 0) {
            // Stim writes zeros as padding and reads over anything; a row in memory has none.
            row[row.length - 1] &= (1L << layout.bitCount()) - 1;
        }
        return true;
    }
}
