package org.jaynes.photonics.sampling;

import java.util.Arrays;

/**
 * What linear optics does to photons of which some come with known numbers and some leave with known numbers: amplitudes
 * between the states of a few modes before and behind. Creation operators are added one by one, which is a stable
 * recursion. Not thread-safe.
 */
final class StepAmplitudes {
    private final LinearStep step;
    private final boolean real;
    private final int kept;
    private final int arriving;
    /** Numbers of photons that leave, with all smaller ones, as digits of the number of a block: radix counts[i] + 1. */
    private final int[] counts;

    private final int[] leavingOfBlock;
    private ModeLadder[] ladders = {};
    /** re[s][block]: of s photons before, by state before and behind; empty if there are none behind. */
    private double[][][] re = new double[0][][];

    private double[][][] im = new double[0][][];

    /**
     * @param arriving photons that arrive
     * @param counts photons, at most, that leave through each of the step's last rows
     */
    StepAmplitudes(LinearStep step, int arriving, int[] counts) {
        this.step = step;
        this.real = step.isReal();
        this.kept = step.kept();
        this.arriving = arriving;
        this.counts = counts.clone();
        int blocks = 1;
        for (int count : counts) {
            blocks *= count + 1;
        }
        this.leavingOfBlock = new int[blocks];
        for (int b = 0; b < blocks; b++) {
            int rest = b;
            for (int count : counts) {
                leavingOfBlock[b] += rest % (count + 1);
                rest /= count + 1;
            }
        }
    }

    int kept() {
        return kept;
    }

    int arriving() {
        return arriving;
    }

    boolean isReal() {
        return real;
    }

    /** Whether there are amplitudes for these numbers of photons that leave. */
    boolean holds(int[] leaving) {
        for (int i = 0; i < leaving.length; i++) {
            if (leaving[i] > (i < counts.length ? counts[i] : 0)) {
                return false;
            }
        }
        return true;
    }

    /** Real parts for so many photons before, by state before and behind; empty if there are no states behind. */
    double[] re(int photons, int[] leaving) {
        grow(photons);
        return re[photons][block(leaving)];
    }

    /** Imaginary parts, likewise; of no meaning if all are zero. */
    double[] im(int photons, int[] leaving) {
        grow(photons);
        return im[photons][block(leaving)];
    }

    private int block(int[] leaving) {
        int block = 0;
        int radix = 1;
        for (int i = 0; i < counts.length; i++) {
            block += radix * leaving[i];
            radix *= counts[i] + 1;
        }
        return block;
    }

    private void grow(int photons) {
        int known = re.length;
        if (photons < known) {
            return;
        }
        ladders = ModeLadder.Ladders.of(kept).upTo(photons + arriving);
        re = Arrays.copyOf(re, photons + 1);
        im = Arrays.copyOf(im, photons + 1);
        for (int s = known; s <= photons; s++) {
            if (s == 0) {
                arrive();
            } else {
                add(s);
            }
        }
    }

    private double[][] blocks(int before, int total) {
        double[][] blocks = new double[leavingOfBlock.length][];
        for (int b = 0; b < blocks.length; b++) {
            int behind = total - leavingOfBlock[b];
            blocks[b] = new double[behind < 0 ? 0 : before * ladders[behind].states()];
        }
        return blocks;
    }

    /** The photons that arrive, no others. */
    private void arrive() {
        double[][] a = blocks(1, 0);
        double[][] b = real ? a : blocks(1, 0);
        a[0][0] = 1;
        for (int photon = 1; photon <= arriving; photon++) {
            double[][] nextA = blocks(1, photon);
            double[][] nextB = real ? nextA : blocks(1, photon);
            create(kept, 1 / Math.sqrt(photon), photon, a, b, 0, nextA, nextB, 0);
            a = nextA;
            b = nextB;
        }
        re[0] = a;
        im[0] = b;
    }

    /** One more photon in the kept modes: each state from one with a photon less in its first occupied mode. */
    private void add(int s) {
        ModeLadder ladder = ladders[s];
        re[s] = blocks(ladder.states(), s + arriving);
        im[s] = real ? re[s] : blocks(ladder.states(), s + arriving);
        for (int state = 0; state < ladder.states(); state++) {
            int mode = 0;
            while (ladder.photons(state, mode) == 0) {
                mode++;
            }
            double norm = 1 / Math.sqrt(ladder.photons(state, mode));
            create(mode, norm, s + arriving, re[s - 1], im[s - 1], ladder.lowered(state, mode), re[s], im[s], state);
        }
    }

    /** Adds norm times the image of a creation operator, to all blocks, for one state before the step. */
    private void create(
            int column,
            double norm,
            int total,
            double[][] fromRe,
            double[][] fromIm,
            int from,
            double[][] toRe,
            double[][] toIm,
            int to) {
        for (int b = 0; b < leavingOfBlock.length; b++) {
            int behind = total - leavingOfBlock[b];
            if (behind < 0) {
                continue;
            }
            ModeLadder ladder = ladders[behind];
            int size = ladder.states();
            for (int mode = 0; behind > 0 && mode < kept; mode++) {
                double p = norm * step.re(mode, column);
                double q = norm * step.im(mode, column);
                int at = from * ladders[behind - 1].states();
                if (p != 0) {
                    ladder.raise(mode, p, fromRe[b], at, toRe[b], to * size);
                }
                if (!real) {
                    ladder.raise(mode, -q, fromIm[b], at, toRe[b], to * size);
                    ladder.raise(mode, p, fromIm[b], at, toIm[b], to * size);
                    ladder.raise(mode, q, fromRe[b], at, toIm[b], to * size);
                }
            }
            int radix = 1;
            for (int i = 0; i < counts.length; i++) {
                int digit = b / radix % (counts[i] + 1);
                if (digit > 0) {
                    double w = norm * Math.sqrt(digit);
                    double p = w * step.re(kept + i, column);
                    double q = w * step.im(kept + i, column);
                    int less = b - radix;
                    addMultiple(p, fromRe[less], toRe[b], from * size, to * size, size);
                    if (!real) {
                        addMultiple(-q, fromIm[less], toRe[b], from * size, to * size, size);
                        addMultiple(p, fromIm[less], toIm[b], from * size, to * size, size);
                        addMultiple(q, fromRe[less], toIm[b], from * size, to * size, size);
                    }
                }
                radix *= counts[i] + 1;
            }
        }
    }

    private static void addMultiple(double factor, double[] x, double[] y, int from, int to, int count) {
        if (factor == 0) {
            return;
        }
        for (int k = 0; k < count; k++) {
            y[to + k] += factor * x[from + k];
        }
    }
}
