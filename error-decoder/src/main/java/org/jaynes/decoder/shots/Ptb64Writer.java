package org.jaynes.decoder.shots;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

final class Ptb64Writer extends ShotWriter {
    private final long[] group;
    private int shotsInGroup;
    private long shots;

    Ptb64Writer(OutputStream out, ShotLayout layout) {
        super(out, layout);
        this.group = new long[layout.bitCount()];
    }

    @Override
    void writeRow(long[] row) throws IOException {
        for (int one = nextOne(row, 0); one >= 0; one = nextOne(row, one + 1)) {
            group[one] |= 1L << shotsInGroup;
        }
        shots++;
        if (++shotsInGroup == 64) {
            byte[] bytes = new byte[Math.multiplyExact(8, group.length)];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(group);
            out.write(bytes);
            Arrays.fill(group, 0);
            shotsInGroup = 0;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        if (shotsInGroup != 0) {
            throw new ShotCountException(
                    "ptb64 holds groups of 64 shots; %d shots are no multiple of 64".formatted(shots));
        }
    }
}
