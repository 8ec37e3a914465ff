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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes NumPy's file format, version 1.0, and reads it: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. Arrays
 * are in C order and little-endian; they are filled in place in the mapped file, so that they may be larger than the
 * heap.
 */
final class NpyFile {
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;
    private static final int MAX_HEADER = 1 << 16;

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

    /**
     * An array in a file.
     *
     * @param type as {@link #write} takes it
     * @param array its bytes, read-only, mapped; the map is freed when nobody uses it any more
     */
    record Mapped(String type, long[] shape, MemorySegment array) {}

    private static final Pattern HEADER = Pattern.compile(
            "\\s*\\{(?=.*'descr'\\s*:\\s*'([^']*)')(?=.*'fortran_order'\\s*:\\s*(True|False))(?=.*'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)).*\\}\\s*",
            Pattern.DOTALL);

    /**
     * Maps an array of numbers.
     *
     * @throws IllegalArgumentException if the file is not NumPy's, of a version that is not known, in the order of
     *     Fortran, or too short
     */
    static Mapped map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer prefix = read(channel, 0, PREFIX + 2);
            if (prefix.get(0) != (byte) 0x93 || prefix.get(1) != 'N' || prefix.get(5) != 'Y') {
                throw new IllegalArgumentException("not a NumPy file: it does not begin with \\x93NUMPY");
            }
            int version = prefix.get(6);
            if (version < 1 || version > 3) {
                throw new IllegalArgumentException("NumPy's format %d; expected 1, 2 or 3".formatted(version));
            }
            int start = version == 1 ? PREFIX : PREFIX + 2;
            int length = version == 1 ? prefix.getShort(PREFIX - 2) & 0xFFFF : prefix.getInt(PREFIX - 2);
            if (length < 0 || length > MAX_HEADER) {
                throw new IllegalArgumentException(
                        "a header of %d bytes; expected at most %d".formatted(length, MAX_HEADER));
            }
            String header =
                    StandardCharsets.UTF_8.decode(read(channel, start, length)).toString();
            Matcher matcher = HEADER.matcher(header);
            if (!matcher.matches()
                    || matcher.group(2).equals("True")
                    || !matcher.group(1).matches("[<|][a-z]\\d{1,2}")) {
                throw new IllegalArgumentException(
                        "the header %s; expected 'descr' little-endian, 'fortran_order' False and 'shape'"
                                .formatted(header.strip()));
            }
            long[] shape = Arrays.stream(matcher.group(3).split(","))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
            long bytes = Arrays.stream(shape).reduce(elementBytes(matcher.group(1)), Math::multiplyExact);
            if (channel.size() != start + length + bytes) {
                throw new IllegalArgumentException("%,d bytes; expected %,d for an array of shape %s"
                        .formatted(channel.size(), start + length + bytes, Arrays.toString(shape)));
            }
            MemorySegment array =
                    channel.map(FileChannel.MapMode.READ_ONLY, start + (long) length, bytes, Arena.ofAuto());
            return new Mapped(matcher.group(1), shape, array);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("the shape in the header is too large", e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IllegalArgumentException("not a NumPy file: it ends in its header");
            }
        }
        return buffer.flip();
    }

    private static long elementBytes(String type) {
        return Long.parseLong(type.substring(2));
    }
}
