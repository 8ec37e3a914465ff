package org.jaynes.statevector;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Precision;

/**
 * Amplitudes that a run begins with in place of |0...0>: given ones, or those of a file that an earlier run has written.
 * Qubit 0 is the least significant bit of an amplitude's index. They may have either precision and are converted to that
 * of the run, never normalised. Immutable; the memory of a file's amplitudes is the file, mapped, and is freed when nobody
 * uses this any more.
 */
public final class InitialState {
    /** How far the squared norm may be from 1. */
    public static final double TOLERANCE = 1e-5;

    private static final int BLOCK_BITS = 16;
    private static final int ALIGNMENT = 64;

    private final MemorySegment amplitudes;
    private final Precision precision;
    private final int qubitCount;

    private InitialState(MemorySegment amplitudes, Precision precision) {
        this.amplitudes = amplitudes;
        this.precision = precision;
        long count = amplitudes.byteSize() / precision.amplitudeBytes();
        if (Long.bitCount(count) != 1) {
            throw new IllegalArgumentException("%,d amplitudes; expected a power of two".formatted(count));
        }
        this.qubitCount = Long.numberOfTrailingZeros(count);
        double norm = squaredNorm();
        if (!(Math.abs(norm - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException(
                    "the squared norm of the amplitudes is %s; expected 1 to within %s".formatted(norm, TOLERANCE));
        }
    }

    /**
     * Given amplitudes.
     *
     * @param numbers real and imaginary part of each, 2 * 2^n numbers; copied
     * @throws IllegalArgumentException if there are not so many, or the squared norm is not 1 to within {@link #TOLERANCE}
     */
    public static InitialState of(double... numbers) {
        MemorySegment memory = Arena.ofAuto().allocate((long) numbers.length * Double.BYTES, ALIGNMENT);
        MemorySegment.copy(numbers, 0, memory, ValueLayout.JAVA_DOUBLE, 0, numbers.length);
        if (numbers.length % 2 != 0) {
            throw new IllegalArgumentException(numbers.length + " numbers; expected a real and an imaginary part each");
        }
        return new InitialState(memory, Precision.DOUBLE);
    }

    /**
     * The amplitudes of a NumPy file, complex64 or complex128 of shape (2^n,), as {@link State#writeNpy} writes it. Where
     * there is a file of the same name with {@value FileChecksum#SUFFIX} behind it, the contents are compared with the
     * checksum in it.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is not such a file, its checksum is another one, or the squared norm is not 1
     *     to within {@link #TOLERANCE}
     */
    public static InitialState readNpy(Path file) throws IOException {
        FileChecksum.verify(file);
        NpyFile.Mapped mapped = NpyFile.map(file);
        Precision precision = switch (mapped.type()) {
            case "<c8" -> Precision.SINGLE;
            case "<c16" -> Precision.DOUBLE;
            default ->
                throw new IllegalArgumentException(
                        "an array of type '%s'; expected <c8 (complex64) or <c16 (complex128)"
                                .formatted(mapped.type()));
        };
        if (mapped.shape().length != 1) {
            throw new IllegalArgumentException(
                    "an array of %d dimensions; expected one of 2^n amplitudes".formatted(mapped.shape().length));
        }
        return new InitialState(mapped.array(), precision);
    }

    public int qubitCount() {
        return qubitCount;
    }

    private double number(long index) {
        return precision == Precision.SINGLE
                ? amplitudes.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index)
                : amplitudes.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, index);
    }

    private double squaredNorm() {
        double sum = 0;
        long block = 1L << BLOCK_BITS;
        long count = 2L << qubitCount;
        for (long start = 0; start < count; start += block) {
            double ofBlock = 0; // a sum of sums, so that rounding grows with the root of what one sum would have
            for (long i = start; i < Math.min(count, start + block); i++) {
                ofBlock += number(i) * number(i);
            }
            sum += ofBlock;
        }
        return sum;
    }

    /** Sets a row of a batch, index bits in the order of qubits. A state of no qubits has one index bit all the same. */
    void write(StateBuffer states, int row) {
        write(states, row, 0, 1, 0);
    }

    /** Sets a density matrix: entry (r, c) at r + 2^n c. */
    void writeDensityMatrix(StateBuffer matrix) {
        for (long column = 0; column < 1L << qubitCount; column++) {
            write(matrix, 0, column << qubitCount, number(2 * column), -number(2 * column + 1));
        }
    }

    /** Writes the amplitudes times a factor from an index on. */
    private void write(StateBuffer states, int row, long first, double re, double im) {
        long count = 1L << qubitCount;
        long block = Math.min(count, 1L << BLOCK_BITS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment part = arena.allocate(block * states.precision().amplitudeBytes(), ALIGNMENT);
            for (long start = 0; start < count; start += block) {
                for (long i = 0; i < block; i++) {
                    double a = number(2 * (start + i));
                    double b = number(2 * (start + i) + 1);
                    put(part, states.precision(), 2 * i, im == 0 ? a * re : a * re - b * im);
                    put(part, states.precision(), 2 * i + 1, im == 0 ? b * re : a * im + b * re);
                }
                states.write(row, first + start, part);
            }
        }
    }

    private static void put(MemorySegment memory, Precision precision, long index, double value) {
        if (precision == Precision.SINGLE) {
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
        } else {
            memory.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
        }
    }

    @Override
    public String toString() {
        return "2^%d amplitudes in %s precision".formatted(qubitCount, precision);
    }
}
