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

    /**
     * Puts bits after those that a row has; what the row holds there is overwritten.
     *
     * @param at bits that the row has
     * @param from bits from the first on, padding 0
     */
    static void append(long[] row, int at, long[] from, int count) {
        int shift = at & 63;
        int first = at >> 6;
        if (shift != 0) {
            row[first] &= (1L << shift) - 1;
        }
        for (int word = 0; 64 * word < count; word++) {
            row[first + word] = (shift == 0 ? 0 : row[first + word]) | from[word] << shift;
            if (shift != 0 && first + word + 1 < row.length) {
                row[first + word + 1] = from[word] >>> -shift;
            }
        }
    }
}
