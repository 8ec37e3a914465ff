package org.jaynes.photonics.sampling;

import java.util.Arrays;
import org.jaynes.photonics.TimeBinInterferometer;

/**
 * One loop: behind a beam splitter the earlier mode is final. Once its photons are counted, the other one, whose photons
 * are the rest of a known number, is in a Fock state again. So a shot takes one draw a beam splitter, from the
 * distribution of two known photon numbers; those of all numbers that occur are kept.
 */
final class SingleLoopSampler implements PathSampler {
    /** Distributions for more photons than this are computed each time. */
    private static final int KEPT_PHOTONS = 48;

    private static final double[] UNKNOWN = {};

    private final TimeBinInterferometer loop;
    private final int length;
    private final double kept;
    private final SplitterAmplitudes[] splitters;
    /** distributions[splitter][t (t + 1) / 2 + a]: of t photons, a of them in the first mode; empty until needed. */
    private final double[][][] distributions;

    private final int[] photons;

    /** @param angles those of the interferometer, or of one shot with noisy angles */
    SingleLoopSampler(TimeBinInterferometer loop, double[] angles, double loss) {
        this.loop = loop;
        this.length = loop.loopLengths().getFirst();
        this.kept = 1 - loss;
        this.splitters = new SplitterAmplitudes[loop.bsAngles().size()];
        for (int i = 0; i < splitters.length; i++) {
            splitters[i] = new SplitterAmplitudes(angles[i], 0, loop.convention());
        }
        this.distributions = new double[splitters.length][0][];
        this.photons = new int[loop.modes()];
    }

    @Override
    public void sample(int[] occupations, ShotRandom random, int[] counts) {
        System.arraycopy(occupations, 0, photons, 0, photons.length);
        for (int i = 0; i + length < loop.modes(); i++) {
            int t = photons[i] + photons[i + length];
            if (t == 0) {
                continue;
            }
            double[] distribution = distribution(i, t, photons[i]);
            int out = ShotRandom.choose(distribution, t + 1, random.next());
            photons[i] = kept == 1 ? out : random.binomial(out, kept);
            photons[i + length] = kept == 1 ? t - out : random.binomial(t - out, kept);
        }
        for (int i = 0; i < photons.length; i++) {
            counts[i] += photons[i];
        }
    }

    private double[] distribution(int splitter, int t, int a) {
        if (t > KEPT_PHOTONS) {
            return compute(splitter, t, a);
        }
        int index = t * (t + 1) / 2 + a;
        if (index >= distributions[splitter].length) {
            int before = distributions[splitter].length;
            distributions[splitter] = Arrays.copyOf(distributions[splitter], (t + 1) * (t + 2) / 2);
            Arrays.fill(distributions[splitter], before, distributions[splitter].length, UNKNOWN);
        }
        double[] found = distributions[splitter][index];
        if (found.length == 0) {
            found = compute(splitter, t, a);
            distributions[splitter][index] = found;
        }
        return found;
    }

    private double[] compute(int splitter, int t, int a) {
        double[] p = new double[t + 1];
        for (int n = 0; n <= t; n++) {
            double x = splitters[splitter].re(t, n, a);
            double y = splitters[splitter].im(t, n, a);
            p[n] = x * x + y * y;
        }
        return p;
    }
}
