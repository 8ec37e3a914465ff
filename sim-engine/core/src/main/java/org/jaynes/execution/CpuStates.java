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

    /** Tiles in which zeros are written that nobody has written before: of so many bits, the lowest ones among them. */
    private static final int ZERO_TILE_BITS = 14;

    private static final int ZERO_LOW_BITS = 8;

    private static final long SETTLED = -1;

    private final CpuExecutor executor;
    private final CpuLibrary library;
    private final InstructionSet instructions;
    private final AmplitudeFormat format;
    private final CpuWorkspace workspace;
    private final MemorySegment states;
    private final MemorySegment passArguments;
    /** The basis state that the memory is to be set to before it is used, or {@link #SETTLED}. */
    private long basisState = SETTLED;

    /**
     * Amplitudes whose index bits in the mask are not {@link #writtenValue} are 0, but have never been written: the first
     * passes do not read them, see {@code JaynesPassArguments}, and the last ones write all.
     */
    private long unwrittenMask;

    private long writtenValue;

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

    /** Only notes it. */
    @Override
    void doInitialize(long index) {
        basisState = index;
        unwrittenMask = 0;
    }

    /** Writes what has not been written. */
    private void settle() {
        if (basisState != SETTLED) {
            writeBasisState();
        }
        while (unwrittenMask != 0) {
            writeZeros();
        }
    }

    private void writeBasisState() {
        long amplitudes = amplitudes();
        try (Arena local = argumentArena(amplitudes)) {
            MemorySegment arguments = KernelArguments.initialize(local, states.address(), this, basisState);
            share(
                    amplitudes,
                    1,
                    (worker, first, count) -> library.initialize(instructions, format, arguments, first, count));
        }
        basisState = SETTLED;
    }

    /** A pass without ops, over a tile of unwritten bits. */
    private void writeZeros() {
        long tile = (1L << Math.min(ZERO_LOW_BITS, indexBits())) - 1;
        for (long rest = unwrittenMask & ~tile; rest != 0 && Long.bitCount(tile) < ZERO_TILE_BITS; rest &= rest - 1) {
            tile |= Long.lowestOneBit(rest);
        }
        passArguments.fill((byte) 0);
        JaynesPassArguments.index_bits(passArguments, indexBits());
        JaynesPassArguments.tile_bits(passArguments, Long.bitCount(tile));
        int b = 0;
        for (long rest = tile; rest != 0; rest &= rest - 1) {
            JaynesPassArguments.tile_qubits(passArguments, b++, (byte) Long.numberOfTrailingZeros(rest));
        }
        JaynesPassArguments.states(passArguments, states.address());
        JaynesPassArguments.row_count(passArguments, rows());
        JaynesPassArguments.fixed_mask(passArguments, unwrittenMask);
        JaynesPassArguments.fixed_value(passArguments, writtenValue & unwrittenMask);
        run(tile, 1);
    }

    @Override
    void doApply(Plan plan, Coefficients coefficients, long slice, long[] sums) {
        if (sums.length == 0) {
            run(plan, coefficients, slice, MemorySegment.NULL);
            return;
        }
        try (Arena local = Arena.ofConfined()) {
            MemorySegment found = local.allocate(ValueLayout.JAVA_LONG, sums.length);
            run(plan, coefficients, slice, found);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += found.getAtIndex(ValueLayout.JAVA_LONG, i);
            }
        }
    }

    private void run(Plan plan, Coefficients coefficients, long slice, MemorySegment sums) {
        try {
            MemorySegment ops = plan.kernelPlan().ops();
            for (int i = 0; i < plan.passes().size(); i++) {
                Pass pass = plan.passes().get(i);
                passArguments.copyFrom(plan.kernelPlan().pass(i));
                setFixedBits(passArguments, pass);
                JaynesPassArguments.ops(passArguments, ops.address() + JaynesPassArguments.ops(passArguments));
                JaynesPassArguments.states(passArguments, states.address());
                JaynesPassArguments.coefficients(
                        passArguments, coefficients.values().address());
                JaynesPassArguments.coefficient_stride(passArguments, coefficients.stride());
                JaynesPassArguments.row_count(passArguments, rows());
                JaynesPassArguments.slice(passArguments, slice);
                JaynesPassArguments.probe_sums(passArguments, sums.address());
                if (!leavesOut(slice, pass)) {
                    run(pass.tileMask(), pass.ops().size());
                }
                passed(plan, i, pass);
            }
        } finally {
            // The library sees addresses only.
            Reference.reachabilityFence(plan);
            Reference.reachabilityFence(coefficients);
        }
    }

    /** Runs the pass of the arguments. */
    private void run(long tileMask, int ops) {
        if (basisState != SETTLED) {
            beginFromBasisState();
        }
        int tileBits = Long.bitCount(tileMask);
        long scratchBytes = library.passScratchBytes(format, tileBits);
        long tileWork = (long) ops << tileBits;
        long outerFixed = JaynesPassArguments.fixed_mask(passArguments) & ~tileMask;
        int outerBits = indexBits() - tileBits;
        if (rows() == 1 && Long.bitCount(outerFixed) == outerBits) {
            long item = Long.compress(JaynesPassArguments.fixed_value(passArguments), outerFixed);
            library.pass(instructions, format, passArguments, item, 1, workspace.scratch(scratchBytes));
        } else {
            share(
                    (long) rows() << outerBits,
                    Math.max(tileWork, 1L << tileBits),
                    (worker, first, count) -> library.pass(
                            instructions, format, passArguments, first, count, scratch(worker, scratchBytes)));
        }
        unwrittenMask &= ~tileMask;
    }

    /** Writes the one amplitude of each row that is not 0. */
    private void beginFromBasisState() {
        for (long row = 0; row < rows(); row++) {
            long at = row * rowBytes() + basisState * precision().amplitudeBytes();
            if (precision() == Precision.SINGLE) {
                states.set(ValueLayout.JAVA_FLOAT, at, 1);
                states.set(ValueLayout.JAVA_FLOAT, at + Float.BYTES, 0);
            } else {
                states.set(ValueLayout.JAVA_DOUBLE, at, 1);
                states.set(ValueLayout.JAVA_DOUBLE, at + Double.BYTES, 0);
            }
        }
        unwrittenMask = (1L << indexBits()) - 1;
        writtenValue = basisState;
        basisState = SETTLED;
    }

    private MemorySegment scratch(int worker, long bytes) {
        if (worker > 0) {
            return executor.scratch(worker, bytes);
        }
        return workspace.scratch(bytes);
    }

    @Override
    double[] doProbabilities() {
        settle();
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
        settle();
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
        settle();
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
    void doSample(
            int row, int randomRow, double[] cumulative, long seed, long firstShot, int purpose, long[] outcomes) {
        settle();
        try (Arena local = argumentArena((long) outcomes.length << Math.min(Fold.CHUNK_BITS, indexBits()))) {
            MemorySegment sums = local.allocateFrom(ValueLayout.JAVA_DOUBLE, cumulative);
            MemorySegment target = local.allocate(ValueLayout.JAVA_LONG, outcomes.length);
            MemorySegment arguments = KernelArguments.sample(
                    local, states.address() + row * rowBytes(), sums.address(), target.address(), this, randomRow);
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
        settle();
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
        basisState = SETTLED;
        unwrittenMask = 0;
        CpuStates other = (CpuStates) source;
        other.settle();
        states.copyFrom(other.states);
    }

    @Override
    void doRead(long offsetBytes, MemorySegment target) {
        settle();
        target.copyFrom(states.asSlice(offsetBytes, target.byteSize()));
    }

    @Override
    void doWrite(long offsetBytes, MemorySegment source) {
        settle();
        states.asSlice(offsetBytes, source.byteSize()).copyFrom(source);
    }

    @Override
    void release() {
        executor.giveBack(workspace);
    }
}
