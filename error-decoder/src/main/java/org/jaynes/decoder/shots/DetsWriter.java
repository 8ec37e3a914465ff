package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.OutputStream;

final class DetsWriter extends ShotWriter {
    private static final byte[] SHOT = {'s', 'h', 'o', 't'};

    DetsWriter(OutputStream out, ShotLayout layout) {
        super(out, layout);
    }

    @Override
    void writeRow(long[] row) throws IOException {
        int firstDetector = layout.measurements();
        int firstObservable = firstDetector + layout.detectors();
        out.write(SHOT);
        for (int one = nextOne(row, 0); one >= 0; one = nextOne(row, one + 1)) {
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
        out.write('\n');
    }
}
