package org.jaynes.statevector;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes NumPy's file format, version 1.0: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. Arrays
 * are in C order and little-endian; they are filled in place in the mapped file, so that they may be larger than the
 * heap.
 */
final class NpyFile {
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;

    private NpyFile() {}

    /**
     * Writes a file that is complete or not there: it takes its name, and the place of an older file, when it is filled.
     *
     * @param type NumPy's description of an element: {@code <c8}, {@code <c16}, {@code <f8}, {@code |u1}
     * @param shape of the array
     * @param fill gets the bytes of the array, all 0
     */
    static void write(Path file, String type, long[] shape, Consumer<MemorySegment> fill) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("not a regular file, which an array can be mapped to");
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling(".jaynes-" + UUID.randomUUID() + ".part");
        try {
            writeTo(part, type, shape, fill);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writeTo(Path file, String type, long[] shape, Consumer<MemorySegment> fill) throws IOException {
        byte[] header = header(type, shape);
        long bytes = Arrays.stream(shape).reduce(elementBytes(type), Math::multiplyExact);
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            ByteBuffer head = ByteBuffer.wrap(header);
            while (head.hasRemaining()) {
                channel.write(head);
            }
            if (bytes > 0) {
                reserve(channel, header.length + bytes);
                fill.accept(channel.map(FileChannel.MapMode.READ_WRITE, header.length, bytes, arena));
            }
        }
    }

    /** Writes zeros to the end, so that a full disk is an exception here and not a signal when the map is written to. */
    private static void reserve(FileChannel channel, long end) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        while (channel.position() < end) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), end - channel.position()));
            channel.write(zeros);
        }
    }

    static byte[] header(String type, long... shape) {
        String dimensions = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String tuple = shape.length == 1 ? "(" + dimensions + ",)" : "(" + dimensions + ")";
        String dictionary = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, tuple);
        int length = Math.ceilDiv(PREFIX + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        header.put((byte) 1).put((byte) 0).putShort((short) (length - PREFIX));
        header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
        while (header.position() < length - 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    private static long elementBytes(String type) {
        return Long.parseLong(type.substring(2));
    }
}
