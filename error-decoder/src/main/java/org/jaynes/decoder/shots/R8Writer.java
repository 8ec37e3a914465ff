package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.OutputStream;

final class R8Writer extends ShotWriter {
    R8Writer(OutputStream out, ShotLayout layout) {
        super(out, layout);
    }

    @Override
    void writeRow(long[] row) throws IOException {
        int afterLastOne = 0;
        for (int one = nextOne(row, 0); one >= 0; one = nextOne(row, one + 1)) {
            writeRun(one - afterLastOne);
            afterLastOne = one + 1;
        }
        writeRun(layout.bitCount() - afterLastOne);
    }

    private void writeRun(int zeros) throws IOException {
        int rest = zeros;
        for (; rest >= 255; rest -= 255) {
            out.write(255);
        }
        out.write(rest);
    }
}
