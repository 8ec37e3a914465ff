package org.jaynes.bindings.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.bindings.internal.NativeLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all tests on the emulated driver start from: two fresh devices of 256 MiB, and a context on the first. */
abstract class EmulatedDriverSuite {
    static final long DEVICE_BYTES = 256L << 20;

    private final Binding binding;
    private CudaDriver driver;
    private CudaContext context;
    private Arena arena;

    EmulatedDriverSuite(Binding binding) {
        this.binding = binding;
    }

    @BeforeEach
    void start() throws Throwable {
        NativeLibrary library = Emulator.library();
        Emulator.reset();
        Emulator.configure("JAYNES_EMULATOR_DEVICES", "2");
        Emulator.configure("JAYNES_EMULATOR_MEMORY", "256M");
        Emulator.restart();
        driver = DriverLookup.connect(binding, library).orElseThrow();
        context = driver.devices().getFirst().openPrimaryContext();
        arena = Arena.ofShared();
    }

    @AfterEach
    void stop() throws Throwable {
        if (arena != null) {
            Emulator.failNothing();
            arena.close();
            Emulator.reset();
        }
    }

    Binding binding() {
        return binding;
    }

    CudaDriver driver() {
        return driver;
    }

    /** The primary context of device 0. */
    CudaContext context() {
        return context;
    }

    CudaDevice device(int ordinal) {
        return driver.devices().get(ordinal);
    }

    /** Host memory with the bytes seed, seed + 1, ... */
    MemorySegment bytes(long count, int seed) {
        MemorySegment segment = arena.allocate(count);
        for (long i = 0; i < count; i++) {
            segment.set(ValueLayout.JAVA_BYTE, i, (byte) (seed + i));
        }
        return segment;
    }

    MemorySegment zeros(long count) {
        return arena.allocate(count);
    }

    static byte[] array(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    byte[] contents(DeviceMemory memory) {
        MemorySegment host = zeros(memory.byteSize());
        memory.read(0, host);
        return array(host);
    }

    DeviceMemory allocate(long bytes) {
        return DeviceMemory.allocate(context, bytes);
    }
}
