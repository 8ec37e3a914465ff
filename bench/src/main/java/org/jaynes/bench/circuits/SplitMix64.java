package org.jaynes.bench.circuits;

/**
 * SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014, doi:10.1145/2660193.2660195): three lines in any language,
 * so that the same random circuits can be built for other simulators.
 */
public final class SplitMix64 {
    private long state;

    /** A stream of numbers. */
    public SplitMix64(long seed) {
        this.state = seed;
    }

    /** The next 64 bits. */
    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** An integer from 0 to {@code bound - 1}: the next number modulo the bound. */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** A number in [0, 1): the upper 53 bits. */
    public double unit() {
        return (next() >>> 11) * 0x1p-53;
    }
}
