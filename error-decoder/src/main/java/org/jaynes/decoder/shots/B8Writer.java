package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.OutputStream;

final class B8Writer extends ShotWriter {
    private final byte[] bytes;

    B8Writer(OutputStream out, ShotLayout layout) {
        super(out, layout);
        this.bytes = new byte[(int) ((layout.bitCount() + 7L) / 8)];
    }

    @Override
    void writeRow(long[] row) throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (row[i >> 3] >>> ((i & 7) * 8));
        }
        out.write(bytes);
    }
}
