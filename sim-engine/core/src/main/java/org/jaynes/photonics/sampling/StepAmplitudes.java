package org.jaynes.photonics.sampling;

import java.util.Arrays;

/**
 * What linear optics does to photons of which some come with known numbers and some leave with known numbers: amplitudes
 * between the states of a few modes before and behind. Creation operators are added one by one, which is a stable
 * recursion. Not thread-safe.
 */
final class StepAmplitudes {
    /** Numbers of photons that leave, with all smaller ones, as digits of a number: radix counts[i] + 1 each. */
    private final int[] counts;

    private final int kept;
    private final LinearStep step;
    private final int numbers;
    /** blocks[s][b]: of s photons before, b leaving: by state before and behind; empty if there are none behind. */
    private double[][][] re = new double[0][][];

    private double[][][] im = new double[0][][];
    private final int arriving;

    /**
     * @param arriving photons that arrive
     * @param counts photons that leave through each of the step's last rows
     */
    StepAmplitudes(LinearStep step, int arriving, int[] counts) {
        this.step = step;
        this.kept = step.kept();
        this.counts = counts;
        this.arriving = arriving;
        int product = 1;
        for (int count : counts) {
            product *= count + 1;
        }
        this.numbers = product;
    }

    /** Photons that leave. */
    int leaving() {
        return Arrays.stream(counts).sum();
    }

    /**
     * Amplitudes [state before][state behind] for so many photons before the step in the kept modes, real or imaginary
     * parts; empty if there are no states behind.
     */
    double[] of(int photons, boolean imaginary) {
        grow(photons);
        return (imaginary ? im : re)[photons][numbers - 1];
    }

    private void grow(int photons) {
        int known = re.length;
        if (photons < known) {
            return;
        }
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

    private int behind(int photons, int block) {
        return photons - digitSum(block);
    }

    private int digitSum(int block) {
        int sum = 0;
        for (int count : counts) {
            sum += block % (count + 1);
            block /= count + 1;
        }
        return sum;
    }

    private double[][] blocks(int before, int total) {
        double[][] blocks = new double[numbers][];
        for (int b = 0; b < numbers; b++) {
            int behind = behind(total, b);
            blocks[b] = new double[behind < 0 ? 0 : before * states(behind)];
        }
        return blocks;
    }

    private int states(int photons) {
        return ModeLadder.of(kept, photons).states();
    }

    /** The photons that arrive, no others. */
    private void arrive() {
        double[][] a = blocks(1, 0);
        double[][] b = blocks(1, 0);
        a[0][0] = 1;
        for (int photon = 1; photon <= arriving; photon++) {
            double[][] nextA = blocks(1, photon);
            double[][] nextB = blocks(1, photon);
            create(kept, 1 / Math.sqrt(photon), photon, a, b, 0, nextA, nextB, 0);
            a = nextA;
            b = nextB;
        }
        re[0] = a;
        im[0] = b;
    }

    /** One more photon in the kept modes: each state from one with a photon less in its first occupied mode. */
    private void add(int s) {
        ModeLadder ladder = ModeLadder.of(kept, s);
        re[s] = blocks(ladder.states(), s + arriving);
        im[s] = blocks(ladder.states(), s + arriving);
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
        for (int b = 0; b < numbers; b++) {
            int behind = behind(total, b);
            if (behind < 0) {
                continue;
            }
            ModeLadder ladder = ModeLadder.of(kept, behind);
            int size = ladder.states();
            if (behind > 0) {
                int smaller = states(behind - 1);
                for (int mode = 0; mode < kept; mode++) {
                    double p = norm * step.re(mode, column);
                    double q = norm * step.im(mode, column);
                    if (p != 0 || q != 0) {
                        raise(ladder, mode, p, q, fromRe[b], fromIm[b], from * smaller, toRe[b], toIm[b], to * size);
                    }
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
                    for (int k = 0; k < size; k++) {
                        addProduct(p, q, fromRe[less], fromIm[less], from * size + k, toRe[b], toIm[b], to * size + k);
                    }
                }
                radix *= counts[i] + 1;
            }
        }
    }

    private static void raise(
            ModeLadder ladder,
            int mode,
            double p,
            double q,
            double[] fromRe,
            double[] fromIm,
            int from,
            double[] toRe,
            double[] toIm,
            int to) {
        for (int k = 0; k < ladder.states(); k++) {
            int n = ladder.photons(k, mode);
            if (n > 0) {
                double root = Math.sqrt(n);
                addProduct(p * root, q * root, fromRe, fromIm, from + ladder.lowered(k, mode), toRe, toIm, to + k);
            }
        }
    }

    private static void addProduct(
            double p, double q, double[] fromRe, double[] fromIm, int from, double[] toRe, double[] toIm, int to) {
        double a = fromRe[from];
        double b = fromIm[from];
        toRe[to] += p * a - q * b;
        toIm[to] += p * b + q * a;
    }
}
