package org.jaynes.photonics.sampling;

import org.jaynes.photonics.FockState;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.FockBasis;

/**
 * What {@link ProgressiveSampler} is expected to do in a shot. On average as many photons are stored as came with the
 * modes that are stored: beam splitters even densities out, and an even density stays. Their number is taken to be
 * binomial with half that variance, as photons that interfere have it; what large windows cost outweighs how rare they
 * are.
 *
 * @param steps time steps
 * @param amplitudes of all windows that are made
 * @param entries of the matrices that make them, as far as they are not kept
 */
record WindowWork(double steps, double amplitudes, double entries) {
    /** What attempts that fail add, and large windows beyond their mean; counted with five sets of loops. */
    private static final double ATTEMPTS = 1.5;

    /** More photons than any window takes; their binomial coefficients are no doubles. */
    private static final int MANY = 200;

    static WindowWork of(TimeBinInterferometer loops, FockState input) {
        int delay = loops.loopLengths().stream().mapToInt(Integer::intValue).sum();
        int steps = loops.modes() + delay;
        double amplitudes = 0;
        double entries = 0;
        for (int time = 0; time < steps; time++) {
            int first = Math.max(0, time - delay + 1);
            int last = Math.min(loops.modes() - 1, time);
            int photons = 0;
            for (int mode = first; mode <= last; mode++) {
                photons += input.photonsIn(mode);
            }
            int cells = Math.max(1, last - first + 1);
            amplitudes += ATTEMPTS * expected(cells, photons);
            int kept = Math.min(cells, loops.loopLengths().size());
            for (int s = 0; s <= photons; s++) {
                entries += 2 * Math.pow(FockBasis.count(kept, s), 2) * (kept + 1);
            }
        }
        return new WindowWork(steps, amplitudes, entries);
    }

    /** The mean number of amplitudes of 2 n photons, each of which is there with probability 1/2. */
    private static double expected(int cells, int n) {
        if (n > MANY) {
            return FockBasis.count(cells, n);
        }
        double sum = 0;
        double probability = Math.pow(2, -2.0 * n);
        for (int k = 0; k <= 2 * n; k++) {
            if (probability > 1e-7) {
                sum += probability * amplitudes(cells, k);
            }
            probability *= (2.0 * n - k) / (k + 1);
        }
        return sum;
    }

    /** Rows that are filled up, with about half of the cells at the back. */
    private static double amplitudes(int cells, int photons) {
        int back = (cells - 1) / 2;
        double sum = 0;
        for (int r = 0; r <= (back == 0 ? 0 : photons); r++) {
            double row = FockBasis.count(Math.max(1, back), r);
            sum += FockBasis.count(cells - back, photons - r) * Math.ceil(row / WindowBasis.LANES) * WindowBasis.LANES;
        }
        return sum;
    }
}
