package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.jaynes.bindings.generated.plan.JaynesPlan;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Pass;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;
import org.jspecify.annotations.Nullable;

/** What the buffers of all executors have in common: checks of arguments, and what is computed from sums of chunks. */
abstract class AbstractStateBuffer implements StateBuffer {
    private static final int NO_BIT = JaynesPlan.JAYNES_NO_BIT();

    private static final long[] NO_SUMS = {};

    /** Most values that a marginal may have: 2 GiB of doubles. */
    private static final long MAX_VALUES = 1L << 28;

    private final String device;
    private final int indexBits;
    private final int rows;
    private final Precision precision;
    private boolean closed;
    /** Running sums of the sums of chunks, row after row, until the state changes. */
    private double @Nullable [] cumulative;

    /**
     * What is known of the states, as in {@code JaynesPassArguments}: index bits that have the same value in all amplitudes
     * that are not 0. The same on all executors, for passes leave out tiles of zeros.
     */
    private long fixedMask;

    private long fixedValue;

    private final List<int[]> choices = new ArrayList<>();
    private final HostChoice hostChoice;
    private final HostSelection hostSelection = new HostSelection();
    /** Calls of {@link #choose} since the last {@link #takeChoices}. */
    private int draws;

    /** Who is told of the passes of the plan that runs now, and when the present one began. */
    private @Nullable PassObserver observer;

    private long passStart;

    /** @param device its name, for messages */
    AbstractStateBuffer(String device, int indexBits, int rows, Precision precision) {
        this.device = device;
        this.indexBits = indexBits;
        this.rows = rows;
        this.precision = precision;
        this.hostChoice = new HostChoice(rows, Arithmetic.of(precision));
    }

    @Override
    public final int indexBits() {
        return indexBits;
    }

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final Precision precision() {
        return precision;
    }

    final long rowBytes() {
        return (long) precision.amplitudeBytes() << indexBits;
    }

    /** Bits of the number of chunks that the probabilities of a row fall into. */
    final int chunkCountBits() {
        return Math.max(0, indexBits - Fold.CHUNK_BITS);
    }

    @Override
    public final void initialize(long index) {
        beginChange();
        if (index < 0 || index >>> indexBits != 0) {
            throw new IllegalArgumentException(
                    "basis state %d of %d qubits; expected 0 to 2^%d - 1".formatted(index, indexBits, indexBits));
        }
        onDevice(() -> doInitialize(index));
        knowFixedBits((1L << indexBits) - 1, index);
    }

    @Override
    public final void apply(Plan plan, Coefficients coefficients, @Nullable PassObserver passObserver) {
        probe(plan, coefficients, passObserver);
    }

    @Override
    public final long[] probe(Plan plan, Coefficients coefficients, @Nullable PassObserver passObserver) {
        beginChange();
        requireFor(plan);
        if (coefficients.plan() != plan) {
            throw new IllegalArgumentException("these coefficients were bound to another plan");
        }
        if (coefficients.rows() != 1 && coefficients.rows() != rows) {
            throw new IllegalArgumentException("coefficients of %d rows for %d states; expected 1 or as many"
                    .formatted(coefficients.rows(), rows));
        }
        long[] sums = plan.probeCount() == 0 ? NO_SUMS : new long[Math.multiplyExact(rows, plan.probeCount())];
        observed(passObserver, () -> doApply(plan, coefficients, 0, sums));
        return sums;
    }

    /**
     * Runs a part of a plan on this buffer as a slice of a state.
     *
     * @param part with {@link Plan#sliceBits} index bits more than the buffer has
     * @param coefficients of the whole plan
     * @param slice its number
     * @param fixed mask of the places in which, as is known, all amplitudes of the state that are not 0 have the same value
     * @param value that value
     * @param sums to which what the probes find is added
     */
    final void applyToSlice(
            Plan part,
            Coefficients coefficients,
            long slice,
            long fixed,
            long value,
            long[] sums,
            @Nullable PassObserver passObserver) {
        beginChange();
        knowFixedBits(fixed, value);
        observed(passObserver, () -> doApply(part, coefficients, slice, sums));
    }

    private void observed(@Nullable PassObserver passObserver, Runnable passes) {
        observer = passObserver;
        passStart = System.nanoTime();
        try {
            onDevice(passes);
        } finally {
            observer = null;
        }
    }

    private void requireFor(Plan plan) {
        if (plan.indexBits() != indexBits || plan.sliceBits() != 0 || plan.precision() != precision) {
            throw new IllegalArgumentException("a plan for %d qubits in %s precision on a state of %d in %s"
                    .formatted(plan.indexBits(), plan.precision(), indexBits, precision));
        }
    }

    final @Nullable PassObserver observer() {
        return observer;
    }

    /** A pass of {@link #doApply} has been started, or done where the host does the work. */
    final void passed(Plan plan, int number, Pass pass) {
        double share = forgetFixedBits(pass);
        PassObserver told = observer;
        if (told != null) {
            awaitPass();
            told.passed(plan, number, rows, share, System.nanoTime() - passStart);
            passStart = System.nanoTime();
        }
    }

    /** Tells a pass what is known of the states. */
    final void setFixedBits(MemorySegment passArguments, Pass pass) {
        long mask = fixedMask & ~(pass.reach() & ~pass.tileMask()) & ((1L << indexBits) - 1);
        JaynesPassArguments.fixed_mask(passArguments, mask);
        JaynesPassArguments.fixed_value(passArguments, fixedValue & mask);
    }

    /** Whether the tile with these outer bits is left alone by a pass. */
    final boolean isZero(long outerIndex, Pass pass) {
        return ((outerIndex ^ fixedValue) & fixedMask & ~pass.reach()) != 0;
    }

    /** Whether a pass leaves the whole buffer alone, as a slice in which everything is known to be zero. */
    final boolean leavesOut(long slice, Pass pass) {
        return ((slice ^ fixedValue >>> indexBits) & (fixedMask & ~pass.reach()) >>> indexBits) != 0;
    }

    final void knowFixedBits(long mask, long value) {
        fixedMask = mask;
        fixedValue = value;
    }

    final long fixedMask() {
        return fixedMask;
    }

    final long fixedValue() {
        return fixedValue;
    }

    /**
     * A pass has been done.
     *
     * @return which part of the amplitudes it has read and written
     */
    final double forgetFixedBits(Pass pass) {
        double share = Math.scalb(1.0, -Long.bitCount(fixedMask & ~pass.reach()));
        forgetFixedBits(pass.reach());
        return share;
    }

    private void forgetFixedBits(long mask) {
        fixedMask &= ~mask;
        fixedValue &= fixedMask;
    }

    /** Waits until what has been started is done. */
    void awaitPass() {}

    @Override
    public final double[] marginals(int[] bits) {
        requireOpen();
        for (int i = 0; i < bits.length; i++) {
            if (bits[i] < 0 || bits[i] >= indexBits || (i > 0 && bits[i] <= bits[i - 1])) {
                throw new IllegalArgumentException(
                        "bits %s; expected ascending index bits below %d".formatted(Arrays.toString(bits), indexBits));
            }
        }
        if ((long) rows << bits.length > MAX_VALUES) {
            throw new IllegalArgumentException("a marginal of %d bits in %d rows has more than %,d values"
                    .formatted(bits.length, rows, MAX_VALUES));
        }
        if (bits.length == indexBits) {
            return fromDevice(this::doProbabilities);
        }
        return fromDevice(() -> doMarginal(bits, Math.max(0, indexBits - bits.length - Fold.CHUNK_BITS)));
    }

    @Override
    public final double[] expectation(PauliGroup group) {
        requireOpen();
        long all = (1L << indexBits) - 1;
        if ((group.bits() & ~all) != 0) {
            throw new IllegalArgumentException("a Pauli product names an index bit from %d on".formatted(indexBits));
        }
        return fromDevice(() -> doPauli(group, chunkCountBits()));
    }

    /** The sums of the chunks of {@code JaynesMarginalArguments}, not folded any further. */
    final double[] marginalChunks(int[] bits) {
        return fromDevice(() -> doMarginal(bits, 0));
    }

    /** The sums of the chunks of {@code JaynesPauliArguments}, not folded any further. */
    final double[] pauliChunks(PauliGroup group) {
        return fromDevice(() -> doPauli(group, 0));
    }

    /**
     * As {@link #collapse} for an index bit that is the same in the whole buffer.
     *
     * @param kept whether it has the value that was measured
     */
    final void collapseWhole(boolean kept, double scale) {
        beginChange();
        onDevice(() -> doCollapse(NO_BIT, kept ? 0 : 1, scale));
    }

    @Override
    public final long[] sample(int row, int randomRow, long seed, long firstShot, int shots, int purpose) {
        requireOpen();
        requireRow(row);
        if (shots < 0 || firstShot < 0) {
            throw new IllegalArgumentException("%d shots from %d; expected none negative".formatted(shots, firstShot));
        }
        if (cumulative == null) {
            cumulative = runningSums(fromDevice(() -> doMarginal(new int[0], 0)));
        }
        int chunks = 1 << chunkCountBits();
        long[] outcomes = new long[shots];
        if (shots > 0) {
            double[] ofRow = Arrays.copyOfRange(cumulative, row * chunks, (row + 1) * chunks);
            onDevice(() -> doSample(row, randomRow, ofRow, seed, firstShot, purpose, outcomes));
        }
        return outcomes;
    }

    private double[] runningSums(double[] chunks) {
        int count = 1 << chunkCountBits();
        for (int first = 0; first < chunks.length; first += count) {
            for (int i = first + 1; i < first + count; i++) {
                chunks[i] += chunks[i - 1];
            }
        }
        return chunks;
    }

    @Override
    public final void collapse(int bit, int value, double scale) {
        beginChange();
        if (bit < 0 || bit >= indexBits || (value != 0 && value != 1)) {
            throw new IllegalArgumentException(
                    "bit %d, value %d; expected a bit below %d and 0 or 1".formatted(bit, value, indexBits));
        }
        double rounded = precision == Precision.SINGLE ? (float) scale : scale;
        onDevice(() -> doCollapse(bit, value, rounded));
    }

    @Override
    public final void choose(OperatorChoice choice, long seed, long firstShot, int[] events) {
        beginChange();
        requireFor(choice.plan());
        if (events.length != rows || firstShot < 0) {
            throw new IllegalArgumentException("%d events for %d rows from shot %d; expected as many, from 0 on"
                    .formatted(events.length, rows, firstShot));
        }
        onDevice(() -> doChoose(choice, seed, firstShot, events));
        draws++;
    }

    @Override
    public final void applySelected(
            Plan plan, Coefficients table, int[] selecting, @Nullable PassObserver passObserver) {
        beginChange();
        requireFor(plan);
        if (plan.probeCount() != 0) {
            throw new IllegalArgumentException("a plan with probes, whose sums nobody takes; expected one without");
        }
        int bits = selecting.length;
        if (table.plan() != plan
                || bits < 1
                || bits > OperatorChoice.MAX_SELECTING
                || table.rows() != 1 << bits
                || Arrays.stream(selecting).anyMatch(draw -> draw < 0 || draw >= draws)) {
            throw new IllegalArgumentException(
                    "a table of %d rows for draws %s of %d; expected 1 to %d of those draws, and a row for each outcome"
                            .formatted(table.rows(), Arrays.toString(selecting), draws, OperatorChoice.MAX_SELECTING));
        }
        observed(passObserver, () -> doApplySelected(plan, table, selecting));
    }

    @Override
    public final List<int[]> takeChoices() {
        requireOpen();
        List<int[]> taken = fromDevice(this::doTakeChoices);
        draws = 0;
        for (int[] outcomes : taken) {
            for (int row = 0; row < rows; row++) {
                if (outcomes[row] == OperatorChoice.IMPOSSIBLE) {
                    throw new IllegalStateException(
                            "the state of row %d is 0 or not finite: it cannot draw an operator".formatted(row));
                }
            }
        }
        return taken;
    }

    @Override
    public final void copyFrom(StateBuffer source) {
        beginChange();
        if (!(source instanceof AbstractStateBuffer other)
                || other.getClass() != getClass()
                || other.indexBits != indexBits
                || other.rows != rows
                || other.precision != precision) {
            throw new IllegalArgumentException("expected a buffer of the same executor, size and precision");
        }
        other.requireOpen();
        onDevice(() -> doCopyFrom(other));
        knowFixedBits(other.fixedMask, other.fixedValue);
    }

    @Override
    public final void read(int row, long firstIndex, MemorySegment target) {
        requireOpen();
        requireAmplitudes(row, firstIndex, target);
        onDevice(() -> doRead(row * rowBytes() + firstIndex * precision.amplitudeBytes(), target));
    }

    @Override
    public final void write(int row, long firstIndex, MemorySegment source) {
        requireOpen();
        requireAmplitudes(row, firstIndex, source);
        change(() -> doWrite(row * rowBytes() + firstIndex * precision.amplitudeBytes(), source));
    }

    /** Does work on the device after which nothing is known of the amplitudes. */
    final void change(Runnable work) {
        beginChange();
        forgetFixedBits(~0L);
        onDevice(work);
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            cumulative = null;
            try {
                release(); // also for a caller that has been interrupted
            } catch (RuntimeException e) {
                throw DeviceFailedException.translated(device, e);
            }
        }
    }

    private void onDevice(Runnable work) {
        var _ = fromDevice(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** The one place where what a driver or a library reports becomes an exception of this package. */
    private <T> T fromDevice(Supplier<T> work) {
        Interruption.check();
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw DeviceFailedException.translated(device, e);
        }
    }

    private void beginChange() {
        requireOpen();
        cumulative = null;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the state has been closed");
        }
    }

    private void requireRow(int row) {
        if (row < 0 || row >= rows) {
            throw new IndexOutOfBoundsException("row %d of %d".formatted(row, rows));
        }
    }

    private void requireAmplitudes(int row, long firstIndex, MemorySegment memory) {
        requireRow(row);
        int size = precision.amplitudeBytes();
        long count = memory.byteSize() / size;
        if (memory.byteSize() % size != 0 || firstIndex < 0 || firstIndex > (1L << indexBits) - count) {
            throw new IndexOutOfBoundsException("%d bytes from amplitude %d; the row has %d amplitudes of %d bytes"
                    .formatted(memory.byteSize(), firstIndex, 1L << indexBits, size));
        }
    }

    abstract void doInitialize(long index);

    /**
     * Runs the passes of a plan.
     *
     * @param slice the number of the slice that the buffer is, by {@link Plan#sliceBits}; 0 if it is none
     * @param sums to which what the probes find is added: {@code plan.probeCount()} for each row
     */
    abstract void doApply(Plan plan, Coefficients coefficients, long slice, long[] sums);

    /** The probabilities of all rows: of {@code JaynesProbabilityArguments}. */
    abstract double[] doProbabilities();

    /** The sums of {@code JaynesMarginalArguments}, in which runs of {@code 2^foldBits} are folded into one. */
    abstract double[] doMarginal(int[] bits, int foldBits);

    /** The sums of {@code JaynesPauliArguments}, in which runs of {@code 2^foldBits} are folded into one. */
    abstract double[] doPauli(PauliGroup group, int foldBits);

    /** Draws {@code outcomes.length} shots; {@code cumulative} as in {@code JaynesSampleArguments}. */
    abstract void doSample(
            int row, int randomRow, double[] cumulative, long seed, long firstShot, int purpose, long[] outcomes);

    /** @param bit an index bit, or {@code JAYNES_NO_BIT} */
    abstract void doCollapse(int bit, int value, double scale);

    /** Draws on the host, where the numbers come anyway. */
    void doChoose(OperatorChoice choice, long seed, long firstShot, int[] events) {
        int[] bits = choice.bits();
        double[] marginals = bits.length == indexBits
                ? doProbabilities()
                : doMarginal(bits, Math.max(0, indexBits - bits.length - Fold.CHUNK_BITS));
        double[][] expectations = choice.expectations().stream()
                .map(group -> doPauli(group, chunkCountBits()))
                .toArray(double[][]::new);
        int[] outcomes = new int[rows];
        doApply(
                choice.plan(),
                hostChoice.draw(choice, marginals, expectations, seed, firstShot, events, outcomes),
                0,
                NO_SUMS);
        choices.add(outcomes);
    }

    /** Selects on the host, where the outcomes are. */
    void doApplySelected(Plan plan, Coefficients table, int[] selecting) {
        List<int[]> outcomes =
                Arrays.stream(selecting).mapToObj(this::outcomesOf).toList();
        doApply(plan, hostSelection.select(table, outcomes, rows), 0, NO_SUMS);
    }

    /** What rows drew, by the number of the draw since the last {@link #takeChoices}. */
    int[] outcomesOf(int draw) {
        return choices.get(draw);
    }

    List<int[]> doTakeChoices() {
        List<int[]> taken = List.copyOf(choices);
        choices.clear();
        return taken;
    }

    abstract void doCopyFrom(AbstractStateBuffer source);

    abstract void doRead(long offsetBytes, MemorySegment target);

    abstract void doWrite(long offsetBytes, MemorySegment source);

    abstract void release();
}
