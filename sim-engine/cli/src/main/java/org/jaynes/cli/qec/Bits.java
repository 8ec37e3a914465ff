package org.jaynes.cli.qec;

/** Parts of rows of bits, bit k in word k / 64 at position k % 64. */
final class Bits {
    private Bits() {}

    /**
     * Copies bits to the start of a row.
     *
     * @param from first bit that is copied
     * @param to receives them; as many words as the bits need, padding 0
     */
    static void copy(long[] row, int from, long[] to, int count) {
        int shift = from & 63;
        int first = from >> 6;
        for (int word = 0; word < to.length; word++) {
            long low = first + word < row.length ? row[first + word] >>> shift : 0;
            long high = shift != 0 && first + word + 1 < row.length ? row[first + word + 1] << -shift : 0;
            to[word] = low | high;
        }
        if ((count & 63) != 0) {
            to[to.length - 1] &= (1L << count) - 1;
        }
    }
}
