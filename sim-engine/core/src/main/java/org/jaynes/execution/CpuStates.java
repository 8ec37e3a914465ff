package org.jaynes.execution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import org.jaynes.bindings.cpu.AmplitudeFormat;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Pass;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;

/** States on the host that libjaynes_cpu works on. */
final class CpuStates extends AbstractStateBuffer {
    /** Ranges per thread, so that threads that come late or are disturbed hold nobody up. */
    private static final int RANGES_PER_THREAD = 8;

    /** Most amplitudes times ops of a range: some 10 milliseconds, after which an interruption is seen. */
    private static final long RANGE_WORK = 1 << 27;

    /** Probabilities that are computed before they are copied to the heap: large enough to be shared. */
    private static final int PIECE = 1 << 20;

    private final CpuExecutor executor;
    private final CpuLibrary library;
    private final InstructionSet instructions;
    private final AmplitudeFormat format;
    private final CpuWorkspace workspace;
    private final MemorySegment states;
    private final MemorySegment passArguments;

    CpuStates(int indexBits, int rows, Precision precision, CpuExecutor executor, CpuWorkspace workspace) {
        super(executor.name(), indexBits, rows, precision);
        this.executor = executor;
        this.library = executor.library();
        this.instructions = executor.instructions();
        this.format = CpuExecutor.format(precision);
        this.workspace = workspace;
        this.states = workspace.states().asSlice(0, rows * rowBytes());
        this.passArguments = workspace.passArguments();
    }

    /** Memory for a call: shared only if helpers may come in, for a shared arena costs 20 microseconds to close. */
    private Arena argumentArena(long work) {
        return work > executor.worthSharing() ? Arena.ofShared() : Arena.ofConfined();
    }

    private long amplitudes() {
        return (long) rows() << indexBits();
    }

    /**
     * Shares items among threads.
     *
     * @param itemWork work of an item, in amplitudes times ops
     */
    private void share(long items, long itemWork, WorkerPool.RangeTask task) {
        long range = items;
        if (items * itemWork > executor.worthSharing()) {
            long even = items / ((long) executor.pool().threads() * RANGES_PER_THREAD);
            range = Math.max(1, Math.min(even, RANGE_WORK / Math.max(1, itemWork)));
        }
        executor.pool().run(items, range, task);
    }

    @Override
    void doInitialize(long index) {
        try (Arena local = argumentArena(amplitudes())) {
            MemorySegment arguments = KernelArguments.initialize(local, states.address(), this, index);
            share(
                    amplitudes(),
                    1,
                    (worker, first, count) -> library.initialize(instructions, format, arguments, first, count));
        }
    }

    @Override
    void doApply(Plan plan, Coefficients coefficients) {
        try {
            MemorySegment ops = plan.kernelPlan().ops();
            for (int i = 0; i < plan.passes().size(); i++) {
                passArguments.copyFrom(plan.kernelPlan().pass(i));
                JaynesPassArguments.ops(passArguments, ops.address() + JaynesPassArguments.ops(passArguments));
                JaynesPassArguments.states(passArguments, states.address());
                JaynesPassArguments.coefficients(
                        passArguments, coefficients.values().address());
                JaynesPassArguments.coefficient_stride(passArguments, coefficients.stride());
                JaynesPassArguments.row_count(passArguments, rows());
                run(plan.passes().get(i));
            }
        } finally {
            // The library sees addresses only.
            Reference.reachabilityFence(plan);
            Reference.reachabilityFence(coefficients);
        }
    }

    private void run(Pass pass) {
        long scratchBytes = library.passScratchBytes(format, pass.tileBits());
        share(
                (long) rows() << (indexBits() - pass.tileBits()),
                (long) pass.ops().size() << pass.tileBits(),
                (worker, first, count) ->
                        library.pass(instructions, format, passArguments, first, count, scratch(worker, scratchBytes)));
    }

    private MemorySegment scratch(int worker, long bytes) {
        if (worker > 0) {
            return executor.scratch(worker, bytes);
        }
        return workspace.scratch(bytes);
    }

    @Override
    double[] doProbabilities() {
        double[] probabilities = new double[Math.toIntExact(amplitudes())];
        int piece = Math.min(PIECE, probabilities.length);
        try (Arena local = argumentArena(amplitudes())) {
            MemorySegment values = local.allocate(ValueLayout.JAVA_DOUBLE, piece);
            for (int from = 0; from < probabilities.length; from += piece) {
                int size = Math.min(piece, probabilities.length - from);
                MemorySegment arguments =
                        KernelArguments.probability(local, states.address(), values.address(), from, size);
                share(
                        size,
                        1,
                        (worker, first, count) -> library.probability(instructions, format, arguments, first, count));
                MemorySegment.copy(values, ValueLayout.JAVA_DOUBLE, 0, probabilities, from, size);
            }
        }
        return probabilities;
    }

    @Override
    double[] doMarginal(int[] bits, int foldBits) {
        try (Arena local = argumentArena(amplitudes())) {
            int chunkBits = Math.min(Fold.CHUNK_BITS, indexBits() - bits.length);
            MemorySegment sums = local.allocate(ValueLayout.JAVA_DOUBLE, amplitudes() >> chunkBits);
            MemorySegment arguments = KernelArguments.marginal(local, states.address(), sums.address(), this, bits);
            share(
                    amplitudes() >> chunkBits,
                    1L << chunkBits,
                    (worker, first, count) -> library.marginal(instructions, format, arguments, first, count));
            return Fold.levels(sums.toArray(ValueLayout.JAVA_DOUBLE), foldBits);
        }
    }

    @Override
    double[] doPauli(PauliGroup group, int foldBits) {
        try (Arena local = argumentArena(amplitudes() * (1 + group.zMasks().length))) {
            int chunkBits = Math.min(Fold.CHUNK_BITS, indexBits());
            MemorySegment sums = local.allocate(ValueLayout.JAVA_DOUBLE, amplitudes() >> chunkBits);
            MemorySegment terms = KernelArguments.pauliTerms(local, group);
            MemorySegment arguments =
                    KernelArguments.pauli(local, states.address(), terms.address(), sums.address(), this, group);
            share(
                    amplitudes() >> chunkBits,
                    (long) (1 + group.zMasks().length) << chunkBits,
                    (worker, first, count) -> library.pauli(instructions, format, arguments, first, count));
            return Fold.levels(sums.toArray(ValueLayout.JAVA_DOUBLE), foldBits);
        }
    }

    @Override
    void doSample(int row, double[] cumulative, long seed, long firstShot, int purpose, long[] outcomes) {
        try (Arena local = argumentArena((long) outcomes.length << Math.min(Fold.CHUNK_BITS, indexBits()))) {
            MemorySegment sums = local.allocateFrom(ValueLayout.JAVA_DOUBLE, cumulative);
            MemorySegment target = local.allocate(ValueLayout.JAVA_LONG, outcomes.length);
            MemorySegment arguments = KernelArguments.sample(
                    local, states.address() + row * rowBytes(), sums.address(), target.address(), this, row);
            KernelArguments.shots(arguments, seed, firstShot, outcomes.length, purpose);
            share(
                    outcomes.length,
                    1L << Math.min(Fold.CHUNK_BITS, indexBits()),
                    (worker, first, count) -> library.sample(instructions, format, arguments, first, count));
            MemorySegment.copy(target, ValueLayout.JAVA_LONG, 0, outcomes, 0, outcomes.length);
        }
    }

    @Override
    void doCollapse(int bit, int value, double scale) {
        try (Arena local = argumentArena(amplitudes())) {
            MemorySegment arguments = KernelArguments.collapse(local, states.address(), this, bit, value, scale);
            share(
                    amplitudes(),
                    1,
                    (worker, first, count) -> library.collapse(instructions, format, arguments, first, count));
        }
    }

    @Override
    void doCopyFrom(AbstractStateBuffer source) {
        states.copyFrom(((CpuStates) source).states);
    }

    @Override
    void doRead(long offsetBytes, MemorySegment target) {
        target.copyFrom(states.asSlice(offsetBytes, target.byteSize()));
    }

    @Override
    void doWrite(long offsetBytes, MemorySegment source) {
        states.asSlice(offsetBytes, source.byteSize()).copyFrom(source);
    }

    @Override
    void release() {
        executor.giveBack(workspace);
    }
}
