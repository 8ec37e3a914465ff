package org.jaynes.photonics;

/**
 * Amplitudes of single photons: how strongly each of some inputs is present in each mode, or derivatives by these. The
 * arrays belong to whoever made them and may be written.
 *
 * @param modes number of rows
 * @param inputs number of columns
 * @param re real parts, row-major: mode * inputs + input
 * @param im imaginary parts, likewise
 */
public record ModeAmplitudes(int modes, int inputs, double[] re, double[] im) {
    /** Zeros. */
    public static ModeAmplitudes zeros(int modes, int inputs) {
        return new ModeAmplitudes(modes, inputs, new double[modes * inputs], new double[modes * inputs]);
    }

    /** |amplitude|². */
    public double squaredNorm(int mode, int input) {
        double a = re[mode * inputs + input];
        double b = im[mode * inputs + input];
        return a * a + b * b;
    }
}
