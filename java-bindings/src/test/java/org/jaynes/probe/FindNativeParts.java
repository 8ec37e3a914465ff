package org.jaynes.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Availability.Available;
import org.jaynes.bindings.Availability.Unavailable;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.bindings.cuda.DeviceMemory;

/** Looks for what the arguments name, {@code cpu} or {@code cuda}, and prints what it found or why not. */
public final class FindNativeParts {
    private FindNativeParts() {}

    public static void main(String[] arguments) {
        for (String part : arguments) {
            switch (part) {
                case "cpu" -> print(part, CpuLibrary.find().then(cpu -> Availability.of(cpu.bestInstructionSet())));
                case "cuda" -> print(part, CudaDriver.find().then(FindNativeParts::use));
                default -> throw new IllegalArgumentException(part);
            }
        }
    }

    /** A byte to the first device and back. */
    private static Availability<String> use(CudaDriver driver) {
        try (CudaContext context = driver.devices().getFirst().openPrimaryContext();
                DeviceMemory memory = DeviceMemory.allocate(context, 1);
                Arena arena = Arena.ofConfined()) {
            memory.fill((byte) 42);
            MemorySegment host = arena.allocate(1);
            memory.read(0, host);
            return Availability.of(
                    driver.binding().word() + " " + driver.library() + " " + host.get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    private static void print(String part, Availability<?> found) {
        switch (found) {
            case Available<?>(Object value) -> System.out.println(part + " found: " + value);
            case Unavailable<?> missing -> System.out.println(part + " missing: " + missing.reason());
        }
    }
}
