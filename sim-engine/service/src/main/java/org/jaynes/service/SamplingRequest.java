package org.jaynes.service;

/**
 * A job of a photonic device: shots of a time-bin interferometer. The arrays are not copied and must not be changed.
 *
 * @param inputState photon number of each mode, first time bin first
 * @param loopLengths lengths of the loops in the order in which they are passed
 * @param bsAngles an angle in radians for each beam splitter: loops * modes - sum of the loop lengths
 * @param psAngles a phase in radians for each beam splitter, or none
 * @param samples number of shots, at least 1
 * @param leastPhotons shots in which fewer photons are seen are drawn again; 0 takes every shot
 * @param seed decides, with all other fields, every shot
 */
public record SamplingRequest(
        int[] inputState,
        int[] loopLengths,
        double[] bsAngles,
        double[] psAngles,
        int samples,
        int leastPhotons,
        long seed) {
    public int modes() {
        return inputState.length;
    }
}
