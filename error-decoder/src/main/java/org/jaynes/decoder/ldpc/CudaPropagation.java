package org.jaynes.decoder.ldpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.decoder.JaynesPropagationArguments;
import org.jaynes.bindings.generated.decoder.JaynesServePropagationArguments;
import org.jaynes.decoder.DecoderParameterException;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.cuda.CudaDecoder;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.cuda.ServingKernel;
import org.jaynes.decoder.cuda.ShotBuffers;
import org.jspecify.annotations.Nullable;

/**
 * Belief propagation made ready for one matrix on a CUDA device: min-sum in single or half precision, with ordered statistics
 * for the shots on which it does not converge; localised statistics are done by the CPU.
 */
final class CudaPropagation extends CudaDecoder {
    private static final int BATCH = 1 << 14;

    /** A batch whose posteriors are kept has fewer shots where they would take more than this, a block of samples at least. */
    private static final long MOST_POSTERIOR_BYTES = 1L << 29;

    private static final int SMALLEST_BATCH = JaynesDecoder.JAYNES_SAMPLING_BLOCK_SHOTS();

    /** With the registers that the kernel may use, so many shots with few threads each are on a multiprocessor. */
    private static final int RESIDENT_SHOTS = 4;

    private static final int FEW_THREADS = 256;
    private static final int MANY_THREADS = JaynesDecoder.JAYNES_PROPAGATION_MAXIMUM_THREADS();
    private static final int CONTROL_BYTES = JaynesDecoder.JAYNES_PROPAGATION_CONTROL_BYTES();

    private final CompiledPropagation cpu;
    private final CudaKernel kernel;
    private final MemorySegment arguments;
    private final DeviceMemory queue;
    private final LaunchConfiguration configuration;
    private final long stateBytes;
    private final boolean isShared;
    private final boolean isLayered;

    /** Threads that have work in all parts of an iteration. */
    private final int mostThreads;

    private final ShotBuffers buffers;

    /** What follows where there is no convergence, and the posteriors that it needs; null if nothing does on the device. */
    private final @Nullable CudaOrderedStatistics ordered;

    private final @Nullable DeviceMemory posteriors;

    private CudaPropagation(CompiledPropagation cpu, DeviceArena arena) {
        super(cpu, arena);
        this.cpu = cpu;
        this.arguments = JaynesPropagationArguments.allocate(Arena.ofAuto());
        DeviceMatrix graph = new DeviceMatrix(cpu.matrix, cpu.propagation.precision());
        graph.upload(arena, arguments);
        this.isLayered = cpu.propagation.schedule() == Schedule.LAYERED;
        int usefulThreads = isLayered ? graph.uploadLevels(arena, arguments) : graph.mostThreads();
        this.mostThreads = Math.min(MANY_THREADS, usefulThreads);
        setSettings(graph);
        this.stateBytes = graph.stateBytes();
        long bytes = stateBytes + CONTROL_BYTES;
        this.isShared = bytes <= device.sharedBytes();
        this.kernel = device.kernel("jaynes_" + variant(), JaynesPropagationArguments.layout());
        int shared = isShared ? (int) bytes : CONTROL_BYTES;
        if (isShared) {
            kernel.allowSharedMemory(device.sharedBytes());
        }
        // Where few shots fit into a multiprocessor, each gets more threads.
        boolean many = !isShared || bytes * RESIDENT_SHOTS > device.sharedBytesOfMultiprocessor();
        int threads = Math.min(many ? MANY_THREADS : FEW_THREADS, mostThreads);
        this.configuration = device.filling(kernel, threads, shared);
        long states = isShared ? 0 : configuration.gridX() * stateBytes;
        JaynesPropagationArguments.states(arguments, arena.allocate(states).address());
        this.queue = arena.allocate(Long.BYTES);
        JaynesPropagationArguments.next_shot(arguments, queue.address());
        OrderedStatistics settings = cpu.postprocessing instanceof OrderedStatistics found ? found : null;
        int batch = settings == null ? BATCH : batchWithPosteriors(cpu.matrix.columnCount());
        this.buffers = new ShotBuffers(arena, batch, cpu.detectorWords(), cpu.observableWords());
        JaynesPropagationArguments.shots(arguments, buffers.shots().address());
        JaynesPropagationArguments.predictions(arguments, buffers.predictions());
        JaynesPropagationArguments.solution_weights(arguments, buffers.weights());
        JaynesPropagationArguments.outcomes(arguments, buffers.outcomes());
        if (settings == null) {
            this.posteriors = null;
            this.ordered = null;
        } else {
            this.posteriors = arena.allocate(posteriorBytes(batch, cpu.matrix.columnCount()));
            this.ordered = new CudaOrderedStatistics(cpu.matrix, settings, arena, buffers, posteriors);
        }
    }

    /** The part of the kernels' names that says for which schedule they are, and where the state lies. */
    private String variant() {
        return (isLayered ? "layers" : "propagation") + (isShared ? "_shared" : "_global");
    }

    private static long posteriorBytes(int shots, int columns) {
        return (long) shots * columns * Float.BYTES;
    }

    private static int batchWithPosteriors(int columns) {
        int batch = BATCH;
        while (batch > SMALLEST_BATCH && posteriorBytes(batch, columns) > MOST_POSTERIOR_BYTES) {
            batch /= 2;
        }
        return batch;
    }

    /**
     * Prepares a device.
     *
     * @throws DecoderParameterException if the settings are not those of the kernel
     */
    static CudaPropagation compile(CompiledPropagation cpu, DecodingDevice device) {
        BeliefPropagation settings = cpu.propagation;
        if (settings.rule() != UpdateRule.MIN_SUM || settings.precision() == Precision.DOUBLE) {
            throw new DecoderParameterException(
                    "%s passes messages with rule=min-sum and precision=single or half only; got %s, %s: set these parameters, or decode on the cpu"
                            .formatted(device.name(), settings.rule(), settings.precision()));
        }
        return DeviceArena.fill((CudaDecodingDevice) device, arena -> new CudaPropagation(cpu, arena));
    }

    private void setSettings(DeviceMatrix graph) {
        Relay relay = cpu.relay;
        JaynesPropagationArguments.iterations(arguments, cpu.propagation.iterations());
        JaynesPropagationArguments.leg_iterations(arguments, relay.iterations());
        JaynesPropagationArguments.legs(arguments, relay.legs());
        JaynesPropagationArguments.solutions(arguments, relay.solutions());
        JaynesPropagationArguments.scaling(arguments, (float) cpu.propagation.scaling());
        JaynesPropagationArguments.memory(arguments, (float) cpu.propagation.memory());
        JaynesPropagationArguments.has_memory(arguments, cpu.propagation.memory() != 0 || relay.legs() > 0 ? 1 : 0);
        JaynesPropagationArguments.half(arguments, cpu.propagation.precision() == Precision.HALF ? 1 : 0);
        JaynesPropagationArguments.empty_is_lightest(arguments, cpu.emptyIsLightest ? 1 : 0);
        SlotOrder columns = graph.columns();
        long legBytes = (long) columns.placeCount() * Float.BYTES;
        DeviceMemory strengths = arena.allocate(relay.legs() * legBytes);
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

    private void propagate(int count, long wanted, boolean unconvergedOnly) {
        queue.fillAsync((byte) 0, device.stream());
        JaynesPropagationArguments.shot_count(arguments, count);
        JaynesPropagationArguments.posteriors(arguments, wanted);
        JaynesPropagationArguments.unconverged_only(arguments, unconvergedOnly ? 1 : 0);
        device.launch(kernel, CudaDecodingDevice.fewerBlocks(configuration, count), arguments);
    }

    @Override
    public boolean needsNoCpu() {
        return !(cpu.postprocessing instanceof LocalizedStatistics);
    }

    @Override
    public ShotBuffers buffers() {
        return buffers;
    }

    @Override
    public void decode(int count) {
        if (ordered == null || posteriors == null) {
            propagate(count, 0, false);
        } else {
            propagate(count, posteriors.address(), true);
            ordered.launch(count);
        }
    }

    @Override
    public ServingKernel servingKernel(DeviceArena memory, int mostBlocks) {
        CudaKernel serving = device.kernel("jaynes_serve_" + variant(), JaynesServePropagationArguments.layout());
        if (isShared) {
            serving.allowSharedMemory(device.sharedBytes());
        }
        int shared = isShared ? (int) stateBytes + CONTROL_BYTES : CONTROL_BYTES;
        LaunchConfiguration launch =
                CudaDecodingDevice.fewerBlocks(device.filling(serving, mostThreads, shared), mostBlocks);
        MemorySegment both = JaynesServePropagationArguments.allocate(Arena.ofAuto());
        MemorySegment decoding = JaynesServePropagationArguments.decoding(both).copyFrom(arguments);
        ShotBuffers rows = new ShotBuffers(memory, launch.gridX(), cpu.detectorWords(), cpu.observableWords());
        JaynesPropagationArguments.shots(decoding, rows.shots().address());
        JaynesPropagationArguments.predictions(decoding, rows.predictions());
        JaynesPropagationArguments.solution_weights(decoding, rows.weights());
        JaynesPropagationArguments.outcomes(decoding, rows.outcomes());
        JaynesPropagationArguments.posteriors(decoding, 0);
        long states = isShared ? 0 : launch.gridX() * stateBytes;
        JaynesPropagationArguments.states(decoding, memory.allocate(states).address());
        return new ServingKernel(serving, launch, both);
    }

    @Override
    public boolean isLeft(long outcome) {
        return (outcome & 1) == 0 && !(cpu.postprocessing instanceof Postprocessing.None);
    }

    /** Ordered statistics have been done by then. */
    @Override
    protected boolean isUnsolved(long outcome) {
        return !needsNoCpu() && isLeft(outcome);
    }

    /** What a shot has come to after its last iteration. */
    record LastIterate(float[] posteriors, long iterations, boolean converged) {}

    /** Decodes one shot on the device and brings along its last posteriors. */
    LastIterate lastIterate(long[] shot) {
        return device.work(() -> {
            try (Arena arena = Arena.ofConfined();
                    DeviceMemory memory = device.allocate((long) cpu.matrix.columnCount() * Float.BYTES)) {
                buffers.upload(shot, 0, 1);
                propagate(1, memory.address(), false);
                buffers.download(1);
                MemorySegment copy = arena.allocate(ValueLayout.JAVA_FLOAT, Math.max(1, cpu.matrix.columnCount()));
                memory.read(0, copy.asSlice(0, (long) cpu.matrix.columnCount() * Float.BYTES));
                float[] beliefs = Arrays.copyOf(copy.toArray(ValueLayout.JAVA_FLOAT), cpu.matrix.columnCount());
                return new LastIterate(beliefs, buffers.outcome(0) >>> 2, (buffers.outcome(0) & 1) != 0);
            }
        });
    }
}
