package org.jaynes.plan;

/**
 * Sines and cosines of many angles. Straight-line arithmetic over {@code fma}, so that the compiler computes several
 * angles at once, and so that an angle gets the same bits alone and among others.
 *
 * <p>Angles are reduced by multiples of pi/2 in two steps (Cody and Waite), then both functions are the minimax polynomials
 * of Sun's fdlibm ({@code k_sin.c}, {@code k_cos.c}); off by less than one unit in the last place, as {@link StrictMath}.
 */
final class SineCosine {
    /** The reduction is good up to here; larger angles are left to {@link StrictMath}. */
    private static final double LARGEST = 1 << 20;

    private static final double QUARTERS = 2 / Math.PI;
    /** pi/2 as a sum of two numbers. */
    private static final double HALF_PI_HIGH = Math.PI / 2;

    private static final double HALF_PI_LOW = 6.123233995736766e-17;

    private static final double S1 = -0.16666666666666632;
    private static final double S2 = 0.00833333333332249;
    private static final double S3 = -0.0001984126982985795;
    private static final double S4 = 2.7557313707070068e-06;
    private static final double S5 = -2.5050760253406863e-08;
    private static final double S6 = 1.58969099521155e-10;
    private static final double C1 = 0.0416666666666666;
    private static final double C2 = -0.001388888888887411;
    private static final double C3 = 2.480158728947673e-05;
    private static final double C4 = -2.7557314351390663e-07;
    private static final double C5 = 2.087572321298175e-09;
    private static final double C6 = -1.1359647557788195e-11;

    private SineCosine() {}

    /** Writes the sines and cosines of finite angles. */
    static void of(double[] angles, double[] sines, double[] cosines) {
        for (int i = 0; i < angles.length; i++) {
            double x = angles[i];
            double quarters = Math.rint(x * QUARTERS);
            double r = Math.fma(-quarters, HALF_PI_HIGH, x);
            r = Math.fma(-quarters, HALF_PI_LOW, r);
            double z = r * r;
            double p = Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, S6, S5), S4), S3), S2), S1);
            double sine = Math.fma(r * z, p, r);
            double q = Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, C6, C5), C4), C3), C2), C1);
            double half = 0.5 * z;
            double w = 1 - half;
            double cosine = w + Math.fma(z * z, q, (1 - w) - half);
            // The quadrant as numbers 0 and 1: in odd ones the two change places, in the upper two the sign changes.
            double halves = Math.floor(0.5 * quarters);
            double odd = Math.fma(-2, halves, quarters);
            double upper = Math.fma(-2, Math.floor(0.5 * halves), halves);
            double even = 1 - odd;
            double sign = Math.fma(-2, upper, 1);
            sines[i] = sign * Math.fma(sine, even, cosine * odd);
            cosines[i] = sign * Math.fma(cosine, even, -sine * odd);
        }
        for (int i = 0; i < angles.length; i++) {
            if (Math.abs(angles[i]) > LARGEST) {
                sines[i] = StrictMath.sin(angles[i]);
                cosines[i] = StrictMath.cos(angles[i]);
            }
        }
    }
}
