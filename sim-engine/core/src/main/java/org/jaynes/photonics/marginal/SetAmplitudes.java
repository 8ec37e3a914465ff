package org.jaynes.photonics.marginal;

/**
 * The amplitudes from each input to the modes of a set.
 *
 * @param modes how many the set has
 * @param re re[input][mode]; likewise {@code im}
 */
record SetAmplitudes(int modes, double[][] re, double[][] im) {}
