package org.jaynes.decoder.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BitTableTest {
    @Test
    void shotsAndRowsTurnIntoEachOther() {
        SplittableRandom random = new SplittableRandom(1);
        for (int bits : new int[] {0, 1, 63, 64, 65, 200}) {
            for (int shots : new int[] {1, 64, 65, 130}) {
                int words = BitTable.wordsOf(shots);
                long[][] rows = new long[bits][words];
                for (long[] row : rows) {
                    for (int shot = 0; shot < shots; shot++) {
                        row[shot >> 6] |= random.nextLong(2) << shot;
                    }
                }
                long[] turned = new long[shots * BitTable.wordsOf(bits)];
                BitTable.toShots(rows, bits, shots, turned);
                for (int bit = 0; bit < bits; bit++) {
                    for (int shot = 0; shot < shots; shot++) {
                        assertEquals(
                                rows[bit][shot >> 6] >>> shot & 1,
                                turned[shot * BitTable.wordsOf(bits) + (bit >> 6)] >>> bit & 1);
                    }
                }
                long[][] back = new long[bits][words];
                BitTable.toRows(turned, shots, back);
                for (int bit = 0; bit < bits; bit++) {
                    assertArrayEquals(rows[bit], back[bit]);
                }
            }
        }
    }
}
