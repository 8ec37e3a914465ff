package org.jaynes.decoder.analysis;

import java.util.Arrays;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.dem.DemTarget;

/**
 * Decomposes the cases of one channel (such as the 15 errors of a two-qubit depolarization) into each other: a case that
 * flips several detectors is written as cases that flip one or two. Detectors are bits of a mask here.
 */
final class ChannelDecomposition {
    /** How many different detectors the cases of one channel may flip. */
    private static final int MOST_DETECTORS = 16;

    private final long[][] cases;
    private final int[] masks;
    private int singles;
    private int[] pairs = new int[0];

    private ChannelDecomposition(long[][] cases, int[] masks) {
        this.cases = cases;
        this.masks = masks;
    }

    /**
     * Decomposes in place.
     *
     * @param cases targets of the 2^s combinations of s basis errors; entry 0 is no error
     */
    static void decompose(long[][] cases) {
        ChannelDecomposition channel = new ChannelDecomposition(cases, masksOf(cases));
        channel.findSimpleCases();
        channel.rewriteOthers();
    }

    private static int[] masksOf(long[][] cases) {
        long[] detectors = new long[MOST_DETECTORS];
        int count = 0;
        int[] masks = new int[cases.length];
        for (int basis = 1; basis < cases.length; basis <<= 1) {
            for (long target : cases[basis]) {
                if (DemTarget.isDetector(target)) {
                    int bit = 0;
                    while (bit < count && detectors[bit] != target) {
                        bit++;
                    }
                    if (bit == MOST_DETECTORS) {
                        throw new CircuitException(
                                "the cases of one channel flip more than %d different detectors; they cannot be decomposed"
                                        .formatted(MOST_DETECTORS));
                    }
                    if (bit == count) {
                        detectors[count++] = target;
                    }
                    masks[basis] ^= 1 << bit;
                }
            }
        }
        for (int error = 3; error < masks.length; error++) {
            masks[error] = masks[error & (error - 1)] ^ masks[error & -error];
        }
        return masks;
    }

    /** Finds the cases of one detector, and those of two that single ones do not cover. */
    private void findSimpleCases() {
        for (int mask : masks) {
            singles |= Integer.bitCount(mask) == 1 ? mask : 0;
        }
        int[] found = new int[masks.length];
        int count = 0;
        for (int error = 1; error < masks.length; error++) {
            if (Integer.bitCount(masks[error]) == 2 && (masks[error] & ~singles) != 0) {
                found[count++] = error;
            }
        }
        pairs = Arrays.copyOf(found, count);
    }

    private void rewriteOthers() {
        long[][] rewritten = cases.clone();
        for (int error = 1; error < masks.length; error++) {
            int detectors = Integer.bitCount(masks[error]);
            boolean simple = detectors <= 1 || (detectors == 2 && (masks[error] & ~singles) != 0);
            if (!simple) {
                rewritten[error] = rewrite(error);
            }
        }
        System.arraycopy(rewritten, 0, cases, 0, cases.length);
    }

    private long[] rewrite(int error) {
        TargetList components = new TargetList();
        int rest = takePairs(error, components);
        for (int single = 0; rest != 0 && single < masks.length; single++) {
            if (Integer.bitCount(masks[single]) == 1 && (masks[single] & ~rest) == 0) {
                rest &= ~masks[single];
                components.addComponent(cases[single]);
            }
        }
        return components.joined();
    }

    /** Takes no pair, one or two, so that single cases can do the rest, which is returned; else takes the case whole. */
    private int takePairs(int error, TargetList components) {
        int goal = masks[error];
        if ((goal & ~singles) == 0) {
            return goal;
        }
        for (int pair : pairs) {
            int mask = masks[pair];
            if ((goal & mask) == mask && (goal & ~(singles | mask)) == 0) {
                components.addComponent(cases[pair]);
                return goal & ~mask;
            }
        }
        for (int i = 0; i < pairs.length; i++) {
            for (int j = i + 1; j < pairs.length; j++) {
                int mask = masks[pairs[i]] | masks[pairs[j]];
                if ((masks[pairs[i]] & masks[pairs[j]]) == 0 && (goal & ~(singles | mask)) == 0) {
                    boolean inOrder = Targets.compare(cases[pairs[i]], cases[pairs[j]]) <= 0;
                    components.addComponent(cases[pairs[inOrder ? i : j]]);
                    components.addComponent(cases[pairs[inOrder ? j : i]]);
                    return goal & ~mask;
                }
            }
        }
        components.addComponent(cases[error]);
        return 0;
    }
}
