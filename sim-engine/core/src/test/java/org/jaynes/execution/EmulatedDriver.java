package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Sets the emulated driver up from within the process: {@code jaynes_emulator.h}. It must have been loaded. */
final class EmulatedDriver {
    private EmulatedDriver() {}

    /** Sets a variable of the emulator's README; with an empty value, back to what the environment says. */
    static void configure(String variable, String value) throws Throwable {
        MethodHandle configure = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.loaderLookup().findOrThrow("jaynes_emulator_configure"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = value.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(value);
            assertEquals(0, (int) configure.invokeExact(arena.allocateFrom(variable), text), value);
        }
    }

    /** How often a call of the driver was made, or a kernel was run, since the last restart. */
    static long count(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (long) Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.loaderLookup().findOrThrow("jaynes_emulator_count"),
                            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS))
                    .invokeExact(arena.allocateFrom(name));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The devices as after a start of the machine, with what has been configured. */
    static void restart() throws Throwable {
        MethodHandle restart = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.loaderLookup().findOrThrow("jaynes_emulator_restart"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT));
        assertEquals(0, (int) restart.invokeExact());
    }
}
