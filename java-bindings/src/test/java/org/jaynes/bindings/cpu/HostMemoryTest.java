package org.jaynes.bindings.cpu;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
    @Test
    void small_memory_is_aligned_to_vectors_and_large_memory_to_huge_pages() {
        for (long bytes : new long[] {1, 63, 4096, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, 40 << 20}) {
            try (HostMemory memory = HostMemory.allocate(bytes)) {
                assertEquals(bytes, memory.byteSize());
                long alignment = bytes < 2 << 20 ? 64 : 2 << 20;
                assertEquals(0, memory.segment().address() % alignment, bytes + " bytes");
                memory.segment().set(ValueLayout.JAVA_BYTE, bytes - 1, (byte) 1);
            }
        }
    }

    @Test
    void many_threads_use_it() {
        int parts = 64;
        long part = 1 << 16;
        try (HostMemory memory = HostMemory.allocate(parts * part)) {
            IntStream.range(0, parts)
                    .parallel()
                    .forEach(i -> memory.segment().asSlice(i * part, part).fill((byte) i));
            for (int i = 0; i < parts; i++) {
                assertEquals((byte) i, memory.segment().get(ValueLayout.JAVA_BYTE, i * part + part - 1));
            }
        }
    }

    @Test
    void after_closing_every_access_fails_and_closing_again_does_nothing() {
        HostMemory memory = HostMemory.allocate(100);
        MemorySegment segment = memory.segment();
        memory.close();
        memory.close();
        assertFails(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0), "closed");
    }

    @Test
    void accesses_outside_fail() {
        try (HostMemory memory = HostMemory.allocate(100)) {
            assertFails(IndexOutOfBoundsException.class, () -> memory.segment().get(ValueLayout.JAVA_BYTE, 100));
        }
    }

    @Test
    void what_cannot_be_had_is_refused_with_the_number_of_bytes() {
        assertFails(IllegalArgumentException.class, () -> HostMemory.allocate(0), "0");
        assertFails(OutOfMemoryError.class, () -> HostMemory.allocate(Long.MAX_VALUE), "9223372036854775807 bytes");
        assertFails(OutOfMemoryError.class, () -> HostMemory.allocate(1L << 60), "1152921504606846976 bytes");
    }

    @Test
    void untouched_memory_takes_no_pages_and_closing_gives_them_back() throws IOException {
        long bytes = 512L << 20;
        long before = residentBytes();
        try (HostMemory memory = HostMemory.allocate(bytes)) {
            assertTrue(residentBytes() - before < bytes / 2, "allocating touched the memory");
            memory.segment().fill((byte) 1);
            assertTrue(residentBytes() - before > bytes / 2, "the memory is not where it was written");
        }
        assertTrue(residentBytes() - before < bytes / 2, "closing has not freed the memory");
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
