package org.jaynes.execution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jaynes.bindings.cuda.CudaGraph;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.KernelPlan;
import org.jaynes.plan.Pass;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;
import org.jspecify.annotations.Nullable;

/**
 * States on a CUDA device. Work is queued; only what returns numbers waits for it, and errors of kernels come out there.
 */
final class CudaStates extends AbstractStateBuffer {
    /** Probabilities that are computed before they are brought here. */
    private static final long PIECE = 1 << 20;

    /** In the place of an address. */
    private static final long ANYWHERE = 0;

    private final CudaExecutor executor;
    private final CudaKernels kernels;
    private final CudaStream stream;
    private final DeviceMemory states;
    private @Nullable DeviceMemory coefficientMemory;
    /** What {@link #coefficientMemory} holds, so that equal ones are copied once. */
    private @Nullable Coefficients uploaded;

    private long uploadedVersion;
    private @Nullable CudaChoices choices;
    private @Nullable CudaSelections selections;

    CudaStates(int indexBits, int rows, Precision precision, CudaExecutor executor) {
        super(executor.name(), indexBits, rows, precision);
        this.executor = executor;
        this.kernels = executor.kernels(precision);
        this.stream = executor.stream();
        this.states = executor.stateMemory(rows * rowBytes(), StateSize.describe(indexBits, rows, precision));
    }

    private long amplitudes() {
        return (long) rows() << indexBits();
    }

    @Override
    void doInitialize(long index) {
        synchronized (executor) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment arguments = KernelArguments.initialize(arena, states.address(), this, index);
                kernels.initialize(stream, arguments, amplitudes());
            }
        }
    }

    @Override
    void doApply(Plan plan, Coefficients coefficients, long slice, long[] sums) {
        synchronized (executor) {
            CudaPlans.Entry entry = executor.plans().get(plan, kernels.maxTileBits());
            long numbers = upload(coefficients);
            if (sums.length == 0) {
                run(plan, entry, numbers, coefficients.stride(), slice, ANYWHERE);
                return;
            }
            DeviceMemory memory = executor.results((long) sums.length * Long.BYTES);
            long[] found = new long[sums.length];
            executor.transfers().upload(MemorySegment.ofArray(found), memory, 0);
            run(plan, entry, numbers, coefficients.stride(), slice, memory.address());
            executor.transfers().download(memory, 0, MemorySegment.ofArray(found));
            for (int i = 0; i < sums.length; i++) {
                sums[i] += found[i];
            }
        }
    }

    /**
     * Queues a plan: as one graph if it has come like this before, else pass by pass.
     *
     * @param numbers address of the coefficients on the device
     * @param slice the number of the slice that the buffer is; 0 if it is none
     * @param sums address of the probes' sums on the device; of no matter where there are none
     */
    private void run(Plan plan, CudaPlans.Entry entry, long numbers, long stride, long slice, long sums) {
        List<Pass> passes = entry.plan().passes();
        boolean repeats = plan.probeCount() == 0
                && executor.profile().repeatsAsGraph(passes.size(), (double) rows() * rowBytes());
        if (observer() != null || !repeats) {
            launch(plan, entry, numbers, stride, slice, sums);
            return;
        }
        long mask = fixedMask();
        long value = fixedValue();
        long ops = entry.ops().address();
        var run = new CudaGraphs.Run(plan, ops, states.address(), numbers, stride, rows(), slice, mask, value);
        Optional<CudaGraph> graph = executor.graphs().get(run, () -> {
            try {
                launch(plan, entry, numbers, stride, slice, sums);
            } finally {
                knowFixedBits(mask, value); // nothing has run yet
            }
        });
        if (graph.isEmpty()) {
            launch(plan, entry, numbers, stride, slice, sums);
        } else {
            Interruption.check();
            graph.get().launch(stream);
            passes.forEach(this::forgetFixedBits);
        }
    }

    /** Queues the passes of a plan one by one, as for {@link #run}. */
    private void launch(Plan plan, CudaPlans.Entry entry, long numbers, long stride, long slice, long sums) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = JaynesPassArguments.allocate(arena);
            KernelPlan kernelPlan = entry.plan().kernelPlan();
            List<Pass> passes = entry.plan().passes();
            for (int i = 0; i < passes.size(); i++) {
                Interruption.check();
                arguments.copyFrom(kernelPlan.pass(i));
                setFixedBits(arguments, passes.get(i));
                JaynesPassArguments.ops(arguments, entry.ops().address() + JaynesPassArguments.ops(arguments));
                JaynesPassArguments.states(arguments, states.address());
                JaynesPassArguments.coefficients(arguments, numbers);
                JaynesPassArguments.coefficient_stride(arguments, stride);
                JaynesPassArguments.row_count(arguments, rows());
                JaynesPassArguments.slice(arguments, slice);
                JaynesPassArguments.probe_sums(arguments, sums);
                int tileBits = JaynesPassArguments.tile_bits(arguments);
                if (!leavesOut(slice, passes.get(i))) {
                    kernels.pass(stream, arguments, tileBits, (long) rows() << (indexBits() - tileBits));
                }
                passed(plan, i, passes.get(i));
            }
        }
    }

    @Override
    void awaitPass() {
        stream.synchronize();
    }

    /** Address of the coefficients on the device. */
    private long upload(Coefficients coefficients) {
        long bytes = coefficients.values().byteSize();
        DeviceMemory memory = coefficientMemory;
        if (memory == null || memory.byteSize() < bytes) {
            if (memory != null) {
                stream.synchronize();
                coefficientMemory = null;
                executor.giveBack(memory);
            }
            memory = executor.stateMemory(Math.max(Long.BYTES, bytes), "a set of coefficients");
            coefficientMemory = memory;
            uploaded = null;
        }
        if (!isUploaded(coefficients)) {
            uploaded = null; // an upload that fails leaves neither the old values nor the new ones
            executor.transfers().upload(coefficients.values(), memory, 0);
            uploaded = coefficients;
            uploadedVersion = coefficients.version();
        }
        return memory.address();
    }

    /** By address, for the coefficients of a plan without parameters are in the same place whenever it is bound. */
    private boolean isUploaded(Coefficients coefficients) {
        return uploaded != null
                && uploaded.values().address() == coefficients.values().address()
                && uploadedVersion == coefficients.version();
    }

    @Override
    double[] doProbabilities() {
        double[] probabilities = new double[Math.toIntExact(amplitudes())];
        MemorySegment target = MemorySegment.ofArray(probabilities);
        synchronized (executor) {
            try (Arena arena = Arena.ofConfined()) {
                for (long first = 0; first < probabilities.length; first += PIECE) {
                    long count = Math.min(PIECE, probabilities.length - first);
                    DeviceMemory values = executor.results(count * Double.BYTES);
                    MemorySegment arguments =
                            KernelArguments.probability(arena, states.address(), values.address(), first, count);
                    kernels.probability(stream, arguments, count);
                    executor.transfers()
                            .download(values, 0, target.asSlice(first * Double.BYTES, count * Double.BYTES));
                }
            }
        }
        return probabilities;
    }

    @Override
    double[] doMarginal(int[] bits, int foldBits) {
        int chunkBits = Math.min(Fold.CHUNK_BITS, indexBits() - bits.length);
        long chunks = amplitudes() >> chunkBits;
        synchronized (executor) {
            DeviceMemory memory = executor.results(2 * chunks * Double.BYTES);
            long values = marginal(memory, bits, foldBits, ANYWHERE);
            return downloaded(memory, values - memory.address(), chunks >> foldBits);
        }
    }

    /**
     * Queues marginal probabilities, with runs of {@code 2^foldBits} of their sums folded.
     *
     * @param memory two doubles for each chunk at least
     * @param target address of the values, or {@link #ANYWHERE} in the memory
     * @return address of the values
     */
    private long marginal(DeviceMemory memory, int[] bits, int foldBits, long target) {
        int chunkBits = Math.min(Fold.CHUNK_BITS, indexBits() - bits.length);
        long chunks = amplitudes() >> chunkBits;
        try (Arena arena = Arena.ofConfined()) {
            long sums = foldBits == 0 && target != ANYWHERE ? target : memory.address();
            MemorySegment arguments = KernelArguments.marginal(arena, states.address(), sums, this, bits);
            kernels.marginal(stream, arguments, chunks, chunkBits);
            return fold(arena, sums, chunks, foldBits, target);
        }
    }

    @Override
    double[] doPauli(PauliGroup group, int foldBits) {
        long chunks = amplitudes() >> Math.min(Fold.CHUNK_BITS, indexBits());
        synchronized (executor) {
            DeviceMemory memory = executor.results(2 * chunks * Double.BYTES + KernelArguments.termBytes(group));
            long values = pauli(memory, group, foldBits, ANYWHERE);
            return downloaded(memory, values - memory.address(), chunks >> foldBits);
        }
    }

    /**
     * Queues the expectation of a group, with runs of {@code 2^foldBits} of its sums folded.
     *
     * @param memory two doubles for each chunk, and behind them the terms
     * @param target address of the values, or {@link #ANYWHERE} in the memory
     * @return address of the values
     */
    private long pauli(DeviceMemory memory, PauliGroup group, int foldBits, long target) {
        int chunkBits = Math.min(Fold.CHUNK_BITS, indexBits());
        long chunks = amplitudes() >> chunkBits;
        long terms = 2 * chunks * Double.BYTES;
        try (Arena arena = Arena.ofConfined()) {
            executor.transfers().upload(KernelArguments.pauliTerms(arena, group), memory, terms);
            long sums = foldBits == 0 && target != ANYWHERE ? target : memory.address();
            MemorySegment arguments =
                    KernelArguments.pauli(arena, states.address(), memory.address() + terms, sums, this, group);
            kernels.pauli(stream, arguments, chunks, chunkBits);
            return fold(arena, sums, chunks, foldBits, target);
        }
    }

    /**
     * Queues folds of runs of {@code 2^bits} sums into one value each, as {@link Fold#levels} does.
     *
     * @param sums address of {@code count} sums, and of room for as many if they are folded
     * @param target address of the values, or {@link #ANYWHERE} in that room
     * @return address of the values
     */
    private long fold(Arena arena, long sums, long count, int bits, long target) {
        long input = sums;
        long left = count;
        for (int rest = bits; rest > 0; ) {
            int step = Math.min(Fold.CHUNK_BITS, rest);
            rest -= step;
            left >>= step;
            long other = input == sums ? sums + count * Double.BYTES : sums;
            long output = rest == 0 && target != ANYWHERE ? target : other;
            kernels.fold(stream, KernelArguments.fold(arena, input, output, left, step), left, step);
            input = output;
        }
        return input;
    }

    private double[] downloaded(DeviceMemory memory, long offset, long count) {
        double[] values = new double[Math.toIntExact(count)];
        executor.transfers().download(memory, offset, MemorySegment.ofArray(values));
        return values;
    }

    @Override
    void doChoose(OperatorChoice choice, long seed, long firstShot, int[] events) {
        synchronized (executor) {
            CudaChoices known = drawn();
            int[] bits = choice.bits();
            long partBytes = (long) rows() * Double.BYTES;
            long target = known.prepare(choice, events);
            long chunks = amplitudes() >> Math.min(Fold.CHUNK_BITS, indexBits() - bits.length);
            DeviceMemory scratch = executor.results(2 * chunks * Double.BYTES + CudaChoices.TERM_BYTES);
            if (bits.length == indexBits()) {
                try (Arena arena = Arena.ofConfined()) {
                    kernels.probability(
                            stream,
                            KernelArguments.probability(arena, states.address(), target, 0, amplitudes()),
                            amplitudes());
                }
            } else {
                marginal(scratch, bits, Math.max(0, indexBits() - bits.length - Fold.CHUNK_BITS), target);
            }
            target += partBytes << bits.length;
            for (PauliGroup group : choice.expectations()) {
                pauli(scratch, group, chunkCountBits(), target);
                target += partBytes;
            }
            Plan plan = choice.plan();
            CudaPlans.Entry entry = executor.plans().get(plan, kernels.maxTileBits());
            run(plan, entry, known.draw(choice, seed, firstShot), plan.coefficientCount(), 0, ANYWHERE);
        }
    }

    @Override
    void doApplySelected(Plan plan, Coefficients table, int[] selecting) {
        synchronized (executor) {
            CudaChoices drawn = drawn();
            long[] outcomes = Arrays.stream(selecting).mapToLong(drawn::address).toArray();
            if (Arrays.stream(outcomes).anyMatch(address -> address == 0)) {
                super.doApplySelected(plan, table, selecting);
                return;
            }
            CudaSelections known = selections;
            if (known == null) {
                known = new CudaSelections(executor, this);
                selections = known;
            }
            CudaPlans.Entry entry = executor.plans().get(plan, kernels.maxTileBits());
            run(plan, entry, known.select(table, outcomes), plan.coefficientCount(), 0, ANYWHERE);
        }
    }

    @Override
    int[] outcomesOf(int draw) {
        return drawn().outcomesOf(draw);
    }

    private CudaChoices drawn() {
        CudaChoices known = choices;
        if (known == null) {
            known = new CudaChoices(executor, this);
            choices = known;
        }
        return known;
    }

    @Override
    List<int[]> doTakeChoices() {
        synchronized (executor) {
            CudaChoices known = choices;
            return known == null ? List.of() : known.take();
        }
    }

    @Override
    void doSample(
            int row, int randomRow, double[] cumulative, long seed, long firstShot, int purpose, long[] outcomes) {
        synchronized (executor) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment sums = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, cumulative);
                MemorySegment shots = arena.allocate(ValueLayout.JAVA_LONG, outcomes.length);
                DeviceMemory memory = executor.results(sums.byteSize() + shots.byteSize());
                executor.transfers().upload(sums, memory, 0);
                MemorySegment arguments = KernelArguments.sample(
                        arena,
                        states.address() + row * rowBytes(),
                        memory.address(),
                        memory.address() + sums.byteSize(),
                        this,
                        randomRow);
                KernelArguments.shots(arguments, seed, firstShot, outcomes.length, purpose);
                kernels.sample(stream, arguments, outcomes.length);
                executor.transfers().download(memory, sums.byteSize(), shots);
                MemorySegment.copy(shots, ValueLayout.JAVA_LONG, 0, outcomes, 0, outcomes.length);
            }
        }
    }

    @Override
    void doCollapse(int bit, int value, double scale) {
        synchronized (executor) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment arguments = KernelArguments.collapse(arena, states.address(), this, bit, value, scale);
                kernels.collapse(stream, arguments, amplitudes());
            }
        }
    }

    @Override
    void doCopyFrom(AbstractStateBuffer source) {
        synchronized (executor) {
            CudaStates other = (CudaStates) source;
            if (other.executor != executor) {
                throw new IllegalArgumentException("expected a buffer of " + executor.name());
            }
            states.copyFromAsync(other.states, stream);
        }
    }

    /** Whether {@link #swap} can move amplitudes between two buffers: both are on GPUs that reach each other's memory. */
    static boolean canSwap(AbstractStateBuffer one, AbstractStateBuffer other) {
        return one instanceof CudaStates first
                && other instanceof CudaStates second
                && first.executor.peers().reach(second.executor);
    }

    /**
     * Lets pieces of two buffers change places without the host. What either device does later comes after it.
     *
     * @param offset of the piece in this buffer, in bytes
     * @param otherOffset of the piece in the other buffer
     */
    void swap(long offset, CudaStates other, long otherOffset, long bytes) {
        other.change(() -> {});
        DeviceMemory here = states.slice(offset, bytes);
        DeviceMemory there = other.states.slice(otherOffset, bytes);
        change(() -> executor.peers().swap(here, other.executor, there));
    }

    @Override
    void doRead(long offsetBytes, MemorySegment target) {
        synchronized (executor) {
            executor.transfers().download(states, offsetBytes, target);
        }
    }

    @Override
    void doWrite(long offsetBytes, MemorySegment source) {
        synchronized (executor) {
            executor.transfers().upload(source, states, offsetBytes);
        }
    }

    /** Everything is tried, for a device that is lost refuses every call. */
    @Override
    void release() {
        synchronized (executor) {
            DeviceMemory numbers = coefficientMemory;
            CudaChoices drawn = choices;
            CudaSelections selected = selections;
            try (Release _ = executor::stateClosed;
                    CudaChoices _ = drawn;
                    CudaSelections _ = selected;
                    Release _ = () -> executor.giveBack(states);
                    Release _ = numbers == null ? null : () -> executor.giveBack(numbers)) {
                stream.synchronize();
            }
        }
    }

    /** A step of releasing that throws nothing checked. */
    private interface Release extends AutoCloseable {
        @Override
        void close();
    }
}
