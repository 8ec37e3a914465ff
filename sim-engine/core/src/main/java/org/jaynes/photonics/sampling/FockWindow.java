package org.jaynes.photonics.sampling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jaynes.photonics.fock.FockBasis;

/**
 * The state of a few modes with a known number of photons: normalised amplitudes over a {@link FockBasis} of the places
 * of the window. Not thread-safe.
 *
 * <p>Modes at places 0 … p - 1 are a prefix; for fixed photons in these and in the places p, p + 1 the amplitudes of the
 * rest are consecutive, so a beam splitter is a small matrix on runs of amplitudes.
 */
final class FockWindow {
    FockWindow(org.jaynes.photonics.PhotonicDevice device) {}

    /** Index tables for larger vectors than this are not kept. */
    private static final int LARGEST_TABLE = 1 << 22;

    /** What an index table depends on. */
    private record TableKey(int modes, int photons, int counted, int place, java.util.List<Integer> order) {}

    private final Map<TableKey, int[]> tables = new HashMap<>();
    private final Map<Integer, FockBasis> bases = new HashMap<>();
    private FockBasis basis = new FockBasis(1, 0);
    private double[] re = {1};
    private double[] im = {0};
    private double[] spareRe = {0};
    private double[] spareIm = {0};
    /** No mode at all: one amplitude. */
    private boolean empty = true;

    private int size() {
        return empty ? 1 : basis.size();
    }

    private FockBasis basis(int modes, int photons) {
        return bases.computeIfAbsent(modes << 16 | photons, _ -> new FockBasis(modes, photons));
    }

    /** The number of modes. */
    int modes() {
        return empty ? 0 : basis.modes();
    }

    /** The number of photons in all modes. */
    int photons() {
        return basis.photons();
    }

    /** No modes. */
    void clear() {
        empty = true;
        basis = basis(1, 0);
        re[0] = 1;
        im[0] = 0;
    }

    /** One more mode, with some photons, at place 0. */
    void enter(int photons) {
        FockBasis larger = basis(modes() + 1, photons() + photons);
        reserve(larger.size());
        Arrays.fill(spareRe, 0, larger.size(), 0);
        Arrays.fill(spareIm, 0, larger.size(), 0);
        int start = larger.statesWith(larger.modes(), photons() - 1);
        System.arraycopy(re, 0, spareRe, start, size());
        System.arraycopy(im, 0, spareIm, start, size());
        swap();
        basis = larger;
        empty = false;
    }

    private void reserve(int size) {
        if (spareRe.length < size) {
            int length = Math.max(size, 2 * spareRe.length);
            spareRe = new double[length];
            spareIm = new double[length];
        }
    }

    private void swap() {
        double[] a = re;
        double[] b = im;
        re = spareRe;
        im = spareIm;
        spareRe = a;
        spareIm = b;
    }

    /** Receives every choice of photon numbers in the prefix: where its amplitudes start, and the photons that are left. */
    private interface PrefixVisitor {
        void visit(int start, int left);
    }

    private void eachPrefix(int place, PrefixVisitor visitor) {
        eachPrefix(0, place, 0, photons(), visitor);
    }

    private void eachPrefix(int at, int place, int start, int left, PrefixVisitor visitor) {
        if (at == place) {
            visitor.visit(start, left);
            return;
        }
        for (int behind = left; behind >= 0; behind--) {
            eachPrefix(at + 1, place, start + start(at, behind), behind, visitor);
        }
    }

    /** Where the states with so many photons behind a place start, among those of the place and the ones behind it. */
    private int start(int place, int behind) {
        return basis.statesWith(basis.modes() - place, behind - 1);
    }

    /**
     * A beam splitter on places p and p + 1.
     *
     * @param swapped whether its first mode is at place p + 1
     */
    void mix(SplitterAmplitudes splitter, int place, boolean swapped) {
        reserve(size());
        eachPrefix(place, (start, left) -> {
            for (int t = 0; t <= left; t++) {
                mixRuns(splitter.re(t), splitter.im(t), start, place, left, t, swapped);
            }
        });
        swap();
    }

    /** All states with t photons in the two modes: y[n] = Σ_a m[n][a] x[a], a ascending, each y and x a run. */
    private void mixRuns(double[] mRe, double[] mIm, int start, int place, int left, int t, boolean swapped) {
        int run = basis.statesWith(basis.modes() - place - 2, left - t);
        for (int n = 0; n <= t; n++) {
            int out = start + run(place, left, t, swapped ? t - n : n);
            Arrays.fill(spareRe, out, out + run, 0);
            Arrays.fill(spareIm, out, out + run, 0);
            for (int a = 0; a <= t; a++) {
                int in = start + run(place, left, t, swapped ? t - a : a);
                double p = mRe[n * (t + 1) + a];
                double q = mIm[n * (t + 1) + a];
                for (int k = 0; k < run; k++) {
                    double x = re[in + k];
                    double y = im[in + k];
                    spareRe[out + k] = Math.fma(-q, y, Math.fma(p, x, spareRe[out + k]));
                    spareIm[out + k] = Math.fma(q, x, Math.fma(p, y, spareIm[out + k]));
                }
            }
        }
    }

    /** Where the states with n photons at the place and t - n at the next one start. */
    private int run(int place, int left, int t, int n) {
        return start(place, left - n) + start(place + 1, left - t);
    }

    /** The probability of each photon number at a place, times the squared norm of the state. */
    double[] marginal(int place) {
        double[] sums = new double[photons() + 1];
        eachPrefix(place, (start, left) -> {
            for (int n = 0; n <= left; n++) {
                int from = start + start(place, left - n);
                int count = basis.statesWith(basis.modes() - place - 1, left - n);
                double sum = 0;
                for (int k = from; k < from + count; k++) {
                    sum = Math.fma(re[k], re[k], Math.fma(im[k], im[k], sum));
                }
                sums[n] += sum;
            }
        });
        return sums;
    }

    /**
     * What remains when a number of photons has been counted at a place, multiplied by a factor; the other modes are put
     * in a new order.
     *
     * @param order order[new place] = old place
     */
    void project(int place, int counted, int[] order, double factor) {
        if (modes() == 1) {
            clear();
            return;
        }
        int[] table = table(new TableKey(
                modes(), photons(), counted, place, Arrays.stream(order).boxed().toList()));
        basis = basis(modes() - 1, photons() - counted);
        gather(table, factor);
    }

    /** Puts the modes in a new order. */
    void arrange(int[] order) {
        gather(
                table(new TableKey(
                        modes(), photons(), -1, -1, Arrays.stream(order).boxed().toList())),
                1);
    }

    private void gather(int[] table, double factor) {
        reserve(table.length);
        for (int i = 0; i < table.length; i++) {
            spareRe[i] = factor * re[table[i]];
            spareIm[i] = factor * im[table[i]];
        }
        swap();
    }

    private int[] table(TableKey key) {
        int[] known = tables.get(key);
        if (known != null) {
            return known;
        }
        boolean projects = key.place >= 0;
        FockBasis from = basis(key.modes, key.photons);
        FockBasis to = projects ? basis(key.modes - 1, key.photons - key.counted) : from;
        int[] table = new int[to.size()];
        int[] source = new int[key.modes];
        int[] state = to.first();
        for (int i = 0; i < table.length; i++) {
            if (projects) {
                source[key.place] = key.counted;
            }
            for (int k = 0; k < state.length; k++) {
                source[key.order.get(k)] = state[k];
            }
            table[i] = from.rank(source);
            to.next(state);
        }
        if (table.length <= LARGEST_TABLE) {
            tables.put(key, table);
        }
        return table;
    }

    /**
     * Photons at a place are lost, each with a probability: how many is drawn, and the state becomes the one that belongs
     * to it, normalised.
     */
    void lose(int place, double probability, double u) {
        double[] marginal = marginal(place);
        int photons = photons();
        double[] chances = new double[photons + 1];
        for (int n = 0; n <= photons; n++) {
            for (int k = 0; k <= n; k++) {
                chances[k] += marginal[n] * binomial(n, k, probability);
            }
        }
        int lost = ShotRandom.choose(chances, photons + 1, u);
        FockBasis smaller = basis(modes(), photons - lost);
        FockBasis larger = basis;
        reserve(larger.size());
        double norm = 1 / Math.sqrt(chances[lost]);
        eachPrefix(place, (start, left) -> {
            if (left < lost) {
                return;
            }
            int target = smallerStart(larger, smaller, start, place, left, lost);
            for (int n = lost; n <= left; n++) {
                double factor = norm * Math.sqrt(binomial(n, lost, probability));
                int from = start + start(place, left - n);
                int to = target + smaller.statesWith(smaller.modes() - place, left - n - 1);
                int count = larger.statesWith(larger.modes() - place - 1, left - n);
                for (int k = 0; k < count; k++) {
                    spareRe[to + k] = factor * re[from + k];
                    spareIm[to + k] = factor * im[from + k];
                }
            }
        });
        swap();
        basis = smaller;
    }

    /** The start of a prefix in a basis with fewer photons behind it. */
    private static int smallerStart(FockBasis larger, FockBasis smaller, int start, int place, int left, int lost) {
        int[] state = new int[larger.modes()];
        larger.read(start, state);
        int rank = 0;
        int behind = smaller.photons();
        for (int i = 0; i < place; i++) {
            behind -= state[i];
            rank += smaller.statesWith(smaller.modes() - i, behind - 1);
        }
        if (behind != left - lost) {
            throw new IllegalStateException("prefix with %d photons left, expected %d".formatted(behind, left - lost));
        }
        return rank;
    }

    private static double binomial(int n, int k, double p) {
        double value = 1;
        for (int i = 0; i < k; i++) {
            value = value * (n - i) / (i + 1) * p;
        }
        for (int i = 0; i < n - k; i++) {
            value *= 1 - p;
        }
        return value;
    }
}
