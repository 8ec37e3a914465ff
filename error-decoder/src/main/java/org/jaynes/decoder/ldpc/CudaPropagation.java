package org.jaynes.decoder.ldpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.decoder.JaynesPropagationArguments;
import org.jaynes.bindings.generated.decoder.JaynesServePropagationArguments;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecoderParameterException;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.cuda.BatchDecoder;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceSession;
import org.jaynes.decoder.cuda.LeftShots;
import org.jaynes.decoder.cuda.ServingDecoder;
import org.jaynes.decoder.cuda.ServingKernel;
import org.jaynes.decoder.cuda.ShotBuffers;

/**
 * Belief propagation made ready for one matrix on a CUDA device: min-sum in single precision with the flooding schedule.
 * Batches are decoded on the device; shots on which it does not converge are given to the post-processing on the CPU,
 * and so are single shots, which take less time than a launch.
 */
final class CudaPropagation implements BatchDecoder, ServingDecoder {
    private static final int BATCH = 1 << 14;

    /** With the registers that the kernel may use, so many shots with few threads each are on a multiprocessor. */
    private static final int RESIDENT_SHOTS = 4;

    private static final int FEW_THREADS = 256;
    private static final int MANY_THREADS = JaynesDecoder.JAYNES_PROPAGATION_MAXIMUM_THREADS();
    private static final int CONTROL_BYTES = JaynesDecoder.JAYNES_PROPAGATION_CONTROL_BYTES();

    private final CompiledPropagation cpu;
    private final CudaDecodingDevice device;
    private final CudaKernel kernel;
    private final MemorySegment arguments;
    private final DeviceMemory queue;
    private final LaunchConfiguration configuration;
    private final long stateBytes;
    private final boolean isShared;

    /** Threads that have work in both halves of an iteration. */
    private final int mostThreads;

    private final ShotBuffers buffers;

    private CudaPropagation(CompiledPropagation cpu, CudaDecodingDevice device) {
        this.cpu = cpu;
        this.device = device;
        this.arguments = JaynesPropagationArguments.allocate(Arena.ofAuto());
        CudaGraph graph = new CudaGraph(cpu.matrix);
        graph.upload(device, arguments);
        setSettings(graph);
        this.stateBytes = graph.stateBytes();
        this.mostThreads = Math.min(MANY_THREADS, graph.mostThreads());
        long bytes = stateBytes + CONTROL_BYTES;
        this.isShared = bytes <= device.sharedBytes();
        this.kernel = device.kernel(
                isShared ? "jaynes_propagation_shared" : "jaynes_propagation_global",
                JaynesPropagationArguments.layout());
        int shared = isShared ? (int) bytes : CONTROL_BYTES;
        if (isShared) {
            kernel.allowSharedMemory(device.sharedBytes());
        }
        // Where few shots fit into a multiprocessor, each gets more threads.
        boolean many = !isShared || bytes * RESIDENT_SHOTS > device.sharedBytesOfMultiprocessor();
        int threads = Math.min(many ? MANY_THREADS : FEW_THREADS, mostThreads);
        this.configuration = device.filling(kernel, threads, shared);
        long states = isShared ? 0 : configuration.gridX() * stateBytes;
        JaynesPropagationArguments.states(arguments, device.allocate(states).address());
        this.queue = device.allocate(Long.BYTES);
        JaynesPropagationArguments.next_shot(arguments, queue.address());
        this.buffers = new ShotBuffers(device, BATCH, cpu.detectorWords(), cpu.observableWords());
        JaynesPropagationArguments.shots(arguments, buffers.shots().address());
        JaynesPropagationArguments.predictions(arguments, buffers.predictions());
        JaynesPropagationArguments.solution_weights(arguments, buffers.weights());
        JaynesPropagationArguments.outcomes(arguments, buffers.outcomes());
    }

    /**
     * Prepares a device.
     *
     * @throws DecoderParameterException if the settings are not those of the kernel
     */
    static CudaPropagation compile(CompiledPropagation cpu, DecodingDevice device) {
        BeliefPropagation settings = cpu.propagation;
        boolean hasKernel = settings.rule() == UpdateRule.MIN_SUM
                && settings.schedule() == Schedule.FLOODING
                && settings.precision() == Precision.SINGLE;
        if (!hasKernel) {
            throw new DecoderParameterException(
                    "%s passes messages with rule=min-sum, schedule=flooding, precision=single only; got %s, %s, %s: set these parameters, or decode on the cpu"
                            .formatted(device.name(), settings.rule(), settings.schedule(), settings.precision()));
        }
        CudaDecodingDevice cuda = (CudaDecodingDevice) device;
        return cuda.work(() -> new CudaPropagation(cpu, cuda));
    }

    private void setSettings(CudaGraph graph) {
        Relay relay = cpu.relay;
        JaynesPropagationArguments.iterations(arguments, cpu.propagation.iterations());
        JaynesPropagationArguments.leg_iterations(arguments, relay.iterations());
        JaynesPropagationArguments.legs(arguments, relay.legs());
        JaynesPropagationArguments.solutions(arguments, relay.solutions());
        JaynesPropagationArguments.scaling(arguments, (float) cpu.propagation.scaling());
        JaynesPropagationArguments.memory(arguments, (float) cpu.propagation.memory());
        JaynesPropagationArguments.has_memory(arguments, cpu.propagation.memory() != 0 || relay.legs() > 0 ? 1 : 0);
        JaynesPropagationArguments.empty_is_lightest(arguments, cpu.emptyIsLightest ? 1 : 0);
        SlotOrder columns = graph.columns();
        long legBytes = (long) columns.placeCount() * Float.BYTES;
        DeviceMemory strengths = device.allocate(relay.legs() * legBytes);
        float[] byPlace = new float[columns.placeCount()];
        for (int leg = 1; leg <= relay.legs(); leg++) {
            float[] byColumn = cpu.strengths.ofLeg(leg);
            for (int place = 0; place < byColumn.length; place++) {
                byPlace[place] = byColumn[columns.at()[place]];
            }
            device.write(strengths, (leg - 1) * legBytes, MemorySegment.ofArray(byPlace));
        }
        JaynesPropagationArguments.strengths(arguments, strengths.address());
    }

    @Override
    public int detectorCount() {
        return cpu.detectorCount();
    }

    @Override
    public int observableCount() {
        return cpu.observableCount();
    }

    @Override
    public int errorCount() {
        return cpu.errorCount();
    }

    @Override
    public DecoderSession newSession() {
        return new DeviceSession(this, cpu.newSession());
    }

    /**
     * {@inheritDoc}
     *
     * @param threads what is left over for the CPU is done by so many
     */
    @Override
    public Predictions decodeBatch(long[] shots, int shotCount, int threads) {
        Predictions predictions = new Predictions(this, shotCount);
        for (int first = 0; first < shotCount; first += BATCH) {
            int start = first;
            int count = Math.min(BATCH, shotCount - first);
            device.work(() -> {
                decode(shots, start, count, 0);
                buffers.storeTo(predictions, start, count);
                return predictions;
            });
        }
        if (!(cpu.postprocessing instanceof Postprocessing.None)) {
            finishOnCpu(shots, predictions, threads);
        }
        return predictions;
    }

    /** Decodes once more, with post-processing, what has not converged: few shots, and most of their time goes there. */
    private void finishOnCpu(long[] shots, Predictions predictions, int threads) {
        int[] left = IntStream.range(0, predictions.shotCount())
                .filter(shot -> !predictions.converged(shot))
                .toArray();
        LeftShots.decode(cpu, shots, left, predictions, threads);
    }

    private void decode(long[] shots, int first, int count, long posteriors) {
        buffers.upload(shots, first, count);
        launch(count, posteriors);
        buffers.download(count);
    }

    private void launch(int count, long posteriors) {
        queue.fillAsync((byte) 0, device.stream());
        JaynesPropagationArguments.shot_count(arguments, count);
        JaynesPropagationArguments.posteriors(arguments, posteriors);
        device.launch(kernel, CudaDecodingDevice.fewerBlocks(configuration, count), arguments);
    }

    @Override
    public boolean needsNoCpu() {
        return cpu.postprocessing instanceof Postprocessing.None;
    }

    @Override
    public ShotBuffers buffers() {
        return buffers;
    }

    @Override
    public void decode(int count) {
        launch(count, 0);
    }

    @Override
    public ServingKernel servingKernel(int mostBlocks) {
        CudaKernel serving = device.kernel(
                isShared ? "jaynes_serve_propagation_shared" : "jaynes_serve_propagation_global",
                JaynesServePropagationArguments.layout());
        if (isShared) {
            serving.allowSharedMemory(device.sharedBytes());
        }
        int shared = isShared ? (int) stateBytes + CONTROL_BYTES : CONTROL_BYTES;
        LaunchConfiguration launch =
                CudaDecodingDevice.fewerBlocks(device.filling(serving, mostThreads, shared), mostBlocks);
        MemorySegment both = JaynesServePropagationArguments.allocate(Arena.ofAuto());
        MemorySegment decoding = JaynesServePropagationArguments.decoding(both).copyFrom(arguments);
        ShotBuffers rows = new ShotBuffers(device, launch.gridX(), cpu.detectorWords(), cpu.observableWords());
        JaynesPropagationArguments.shots(decoding, rows.shots().address());
        JaynesPropagationArguments.predictions(decoding, rows.predictions());
        JaynesPropagationArguments.solution_weights(decoding, rows.weights());
        JaynesPropagationArguments.outcomes(decoding, rows.outcomes());
        JaynesPropagationArguments.posteriors(decoding, 0);
        long states = isShared ? 0 : launch.gridX() * stateBytes;
        JaynesPropagationArguments.states(decoding, device.allocate(states).address());
        return new ServingKernel(serving, launch, both);
    }

    @Override
    public boolean isLeft(long outcome) {
        return (outcome & 1) == 0 && !needsNoCpu();
    }

    @Override
    public CompiledDecoder cpu() {
        return cpu;
    }

    /** What a shot has come to after its last iteration. */
    record LastIterate(float[] posteriors, long iterations, boolean converged) {}

    /** Decodes one shot on the device and brings along its last posteriors. */
    LastIterate lastIterate(long[] shot) {
        return device.work(() -> {
            try (Arena arena = Arena.ofConfined();
                    DeviceMemory memory = device.allocate((long) cpu.matrix.columnCount() * Float.BYTES)) {
                decode(shot, 0, 1, memory.address());
                MemorySegment copy = arena.allocate(ValueLayout.JAVA_FLOAT, Math.max(1, cpu.matrix.columnCount()));
                memory.read(0, copy.asSlice(0, (long) cpu.matrix.columnCount() * Float.BYTES));
                float[] posteriors = Arrays.copyOf(copy.toArray(ValueLayout.JAVA_FLOAT), cpu.matrix.columnCount());
                return new LastIterate(posteriors, buffers.outcome(0) >>> 2, (buffers.outcome(0) & 1) != 0);
            }
        });
    }
}
