package org.jaynes.decoder.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.PinnedMemory;

/**
 * Memory on a device, and beside it, that has one owner and is freed as a whole: a decoder's, a sampler's, a server's. All
 * but {@link #close} is called within {@link CudaDecodingDevice#work}.
 */
public final class DeviceArena implements AutoCloseable {
    private final CudaDecodingDevice device;
    private final List<DeviceMemory> memories = new ArrayList<>();
    private final List<PinnedMemory> pinned = new ArrayList<>();

    private DeviceArena(CudaDecodingDevice device) {
        this.device = device;
    }

    /**
     * Makes something with an arena of its own, which it closes one day. Where that fails, nothing stays allocated.
     *
     * @throws org.jaynes.decoder.DecodingDeviceException as {@link CudaDecodingDevice#work}
     */
    public static <T> T fill(CudaDecodingDevice device, Function<DeviceArena, T> make) {
        return device.work(() -> {
            DeviceArena arena = new DeviceArena(device);
            try {
                return make.apply(arena);
            } catch (RuntimeException | Error e) {
                try {
                    arena.freeAll();
                } catch (RuntimeException whileFreeing) {
                    e.addSuppressed(whileFreeing);
                }
                throw e;
            }
        });
    }

    /** Whose memory it is. */
    public CudaDecodingDevice device() {
        return device;
    }

    /** Memory of the device; at least one byte, so that there is an address. */
    public DeviceMemory allocate(long bytes) {
        DeviceMemory memory = device.allocate(bytes);
        memories.add(memory);
        return memory;
    }

    /** Pinned memory of the host; at least one byte. */
    public PinnedMemory pinned(long bytes) {
        PinnedMemory memory = device.pinned(bytes);
        pinned.add(memory);
        return memory;
    }

    /** Copies an array (of any segment) to new memory; its address. */
    public long upload(MemorySegment array) {
        DeviceMemory memory = allocate(array.byteSize());
        device.write(memory, 0, array);
        return memory.address();
    }

    /** Frees a part before the rest, when nothing that is queued uses it. */
    public void free(DeviceMemory memory) {
        memories.remove(memory);
        memory.close();
    }

    /**
     * Frees everything when all that is queued is done. Closing again does nothing, nor does it after the device was closed.
     *
     * @throws org.jaynes.decoder.DecodingDeviceException if the device has failed, or a server has it
     */
    @Override
    public void close() {
        device.release(this::freeAll);
    }

    private void freeAll() {
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> device.stream().synchronize());
        memories.forEach(memory -> steps.add(memory::close));
        pinned.forEach(memory -> steps.add(memory::close));
        memories.clear();
        pinned.clear();
        doAll(steps);
    }

    /** Goes on behind a step that fails; throws the first failure at the end. */
    private static void doAll(List<Runnable> steps) {
        RuntimeException failure = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
