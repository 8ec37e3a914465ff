package org.jaynes.photonics.permanent;

/**
 * A number as the unevaluated sum of two doubles, some 106 bits; mutable, because sums and products of it are inner
 * loops. Algorithms: T. J. Dekker, Numer. Math. 18 (1971) 224; Y. Hida, X. Li, D. Bailey, "Quad-double arithmetic"
 * (2000), the accurate variants.
 */
public final class DoubleDouble {
    private double high;
    private double low;

    /** Zero. */
    public DoubleDouble() {}

    public DoubleDouble(double value) {
        high = value;
    }

    /** Becomes a double. */
    public DoubleDouble set(double value) {
        high = value;
        low = 0;
        return this;
    }

    /** Becomes a sum whose second part is below the rounding of the first. */
    DoubleDouble set(double first, double rest) {
        high = first;
        low = rest;
        return this;
    }

    /** Becomes another number. */
    public DoubleDouble set(DoubleDouble other) {
        high = other.high;
        low = other.low;
        return this;
    }

    /** Adds a number. */
    public DoubleDouble add(DoubleDouble other) {
        return add(other.high, other.low);
    }

    /** Subtracts a number. */
    public DoubleDouble subtract(DoubleDouble other) {
        return add(-other.high, -other.low);
    }

    /** Adds a double. */
    public DoubleDouble add(double value) {
        return add(value, 0);
    }

    private DoubleDouble add(double otherHigh, double otherLow) {
        double s = high + otherHigh;
        double t = s - high;
        double e = (high - (s - t)) + (otherHigh - t);
        double s2 = low + otherLow;
        double t2 = s2 - low;
        double e2 = (low - (s2 - t2)) + (otherLow - t2);
        e += s2;
        double r = s + e;
        e = e - (r - s) + e2;
        high = r + e;
        low = e - (high - r);
        return this;
    }

    /** Multiplies by a number. */
    public DoubleDouble multiply(DoubleDouble other) {
        double p = high * other.high;
        double e = Math.fma(high, other.high, -p);
        e += high * other.low + low * other.high;
        high = p + e;
        low = e - (high - p);
        return this;
    }

    /** Multiplies by a double. */
    public DoubleDouble multiply(double factor) {
        double p = high * factor;
        double e = Math.fma(high, factor, -p);
        e += low * factor;
        high = p + e;
        low = e - (high - p);
        return this;
    }

    /** Divides by a number. */
    public DoubleDouble divide(DoubleDouble divisor) {
        double q1 = high / divisor.high;
        DoubleDouble rest = new DoubleDouble().set(divisor).multiply(-q1).add(this);
        double q2 = rest.high / divisor.high;
        rest.add(new DoubleDouble().set(divisor).multiply(-q2));
        double q3 = rest.high / divisor.high;
        return set(q1).add(q2).add(q3);
    }

    /** The nearest double. */
    public double value() {
        return high;
    }

    /** What the nearest double leaves. */
    public double rest() {
        return low;
    }

    @Override
    public String toString() {
        return high + (low < 0 ? " - " : " + ") + Math.abs(low);
    }
}
