package org.jaynes.photonics.validation;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.sampling.PhotonSamples;
import org.jaynes.photonics.sampling.SamplingAlgorithm;

/**
 * Two photons meet at a balanced beam splitter: they leave apart with probability (1 - V) / 2, V the squared overlap. C.
 * K. Hong, Z. Y. Ou, L. Mandel, Phys. Rev. Lett. 59, 2044 (1987). Photons of Gaussian shape that arrive τ coherence
 * times apart have V = exp(-τ²).
 */
final class HongOuMandel {
    private static final String NAME = "hong-ou-mandel";
    private static final int STEPS = 12;
    private static final double LONGEST_DELAY = 3;

    private final List<Check> checks = new ArrayList<>();
    private final List<Curve.Series> series = new ArrayList<>();

    HongOuMandel(Draws draws) {
        double[] delays = new double[STEPS + 1];
        double[] exact = new double[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) {
            delays[i] = LONGEST_DELAY * (2.0 * i / STEPS - 1);
            exact[i] = (1 - Math.exp(-delays[i] * delays[i])) / 2;
        }
        series.add(new Curve.Series("(1 - V) / 2", delays, exact, true));
        int shots = draws.shots();
        for (SamplingAlgorithm algorithm : draws.algorithms(experiment(0))) {
            String name = draws.name(experiment(0), algorithm);
            double[] shares = new double[delays.length];
            double worst = 0;
            for (int i = 0; i < delays.length; i++) {
                PhotonSamples samples = draws.withSeed(draws.seed() + i).of(experiment(delays[i]), algorithm);
                int apart = 0;
                for (int shot = 0; shot < shots; shot++) {
                    apart += samples.count(shot, 0) == 1 ? 1 : 0;
                }
                shares[i] = (double) apart / shots;
                worst = Math.max(worst, Statistics.deviation(apart, shots, exact[i]));
            }
            series.add(new Curve.Series(name, delays, shares, false));
            checks.add(Check.of(
                    NAME,
                    name,
                    worst,
                    Statistics.LARGEST_DEVIATION,
                    "standard errors, largest of %d delays; coincidences %.4f in the dip, %.4f far from it"
                            .formatted(delays.length, shares[STEPS / 2], shares[0])));
        }
    }

    private static PhotonicExperiment experiment(double delay) {
        return new PhotonicExperiment(
                        new TimeBinInterferometer(2, List.of(1), List.of(Math.PI / 4)), FockState.of(1, 1))
                .withNoise(Noise.NONE.withOverlap(Math.exp(-delay * delay / 2)));
    }

    List<Check> checks() {
        return checks;
    }

    Curve curve() {
        return new Curve(
                NAME,
                "Two photons at a balanced beam splitter",
                "delay, in coherence times",
                "share of shots with one photon on each side",
                series);
    }
}
