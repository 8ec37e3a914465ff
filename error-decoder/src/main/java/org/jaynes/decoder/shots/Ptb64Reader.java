package org.jaynes.decoder.shots;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

final class Ptb64Reader extends ShotReader {
    private static final VarHandle LITTLE_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] group;
    private int nextShot = 64;

    Ptb64Reader(ByteSource source, ShotLayout layout) {
        super(source, layout);
        this.group = new byte[Math.multiplyExact(8, layout.bitCount())];
    }

    @Override
    boolean readInto(long[] row) throws IOException {
        if (nextShot == 64) {
            int count = source.read(group);
            if (count == 0) {
                return false;
            }
            if (count < group.length) {
                throw source.fault(
                        "the data ends after %d of the %d bytes of a group of 64 shots".formatted(count, group.length));
            }
            nextShot = 0;
        }
        for (int bit = 0; bit < layout.bitCount(); bit++) {
            long shots = (long) LITTLE_ENDIAN_LONG.get(group, 8 * bit);
            row[bit >> 6] |= ((shots >>> nextShot) & 1) << bit;
        }
        nextShot++;
        return true;
    }
}
