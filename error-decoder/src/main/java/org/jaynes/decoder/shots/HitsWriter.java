package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.OutputStream;

final class HitsWriter extends ShotWriter {
    HitsWriter(OutputStream out, ShotLayout layout) {
        super(out, layout);
    }

    @Override
    void writeRow(long[] row) throws IOException {
        int first = nextOne(row, 0);
        for (int one = first; one >= 0; one = nextOne(row, one + 1)) {
            if (one != first) {
                out.write(',');
            }
            writeNumber(one);
        }
        out.write('\n');
    }
}
