package org.jaynes.photonics.sampling;

import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.fock.FockBasis;

/**
 * Where the amplitudes of a window lie: by the number r of photons at the back, ascending, a row for each state in front,
 * in each row the states at the back. Rows are filled up with zeros to a multiple of eight amplitudes.
 */
final class WindowBasis {
    /** Amplitudes that a row is filled up to a multiple of. */
    static final int LANES = 8;

    private final int photons;
    private final FockBasis[] front;
    private final FockBasis[] back;
    private final int[] start;
    private final int size;

    /**
     * @param frontCells at least 1
     * @throws ExperimentException if there are 2^31 amplitudes or more
     */
    WindowBasis(int frontCells, int backCells, int photons) {
        this.photons = photons;
        int numbers = backCells == 0 ? 1 : photons + 1;
        this.front = new FockBasis[numbers];
        this.back = new FockBasis[numbers];
        this.start = new int[numbers];
        long at = 0;
        for (int r = 0; r < numbers; r++) {
            front[r] = new FockBasis(frontCells, photons - r);
            back[r] = new FockBasis(Math.max(1, backCells), r);
            start[r] = (int) at;
            at += (long) front[r].size() * width(r);
            if (at > Integer.MAX_VALUE - LANES) {
                throw new ExperimentException(
                        "%d photons in the %d cells of the loops have more than 2^31 states; expected fewer photons, or shorter loops"
                                .formatted(photons, frontCells + backCells));
            }
        }
        this.size = (int) at;
    }

    int photons() {
        return photons;
    }

    /** Amplitudes, zeros included. */
    int size() {
        return size;
    }

    /** The largest number of photons at the back. */
    int mostAtBack() {
        return start.length - 1;
    }

    /** The states in front when r photons are at the back. */
    FockBasis front(int r) {
        return front[r];
    }

    /** The states at the back. */
    FockBasis back(int r) {
        return back[r];
    }

    /** Length of a row. */
    int width(int r) {
        return Math.ceilDiv(back[r].size(), LANES) * LANES;
    }

    /** Where a row starts. */
    int row(int r, int stateInFront) {
        return start[r] + stateInFront * width(r);
    }
}
