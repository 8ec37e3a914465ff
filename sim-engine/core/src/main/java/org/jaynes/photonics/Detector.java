package org.jaynes.photonics;

/** What the detector of each mode says about the photons that it sees. */
public sealed interface Detector {
    /** Their number. */
    record PhotonNumber() implements Detector {}

    /** 1 if there is at least one. */
    record Threshold() implements Detector {}

    /**
     * Pseudo photon-number resolution: each photon goes to one of several threshold detectors, all equally likely; the
     * outcome is how many of these fire.
     *
     * @param detectors how many there are for each mode, at least 1
     */
    record Multiplexed(int detectors) implements Detector {
        /** @throws ExperimentException if there is no detector */
        public Multiplexed {
            if (detectors < 1) {
                throw new ExperimentException("pseudo_pnr is %d; expected at least 1".formatted(detectors));
            }
        }
    }

    /** The largest outcome that some photons can give. */
    default int highestOutcome(int photons) {
        return switch (this) {
            case PhotonNumber() -> photons;
            case Threshold() -> Math.min(photons, 1);
            case Multiplexed(int detectors) -> Math.min(photons, detectors);
        };
    }

    /** The probabilities of the outcomes 0, 1, … {@link #highestOutcome} for a number of photons. */
    default double[] response(int photons) {
        double[] outcomes = new double[highestOutcome(photons) + 1];
        switch (this) {
            case PhotonNumber(), Threshold() -> outcomes[outcomes.length - 1] = 1;
            case Multiplexed(int detectors) -> {
                outcomes[0] = 1;
                for (int photon = 0; photon < photons; photon++) {
                    for (int fired = Math.min(photon + 1, outcomes.length - 1); fired >= 0; fired--) {
                        double stays = outcomes[fired] * fired / detectors;
                        double comes = fired == 0 ? 0 : outcomes[fired - 1] * (detectors - fired + 1) / detectors;
                        outcomes[fired] = stays + comes;
                    }
                }
            }
        }
        return outcomes;
    }
}
