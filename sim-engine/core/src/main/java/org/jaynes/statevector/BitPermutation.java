package org.jaynes.statevector;

/** Rearranges the bits of indices, by tables. */
final class BitPermutation {
    private static final int TABLE_BITS = 11;
    private static final int TABLE_SIZE = 1 << TABLE_BITS;

    private final long[][] tables;

    /**
     * @param target where each bit goes: bit b of an index becomes bit {@code target[b]}
     */
    BitPermutation(int[] target) {
        tables = new long[Math.ceilDiv(Math.max(1, target.length), TABLE_BITS)][TABLE_SIZE];
        for (int table = 0; table < tables.length; table++) {
            for (int value = 1; value < TABLE_SIZE; value++) {
                int bit = table * TABLE_BITS + Integer.numberOfTrailingZeros(value);
                long image = bit < target.length ? 1L << target[bit] : 0;
                tables[table][value] = tables[table][value & (value - 1)] | image;
            }
        }
    }

    long apply(long index) {
        long image = 0;
        for (int table = 0; table < tables.length; table++) {
            image |= tables[table][(int) (index >>> (table * TABLE_BITS)) & (TABLE_SIZE - 1)];
        }
        return image;
    }

    /** The permutation that undoes this one: takes bit {@code target[b]} to bit b. */
    static BitPermutation inverseOf(int[] target) {
        int[] inverse = new int[target.length];
        for (int bit = 0; bit < target.length; bit++) {
            inverse[target[bit]] = bit;
        }
        return new BitPermutation(inverse);
    }
}
