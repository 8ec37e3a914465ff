package org.jaynes.decoder.ldpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.decoder.JaynesOrderedStatisticsArguments;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.cuda.ShotBuffers;

/**
 * Ordered statistics on a CUDA device, for the shots of a batch on which belief propagation has not converged; the results
 * of {@link OrderedStatisticsSolver}. A block of threads solves a shot.
 */
final class CudaOrderedStatistics {
    private static final int MOST_THREADS = JaynesDecoder.JAYNES_ORDERED_STATISTICS_MAXIMUM_THREADS();
    private static final int PANEL = JaynesDecoder.JAYNES_ORDERED_STATISTICS_PANEL();
    private static final int CONTROL_BYTES = JaynesDecoder.JAYNES_ORDERED_STATISTICS_CONTROL_BYTES();
    private static final int LANES = JaynesDecoder.JAYNES_WARP();
    private static final int ROWS_OF_WORD = 32;

    /** A small matrix has few columns for each warp; further warps would wait for the barriers of its pivots. */
    private static final int COLUMNS_OF_WARP = 64;

    private static final int ALIGNMENT = 16;

    /** Of the free memory, the part that the states of all blocks take where shared memory cannot hold them. */
    private static final int PART_OF_MEMORY = 4;

    private final CudaDecodingDevice device;
    private final CudaKernel kernel;
    private final MemorySegment arguments;
    private final DeviceMemory queue;
    private final LaunchConfiguration configuration;

    /**
     * The solver for one matrix; within {@link CudaDecodingDevice#work}.
     *
     * @param posteriors of the last iteration, float by shot and column
     * @throws DecoderModelException if the matrix is too large
     */
    CudaOrderedStatistics(
            CheckMatrix matrix,
            OrderedStatistics settings,
            DeviceArena arena,
            ShotBuffers buffers,
            DeviceMemory posteriors) {
        this.device = arena.device();
        this.arguments = JaynesOrderedStatisticsArguments.allocate(Arena.ofAuto());
        int kept = settings.search() == OrderedStatistics.Search.ZERO
                ? 0
                : Math.min(settings.order(), matrix.columnCount());
        long stateBytes = stateBytes(matrix, kept);
        upload(arena, matrix);
        JaynesOrderedStatisticsArguments.search(arguments, number(settings.search()));
        JaynesOrderedStatisticsArguments.kept_count(arguments, kept);
        boolean isShared = stateBytes + CONTROL_BYTES <= device.sharedBytes();
        this.kernel = device.kernel(
                isShared ? "jaynes_ordered_statistics_shared" : "jaynes_ordered_statistics_global",
                JaynesOrderedStatisticsArguments.layout());
        if (isShared) {
            kernel.allowSharedMemory(device.sharedBytes());
        }
        int shared = isShared ? (int) stateBytes + CONTROL_BYTES : CONTROL_BYTES;
        int warps = (matrix.columnCount() + COLUMNS_OF_WARP - 1) / COLUMNS_OF_WARP;
        LaunchConfiguration filling =
                device.filling(kernel, Math.clamp((long) LANES * warps, LANES, MOST_THREADS), shared);
        long mostStates = isShared ? Long.MAX_VALUE : device.freeMemory() / PART_OF_MEMORY / stateBytes;
        this.configuration = CudaDecodingDevice.fewerBlocks(filling, mostStates);
        long blocks = configuration.gridX();
        JaynesOrderedStatisticsArguments.state_bytes(arguments, stateBytes);
        JaynesOrderedStatisticsArguments.states(
                arguments, arena.allocate(isShared ? 0 : blocks * stateBytes).address());
        JaynesOrderedStatisticsArguments.orders(
                arguments,
                arena.allocate(blocks * 4 * Integer.BYTES * matrix.columnCount())
                        .address());
        this.queue = arena.allocate(Long.BYTES);
        JaynesOrderedStatisticsArguments.next_shot(arguments, queue.address());
        JaynesOrderedStatisticsArguments.shots(arguments, buffers.shots().address());
        JaynesOrderedStatisticsArguments.posteriors(arguments, posteriors.address());
        JaynesOrderedStatisticsArguments.predictions(arguments, buffers.predictions());
        JaynesOrderedStatisticsArguments.solution_weights(arguments, buffers.weights());
        JaynesOrderedStatisticsArguments.outcomes(arguments, buffers.outcomes());
    }

    /** As {@code JaynesOrderedStatisticsArguments} says. */
    static long stateBytes(CheckMatrix matrix, int kept) {
        long rows = matrix.rowCount();
        long words = (rows + ROWS_OF_WORD - 1) / ROWS_OF_WORD;
        long counters = (long) JaynesDecoder.JAYNES_ORDERED_STATISTICS_DIGITS() * MOST_THREADS;
        long bytes;
        try {
            long small = 4L * PANEL + 2 * rows + 2 * words + PANEL * words + 8 * 16 * words;
            long errors = (matrix.columnCount() + 31L) / 32;
            long transform = Math.max(Math.multiplyExact(rows, words), counters);
            bytes = Math.multiplyExact(Integer.BYTES, small + errors + Math.multiplyExact(kept, words) + transform);
        } catch (ArithmeticException e) {
            throw new DecoderModelException(
                    "%d detectors and %d combined errors are too many for ordered statistics on a device; use a lower order, or bp-lsd or relay"
                            .formatted(rows, kept));
        }
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static int number(OrderedStatistics.Search search) {
        return switch (search) {
            case ZERO -> JaynesDecoder.JAYNES_ORDERED_STATISTICS_ZERO();
            case EXHAUSTIVE -> JaynesDecoder.JAYNES_ORDERED_STATISTICS_EXHAUSTIVE();
            case COMBINATION_SWEEP -> JaynesDecoder.JAYNES_ORDERED_STATISTICS_COMBINATION_SWEEP();
        };
    }

    private void upload(DeviceArena arena, CheckMatrix matrix) {
        JaynesOrderedStatisticsArguments.column_start(
                arguments, arena.upload(MemorySegment.ofArray(matrix.columnStart)));
        JaynesOrderedStatisticsArguments.column_rows(
                arguments, arena.upload(MemorySegment.ofArray(OrderedStatisticsSolver.columnRows(matrix))));
        int[] wholeWeights = new ColumnWeights(matrix.priors(), matrix.rowCount()).all();
        JaynesOrderedStatisticsArguments.whole_weights(arguments, arena.upload(MemorySegment.ofArray(wholeWeights)));
        JaynesOrderedStatisticsArguments.weights(arguments, arena.upload(MemorySegment.ofArray(matrix.priors())));
        JaynesOrderedStatisticsArguments.observables(
                arguments, arena.upload(MemorySegment.ofArray(matrix.observableRows())));
        long[] certain = new long[matrix.observableWords()];
        matrix.startObservables(certain);
        JaynesOrderedStatisticsArguments.certain(arguments, arena.upload(MemorySegment.ofArray(certain)));
        JaynesOrderedStatisticsArguments.row_count(arguments, matrix.rowCount());
        JaynesOrderedStatisticsArguments.column_count(arguments, matrix.columnCount());
        JaynesOrderedStatisticsArguments.detector_words(arguments, matrix.detectorWords());
        JaynesOrderedStatisticsArguments.observable_words(arguments, matrix.observableWords());
    }

    /** Queues the solution of those of the first shots in the buffers that have not converged. */
    void launch(int count) {
        queue.fillAsync((byte) 0, device.stream());
        JaynesOrderedStatisticsArguments.shot_count(arguments, count);
        device.launch(kernel, CudaDecodingDevice.fewerBlocks(configuration, count), arguments);
    }
}
