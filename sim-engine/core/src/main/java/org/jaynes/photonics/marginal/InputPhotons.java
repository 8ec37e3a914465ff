package org.jaynes.photonics.marginal;

import org.jaynes.photonics.fock.SourceMixture;

/**
 * The photons of one input mode, as a generating function sees them: n photons, of which k are identical to those of
 * other modes with probability p_k.
 *
 * @param photons n, at least 1
 * @param identicalCounts p_0 … p_n
 */
record InputPhotons(int photons, double[] identicalCounts) {
    static InputPhotons of(int photons, double overlap) {
        return new InputPhotons(photons, SourceMixture.identicalCounts(photons, overlap));
    }

    /** Whether all are identical to those of other modes; the coefficients then depend on no b. */
    boolean areIdentical() {
        return identicalCounts[photons] == 1;
    }

    /** The mean number of identical photons. */
    double meanIdentical() {
        double mean = 0;
        for (int k = 0; k <= photons; k++) {
            mean += k * identicalCounts[k];
        }
        return mean;
    }

    /**
     * The factor of the generating function is Σ_t c_t (-ξξ̄)^t, from Laguerre polynomials L_k(z) = Σ_t C(k, t) (-z)^t /
     * t! of the identical photons and a number b for each other one: c_t = Σ_k p_k C(k, t) / t! b^(n-k).
     *
     * @param bRe real part of b = 1 - Σ_i w_i |a_i|²
     * @return (re, im) of c_0 … c_n
     */
    double[] coefficients(double bRe, double bIm) {
        double[] coefficients = new double[2 * photons + 2];
        double powerRe = 1;
        double powerIm = 0;
        for (int k = photons; k >= 0; k--) {
            double factor = identicalCounts[k];
            for (int t = 0; t <= k; t++) {
                coefficients[2 * t] += factor * powerRe;
                coefficients[2 * t + 1] += factor * powerIm;
                factor *= (k - t) / ((t + 1.0) * (t + 1.0));
            }
            double next = powerRe * bRe - powerIm * bIm;
            powerIm = powerRe * bIm + powerIm * bRe;
            powerRe = next;
        }
        return coefficients;
    }

    /** The derivatives of the coefficients by b, for real b. */
    double[] slopes(double b) {
        double[] slopes = new double[photons + 1];
        double power = 1;
        for (int k = photons - 1; k >= 0; k--) {
            double factor = identicalCounts[k] * (photons - k) * power;
            for (int t = 0; t <= k; t++) {
                slopes[t] += factor;
                factor *= (k - t) / ((t + 1.0) * (t + 1.0));
            }
            power *= b;
        }
        return slopes;
    }
}
