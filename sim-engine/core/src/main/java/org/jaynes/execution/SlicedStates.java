package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Plan;
import org.jaynes.plan.SlicedPlan;
import org.jspecify.annotations.Nullable;

/**
 * States in 2^k slices, each a buffer of one of several devices that holds its part of every row. Index bits move between
 * the slices' number and the slices when a pass asks for it, and stay where they are until another does.
 */
final class SlicedStates extends AbstractStateBuffer {
    private final SlicedExecutor executor;
    private final AbstractStateBuffer[] slices;
    private final Executor[] devices;
    private final SliceExchange mover;
    private final int localBits;
    private Places places;
    /** The basis state that the slices are to be set to before they are used, or -1. */
    private long basisState = -1;

    /**
     * Takes the slices over, and the arrays.
     *
     * @param devices of the slices
     */
    SlicedStates(int indexBits, SlicedExecutor executor, AbstractStateBuffer[] slices, Executor[] devices) {
        super(executor.name(), indexBits, slices[0].rows(), slices[0].precision());
        this.executor = executor;
        this.slices = slices;
        this.devices = devices;
        this.mover = new SliceExchange(slices, executor.host());
        this.localBits = slices[0].indexBits();
        this.places = Places.own(indexBits, localBits);
    }

    /** Only notes it: the next plan may choose the places. */
    @Override
    void doInitialize(long index) {
        basisState = index;
        places = Places.own(indexBits(), localBits);
    }

    private void settle() {
        if (basisState < 0) {
            return;
        }
        long position = places.position(basisState);
        MemorySegment amplitude = HostStates.onHeap(precision(), 0);
        for (int slice = 0; slice < slices.length; slice++) {
            boolean holds = places.slice(position) == slice;
            slices[slice].initialize(holds ? places.local(position) : 0);
            for (int row = 0; row < rows() && !holds; row++) {
                slices[slice].write(row, 0, amplitude);
            }
        }
        // To be asked for an amplitude makes a buffer write all of them, as is needed: a pass over a whole state leaves
        // out
        // other tiles than its pieces over slices.
        slices[places.slice(position)].read(0, 0, amplitude);
        basisState = -1;
    }

    @Override
    void doApply(Plan plan, Coefficients coefficients, long slice, long[] sums) {
        SlicedPlan sliced = executor.plans().get(plan, basisState < 0 ? places : null, localBits);
        places = new Places(sliced.initialPlaces(), localBits);
        settle();
        PassObserver told = observer();
        long[] nanoseconds = new long[plan.passes().size()];
        double[] shares = new double[nanoseconds.length];
        Arrays.fill(shares, Double.NaN);
        for (SlicedPlan.Step step : sliced.steps()) {
            switch (step) {
                case SlicedPlan.Part part -> {
                    apply(part, coefficients, sums, told == null ? null : nanoseconds);
                    for (int pass : part.passNumbers()) {
                        double share = forgetFixedBits(plan.passes().get(pass));
                        // A pass that was cut has another part, before which less is known than before the pass.
                        shares[pass] = Double.isNaN(shares[pass]) ? share : shares[pass];
                    }
                }
                case SlicedPlan.Exchange exchange -> exchange(plan, exchange, told);
            }
        }
        if (told != null) {
            told.sliced(plan, deviceNames());
            for (int pass = 0; pass < nanoseconds.length; pass++) {
                told.passed(plan, pass, rows(), shares[pass], nanoseconds[pass]);
            }
        }
    }

    /** @param nanoseconds to which the time of each pass of the plan is added, or null */
    private void apply(SlicedPlan.Part part, Coefficients coefficients, long[] sums, long @Nullable [] nanoseconds) {
        int[] numbers = part.passNumbers();
        PassObserver timer = nanoseconds == null
                ? null
                : (_, pass, _, _, time) -> nanoseconds[numbers[Math.min(pass, numbers.length - 1)]] += time;
        long fixed = places.position(fixedMask());
        long value = places.position(fixedValue());
        for (int slice = 0; slice < slices.length; slice++) {
            slices[slice].applyToSlice(part.plan(), coefficients, slice, fixed, value, sums, timer);
        }
    }

    private void exchange(Plan plan, SlicedPlan.Exchange exchange, @Nullable PassObserver told) {
        long start = System.nanoTime();
        mover.run(exchange);
        places = new Places(exchange.places(places.of()), localBits);
        if (told != null) {
            long bytes = (long) (exchange.movedPart() * rowBytes() * rows());
            told.exchanged(plan, exchange.localPlaces().length, bytes, System.nanoTime() - start);
        }
    }

    List<String> deviceNames() {
        return IntStream.range(0, slices.length)
                .mapToObj(slice -> devices[slice].name())
                .toList();
    }

    private void restore() {
        while (!places.localBitsAreOwn()) {
            SlicedPlan.Exchange exchange = places.homeward();
            mover.run(exchange);
            places = new Places(exchange.places(places.of()), localBits);
        }
        AbstractStateBuffer[] slicesBefore = slices.clone();
        Executor[] devicesBefore = devices.clone();
        for (int slice = 0; slice < slices.length; slice++) {
            slices[places.ownNumber(slice)] = slicesBefore[slice];
            devices[places.ownNumber(slice)] = devicesBefore[slice];
        }
        places = Places.own(indexBits(), localBits);
    }

    /** The order of the chunks, after the bits have been brought home if that is what it takes to keep chunks whole. */
    private ChunkOrder order(int[] bits) {
        ChunkOrder order = new ChunkOrder(places, bits);
        if (!order.isIntact() && new ChunkOrder(Places.own(indexBits(), localBits), bits).isIntact()) {
            restore();
            order = new ChunkOrder(places, bits);
        }
        return order;
    }

    @Override
    double[] doProbabilities() {
        settle();
        return new HostMarginal(
                        this::bring,
                        indexBits(),
                        precision(),
                        IntStream.range(0, indexBits()).toArray())
                .chunks(rows());
    }

    @Override
    double[] doMarginal(int[] bits, int foldBits) {
        settle();
        ChunkOrder order = order(bits);
        if (!order.isIntact()) {
            return Fold.levels(new HostMarginal(this::bring, indexBits(), precision(), bits).chunks(rows()), foldBits);
        }
        double[] all = new double[Math.toIntExact(((long) rows() * slices.length) << order.itemBits())];
        for (int slice = 0; slice < slices.length; slice++) {
            order.place(slices[slice].marginalChunks(order.localBits()), slice, all);
        }
        return Fold.levels(all, foldBits);
    }

    @Override
    double[] doPauli(PauliGroup group, int foldBits) {
        settle();
        ChunkOrder order = order(new int[0]);
        if (order.isIntact()) {
            return Fold.levels(new SlicedPauli(slices, devices, places, order).chunks(group), foldBits);
        }
        // A slice is smaller than a chunk: the whole state is small.
        try (StateBuffer whole = devices[0].allocate(indexBits(), rows(), precision())) {
            for (int row = 0; row < rows(); row++) {
                MemorySegment all = HostStates.onHeap(precision(), indexBits());
                bring(row, 0, all);
                whole.write(row, 0, all);
            }
            return Fold.levels(((AbstractStateBuffer) whole).pauliChunks(group), foldBits);
        }
    }

    /** Shots in the order of their outcomes, so that each chunk is brought here once. */
    @Override
    void doSample(
            int row, int randomRow, double[] cumulative, long seed, long firstShot, int purpose, long[] outcomes) {
        settle();
        double[] uniforms = new double[outcomes.length];
        for (int shot = 0; shot < uniforms.length; shot++) {
            uniforms[shot] = Philox.uniform(seed, firstShot + shot, randomRow, purpose);
        }
        List<Integer> order = IntStream.range(0, outcomes.length)
                .boxed()
                .sorted(Comparator.comparingDouble(shot -> uniforms[shot]))
                .toList();
        int chunkBits = Math.min(Fold.CHUNK_BITS, indexBits());
        Arithmetic reals = Arithmetic.of(precision());
        MemorySegment chunk = HostStates.onHeap(precision(), chunkBits);
        long[] present = {-1};
        SampleWalk walk = new SampleWalk(cumulative, indexBits(), index -> {
            if (index >>> chunkBits != present[0]) {
                present[0] = index >>> chunkBits;
                bring(row, present[0] << chunkBits, chunk);
            }
            return reals.probability(chunk, index & ((1L << chunkBits) - 1));
        });
        for (int shot : order) {
            outcomes[shot] = walk.outcome(uniforms[shot]);
        }
    }

    @Override
    void doCollapse(int bit, int value, double scale) {
        settle();
        int place = places.of()[bit];
        for (int slice = 0; slice < slices.length; slice++) {
            if (place < localBits) {
                slices[slice].collapse(place, value, scale);
            } else {
                slices[slice].collapseWhole((slice >>> (place - localBits) & 1) == value, scale);
            }
        }
    }

    @Override
    void doCopyFrom(AbstractStateBuffer source) {
        SlicedStates other = (SlicedStates) source;
        basisState = other.basisState;
        places = other.places;
        for (int slice = 0; slice < slices.length && basisState < 0; slice++) {
            if (devices[slice].equals(other.devices[slice])) {
                slices[slice].copyFrom(other.slices[slice]);
            } else {
                mover.copy(other.slices[slice], slices[slice]);
            }
        }
    }

    /** What moves amplitudes between the host and runs of them in slices. */
    private interface Run {
        void move(AbstractStateBuffer slice, long first, MemorySegment part);
    }

    private void runs(long firstIndex, MemorySegment memory, Run run) {
        settle();
        int size = precision().amplitudeBytes();
        long length = 1L << Math.min(localBits, places.unmoved());
        long count = memory.byteSize() / size;
        for (long done = 0; done < count; ) {
            long index = firstIndex + done;
            long some = Math.min(count - done, length - (index & (length - 1)));
            long position = places.position(index);
            run.move(slices[places.slice(position)], places.local(position), memory.asSlice(done * size, some * size));
            done += some;
        }
    }

    private void bring(int row, long firstIndex, MemorySegment target) {
        runs(firstIndex, target, (slice, first, part) -> slice.read(row, first, part));
    }

    @Override
    void doRead(long offsetBytes, MemorySegment target) {
        int row = (int) (offsetBytes / rowBytes());
        bring(row, offsetBytes % rowBytes() / precision().amplitudeBytes(), target);
    }

    @Override
    void doWrite(long offsetBytes, MemorySegment source) {
        int row = (int) (offsetBytes / rowBytes());
        long firstIndex = offsetBytes % rowBytes() / precision().amplitudeBytes();
        runs(firstIndex, source, (slice, first, part) -> slice.write(row, first, part));
    }

    @Override
    void release() {
        SlicedExecutor.closeAll(List.of(slices));
    }
}
