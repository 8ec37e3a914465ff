package org.jaynes.bindings.cuda;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Device memory, pinned memory and copies of all kinds. */
abstract class MemorySuite extends EmulatedDriverSuite {
    MemorySuite(Binding binding) {
        super(binding);
    }

    @Test
    void bytes_come_back_as_they_were_written() {
        try (DeviceMemory memory = allocate(1000)) {
            assertEquals(1000, memory.byteSize());
            assertTrue(memory.address() != 0);
            MemorySegment source = bytes(1000, 7);
            memory.write(0, source);
            assertArrayEquals(array(source), contents(memory));
            memory.write(300, bytes(5, 100));
            MemorySegment part = zeros(7);
            memory.read(299, part);
            assertArrayEquals(new byte[] {(byte) (7 + 299), 100, 101, 102, 103, 104, (byte) (7 + 305)}, array(part));
        }
    }

    @Test
    void queued_copies_and_fills_are_done_in_order() {
        try (CudaStream stream = CudaStream.createNonBlocking(context());
                DeviceMemory memory = allocate(64);
                DeviceMemory copy = allocate(64);
                PinnedMemory pinned = PinnedMemory.allocate(context(), 64)) {
            memory.fillAsync((byte) 3, stream);
            memory.writeAsync(8, bytes(4, 20), stream);
            memory.slice(16, 8).fillIntsAsync(0x01020304, stream);
            copy.copyFromAsync(memory, stream);
            copy.readAsync(0, pinned.segment(), stream);
            stream.synchronize();
            assertTrue(stream.isIdle());
            byte[] expected = new byte[64];
            Arrays.fill(expected, (byte) 3);
            System.arraycopy(new byte[] {20, 21, 22, 23}, 0, expected, 8, 4);
            System.arraycopy(new byte[] {4, 3, 2, 1, 4, 3, 2, 1}, 0, expected, 16, 8);
            assertArrayEquals(expected, array(pinned.segment()));
            copy.readAsync(7, pinned.segment().asSlice(0, 4), stream);
            stream.synchronize();
            assertArrayEquals(new byte[] {3, 20, 21, 22}, array(pinned.segment().asSlice(0, 4)));
        }
    }

    @Test
    void a_slice_of_a_slice_is_where_both_offsets_say() {
        try (DeviceMemory memory = allocate(32)) {
            memory.write(0, bytes(32, 0));
            DeviceMemory inner = memory.slice(8, 16).slice(4, 8);
            assertEquals(memory.address() + 12, inner.address());
            assertArrayEquals(new byte[] {12, 13, 14, 15, 16, 17, 18, 19}, contents(inner));
            memory.slice(0, 8).copyFrom(inner);
            assertArrayEquals(new byte[] {12, 13, 14, 15, 16, 17, 18, 19, 8, 9}, Arrays.copyOf(contents(memory), 10));
            inner.close();
            assertFails(IllegalStateException.class, inner::address, "is closed");
            assertEquals(32, contents(memory).length, "closing a slice frees nothing");
        }
    }

    @Test
    void fills_set_bytes_or_integers() {
        try (DeviceMemory memory = allocate(12)) {
            memory.fill((byte) -1);
            assertArrayEquals(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, contents(memory));
            memory.slice(4, 4).fillInts(0x0a0b0c0d);
            assertArrayEquals(new byte[] {-1, -1, -1, -1, 13, 12, 11, 10, -1, -1, -1, -1}, contents(memory));
            assertFails(
                    IllegalArgumentException.class,
                    () -> memory.slice(0, 5).fillInts(0),
                    "device memory of 5 bytes on cuda:0",
                    "not a whole number");
        }
    }

    @Test
    void memory_is_copied_between_devices_both_at_once_and_queued() {
        try (CudaContext other = device(1).openPrimaryContext();
                CudaStream stream = CudaStream.create(other);
                DeviceMemory here = allocate(256);
                DeviceMemory there = DeviceMemory.allocate(other, 256)) {
            assertTrue(device(0).canAccess(device(1)));
            other.enablePeerAccess(context());
            other.enablePeerAccess(context());
            MemorySegment source = bytes(256, 1);
            here.write(0, source);
            there.copyFrom(here);
            assertArrayEquals(array(source), contents(there));
            there.fill((byte) 0);
            there.copyFromAsync(here, stream);
            stream.synchronize();
            assertArrayEquals(array(source), contents(there));
        }
    }

    @Test
    void copies_outside_the_memory_are_refused_with_all_numbers() {
        try (DeviceMemory memory = allocate(64);
                DeviceMemory larger = allocate(65)) {
            MemorySegment host = bytes(16, 0);
            assertFails(
                    IndexOutOfBoundsException.class,
                    () -> memory.write(49, host),
                    "16 bytes at offset 49 does not fit device memory of 64 bytes on cuda:0");
            assertFails(IndexOutOfBoundsException.class, () -> memory.read(-1, host), "offset -1");
            assertFails(IndexOutOfBoundsException.class, () -> memory.read(Long.MAX_VALUE, host), "of 64 bytes");
            CudaStream stream = context().defaultStream();
            assertFails(IndexOutOfBoundsException.class, () -> memory.writeAsync(64, host, stream), "offset 64");
            assertFails(IndexOutOfBoundsException.class, () -> memory.readAsync(60, host, stream), "offset 60");
            assertFails(IndexOutOfBoundsException.class, () -> memory.copyFrom(larger), "65 bytes");
            assertFails(IndexOutOfBoundsException.class, () -> memory.copyFromAsync(larger, stream), "65 bytes");
            assertFails(IndexOutOfBoundsException.class, () -> memory.slice(60, 5), "5 bytes at offset 60");
            assertFails(
                    IndexOutOfBoundsException.class, () -> memory.slice(32, 32).slice(0, 33), "33 bytes");
            memory.write(64, zeros(0));
        }
    }

    @Test
    void the_host_side_of_a_copy_must_be_native_memory_that_is_alive_and_ours() throws Exception {
        try (DeviceMemory memory = allocate(64)) {
            assertFails(
                    IllegalArgumentException.class,
                    () -> memory.write(0, MemorySegment.ofArray(new byte[8])),
                    "array on the heap");
            Arena closed = Arena.ofConfined();
            MemorySegment gone = closed.allocate(8);
            closed.close();
            assertFails(IllegalStateException.class, () -> memory.read(0, gone), "8 bytes is closed");
            try (Arena mine = Arena.ofConfined()) {
                MemorySegment confined = mine.allocate(8);
                Thread other = Thread.ofPlatform()
                        .start(() -> assertFails(
                                WrongThreadException.class, () -> memory.read(0, confined), "another thread"));
                other.join();
            }
        }
    }

    @Test
    void pinned_memory_is_gone_when_closed() {
        PinnedMemory pinned = PinnedMemory.allocate(context(), 32);
        MemorySegment segment = pinned.segment();
        assertEquals(32, pinned.byteSize());
        segment.set(ValueLayout.JAVA_BYTE, 31, (byte) 9);
        pinned.close();
        pinned.close();
        assertFails(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 31), "closed");
        assertFails(IllegalArgumentException.class, () -> PinnedMemory.allocate(context(), 0), "asked for 0");
    }

    @Test
    void what_the_device_does_not_have_is_refused_with_the_number_of_bytes() {
        long free = context().freeMemory();
        assertTrue(free <= DEVICE_BYTES && free > DEVICE_BYTES / 2, free + " bytes free");
        CudaException refusal = assertFails(
                CudaException.class,
                () -> allocate(DEVICE_BYTES + 1),
                "cuMemAlloc of " + (DEVICE_BYTES + 1) + " bytes on cuda:0 (",
                "failed: CUDA_ERROR_OUT_OF_MEMORY (2), ");
        assertTrue(refusal.isOutOfMemory());
        assertEquals(free, context().freeMemory());
        assertFails(IllegalArgumentException.class, () -> allocate(0), "asked for 0");
    }

    @Test
    void closing_gives_memory_back_and_closing_again_does_nothing() {
        long free = context().freeMemory();
        DeviceMemory memory = allocate(1 << 20);
        assertTrue(context().freeMemory() <= free - (1 << 20));
        DeviceMemory slice = memory.slice(16, 16);
        memory.close();
        memory.close();
        assertEquals(free, context().freeMemory());
        assertFails(
                IllegalStateException.class, memory::address, "device memory of 1048576 bytes on cuda:0", "is closed");
        assertFails(IllegalStateException.class, () -> memory.fill((byte) 0), "is closed");
        assertFails(IllegalStateException.class, () -> slice.fill((byte) 0), "is closed");
        assertFails(IllegalStateException.class, () -> slice.read(0, zeros(1)), "is closed");
    }

    @Test
    void thousands_of_allocations_leave_the_memory_as_it_was() {
        long free = context().freeMemory();
        MemorySegment host = bytes(256, 5);
        for (int i = 0; i < 20_000; i++) {
            try (DeviceMemory memory = allocate(256 + i);
                    CudaStream stream = CudaStream.create(context());
                    CudaEvent event = CudaEvent.create(context())) {
                memory.writeAsync(0, host, stream);
                event.record(stream);
                event.synchronize();
            }
        }
        assertEquals(free, context().freeMemory());
        assertEquals(0, context().openResources());
    }

    @Test
    void many_threads_allocate_copy_and_free_at_once() {
        long free = context().freeMemory();
        IntStream.range(0, 400).parallel().forEach(i -> {
            try (DeviceMemory memory = allocate(512);
                    Arena confined = Arena.ofConfined();
                    CudaStream stream = CudaStream.create(context())) {
                MemorySegment host = confined.allocate(512).fill((byte) i);
                memory.writeAsync(0, host, stream);
                MemorySegment back = confined.allocate(512);
                memory.readAsync(0, back, stream);
                stream.synchronize();
                assertEquals(-1, host.mismatch(back), "thread " + i);
            }
        });
        assertEquals(free, context().freeMemory());
        assertEquals(0, context().openResources());
    }

    @Test
    void memory_of_somebody_else_is_used_and_not_freed() {
        try (DeviceMemory theirs = allocate(64)) {
            DeviceMemory wrapped = DeviceMemory.wrap(context(), theirs.address(), 64);
            wrapped.write(0, bytes(64, 9));
            wrapped.close();
            assertFails(IllegalStateException.class, wrapped::address, "is closed");
            assertArrayEquals(array(bytes(64, 9)), contents(theirs));
            assertFails(IllegalArgumentException.class, () -> DeviceMemory.wrap(context(), 0, 64), "0x0");
        }
    }
}
