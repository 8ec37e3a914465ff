package org.jaynes.photonics.sampling;

import java.util.concurrent.ConcurrentHashMap;
import org.jaynes.photonics.fock.FockBasis;

/** The states of a {@link FockBasis}, and where each goes when a photon is taken away. Immutable. */
final class ModeLadder {
    private static final ConcurrentHashMap<Long, ModeLadder> KNOWN = new ConcurrentHashMap<>();

    private final int modes;
    private final byte[] photons;
    private final int[] lowered;

    private ModeLadder(int modes, int total) {
        FockBasis basis = new FockBasis(modes, total);
        FockBasis smaller = new FockBasis(modes, Math.max(0, total - 1));
        this.modes = modes;
        this.photons = new byte[basis.size() * modes];
        this.lowered = new int[basis.size() * modes];
        int[] state = basis.first();
        for (int i = 0; i < basis.size(); i++) {
            for (int mode = 0; mode < modes; mode++) {
                photons[i * modes + mode] = (byte) state[mode];
                if (state[mode] > 0) {
                    state[mode]--;
                    lowered[i * modes + mode] = smaller.rank(state);
                    state[mode]++;
                }
            }
            basis.next(state);
        }
    }

    static ModeLadder of(int modes, int photons) {
        return KNOWN.computeIfAbsent((long) modes << 32 | photons, _ -> new ModeLadder(modes, photons));
    }

    int states() {
        return photons.length / modes;
    }

    int photons(int state, int mode) {
        return photons[state * modes + mode];
    }

    /** The index of a state with a photon less in a mode that has one. */
    int lowered(int state, int mode) {
        return lowered[state * modes + mode];
    }
}
