package org.jaynes.photonics.fock;

import java.util.Arrays;
import org.jaynes.photonics.ExperimentException;

/** A numbered set of outcomes: photon numbers, or counts of detectors, by mode. */
public sealed interface Outcomes {
    int modes();

    /** How many there are. */
    int size();

    /** The number of an outcome, or -1 if it is not among these. */
    int rank(int[] counts);

    /** Writes the outcome with a number. */
    void read(int index, int[] counts);

    /** All outcomes whose sum is the number of photons, in descending lexicographic order. */
    record Exactly(FockBasis basis) implements Outcomes {
        @Override
        public int modes() {
            return basis.modes();
        }

        @Override
        public int size() {
            return basis.size();
        }

        @Override
        public int rank(int[] counts) {
            return sum(counts) == basis.photons() ? basis.rank(counts) : -1;
        }

        @Override
        public void read(int index, int[] counts) {
            basis.read(index, counts);
        }
    }

    /**
     * All outcomes whose sum is at most the number of photons, in descending lexicographic order: the states of a basis
     * with one mode more, in which the lost photons are.
     */
    record AtMost(FockBasis basis) implements Outcomes {
        @Override
        public int modes() {
            return basis.modes() - 1;
        }

        @Override
        public int size() {
            return basis.size();
        }

        @Override
        public int rank(int[] counts) {
            int lost = basis.photons() - sum(counts);
            return lost < 0 ? -1 : basis.rank(withRest(counts, lost));
        }

        @Override
        public void read(int index, int[] counts) {
            int[] all = new int[basis.modes()];
            basis.read(index, all);
            System.arraycopy(all, 0, counts, 0, counts.length);
        }

        private static int[] withRest(int[] counts, int rest) {
            int[] all = Arrays.copyOf(counts, counts.length + 1);
            all[counts.length] = rest;
            return all;
        }
    }

    /**
     * All outcomes with every count below a radix, in descending lexicographic order: patterns of threshold detectors for
     * radix 2.
     *
     * @param modes number of modes
     * @param radix one more than the highest count
     */
    record Patterns(int modes, int radix) implements Outcomes {
        /** @throws ExperimentException if there are 2^31 or more */
        public Patterns {
            if (Math.pow(radix, modes) > Integer.MAX_VALUE - 8) {
                throw new ExperimentException("%d modes with counts from 0 to %d have %.3g patterns; the largest"
                                .formatted(modes, radix - 1, Math.pow(radix, modes))
                        + " array has 2^31");
            }
        }

        @Override
        public int size() {
            return (int) Math.pow(radix, modes);
        }

        @Override
        public int rank(int[] counts) {
            int rank = 0;
            for (int count : counts) {
                if (count >= radix) {
                    return -1;
                }
                rank = rank * radix + radix - 1 - count;
            }
            return rank;
        }

        @Override
        public void read(int index, int[] counts) {
            int rest = index;
            for (int mode = modes - 1; mode >= 0; mode--) {
                counts[mode] = radix - 1 - rest % radix;
                rest /= radix;
            }
        }
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
