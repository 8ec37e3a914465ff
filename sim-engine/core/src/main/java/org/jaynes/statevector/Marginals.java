package org.jaynes.statevector;

import java.util.Arrays;
import org.jaynes.execution.StateBuffer;

/** Marginal probabilities in any order of the bits. */
final class Marginals {
    /** Most bits of a marginal: its probabilities are an array. */
    static final int MAX_BITS = 28;

    private Marginals() {}

    /**
     * @param bits distinct index bits, in any order
     * @return probabilities, row after row; bit j of the position in a row is index bit {@code bits[j]}
     * @throws LimitExceededException if there are more than {@value #MAX_BITS}
     */
    static double[] of(StateBuffer state, int[] bits) {
        if (bits.length > MAX_BITS) {
            throw new LimitExceededException(
                    "a distribution over %d qubits; at most %d are held in memory".formatted(bits.length, MAX_BITS));
        }
        int[] ascending = bits.clone();
        Arrays.sort(ascending);
        double[] sums = state.marginals(ascending);
        if (Arrays.equals(ascending, bits)) {
            return sums;
        }
        int[] target = new int[bits.length];
        for (int j = 0; j < bits.length; j++) {
            target[Arrays.binarySearch(ascending, bits[j])] = j;
        }
        BitPermutation permutation = new BitPermutation(target);
        double[] ordered = new double[sums.length];
        int ofRow = (1 << bits.length) - 1;
        for (int i = 0; i < ordered.length; i++) {
            ordered[(i & ~ofRow) | (int) permutation.apply(i & ofRow)] = sums[i];
        }
        return ordered;
    }
}
