package org.jaynes.photonics.permanent;

/**
 * A permanent.
 *
 * @param re real part
 * @param im imaginary part
 * @param error estimate of |computed - true|, from the sum of the absolute values of all terms; a bound in practice, not
 *     a proof
 */
public record Permanent(double re, double im, double error) {
    /** |permanent|². */
    public double squaredNorm() {
        return re * re + im * im;
    }
}
