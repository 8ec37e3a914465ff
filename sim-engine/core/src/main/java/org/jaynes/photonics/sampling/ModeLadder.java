package org.jaynes.photonics.sampling;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jaynes.photonics.fock.FockBasis;

/** The states of a {@link FockBasis}, and where each goes when a photon is taken away. Immutable. */
final class ModeLadder {
    /** The ladders of some modes by photon number. Thread-safe. */
    static final class Ladders {
        private static final ConcurrentHashMap<Integer, Ladders> KNOWN = new ConcurrentHashMap<>();

        private final int modes;
        private volatile ModeLadder[] byPhotons = {};

        private Ladders(int modes) {
            this.modes = modes;
        }

        static Ladders of(int modes) {
            return KNOWN.computeIfAbsent(modes, Ladders::new);
        }

        /** Those of 0, 1, … photons, up to some number at least. */
        ModeLadder[] upTo(int photons) {
            with(photons);
            return byPhotons;
        }

        ModeLadder with(int photons) {
            ModeLadder[] known = byPhotons;
            return photons < known.length ? known[photons] : grow(photons);
        }

        private synchronized ModeLadder grow(int photons) {
            ModeLadder[] known = byPhotons;
            if (photons >= known.length) {
                ModeLadder[] more = Arrays.copyOf(known, photons + 1);
                for (int k = known.length; k <= photons; k++) {
                    more[k] = new ModeLadder(modes, k);
                }
                byPhotons = more;
                known = more;
            }
            return known[photons];
        }
    }

    private final int states;
    private final int[] photons;
    private final int[] lowered;
    /** By mode and state with a photon less: the state with one more in the mode, and the root of its number there. */
    private final int[] raised;

    private final int smallerStates;
    private final double[] roots;

    private ModeLadder(int modes, int total) {
        FockBasis basis = new FockBasis(modes, total);
        FockBasis smaller = new FockBasis(modes, Math.max(0, total - 1));
        this.states = basis.size();
        this.photons = new int[states * modes];
        this.lowered = new int[states * modes];
        this.smallerStates = total == 0 ? 0 : smaller.size();
        this.raised = new int[smallerStates * modes];
        this.roots = new double[smallerStates * modes];
        int[] state = basis.first();
        for (int i = 0; i < states; i++) {
            for (int mode = 0; mode < modes; mode++) {
                int at = mode * states + i;
                photons[at] = state[mode];
                if (state[mode] > 0) {
                    state[mode]--;
                    lowered[at] = smaller.rank(state);
                    state[mode]++;
                    raised[mode * smallerStates + lowered[at]] = i;
                    roots[mode * smallerStates + lowered[at]] = Math.sqrt(state[mode]);
                }
            }
            basis.next(state);
        }
    }

    int states() {
        return states;
    }

    int photons(int state, int mode) {
        return photons[mode * states + state];
    }

    /** The index of a state with a photon less in a mode; 0 if it has none. */
    int lowered(int state, int mode) {
        return lowered[mode * states + state];
    }

    /**
     * The creation operator of a mode: to[s] += factor √n from[s with a photon less].
     *
     * @param from amplitudes with a photon less, from an index on
     */
    void raise(int mode, double factor, double[] from, int fromIndex, double[] to, int toIndex) {
        int at = mode * smallerStates;
        for (int k = 0; k < smallerStates; k++) {
            to[toIndex + raised[at + k]] += factor * roots[at + k] * from[fromIndex + k];
        }
    }
}
