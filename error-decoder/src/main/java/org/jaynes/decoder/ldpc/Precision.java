package org.jaynes.decoder.ldpc;

/** In what belief propagation computes and stores its numbers. */
public enum Precision {
    /** Computes in single precision and stores posteriors and check minima in half precision, saturating at 65504. */
    HALF(1024) {
        @Override
        double round(double x) {
            return (float) x;
        }

        @Override
        double stored(double x) {
            float bounded = Math.clamp((float) x, -LARGEST_HALF, LARGEST_HALF);
            return Float.float16ToFloat(Float.floatToFloat16(bounded));
        }
    },

    /** Single precision. */
    SINGLE(0x1p100) {
        @Override
        double round(double x) {
            return (float) x;
        }

        @Override
        double stored(double x) {
            return x;
        }
    },

    /** Double precision. */
    DOUBLE(0x1p100) {
        @Override
        double round(double x) {
            return x;
        }

        @Override
        double stored(double x) {
            return x;
        }
    };

    /** As in half.h. */
    private static final float LARGEST_HALF = 65504;

    /** No check answers with more than this, so that sums over the checks of a column stay finite. */
    final double limit;

    Precision(double limit) {
        this.limit = limit;
    }

    /**
     * The double nearest to a result of one operation, in this precision. A sum, difference or product of two numbers of
     * single precision that is first rounded to double rounds to the same number of single precision as the exact one,
     * for 53 >= 2 * 24 + 2 (S. Figueroa, doi:10.1145/221332.221334).
     */
    abstract double round(double x);

    /** A rounded result as it reads after it was stored. */
    abstract double stored(double x);

    /** A prior as it is kept where that is in single or half precision. */
    float prior(double exact) {
        return (float) stored(round(exact));
    }
}
