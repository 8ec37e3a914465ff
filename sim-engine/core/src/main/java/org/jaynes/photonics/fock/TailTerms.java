package org.jaynes.photonics.fock;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jaynes.bindings.generated.photonics.JaynesPhotonStepArguments;

/** The lists of terms for the last modes of a step, as {@code JaynesPhotonStepArguments} has them. */
final class TailTerms {
    /** Lists are kept for so many sizes. */
    private static final int KEPT = 64;

    private static final Map<FockBasis, Lists> LISTS = new ConcurrentHashMap<>();

    private final MemorySegment first;
    private final MemorySegment start;
    private final MemorySegment terms;
    private final int modes;

    private record Lists(int[] first, int[] start, int[] terms) {}

    /**
     * The lists for all numbers of photons up to one.
     *
     * @param arena in which they live
     */
    TailTerms(Arena arena, int modes, int photons) {
        if (LISTS.size() > KEPT) {
            LISTS.clear();
        }
        Lists lists = LISTS.computeIfAbsent(new FockBasis(modes, photons), TailTerms::lists);
        this.first = arena.allocateFrom(ValueLayout.JAVA_INT, lists.first);
        this.start = arena.allocateFrom(ValueLayout.JAVA_INT, lists.start);
        this.terms = arena.allocateFrom(ValueLayout.JAVA_INT, lists.terms);
        this.modes = modes;
    }

    void write(MemorySegment arguments) {
        JaynesPhotonStepArguments.tail_first(arguments, first.address());
        JaynesPhotonStepArguments.tail_start(arguments, start.address());
        JaynesPhotonStepArguments.terms(arguments, terms.address());
        JaynesPhotonStepArguments.tail_modes(arguments, modes);
    }

    private static Lists lists(FockBasis largest) {
        int photons = largest.photons();
        int[] first = new int[photons + 1];
        int states = 0;
        int count = 0;
        for (int r = 0; r <= photons; r++) {
            first[r] = states;
            states += new FockBasis(largest.modes(), r).size() + 1;
            count += r == 0 ? 0 : largest.modes() * new FockBasis(largest.modes(), r - 1).size();
        }
        int[] start = new int[states];
        int[] terms = new int[Math.max(1, count)];
        int at = 0;
        for (int r = 1; r <= photons; r++) {
            FockBasis basis = new FockBasis(largest.modes(), r);
            FockBasis fewer = new FockBasis(largest.modes(), r - 1);
            int[] state = basis.first();
            for (int s = 0; s < basis.size(); s++) {
                start[first[r] + s] = at;
                for (int mode = 0; mode < state.length; mode++) {
                    if (state[mode] > 0) {
                        state[mode]--;
                        terms[at++] = mode << 24 | fewer.rank(state);
                        state[mode]++;
                    }
                }
                basis.next(state);
            }
            start[first[r] + basis.size()] = at;
        }
        return new Lists(first, start, terms);
    }
}
