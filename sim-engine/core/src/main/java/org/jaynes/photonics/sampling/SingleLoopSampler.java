package org.jaynes.photonics.sampling;

import java.util.Arrays;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.TimeBinInterferometer;

/**
 * One loop: behind a beam splitter the earlier mode is final. Once its photons are counted, the other one, whose photons
 * are the rest of a known number, is in a Fock state again. So a shot takes one draw a beam splitter, from the
 * distribution of two known photon numbers; those of all numbers that occur are kept, unless angles change. Phases and
 * the convention of the beam splitters do not matter.
 */
final class SingleLoopSampler implements PathSampler {
    /** Distributions for more photons than this are computed each time. */
    private static final int KEPT_PHOTONS = JaynesPhotonics.JAYNES_SINGLE_LOOP_PHOTONS();

    private static final double[] UNKNOWN = {};
    private static final double[] ROOTS = new double[64];

    static {
        Arrays.setAll(ROOTS, n -> Math.sqrt(n));
    }

    private final int modes;
    private final int length;
    private final double kept;
    private final Rotations rotations;
    private final boolean anglesStay;
    /** distributions[splitter][t (t + 1) / 2 + a]: of t photons, a of them in the first mode; empty until needed. */
    private final double[][][] distributions;

    private final int[] photons;
    private double[] amplitudes = new double[8];
    private double[] scratch = new double[8];

    /**
     * @param rotations of the circuit's parameters; read in every shot
     * @param anglesStay whether they stay the same
     */
    SingleLoopSampler(TimeBinInterferometer loop, Rotations rotations, boolean anglesStay, double loss) {
        this.modes = loop.modes();
        this.length = loop.loopLengths().getFirst();
        this.kept = 1 - loss;
        this.rotations = rotations;
        this.anglesStay = anglesStay;
        this.distributions = new double[modes - length][0][];
        this.photons = new int[modes];
    }

    @Override
    public void sample(int[] occupations, ShotRandom random, int[] counts) {
        System.arraycopy(occupations, 0, photons, 0, modes);
        for (int i = 0; i + length < modes; i++) {
            int t = photons[i] + photons[i + length];
            if (t == 0) {
                continue;
            }
            double[] distribution = distribution(i, t, photons[i]);
            int out = ShotRandom.choose(distribution, t + 1, random.next());
            photons[i] = kept == 1 ? out : random.binomial(out, kept);
            photons[i + length] = kept == 1 ? t - out : random.binomial(t - out, kept);
        }
        for (int i = 0; i < modes; i++) {
            counts[i] += photons[i];
        }
    }

    /**
     * The probabilities of 0 … t photons in the first mode behind a beam splitter; overwritten by the next call unless the
     * angles stay.
     *
     * @param a how many of t photons come in the first mode
     */
    double[] distribution(int splitter, int t, int a) {
        if (!anglesStay || t > KEPT_PHOTONS) {
            compute(splitter, t, a);
            return amplitudes;
        }
        int index = t * (t + 1) / 2 + a;
        if (index >= distributions[splitter].length) {
            int before = distributions[splitter].length;
            distributions[splitter] = Arrays.copyOf(distributions[splitter], (t + 1) * (t + 2) / 2);
            Arrays.fill(distributions[splitter], before, distributions[splitter].length, UNKNOWN);
        }
        double[] found = distributions[splitter][index];
        if (found.length == 0) {
            compute(splitter, t, a);
            found = Arrays.copyOf(amplitudes, t + 1);
            distributions[splitter][index] = found;
        }
        return found;
    }

    /**
     * Leaves the probabilities of 0 … t photons in {@link #amplitudes}. Photons are added one by one, each with the
     * creation operator of its mode, (c, -s) or (s, c) in the two modes behind: a stable recursion.
     */
    private void compute(int splitter, int t, int a) {
        if (amplitudes.length <= t) {
            amplitudes = new double[2 * t];
            scratch = new double[2 * t];
        }
        double c = rotations.cos(splitter);
        double s = rotations.sin(splitter);
        if (t == 1) {
            amplitudes[0] = a == 1 ? s * s : c * c;
            amplitudes[1] = a == 1 ? c * c : s * s;
            return;
        }
        amplitudes[0] = 1;
        for (int photon = 1; photon <= t; photon++) {
            boolean first = photon <= a;
            double norm = 1 / root(first ? photon : photon - a);
            double p = norm * (first ? c : s);
            double q = norm * (first ? -s : c);
            for (int n = 0; n <= photon; n++) {
                double sum = n == 0 ? 0 : p * root(n) * amplitudes[n - 1];
                scratch[n] = n == photon ? sum : Math.fma(q * root(photon - n), amplitudes[n], sum);
            }
            double[] swap = amplitudes;
            amplitudes = scratch;
            scratch = swap;
        }
        for (int n = 0; n <= t; n++) {
            amplitudes[n] *= amplitudes[n];
        }
    }

    private static double root(int n) {
        return n < ROOTS.length ? ROOTS[n] : Math.sqrt(n);
    }
}
