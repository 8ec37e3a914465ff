package org.jaynes.decoder.simulation;

/**
 * Exponential variates by rejection from 256 layers of equal area under exp(-x), nearly all of which are accepted after one
 * comparison. G. Marsaglia and W. W. Tsang, "The ziggurat method for generating random variables", J. Stat. Softw. 5(8),
 * 2000, doi:10.18637/jss.v005.i08. The tables come from {@link StrictMath}, so that they are the same everywhere.
 */
final class Exponential {
    /** Where the tail begins that the lowest layer holds. */
    private static final double TAIL = 7.69711747013105;

    /** Area of a layer. */
    private static final double AREA = 0.003949659822581557;

    private static final int LAYERS = 256;

    /** Width of each layer, the lowest first, and 0; that of the lowest counts its tail as a rectangle. */
    private static final double[] WIDTH = new double[LAYERS + 1];

    /** exp(-x) at these widths. */
    private static final double[] HEIGHT = new double[LAYERS + 1];

    static {
        WIDTH[0] = AREA * StrictMath.exp(TAIL);
        WIDTH[1] = TAIL;
        for (int i = 2; i < LAYERS; i++) {
            WIDTH[i] = -StrictMath.log(StrictMath.exp(-WIDTH[i - 1]) + AREA / WIDTH[i - 1]);
        }
        for (int i = 0; i <= LAYERS; i++) {
            HEIGHT[i] = StrictMath.exp(-WIDTH[i]);
        }
    }

    private Exponential() {}

    static double[] widths() {
        return WIDTH.clone();
    }

    static double[] heights() {
        return HEIGHT.clone();
    }

    /** Gives 64 random bits. */
    interface Bits {
        long next();
    }

    /**
     * A variate of mean 1.
     *
     * @param bits 64 random bits; the lowest 8 choose the layer, the highest 53 the place
     * @param more where further bits come from in the about one in a hundred cases that need them
     */
    static double of(long bits, Bits more) {
        double sum = 0;
        long current = bits;
        while (true) {
            int layer = (int) current & (LAYERS - 1);
            double x = (current >>> 11) * 0x1p-53 * WIDTH[layer];
            if (x < WIDTH[layer + 1]) {
                return sum + x;
            }
            if (layer == 0) {
                // The tail is an exponential of its own.
                sum += TAIL;
            } else {
                double uniform = (more.next() >>> 11) * 0x1p-53;
                if (HEIGHT[layer] + uniform * (HEIGHT[layer + 1] - HEIGHT[layer]) < StrictMath.exp(-x)) {
                    return sum + x;
                }
            }
            current = more.next();
        }
    }
}
