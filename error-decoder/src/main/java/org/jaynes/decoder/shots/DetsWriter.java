package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.OutputStream;

final class DetsWriter extends ShotWriter {
    private static final byte[] SHOT = {'s', 'h', 'o', 't'};

    private final boolean observablesFirst;

    DetsWriter(OutputStream out, ShotLayout layout, boolean observablesFirst) {
        super(out, layout);
        this.observablesFirst = observablesFirst;
    }

    @Override
    void writeRow(long[] row) throws IOException {
        int firstObservable = layout.measurements() + layout.detectors();
        out.write(SHOT);
        if (observablesFirst) {
            writeTokens(row, firstObservable, layout.bitCount());
            writeTokens(row, 0, firstObservable);
        } else {
            writeTokens(row, 0, layout.bitCount());
        }
        out.write('\n');
    }

    private void writeTokens(long[] row, int from, int to) throws IOException {
        int firstDetector = layout.measurements();
        int firstObservable = firstDetector + layout.detectors();
        for (int one = nextOne(row, from); one >= 0 && one < to; one = nextOne(row, one + 1)) {
            out.write(' ');
            if (one < firstDetector) {
                out.write('M');
                writeNumber(one);
            } else if (one < firstObservable) {
                out.write('D');
                writeNumber(one - firstDetector);
            } else {
                out.write('L');
                writeNumber(one - firstObservable);
            }
        }
    }
}
