package org.jaynes.photonics.fock;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jaynes.photonics.ExperimentException;

/**
 * All states of a fixed number of photons in some modes, in descending lexicographic order: for 2 photons in 3 modes 200,
 * 110, 101, 020, 011, 002. The index of a state follows from its photon numbers (the combinatorial number system).
 *
 * <p>With R_i photons in the modes behind mode i, the states that come before are those with fewer photons behind some
 * mode: index = Σ_i count(modes - i, R_i - 1), where count(m, r) is the number of states of r photons in m modes.
 */
public final class FockBasis {
    private final int modes;
    private final int photons;
    /** counts[m][r + 1]: the states of r photons in m modes; r = -1 has none. */
    private final int[][] counts;

    /**
     * @param modes at least 1
     * @param photons at least 0
     * @throws ExperimentException if there are 2^31 states or more
     */
    public FockBasis(int modes, int photons) {
        if (modes < 1 || photons < 0) {
            throw new ExperimentException("a basis of %d photons in %d modes".formatted(photons, modes));
        }
        if (count(modes, photons) > Integer.MAX_VALUE - 8) {
            throw new ExperimentException("%d photons in %d modes have %.3g states; the largest array has 2^31"
                    .formatted(photons, modes, count(modes, photons)));
        }
        this.modes = modes;
        this.photons = photons;
        this.counts = new int[modes + 1][photons + 2];
        counts[0][1] = 1;
        for (int m = 1; m <= modes; m++) {
            for (int r = 0; r <= photons; r++) {
                counts[m][r + 1] = counts[m][r] + counts[m - 1][r + 1];
            }
        }
    }

    /** The number of states of some photons in some modes, C(photons + modes - 1, photons), rounded to a double. */
    public static double count(int modes, int photons) {
        double count = 1;
        for (int k = 1; k <= photons; k++) {
            count = count * (modes - 1.0 + k) / k;
        }
        return count;
    }

    public int modes() {
        return modes;
    }

    public int photons() {
        return photons;
    }

    /** The number of states. */
    public int size() {
        return counts[modes][photons + 1];
    }

    /** The number of states of r photons in the last m modes; 0 for r = -1. */
    public int statesWith(int m, int r) {
        return counts[m][r + 1];
    }

    /** The index of a state with this basis' number of photons. */
    public int rank(int[] occupations) {
        int rank = 0;
        int behind = photons;
        for (int i = 0; i < modes - 1; i++) {
            behind -= occupations[i];
            rank += counts[modes - i][behind];
        }
        return rank;
    }

    /** Writes the photon numbers of a state. */
    public void read(int index, int[] occupations) {
        int rest = index;
        int left = photons;
        for (int i = 0; i < modes - 1; i++) {
            int behind = left;
            while (counts[modes - i][behind] > rest) {
                behind--;
            }
            rest -= counts[modes - i][behind];
            occupations[i] = left - behind;
            left = behind;
        }
        occupations[modes - 1] = left;
    }

    /**
     * The numbers of states as {@code JaynesPhotonStepArguments} takes them: entry m (photons + 2) + r + 1 is the number
     * of states of r photons in m modes.
     *
     * @param arena in which the table lives
     */
    public MemorySegment countTable(Arena arena) {
        int width = photons + 2;
        MemorySegment table = arena.allocate(ValueLayout.JAVA_INT, (modes + 1L) * width);
        for (int m = 0; m <= modes; m++) {
            MemorySegment.copy(counts[m], 0, table, ValueLayout.JAVA_INT, 4L * m * width, width);
        }
        return table;
    }

    /** The photon numbers of the state with index 0: all photons in mode 0. */
    public int[] first() {
        int[] occupations = new int[modes];
        occupations[0] = photons;
        return occupations;
    }

    /** Goes to the next state; from the last one it stays. */
    public void next(int[] occupations) {
        int last = modes - 1;
        int i = last - 1;
        while (i >= 0 && occupations[i] == 0) {
            i--;
        }
        if (i < 0) {
            return;
        }
        int moved = occupations[last];
        occupations[last] = 0;
        occupations[i]--;
        occupations[i + 1] += moved + 1;
    }

    /** The product of the factorials of the photon numbers, for every state. */
    double[] factorials() {
        double[] products = new double[size()];
        double[] factorial = new double[photons + 1];
        factorial[0] = 1;
        for (int k = 1; k <= photons; k++) {
            factorial[k] = factorial[k - 1] * k;
        }
        fill(products, factorial, 0, photons, 0, 1);
        return products;
    }

    private void fill(double[] products, double[] factorial, int mode, int left, int at, double product) {
        if (mode == modes - 1) {
            products[at] = product * factorial[left];
            return;
        }
        for (int behind = 0; behind <= left; behind++) {
            int start = at + counts[modes - mode][behind];
            fill(products, factorial, mode + 1, behind, start, product * factorial[left - behind]);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FockBasis basis && modes == basis.modes && photons == basis.photons;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {modes, photons});
    }

    @Override
    public String toString() {
        return "%d photons in %d modes".formatted(photons, modes);
    }
}
