package org.jaynes.decoder.simulation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.decoder.JaynesFrameArguments;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;

/** The frames of a circuit on a device, a warp for each block of shots. Thread-safe. */
final class CudaFrames implements AutoCloseable {
    private static final int WARP = JaynesDecoder.JAYNES_WARP();
    private static final int THREADS = JaynesDecoder.JAYNES_FRAMES_MAXIMUM_THREADS();
    private static final long ROW_BYTES = (long) WARP * Integer.BYTES;

    /** Of the free memory, the part that states take. */
    private static final int PART_OF_MEMORY = 8;

    /** Bytes of rows that a batch has on the device, if a block of shots has not more. */
    private static final long ROOM = 1L << 28;

    private final CudaDecodingDevice device;
    private final DeviceArena arena;
    private final CudaKernel kernel;
    private final MemorySegment arguments;
    private final LaunchConfiguration configuration;

    /** Shots that all warps of a launch have at once. */
    private final long mostShots;

    /** What is sampled. */
    enum Kind {
        MEASUREMENTS,
        DETECTIONS
    }

    /** What the kernel stores. */
    enum Output {
        RESULTS,
        DETECTORS,
        OBSERVABLES
    }

    /**
     * Rows of an output.
     *
     * @param words of a shot
     * @param target receives the rows of all shots
     */
    record Rows(Output output, int words, long[] target) {
        long shotBytes() {
            return (long) words * Long.BYTES;
        }
    }

    /**
     * Prepares a circuit.
     *
     * @param reference what results are when nothing is flipped, a row; ignored for detection events
     * @throws TooLargeException if the circuit does not fit on the device
     */
    CudaFrames(RunnableCircuit circuit, Kind kind, long[] reference, DecodingDevice device) {
        this.device = (CudaDecodingDevice) device;
        this.arguments = JaynesFrameArguments.allocate(Arena.ofAuto());
        boolean detects = kind == Kind.DETECTIONS;
        int history = detects ? circuit.historyLength() : Math.max(1, circuit.measurementCount());
        int results = detects ? 0 : circuit.measurementCount();
        int detectors = detects ? circuit.detectorCount() : 0;
        int observables = detects ? circuit.observableCount() : 0;
        FrameWords program = new FrameWords(circuit);
        long rows = 2L * circuit.qubitCount()
                + history
                + detectors
                + observables
                + JaynesDecoder.JAYNES_FRAMES_SPARE_ROWS()
                + 2L * program.depth();
        JaynesFrameArguments.state_rows(arguments, rows);
        JaynesFrameArguments.qubit_count(arguments, circuit.qubitCount());
        JaynesFrameArguments.history_length(arguments, history);
        JaynesFrameArguments.result_count(arguments, results);
        JaynesFrameArguments.detector_count(arguments, detectors);
        JaynesFrameArguments.observable_count(arguments, observables);
        this.kernel = this.device.work(() -> this.device.kernel("jaynes_frames", JaynesFrameArguments.layout()));
        this.configuration = this.device.work(() -> configure(rows * ROW_BYTES));
        this.arena = DeviceArena.fill(this.device, memory -> {
            long warps = (long) configuration.gridX() * configuration.blockX() / WARP;
            JaynesFrameArguments.states(
                    arguments, memory.allocate(warps * rows * ROW_BYTES).address());
            JaynesFrameArguments.program(arguments, memory.upload(MemorySegment.ofArray(program.words())));
            JaynesFrameArguments.numbers(arguments, memory.upload(MemorySegment.ofArray(program.numbers())));
            JaynesFrameArguments.widths(arguments, memory.upload(MemorySegment.ofArray(EventRandom.layerWidths())));
            JaynesFrameArguments.heights(arguments, memory.upload(MemorySegment.ofArray(EventRandom.layerHeights())));
            JaynesFrameArguments.reference(arguments, detects ? 0 : memory.upload(MemorySegment.ofArray(reference)));
            return memory;
        });
        this.mostShots = (long) configuration.gridX() * configuration.blockX() / WARP * Blocks.SHOTS;
    }

    /** As many warps as the device holds at once, if there is memory for their states. */
    private LaunchConfiguration configure(long stateBytes) {
        LaunchConfiguration filling = device.filling(kernel, THREADS, 0);
        long warps =
                Math.min((long) filling.gridX() * THREADS / WARP, device.freeMemory() / PART_OF_MEMORY / stateBytes);
        if (warps == 0) {
            throw new TooLargeException(
                    "the frames of 1024 shots take %,d bytes, more than an eighth of the free memory of %s; sample on the cpu"
                            .formatted(stateBytes, device.name()));
        }
        int threads = (int) Math.min(THREADS, warps * WARP);
        int blocks = (int) (warps * WARP / threads);
        return LaunchConfiguration.of(blocks, threads);
    }

    /**
     * Samples shots.
     *
     * @param firstShot a multiple of {@link Blocks#SHOTS}
     * @param count any number
     * @param outputs the rows that are stored
     */
    void sample(long seed, long firstShot, int count, List<Rows> outputs) {
        Blocks.check(firstShot % Blocks.SHOTS, 1, Blocks.SHOTS);
        long shotBytes = outputs.stream().mapToLong(Rows::shotBytes).sum();
        long most = Math.min(mostShots, Math.max(1, ROOM / Math.max(1, shotBytes * Blocks.SHOTS)) * Blocks.SHOTS);
        int batch = (int) Math.min(Math.max(1, count), most);
        device.work(() -> {
            List<DeviceMemory> memories = new ArrayList<>();
            try {
                for (Rows rows : outputs) {
                    DeviceMemory memory = device.allocate(batch * rows.shotBytes());
                    memories.add(memory);
                    store(rows.output(), memory);
                }
                for (int done = 0; done < count; done += batch) {
                    int part = Math.min(batch, count - done);
                    launch(seed, firstShot + done, part);
                    for (int i = 0; i < outputs.size(); i++) {
                        Rows rows = outputs.get(i);
                        device.read(memories.get(i), part * rows.words(), rows.target(), done * rows.words());
                    }
                }
                return count;
            } finally {
                memories.forEach(DeviceMemory::close);
            }
        });
    }

    /** Frees the circuit and the states, when no thread uses this any more. Closing again does nothing. */
    @Override
    public void close() {
        arena.close();
    }

    private void launch(long seed, long firstShot, int count) {
        JaynesFrameArguments.seed(arguments, seed);
        JaynesFrameArguments.first_block(arguments, firstShot / Blocks.SHOTS);
        JaynesFrameArguments.shot_count(arguments, count);
        int warps = configuration.blockX() / WARP;
        long blocks = ((long) count + Blocks.SHOTS - 1) / Blocks.SHOTS;
        device.launch(kernel, CudaDecodingDevice.fewerBlocks(configuration, (blocks + warps - 1) / warps), arguments);
    }

    private void store(Output output, DeviceMemory target) {
        switch (output) {
            case RESULTS -> JaynesFrameArguments.results(arguments, target.address());
            case DETECTORS -> JaynesFrameArguments.detectors(arguments, target.address());
            case OBSERVABLES -> JaynesFrameArguments.observables(arguments, target.address());
        }
    }
}
