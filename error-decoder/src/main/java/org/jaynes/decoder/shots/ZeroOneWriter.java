package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.OutputStream;

final class ZeroOneWriter extends ShotWriter {
    private final byte[] line;

    ZeroOneWriter(OutputStream out, ShotLayout layout) {
        super(out, layout);
        this.line = new byte[Math.addExact(layout.bitCount(), 1)];
        line[layout.bitCount()] = '\n';
    }

    @Override
    void writeRow(long[] row) throws IOException {
        for (int bit = 0; bit < layout.bitCount(); bit++) {
            line[bit] = (byte) ('0' + ((row[bit >> 6] >>> bit) & 1));
        }
        out.write(line);
    }
}
