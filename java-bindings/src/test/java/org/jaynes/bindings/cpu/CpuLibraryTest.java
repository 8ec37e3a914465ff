package org.jaynes.bindings.cpu;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jaynes.bindings.Availability.Available;
import org.jaynes.bindings.Availability.Unavailable;
import org.jaynes.bindings.generated.cpu.JaynesCpu;
import org.jaynes.bindings.generated.plan.JaynesInitializeArguments;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.junit.jupiter.api.Test;

class CpuLibraryTest {
    /** The library, or a visible skip with the reason. */
    private static CpuLibrary library() {
        return switch (CpuLibrary.find()) {
            case Available<CpuLibrary>(CpuLibrary library) -> library;
            case Unavailable<CpuLibrary> missing -> abort(missing.reason());
        };
    }

    @Test
    void a_build_without_the_library_says_what_it_takes() {
        boolean built = CpuLibrary.class.getResource("/META-INF/native/linux-x86_64/" + CpuLibrary.FILE_NAME) != null;
        if (CpuLibrary.find() instanceof Unavailable<CpuLibrary> missing) {
            assertTrue(missing.reason().contains("g++ and CMake"), missing.reason());
        }
        assertEquals(built, CpuLibrary.find().isAvailable());
    }

    @Test
    void the_best_instruction_set_is_one_that_runs() {
        CpuLibrary cpu = library();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(8 << 4, 64).fill((byte) 0x55);
            MemorySegment arguments = initializeArguments(arena, state, 4, 3);
            cpu.initialize(cpu.bestInstructionSet(), AmplitudeFormat.COMPLEX64, arguments, 0, 1 << 4);
            for (int i = 0; i < 2 << 4; i++) {
                assertEquals(i == 2 * 3 ? 1f : 0f, state.getAtIndex(ValueLayout.JAVA_FLOAT, i), "real " + i);
            }
        }
    }

    @Test
    void a_refusal_says_what_was_attempted() {
        CpuLibrary cpu = library();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = initializeArguments(arena, arena.allocate(64, 64), 63, 0);
            CpuKernelException refusal = assertThrows(
                    CpuKernelException.class,
                    () -> cpu.initialize(InstructionSet.PORTABLE, AmplitudeFormat.COMPLEX128, arguments, 5, 7));
            assertEquals(JaynesCpu.JAYNES_CPU_INVALID_ARGUMENT(), refusal.status());
            assertEquals(
                    "jaynes_cpu_initialize refused: JAYNES_CPU_INVALID_ARGUMENT, an argument is outside the limits of "
                            + "jaynes_plan.h (PORTABLE, COMPLEX128, 7 items from 5)",
                    refusal.getMessage());
        }
    }

    @Test
    void scratch_that_is_too_small_or_misaligned_is_refused_before_the_call() {
        CpuLibrary cpu = library();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = JaynesPassArguments.allocate(arena);
            JaynesPassArguments.tile_bits(arguments, 10);
            long needed = cpu.passScratchBytes(AmplitudeFormat.COMPLEX64, 10);
            MemorySegment scratch = arena.allocate(needed + 64, 64);
            for (MemorySegment wrong : List.of(scratch.asSlice(0, needed - 1), scratch.asSlice(16, needed))) {
                assertFails(
                        IllegalArgumentException.class,
                        () -> cpu.pass(InstructionSet.PORTABLE, AmplitudeFormat.COMPLEX64, arguments, 0, 1, wrong),
                        needed + " bytes of scratch memory aligned to 64");
            }
        }
    }

    @Test
    void a_struct_that_differs_is_named() {
        int[] reported = StructLayouts.sizesAndOffsets();
        assertEquals(List.of(), StructLayouts.differences(reported));
        reported[1] += 8;
        assertEquals(
                List.of("its JaynesPassArguments has 128 bytes and its last member at 96, expected are 120 and 96"),
                StructLayouts.differences(reported));
        assertEquals(1, StructLayouts.differences(new int[3]).size());
    }

    @Test
    void every_struct_has_the_size_that_the_header_implies() {
        // Computed by hand from jaynes_plan.h, jaynes_ldpc.h and jaynes_photonics.h: sizes, then offsets of the last
        // members that are not reserved.
        int[] expected = {
            64, 120, 32, 96, 32, 32, 16, 56, 64, 40, 8, 56, 192, 128, 144, 24, 64, 72, 16, 104, 96, 96, 56, 16, 104, 16,
                    8, 64, //
            36, 96, 24, 32, 24, 24, 8, 48, 56, 32, 4, 52, 128, 64, 80, 20, 60, 68, 12, 96, 92, 88, 52, 12, 96, 12, 4, 56
        };
        assertArrayEquals(expected, StructLayouts.sizesAndOffsets());
    }

    private static MemorySegment initializeArguments(Arena arena, MemorySegment state, int indexBits, long basisIndex) {
        MemorySegment arguments = JaynesInitializeArguments.allocate(arena);
        JaynesInitializeArguments.states(arguments, state.address());
        JaynesInitializeArguments.basis_index(arguments, basisIndex);
        JaynesInitializeArguments.row_count(arguments, 1);
        JaynesInitializeArguments.index_bits(arguments, indexBits);
        return arguments;
    }
}
