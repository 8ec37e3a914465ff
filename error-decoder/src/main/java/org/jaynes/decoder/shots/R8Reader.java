package org.jaynes.decoder.shots;

import java.io.IOException;

final class R8Reader extends ShotReader {
    private static final int RUN_GOES_ON = 255;

    R8Reader(ByteSource source, ShotLayout layout) {
        super(source, layout);
    }

    @Override
    boolean readInto(long[] row) throws IOException {
        int bitCount = layout.bitCount();
        int run = source.read();
        if (run == ByteSource.END) {
            return false;
        }
        long position = run;
        while (true) {
            if (position > bitCount) {
                throw source.fault("a run of zeros reaches bit %d; a shot has %d bits".formatted(position, bitCount));
            }
            if (run != RUN_GOES_ON) {
                if (position == bitCount) {
                    return true;
                }
                set(row, (int) position);
                position++;
            }
            run = source.read();
            if (run == ByteSource.END) {
                throw source.fault("the data ends at bit %d of %d".formatted(position, bitCount));
            }
            position += run;
        }
    }
}
