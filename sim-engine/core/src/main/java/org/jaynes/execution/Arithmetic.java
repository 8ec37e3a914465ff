package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.plan.Precision;

/**
 * Real arithmetic in a precision, every operation rounded once. Floats are held in doubles: products and sums of two
 * floats, computed in double and rounded to float, are the correctly rounded ones, because a double has more than twice
 * the digits of a float (S. A. Figueroa, "When is double rounding innocuous?", SIGNUM Newsletter 30(3), 1995); a fused
 * multiply-add is not and is computed in float.
 */
enum Arithmetic {
    SINGLE {
        @Override
        double fma(double a, double b, double c) {
            return Math.fma((float) a, (float) b, (float) c);
        }

        @Override
        double round(double x) {
            return (float) x;
        }

        @Override
        double get(MemorySegment reals, long index) {
            return reals.getAtIndex(ValueLayout.JAVA_FLOAT, index);
        }

        @Override
        void set(MemorySegment reals, long index, double value) {
            reals.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
        }
    },
    DOUBLE {
        @Override
        double fma(double a, double b, double c) {
            return Math.fma(a, b, c);
        }

        @Override
        double round(double x) {
            return x;
        }

        @Override
        double get(MemorySegment reals, long index) {
            return reals.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
        }

        @Override
        void set(MemorySegment reals, long index, double value) {
            reals.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
        }
    };

    static Arithmetic of(Precision precision) {
        return precision == Precision.SINGLE ? SINGLE : DOUBLE;
    }

    /** a * b + c, rounded once. */
    abstract double fma(double a, double b, double c);

    /** Rounds the result of one multiplication or addition in double. */
    abstract double round(double x);

    /** The {@code index}-th real of a segment. */
    abstract double get(MemorySegment reals, long index);

    abstract void set(MemorySegment reals, long index, double value);

    /** The squared magnitude of an amplitude, in double. */
    final double probability(MemorySegment states, long amplitude) {
        double re = get(states, 2 * amplitude);
        double im = get(states, 2 * amplitude + 1);
        return Math.fma(re, re, im * im);
    }

    final double multiply(double a, double b) {
        return round(a * b);
    }

    final double add(double a, double b) {
        return round(a + b);
    }
}
