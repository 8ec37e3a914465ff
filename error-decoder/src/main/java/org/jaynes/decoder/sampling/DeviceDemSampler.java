package org.jaynes.decoder.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.decoder.JaynesSamplingArguments;
import org.jaynes.bindings.generated.decoder.JaynesSamplingEvent;
import org.jaynes.bindings.generated.decoder.JaynesSamplingGroup;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.simulation.Blocks;
import org.jaynes.decoder.simulation.EventRandom;

/**
 * Samples an error model on a device: the shots of {@link DemSampler}, to the bit. Made by {@link DemSampler#on}; usable
 * until it, or the device, is closed. Thread-safe.
 */
public final class DeviceDemSampler implements AutoCloseable {
    private static final int BATCH = 16 * Blocks.SHOTS;
    private static final int THREADS = 256;
    private static final int CONTROL_BYTES = JaynesDecoder.JAYNES_SAMPLING_CONTROL_BYTES();

    private final CudaDecodingDevice device;
    private final DeviceArena arena;
    private final int detectorWords;
    private final int observableWords;
    private final CudaKernel kernel;
    private final MemorySegment arguments;
    private final boolean isShared;
    private final LaunchConfiguration configuration;

    DeviceDemSampler(DemSampler sampler, DecodingDevice device) {
        this.device = (CudaDecodingDevice) device;
        this.detectorWords = sampler.detectorWords();
        this.observableWords = sampler.observableWords();
        this.arguments = JaynesSamplingArguments.allocate(Arena.ofAuto());
        long shotBytes = (detectorWords + (long) observableWords) * Long.BYTES;
        int room = this.device.sharedBytes() - CONTROL_BYTES;
        // Half a block of shots is still cheaper in shared memory, though numbers are drawn twice.
        int tile = shotBytes * Blocks.SHOTS <= room ? Blocks.SHOTS : Blocks.SHOTS / 2;
        this.isShared = shotBytes * tile <= room;
        JaynesSamplingArguments.tile_shots(arguments, isShared ? tile : Blocks.SHOTS);
        JaynesSamplingArguments.detector_words(arguments, detectorWords);
        JaynesSamplingArguments.observable_words(arguments, observableWords);
        int shared = isShared ? CONTROL_BYTES + (int) (shotBytes * tile) : CONTROL_BYTES;
        SamplingTables tables = new SamplingTables(sampler.errors());
        this.kernel = this.device.work(() -> {
            CudaKernel found = this.device.kernel(
                    isShared ? "jaynes_sampling_shared" : "jaynes_sampling_global", JaynesSamplingArguments.layout());
            found.allowSharedMemory(this.device.sharedBytes());
            return found;
        });
        this.configuration = this.device.work(() -> this.device.filling(kernel, THREADS, shared));
        this.arena = DeviceArena.fill(this.device, memory -> {
            upload(memory, tables);
            return memory;
        });
    }

    private void upload(DeviceArena memory, SamplingTables tables) {
        JaynesSamplingArguments.probabilities(arguments, memory.upload(tables.probabilities()));
        JaynesSamplingArguments.error_targets(arguments, memory.upload(tables.errorTargets()));
        JaynesSamplingArguments.targets(arguments, memory.upload(tables.targets()));
        JaynesSamplingArguments.widths(arguments, memory.upload(MemorySegment.ofArray(EventRandom.layerWidths())));
        JaynesSamplingArguments.heights(arguments, memory.upload(MemorySegment.ofArray(EventRandom.layerHeights())));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = JaynesSamplingEvent.allocateArray(Math.max(1, tables.eventCount()), arena);
            tables.events(events);
            JaynesSamplingArguments.events(arguments, memory.upload(events));
            MemorySegment groups = JaynesSamplingGroup.allocateArray(Math.max(1, tables.groupCount()), arena);
            tables.groups(groups);
            JaynesSamplingArguments.groups(arguments, memory.upload(groups));
        }
        JaynesSamplingArguments.event_count(arguments, tables.eventCount());
    }

    /**
     * Samples shots; they depend on the seed and their numbers only.
     *
     * @param firstShot a multiple of {@link Blocks#SHOTS}
     * @param count any number
     * @param detectors receives the detection events, {@link DemSampler#detectorWords} words per shot
     * @param observables receives the flips of observables, {@link DemSampler#observableWords} words per shot
     * @throws org.jaynes.decoder.DecodingDeviceException if the device fails or has not enough memory
     */
    public void sample(long seed, long firstShot, int count, long[] detectors, long[] observables) {
        device.work(() -> {
            int batch = Math.min(BATCH, Math.max(1, count));
            try (DeviceMemory events = device.allocate((long) batch * detectorWords * Long.BYTES);
                    DeviceMemory flips = device.allocate((long) batch * observableWords * Long.BYTES)) {
                for (int done = 0; done < count; done += batch) {
                    int part = Math.min(batch, count - done);
                    launch(seed, firstShot + done, part, events, flips);
                    device.read(events, part * detectorWords, detectors, done * detectorWords);
                    device.read(flips, part * observableWords, observables, done * observableWords);
                }
            }
            return count;
        });
    }

    /** Frees the tables on the device, when no thread uses this any more. Closing again does nothing. */
    @Override
    public void close() {
        arena.close();
    }

    /** Queues the sampling of shots into memory of the device; within {@link CudaDecodingDevice#work}. */
    void launch(long seed, long firstShot, int count, DeviceMemory detectors, DeviceMemory observables) {
        Blocks.check(firstShot % Blocks.SHOTS, 1, Blocks.SHOTS);
        if (!isShared) {
            detectors.fillAsync((byte) 0, device.stream());
            observables.fillAsync((byte) 0, device.stream());
        }
        JaynesSamplingArguments.detectors(arguments, detectors.address());
        JaynesSamplingArguments.observables(arguments, observables.address());
        JaynesSamplingArguments.seed(arguments, seed);
        JaynesSamplingArguments.first_block(arguments, firstShot / Blocks.SHOTS);
        JaynesSamplingArguments.shot_count(arguments, count);
        int tiles = (count + Blocks.SHOTS / 2 - 1) / (Blocks.SHOTS / 2);
        device.launch(kernel, CudaDecodingDevice.fewerBlocks(configuration, tiles), arguments);
    }
}
