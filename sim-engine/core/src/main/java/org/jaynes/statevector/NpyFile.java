package org.jaynes.statevector;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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
     * @param type NumPy's description of an element: {@code <c8}, {@code <c16}, {@code <f8}, {@code |u1}
     * @param shape of the array
     * @param fill gets the bytes of the array, all 0
     */
    static void write(Path file, String type, long[] shape, Consumer<MemorySegment> fill) throws IOException {
        byte[] header = header(type, shape);
        long bytes = Arrays.stream(shape).reduce(elementBytes(type), Math::multiplyExact);
        try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
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
