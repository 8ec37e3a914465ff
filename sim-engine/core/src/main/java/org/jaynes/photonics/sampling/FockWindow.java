package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.photonics.fock.FockBasis;

/**
 * The state of a few modes with a known number of photons: normalised amplitudes over a {@link FockBasis} of the places
 * of the window. Not thread-safe.
 */
final class FockWindow {
    /** Entries of all index tables together that are kept. */
    private static final long KEPT_ENTRIES = 1 << 25;

    /** What an index table depends on. */
    private record TableKey(FockBasis basis, int counted, int place, List<Integer> order) {}

    private final WindowKernels kernels;
    private final Map<TableKey, MemorySegment> tables = new HashMap<>();
    private final Map<Integer, FockBasis> bases = new HashMap<>();
    private long tableEntries;
    private FockBasis basis = new FockBasis(1, 0);
    private WindowVector x;
    private WindowVector y;
    /** No mode at all: one amplitude. */
    private boolean empty = true;

    /** @param real whether all amplitudes will be real */
    FockWindow(WindowKernels kernels, boolean real) {
        this.kernels = kernels;
        this.x = new WindowVector(real);
        this.y = new WindowVector(real);
        clear();
    }

    private int size() {
        return empty ? 1 : basis.size();
    }

    private FockBasis basis(int modes, int photons) {
        return bases.computeIfAbsent(modes << 16 | photons, _ -> new FockBasis(modes, photons));
    }

    private int modes() {
        return empty ? 0 : basis.modes();
    }

    /** No modes. */
    void clear() {
        empty = true;
        basis = basis(1, 0);
        x.reserve(1);
        x.set(0, 1, 0);
    }

    /** One more mode, with some photons, at place 0. */
    void enter(int photons) {
        FockBasis larger = basis(modes() + 1, basis.photons() + photons);
        y.reserve(larger.size());
        y.clear(larger.size());
        y.copyFrom(x, size(), larger.statesWith(larger.modes(), basis.photons() - 1));
        swap();
        basis = larger;
        empty = false;
    }

    private void swap() {
        WindowVector before = x;
        x = y;
        y = before;
    }

    /** A beam splitter on places p and p + 1; swapped when its first mode is at place p + 1. */
    void mix(SplitterAmplitudes splitter, int place, boolean swapped) {
        y.reserve(size());
        kernels.mix(basis, splitter, place, swapped, x, y);
        swap();
    }

    /** The probability of each photon number at a place, times the squared norm of the state. */
    double[] marginal(int place) {
        return kernels.marginal(basis, place, x);
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
        MemorySegment table = table(new TableKey(basis, counted, place, list(order)));
        basis = basis(modes() - 1, basis.photons() - counted);
        gather(table, factor);
    }

    /** Puts the modes in a new order. */
    void arrange(int[] order) {
        gather(table(new TableKey(basis, 0, -1, list(order))), 1);
    }

    private static List<Integer> list(int[] order) {
        return Arrays.stream(order).boxed().toList();
    }

    private void gather(MemorySegment table, double factor) {
        y.reserve(size());
        kernels.gather(table, factor, x, y);
        swap();
    }

    private MemorySegment table(TableKey key) {
        MemorySegment known = tables.get(key);
        if (known != null) {
            return known;
        }
        MemorySegment table = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, indices(key));
        if (tableEntries > KEPT_ENTRIES) {
            tables.clear();
            tableEntries = 0;
        }
        tables.put(key, table);
        tableEntries += table.byteSize() / ValueLayout.JAVA_INT.byteSize();
        return table;
    }

    private int[] indices(TableKey key) {
        boolean projects = key.place >= 0;
        FockBasis to = projects ? basis(key.basis.modes() - 1, key.basis.photons() - key.counted) : key.basis;
        int[] table = new int[to.size()];
        int[] source = new int[key.basis.modes()];
        if (projects) {
            source[key.place] = key.counted;
        }
        int[] state = to.first();
        for (int i = 0; i < table.length; i++) {
            for (int k = 0; k < state.length; k++) {
                source[key.order.get(k)] = state[k];
            }
            table[i] = key.basis.rank(source);
            to.next(state);
        }
        return table;
    }

    /**
     * Photons at a place are lost, each with a probability: how many is drawn, and the state becomes the one that belongs
     * to it, normalised.
     */
    void lose(int place, double probability, double u) {
        double[] marginal = marginal(place);
        int photons = basis.photons();
        double[] chances = new double[photons + 1];
        for (int n = 0; n <= photons; n++) {
            for (int k = 0; k <= n; k++) {
                chances[k] += marginal[n] * binomial(n, k, probability);
            }
        }
        int lost = ShotRandom.choose(chances, photons + 1, u);
        double[] factors = new double[photons + 1];
        for (int n = lost; n <= photons; n++) {
            factors[n] = Math.sqrt(binomial(n, lost, probability) / chances[lost]);
        }
        FockBasis smaller = basis(modes(), photons - lost);
        y.reserve(smaller.size());
        int[] state = smaller.first();
        for (int i = 0; i < smaller.size(); i++) {
            state[place] += lost;
            int from = lost == 0 ? i : basis.rank(state);
            double factor = factors[state[place]];
            state[place] -= lost;
            y.set(i, factor * x.re(from), factor * x.im(from));
            smaller.next(state);
        }
        swap();
        basis = smaller;
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
