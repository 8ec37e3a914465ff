package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jaynes.bindings.generated.plan.JaynesCollapseArguments;
import org.jaynes.bindings.generated.plan.JaynesFoldArguments;
import org.jaynes.bindings.generated.plan.JaynesInitializeArguments;
import org.jaynes.bindings.generated.plan.JaynesMarginalArguments;
import org.jaynes.bindings.generated.plan.JaynesPauliArguments;
import org.jaynes.bindings.generated.plan.JaynesPauliTerm;
import org.jaynes.bindings.generated.plan.JaynesProbabilityArguments;
import org.jaynes.bindings.generated.plan.JaynesSampleArguments;

/** Fills the argument structs of {@code jaynes_plan.h}, for host addresses and for those of a device alike. */
final class KernelArguments {
    private KernelArguments() {}

    static MemorySegment initialize(SegmentAllocator arena, long states, StateBuffer buffer, long index) {
        MemorySegment arguments = JaynesInitializeArguments.allocate(arena);
        JaynesInitializeArguments.states(arguments, states);
        JaynesInitializeArguments.basis_index(arguments, index);
        JaynesInitializeArguments.row_count(arguments, buffer.rows());
        JaynesInitializeArguments.index_bits(arguments, buffer.indexBits());
        return arguments;
    }

    static MemorySegment marginal(SegmentAllocator arena, long states, long sums, StateBuffer buffer, int[] bits) {
        MemorySegment arguments = JaynesMarginalArguments.allocate(arena);
        JaynesMarginalArguments.states(arguments, states);
        JaynesMarginalArguments.sums(arguments, sums);
        JaynesMarginalArguments.row_count(arguments, buffer.rows());
        JaynesMarginalArguments.index_bits(arguments, buffer.indexBits());
        JaynesMarginalArguments.bit_count(arguments, bits.length);
        for (int i = 0; i < bits.length; i++) {
            JaynesMarginalArguments.bits(arguments, i, (byte) bits[i]);
        }
        return arguments;
    }

    /** Folds each {@code 2^bits} doubles from {@code input} on into one. */
    static MemorySegment fold(SegmentAllocator arena, long input, long output, long items, int bits) {
        MemorySegment arguments = JaynesFoldArguments.allocate(arena);
        JaynesFoldArguments.input(arguments, input);
        JaynesFoldArguments.output(arguments, output);
        JaynesFoldArguments.item_count(arguments, items);
        JaynesFoldArguments.chunk_bits(arguments, bits);
        return arguments;
    }

    /** Amplitudes are counted over all rows: one row is as good as many. */
    static MemorySegment probability(SegmentAllocator arena, long states, long probabilities, long first, long count) {
        MemorySegment arguments = JaynesProbabilityArguments.allocate(arena);
        JaynesProbabilityArguments.states(arguments, states);
        JaynesProbabilityArguments.probabilities(arguments, probabilities);
        JaynesProbabilityArguments.first(arguments, first);
        JaynesProbabilityArguments.count(arguments, count);
        return arguments;
    }

    static MemorySegment pauliTerms(SegmentAllocator arena, PauliGroup group) {
        int count = group.zMasks().length;
        MemorySegment terms = JaynesPauliTerm.allocateArray(Math.max(1, count), arena);
        for (int i = 0; i < count; i++) {
            MemorySegment term = JaynesPauliTerm.asSlice(terms, i);
            JaynesPauliTerm.z_mask(term, group.zMasks()[i]);
            JaynesPauliTerm.coefficient(term, group.coefficients()[i]);
        }
        return terms;
    }

    /** Size of {@link #pauliTerms}. */
    static long termBytes(PauliGroup group) {
        return Math.max(1, group.zMasks().length) * JaynesPauliTerm.sizeof();
    }

    static MemorySegment pauli(
            SegmentAllocator arena, long states, long terms, long sums, StateBuffer buffer, PauliGroup group) {
        MemorySegment arguments = JaynesPauliArguments.allocate(arena);
        JaynesPauliArguments.states(arguments, states);
        JaynesPauliArguments.terms(arguments, terms);
        JaynesPauliArguments.sums(arguments, sums);
        JaynesPauliArguments.row_count(arguments, buffer.rows());
        JaynesPauliArguments.x_mask(arguments, group.xMask());
        JaynesPauliArguments.real_term_count(arguments, group.realCount());
        JaynesPauliArguments.imaginary_term_count(arguments, group.zMasks().length - group.realCount());
        JaynesPauliArguments.index_bits(arguments, buffer.indexBits());
        return arguments;
    }

    /**
     * Without what {@link #shots} sets.
     *
     * @param rowStates address of the row
     */
    static MemorySegment sample(
            SegmentAllocator arena, long rowStates, long cumulative, long outcomes, StateBuffer buffer, int row) {
        MemorySegment arguments = JaynesSampleArguments.allocate(arena);
        JaynesSampleArguments.states(arguments, rowStates);
        JaynesSampleArguments.cumulative(arguments, cumulative);
        JaynesSampleArguments.outcomes(arguments, outcomes);
        JaynesSampleArguments.row(arguments, row);
        JaynesSampleArguments.index_bits(arguments, buffer.indexBits());
        return arguments;
    }

    /** Completes {@link #sample}. */
    static void shots(MemorySegment arguments, long seed, long firstShot, int shots, int purpose) {
        JaynesSampleArguments.seed(arguments, seed);
        JaynesSampleArguments.first_shot(arguments, firstShot);
        JaynesSampleArguments.shot_count(arguments, shots);
        JaynesSampleArguments.purpose(arguments, purpose);
    }

    static MemorySegment collapse(
            SegmentAllocator arena, long states, StateBuffer buffer, int bit, int value, double scale) {
        MemorySegment arguments = JaynesCollapseArguments.allocate(arena);
        JaynesCollapseArguments.states(arguments, states);
        JaynesCollapseArguments.row_count(arguments, buffer.rows());
        JaynesCollapseArguments.scale(arguments, scale);
        JaynesCollapseArguments.index_bits(arguments, buffer.indexBits());
        JaynesCollapseArguments.bit(arguments, bit);
        JaynesCollapseArguments.value(arguments, value);
        return arguments;
    }
}
