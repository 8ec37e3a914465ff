package org.jaynes.bindings.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jaynes.bindings.Availability.Available;
import org.jaynes.bindings.Availability.Unavailable;
import org.jaynes.bindings.internal.NativeLibrary;

/** The emulated driver, loaded into this JVM, and the functions by which a test sets it up ({@code jaynes_emulator.h}). */
final class Emulator {
    private static final int SUCCESS = 0;

    private Emulator() {}

    /** Loaded once; a build without it skips the tests that ask, with the reason. */
    static NativeLibrary library() {
        return switch (DriverLibrary.emulated().then(NativeLibrary::open)) {
            case Available<NativeLibrary>(NativeLibrary library) -> library;
            case Unavailable<NativeLibrary> missing -> abort(missing.reason());
        };
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(SymbolLookup.loaderLookup().findOrThrow(name), type);
    }

    /** Sets a variable of the emulator's README, in front of the environment's. */
    static void configure(String key, String value) throws Throwable {
        MethodHandle configure = handle(
                "jaynes_emulator_configure",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = value.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(value);
            assertEquals(0, (int) configure.invokeExact(arena.allocateFrom(key), text), key + "=" + value);
        }
    }

    /** From now on the call fails with the code; names are without version suffix: {@code fail("cuMemAlloc", 2)}. */
    static void fail(String call, int code) throws Throwable {
        configure("JAYNES_EMULATOR_FAIL", call + ":" + code);
    }

    static void failNothing() throws Throwable {
        configure("JAYNES_EMULATOR_FAIL", "");
    }

    /** The state after loading. */
    static void reset() throws Throwable {
        handle("jaynes_emulator_reset", FunctionDescriptor.ofVoid()).invokeExact();
    }

    /** The state after loading and {@code cuInit}, with what was configured. */
    static void restart() throws Throwable {
        assertEquals(SUCCESS, (int) handle("jaynes_emulator_restart", FunctionDescriptor.of(ValueLayout.JAVA_INT))
                .invokeExact());
    }

    /** How often a call was made since the last reset. */
    static long count(String call) throws Throwable {
        MethodHandle count =
                handle("jaynes_emulator_count", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            return (long) count.invokeExact(arena.allocateFrom(call));
        }
    }
}
