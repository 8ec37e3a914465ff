package org.jaynes.photonics.sampling;

import java.util.Arrays;

/**
 * What linear optics does to photons of which some come with known numbers and some leave with known numbers: amplitudes
 * between the states of a few modes before and behind. Creation operators are added one by one, which is a stable
 * recursion. Its memory is used again from step to step. Not thread-safe.
 */
final class StepAmplitudes {
    private LinearStep step = new LinearStep(0, new double[0][], true);
    private boolean real = true;
    private int kept;
    private int arriving;
    /** Numbers of photons that leave, with all smaller ones, as digits of the number of a block: radix counts[i] + 1. */
    private int[] counts = {};

    private int blocks;
    private int[] leavingOfBlock = {};
    private ModeLadder[] ladders = {};
    /** Sections known: one for each photon that has arrived, none at first, then one for each photon before the step. */
    private int sections;
    /** Where the amplitudes of a section and block begin, by state before and behind; none if there are none behind. */
    private int[] start = new int[64];

    private int end;
    private double[] re = new double[256];
    private double[] im = new double[256];

    /**
     * Goes to a step.
     *
     * @param photonsArriving photons that arrive
     * @param mostLeaving photons, at most, that leave through each of the step's last rows
     */
    void begin(LinearStep newStep, int photonsArriving, int[] mostLeaving) {
        step = newStep;
        real = newStep.isReal();
        kept = newStep.kept();
        arriving = photonsArriving;
        counts = mostLeaving.clone();
        sections = 0;
        end = 0;
        blocks = 1;
        for (int count : counts) {
            blocks *= count + 1;
        }
        if (leavingOfBlock.length < blocks) {
            leavingOfBlock = new int[2 * blocks];
        }
        for (int b = 0; b < blocks; b++) {
            int rest = b;
            leavingOfBlock[b] = 0;
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

    /**
     * Computes the amplitudes of so many photons before.
     *
     * @return where they begin in {@link #re} and {@link #im}, by state before and behind
     */
    int compute(int photons, int[] leaving) {
        grow(photons);
        int block = 0;
        int radix = 1;
        for (int i = 0; i < counts.length; i++) {
            block += radix * leaving[i];
            radix *= counts[i] + 1;
        }
        return start[(arriving + photons) * blocks + block];
    }

    /** Real parts; overwritten or replaced by the next computation. */
    double[] re() {
        return re;
    }

    /** Imaginary parts, likewise; of no meaning if all are zero. */
    double[] im() {
        return im;
    }

    private void grow(int photons) {
        if (arriving + photons < sections) {
            return;
        }
        ladders = ModeLadder.Ladders.of(kept).upTo(photons + arriving);
        if (sections == 0) {
            begin(1);
            re[start[0]] = 1;
        }
        while (sections <= arriving + photons) {
            if (sections <= arriving) {
                arrive();
            } else {
                add();
            }
        }
    }

    /** Room for the next section, filled with zeros. */
    private void begin(int before) {
        int at = sections * blocks;
        if (at + blocks > start.length) {
            start = Arrays.copyOf(start, 2 * (at + blocks));
        }
        int from = end;
        for (int b = 0; b < blocks; b++) {
            int behind = sections - leavingOfBlock[b];
            start[at + b] = end;
            end += behind < 0 ? 0 : before * ladders[behind].states();
        }
        if (end > re.length) {
            re = Arrays.copyOf(re, 2 * end);
            im = Arrays.copyOf(im, 2 * end);
        }
        Arrays.fill(re, from, end, 0);
        if (!real) {
            Arrays.fill(im, from, end, 0);
        }
        sections++;
    }

    /** One more of the photons that arrive, and no others. */
    private void arrive() {
        int photon = sections;
        begin(1);
        create(kept, 1 / Math.sqrt(photon), photon, 0, 0);
    }

    /** One more photon in the kept modes: each state from one with a photon less in its first occupied mode. */
    private void add() {
        int section = sections;
        ModeLadder ladder = ladders[section - arriving];
        begin(ladder.states());
        for (int state = 0; state < ladder.states(); state++) {
            int mode = 0;
            while (ladder.photons(state, mode) == 0) {
                mode++;
            }
            double norm = 1 / Math.sqrt(ladder.photons(state, mode));
            create(mode, norm, section, ladder.lowered(state, mode), state);
        }
    }

    /** Adds norm times the image of a creation operator, to all blocks of a section, for one state before the step. */
    private void create(int column, double norm, int section, int from, int to) {
        for (int b = 0; b < blocks; b++) {
            int behind = section - leavingOfBlock[b];
            if (behind < 0) {
                continue;
            }
            ModeLadder ladder = ladders[behind];
            int size = ladder.states();
            int target = start[section * blocks + b] + to * size;
            for (int mode = 0; behind > 0 && mode < kept; mode++) {
                double p = norm * step.re(mode, column);
                double q = norm * step.im(mode, column);
                int at = start[(section - 1) * blocks + b] + from * ladders[behind - 1].states();
                if (p != 0) {
                    ladder.raise(mode, p, re, at, re, target);
                }
                if (!real) {
                    ladder.raise(mode, -q, im, at, re, target);
                    ladder.raise(mode, p, im, at, im, target);
                    ladder.raise(mode, q, re, at, im, target);
                }
            }
            int radix = 1;
            for (int i = 0; i < counts.length; i++) {
                int digit = b / radix % (counts[i] + 1);
                if (digit > 0) {
                    double w = norm * Math.sqrt(digit);
                    double p = w * step.re(kept + i, column);
                    double q = w * step.im(kept + i, column);
                    int less = start[(section - 1) * blocks + b - radix] + from * size;
                    addMultiple(p, re, re, less, target, size);
                    if (!real) {
                        addMultiple(-q, im, re, less, target, size);
                        addMultiple(p, im, im, less, target, size);
                        addMultiple(q, re, im, less, target, size);
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
