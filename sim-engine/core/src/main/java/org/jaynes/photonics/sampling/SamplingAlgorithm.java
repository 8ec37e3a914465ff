package org.jaynes.photonics.sampling;

/** How shots are drawn. All are exact. */
public enum SamplingAlgorithm {
    /** From the distribution of all outcomes, computed once. Fastest for many shots of few photons. */
    TABLE("table"),
    /** Beam splitter by beam splitter through one loop: time proportional to the modes. */
    SINGLE_LOOP("single-loop"),
    /** Output by output through several loops: time proportional to the modes, exponential in the lengths of the loops. */
    PROGRESSIVE("progressive"),
    /** Photon by photon through any interferometer: exponential in the photons. */
    CLIFFORD_CLIFFORD("clifford-clifford");

    private final String label;

    SamplingAlgorithm(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
