package org.jaynes.decoder.matching;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.decoder.JaynesServeUnionFindArguments;
import org.jaynes.bindings.generated.decoder.JaynesUnionFindArguments;
import org.jaynes.bindings.generated.decoder.JaynesUnionFindCluster;
import org.jaynes.bindings.generated.decoder.JaynesUnionFindEntry;
import org.jaynes.bindings.generated.decoder.JaynesUnionFindNode;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.cuda.CudaDecoder;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.cuda.ServingKernel;
import org.jaynes.decoder.cuda.ShotBuffers;
import org.jaynes.decoder.matching.ProvenParts.Remainders;
import org.jspecify.annotations.Nullable;

/**
 * Union-find on a CUDA device, a thread for each shot, with the predictions of {@link CompiledUnionFind}; or matching: those
 * clusters of union-find whose solution is proven to be of least weight, and {@link CompiledMatching} on the CPU for the
 * other events of a shot.
 */
final class CudaUnionFind extends CudaDecoder {
    private static final int BATCH = 1 << 15;
    private static final int THREADS = JaynesDecoder.JAYNES_UNION_FIND_MAXIMUM_THREADS();

    /** Threads that have states, where there is memory: enough to hide the time that their loads take. */
    private static final int THREADS_OF_MULTIPROCESSOR = 512;

    /** Of the free memory, the part that states take. */
    private static final int PART_OF_MEMORY = 8;

    /** An entry is left behind when a node is wanted sooner than before, which is rare. */
    private static final int ENTRIES_PER_NODE = 4;

    private static final int FEWEST_ENTRIES = 64;

    private final CudaKernel kernel;
    private final MemorySegment arguments;
    private final DeviceMemory queue;
    private final int mostBlocks;
    private final long stateBytes;
    private final ShotBuffers buffers;

    /** Where proofs are, if solutions must be of least weight; null for union-find. */
    private final @Nullable ProvenParts proven;

    /** The states of as many blocks as have been needed so far. */
    private @Nullable DeviceMemory states;

    private int blocks;

    /**
     * A decoder.
     *
     * @param cpu the same decoder on the CPU; of a {@link CompiledMatching} solutions must be of least weight
     */
    CudaUnionFind(CompiledDecoder cpu, DetectorGraph graph, DeviceArena arena) {
        this(cpu, graph, arena, Math.addExact(Math.multiplyExact(ENTRIES_PER_NODE, graph.nodeCount), FEWEST_ENTRIES));
    }

    /** With a queue of so many entries; shots that need more are left to the CPU. */
    CudaUnionFind(CompiledDecoder cpu, DetectorGraph graph, DeviceArena arena, int entries) {
        super(cpu, arena);
        this.arguments = JaynesUnionFindArguments.allocate(Arena.ofAuto());
        this.kernel = device.kernel("jaynes_union_find", JaynesUnionFindArguments.layout());
        upload(graph);
        this.proven = cpu instanceof CompiledMatching matching
                ? new ProvenParts(matching, graph, arena, BATCH, arguments)
                : null;
        JaynesUnionFindArguments.certify(arguments, proven == null ? 0 : 1);
        this.stateBytes = stateBytes(graph.nodeCount, entries);
        long most = Math.min(BATCH, (long) device.multiprocessors() * THREADS_OF_MULTIPROCESSOR);
        this.mostBlocks =
                (int) Math.clamp(device.freeMemory() / PART_OF_MEMORY / (stateBytes * THREADS), 1, most / THREADS);
        JaynesUnionFindArguments.state_bytes(arguments, stateBytes);
        JaynesUnionFindArguments.queue_capacity(arguments, entries);
        this.queue = arena.allocate(Long.BYTES);
        JaynesUnionFindArguments.next_shot(arguments, queue.address());
        this.buffers = new ShotBuffers(arena, BATCH, detectorWords(), observableWords());
        JaynesUnionFindArguments.shots(arguments, buffers.shots().address());
        JaynesUnionFindArguments.predictions(arguments, buffers.predictions());
        JaynesUnionFindArguments.solution_weights(arguments, buffers.weights());
        JaynesUnionFindArguments.outcomes(arguments, buffers.outcomes());
    }

    private static long stateBytes(long nodes, long entries) {
        long bytes = nodes * JaynesUnionFindNode.sizeof()
                + (nodes + 1) * JaynesUnionFindCluster.sizeof()
                + entries * JaynesUnionFindEntry.sizeof()
                + (3 * nodes + 2L * JaynesDecoder.JAYNES_UNION_FIND_BUCKETS()) * Integer.BYTES;
        return (bytes + 31) / 32 * 32;
    }

    private void upload(DetectorGraph graph) {
        JaynesUnionFindArguments.first_half(arguments, ints(graph.firstHalf));
        JaynesUnionFindArguments.halves(arguments, ints(graph.halves));
        JaynesUnionFindArguments.half_edges(arguments, ints(graph.halfEdges));
        JaynesUnionFindArguments.boundary_weights(arguments, ints(graph.boundaryWeights));
        JaynesUnionFindArguments.boundary_edges(arguments, ints(graph.boundaryEdges));
        JaynesUnionFindArguments.ends(arguments, ints(graph.ends));
        JaynesUnionFindArguments.magnitudes(
                arguments,
                ints(Arrays.stream(graph.integerWeights).map(Math::abs).toArray()));
        JaynesUnionFindArguments.first_observable(arguments, ints(graph.firstObservable));
        JaynesUnionFindArguments.observables(arguments, ints(graph.observables));
        JaynesUnionFindArguments.negative_detectors(
                arguments, arena.upload(MemorySegment.ofArray(graph.negativeDetectors)));
        JaynesUnionFindArguments.negative_observables(
                arguments, arena.upload(MemorySegment.ofArray(graph.negativeObservables)));
        JaynesUnionFindArguments.negative_sum(arguments, graph.negativeSum);
        JaynesUnionFindArguments.weight_divisor(arguments, 2 * graph.scale);
        JaynesUnionFindArguments.node_count(arguments, graph.nodeCount);
        JaynesUnionFindArguments.detector_words(arguments, detectorWords());
        JaynesUnionFindArguments.observable_words(arguments, observableWords());
    }

    private long ints(int[] values) {
        return arena.upload(MemorySegment.ofArray(values));
    }

    @Override
    public boolean needsNoCpu() {
        return proven == null;
    }

    @Override
    public ServingKernel servingKernel(DeviceArena memory, int mostBlocks) {
        CudaKernel serving = device.kernel("jaynes_serve_union_find", JaynesServeUnionFindArguments.layout());
        LaunchConfiguration launch = CudaDecodingDevice.fewerBlocks(
                device.filling(serving, JaynesDecoder.JAYNES_WARP(), JaynesDecoder.JAYNES_SERVING_CONTROL_BYTES()),
                mostBlocks);
        MemorySegment both = JaynesServeUnionFindArguments.allocate(Arena.ofAuto());
        MemorySegment decoding = JaynesServeUnionFindArguments.decoding(both).copyFrom(arguments);
        ShotBuffers rows = new ShotBuffers(memory, launch.gridX(), detectorWords(), observableWords());
        JaynesUnionFindArguments.shots(decoding, rows.shots().address());
        JaynesUnionFindArguments.predictions(decoding, rows.predictions());
        JaynesUnionFindArguments.solution_weights(decoding, rows.weights());
        JaynesUnionFindArguments.outcomes(decoding, rows.outcomes());
        JaynesUnionFindArguments.ball_capacity(decoding, 0); // a single shot is not worth a second look on the CPU
        DeviceMemory blockStates = memory.allocate(stateBytes * launch.gridX());
        blockStates.fillAsync((byte) 0, device.stream());
        JaynesUnionFindArguments.states(decoding, blockStates.address());
        return new ServingKernel(serving, launch, both);
    }

    @Override
    public boolean isLeft(long outcome) {
        return (outcome & JaynesDecoder.JAYNES_UNION_FIND_LEFT()) != 0;
    }

    @Override
    protected boolean isUnsolved(long outcome) {
        return isLeft(outcome);
    }

    @Override
    protected Parts parts(int count) {
        if (proven == null) {
            return Parts.NONE;
        }
        BitSet inPart = new BitSet(count);
        for (int shot = 0; shot < count; shot++) {
            inPart.set(shot, (buffers.outcome(shot) & JaynesDecoder.JAYNES_UNION_FIND_PART()) != 0);
        }
        Remainders remainders = proven.download(buffers, inPart);
        return (firstShot, predictions, left, threads) ->
                proven.finish(remainders, firstShot, predictions, left, threads);
    }

    @Override
    protected String shareOfParts() {
        return proven == null
                ? ""
                : ", %d of them because what it had proven and the rest overlapped, and %d events of %d other shots"
                        .formatted(proven.shotsMatchedAgain(), proven.eventsOnCpu(), proven.shotsFinished());
    }

    /** How much of the shots was proven; null for union-find. */
    @Nullable
    ProvenParts proven() {
        return proven;
    }

    @Override
    public ShotBuffers buffers() {
        return buffers;
    }

    @Override
    public void decode(int count) {
        queue.fillAsync((byte) 0, device.stream());
        if (proven != null) {
            proven.clear();
        }
        JaynesUnionFindArguments.shot_count(arguments, count);
        int needed = Math.min((count + THREADS - 1) / THREADS, mostBlocks);
        requireStates(needed);
        device.launch(kernel, LaunchConfiguration.of(needed, THREADS), arguments);
    }

    private void requireStates(int needed) {
        if (needed > blocks) {
            if (states != null) {
                device.stream().synchronize();
                arena.free(states);
            }
            blocks = 0; // an allocation that fails leaves none
            states = null;
            states = arena.allocate(stateBytes * needed * THREADS);
            blocks = needed;
            states.fillAsync((byte) 0, device.stream());
            JaynesUnionFindArguments.states(arguments, states.address());
        }
    }
}
