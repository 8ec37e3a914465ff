package org.jaynes.photonics;

/**
 * What differs from ideal photons, interferometers and detectors. In the order in which it happens:
 *
 * @param g2 second-order correlation g²(0) of the sources, in [0, 1/2]: each photon of the input comes, with the
 *     {@linkplain #secondPhotonProbability() probability} that follows from it, with another one in the same mode that
 *     is distinguishable from all others
 * @param inputLoss probability that a photon is lost before the interferometer
 * @param distinguishability overlaps between the photons of the input
 * @param angleNoise standard deviation of a Gaussian error, in radians, that every angle has in every shot anew
 * @param beamSplitterLoss after each beam splitter (and its phase shifter) both its modes lose each photon with this
 *     probability
 * @param detectorEfficiency probability that a photon at the output is seen
 * @param darkCounts probability that the detector of a mode sees a photon that is not there (at most one a mode and shot)
 */
public record Noise(
        double g2,
        double inputLoss,
        Distinguishability distinguishability,
        double angleNoise,
        double beamSplitterLoss,
        double detectorEfficiency,
        double darkCounts) {
    /** No noise. */
    public static final Noise NONE = new Noise(0, 0, new Distinguishability.Overlap(1), 0, 0, 1, 0);

    /** @throws ExperimentException if a value is out of range */
    public Noise {
        check("g2", g2, 0, 0.5);
        check("input_loss", inputLoss, 0, 1);
        check("angle_noise", angleNoise, 0, Double.MAX_VALUE);
        check("bs_loss", beamSplitterLoss, 0, 1);
        check("detector_efficiency", detectorEfficiency, 0, 1);
        check("dark_counts", darkCounts, 0, 1);
    }

    private static void check(String name, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new ExperimentException("%s is %s; expected %s".formatted(name, value, range(lowest, highest)));
        }
    }

    private static String range(double lowest, double highest) {
        return highest == Double.MAX_VALUE ? lowest + " or more" : lowest + " to " + highest;
    }

    public Noise withG2(double value) {
        return new Noise(
                value, inputLoss, distinguishability, angleNoise, beamSplitterLoss, detectorEfficiency, darkCounts);
    }

    public Noise withInputLoss(double value) {
        return new Noise(g2, value, distinguishability, angleNoise, beamSplitterLoss, detectorEfficiency, darkCounts);
    }

    public Noise withDistinguishability(Distinguishability value) {
        return new Noise(g2, inputLoss, value, angleNoise, beamSplitterLoss, detectorEfficiency, darkCounts);
    }

    /** The same overlap between any two photons. */
    public Noise withOverlap(double overlap) {
        return withDistinguishability(new Distinguishability.Overlap(overlap));
    }

    public Noise withAngleNoise(double value) {
        return new Noise(g2, inputLoss, distinguishability, value, beamSplitterLoss, detectorEfficiency, darkCounts);
    }

    public Noise withBeamSplitterLoss(double value) {
        return new Noise(g2, inputLoss, distinguishability, angleNoise, value, detectorEfficiency, darkCounts);
    }

    public Noise withDetectorEfficiency(double value) {
        return new Noise(g2, inputLoss, distinguishability, angleNoise, beamSplitterLoss, value, darkCounts);
    }

    public Noise withDarkCounts(double value) {
        return new Noise(g2, inputLoss, distinguishability, angleNoise, beamSplitterLoss, detectorEfficiency, value);
    }

    /**
     * The probability p that a source emits a second photon: a source of one photon with probability 1 - p and of two
     * with p has g²(0) = &lt;n(n-1)&gt; / &lt;n&gt;² = 2p / (1 + p)², solved for the smaller p.
     */
    public double secondPhotonProbability() {
        return g2 / (1 - g2 + Math.sqrt(1 - 2 * g2));
    }

    /**
     * The probability that a photon survives all losses that are the same for every path: before the interferometer
     * and in the detectors. It does not matter at which of the two places a photon is lost.
     */
    public double uniformTransmission() {
        return (1 - inputLoss) * detectorEfficiency;
    }
}
