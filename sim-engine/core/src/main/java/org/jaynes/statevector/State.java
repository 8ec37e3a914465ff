package org.jaynes.statevector;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jaynes.execution.Executor;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.Philox;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Precision;

/**
 * The state of some qubits, 2^n amplitudes, on the device where it was computed. Qubit 0 is the least significant bit of
 * an amplitude's index. Takes 8 * 2^n bytes in single and 16 * 2^n in double precision, which closing it frees. Not
 * thread-safe.
 *
 * <p>Every method that asks the device throws {@link org.jaynes.execution.DeviceFailedException} when that fails, and
 * {@link org.jaynes.execution.InsufficientMemoryException} when the device has no memory for the answer.
 */
public final class State implements AutoCloseable {
    /** From so many amplitudes on, reading all of the memory in order is faster than reading each by itself. */
    private static final int SINGLE_READS = 1 << 10;

    private static final int READ_BLOCK_BITS = 18;
    private static final int ALIGNMENT = 64;

    private final Executor executor;
    private final StateBuffer buffer;
    private final int[] layout;
    private final int qubitCount;
    private final DeviceChoice device;
    private final long passes;
    private final Timing seconds;

    State(
            Executor executor,
            StateBuffer buffer,
            int[] layout,
            int qubitCount,
            DeviceChoice device,
            long passes,
            Timing seconds) {
        this.executor = executor;
        this.buffer = buffer;
        this.layout = layout;
        this.qubitCount = qubitCount;
        this.device = device;
        this.passes = passes;
        this.seconds = seconds;
    }

    public int qubitCount() {
        return qubitCount;
    }

    /** 2^qubitCount. */
    public long amplitudeCount() {
        return 1L << qubitCount;
    }

    public Precision precision() {
        return buffer.precision();
    }

    /** Where it is, and why there. */
    public DeviceChoice device() {
        return device;
    }

    /** How often the state was read and written by gates. */
    public long passes() {
        return passes;
    }

    /** Where the time went. */
    public Timing seconds() {
        return seconds;
    }

    /**
     * Amplitudes {@code first} to {@code first + count - 1}.
     *
     * @return 2 * count numbers: real and imaginary part of each
     * @throws IndexOutOfBoundsException if there are no such amplitudes
     */
    public double[] amplitudes(long first, int count) {
        requireAmplitudes(first, count);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate((long) count * precision().amplitudeBytes(), Double.BYTES);
            read(first, values);
            double[] numbers = new double[Math.multiplyExact(2, count)];
            Arrays.setAll(
                    numbers,
                    i -> precision() == Precision.SINGLE
                            ? values.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                            : values.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
            return numbers;
        }
    }

    /**
     * All amplitudes.
     *
     * @return 2 * {@link #amplitudeCount} numbers: real and imaginary part of each
     * @throws LimitExceededException if an array cannot hold them; use {@link #read} or {@link #writeNpy}
     */
    public double[] amplitudes() {
        if (qubitCount > Marginals.MAX_BITS) {
            throw new LimitExceededException(
                    "2^%d amplitudes as an array; at most 2^%d are possible".formatted(qubitCount, Marginals.MAX_BITS));
        }
        return amplitudes(0, (int) amplitudeCount());
    }

    private void requireAmplitudes(long first, long count) {
        if (first < 0 || count < 0 || count > amplitudeCount() - first) {
            throw new IndexOutOfBoundsException(
                    "amplitudes from %d, %d of them; the state has %d".formatted(first, count, amplitudeCount()));
        }
    }

    /**
     * Copies amplitudes from {@code first} on.
     *
     * @param target interleaved (re, im), floats or doubles by {@link #precision}; its size gives the number of amplitudes
     * @throws IllegalArgumentException if that size is no whole number of amplitudes
     * @throws IndexOutOfBoundsException if there are no such amplitudes
     */
    public void read(long first, MemorySegment target) {
        int bytes = precision().amplitudeBytes();
        if (target.byteSize() % bytes != 0) {
            throw new IllegalArgumentException(
                    "a target of %d bytes; an amplitude has %d".formatted(target.byteSize(), bytes));
        }
        long count = target.byteSize() / bytes;
        requireAmplitudes(first, count);
        if (isInOrder()) {
            buffer.read(0, first, target.asSlice(0, count * bytes));
        } else if (count < SINGLE_READS) {
            BitPermutation toMemory = new BitPermutation(layout);
            for (long i = 0; i < count; i++) {
                buffer.read(0, toMemory.apply(first + i), target.asSlice(i * bytes, bytes));
            }
        } else {
            readRearranged(first, count, target);
        }
    }

    private boolean isInOrder() {
        return IntStream.range(0, layout.length).allMatch(q -> layout[q] == q);
    }

    /** Reads the memory in order, block by block, and puts every amplitude where it belongs. */
    private void readRearranged(long first, long count, MemorySegment target) {
        int bytes = precision().amplitudeBytes();
        long block = 1L << Math.min(READ_BLOCK_BITS, buffer.indexBits());
        BitPermutation toQubits = BitPermutation.inverseOf(layout);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(block * bytes, Double.BYTES);
            for (long start = 0; start < 1L << buffer.indexBits(); start += block) {
                buffer.read(0, start, values);
                for (long i = 0; i < block; i++) {
                    long position = toQubits.apply(start + i) - first;
                    if (position >= 0 && position < count) {
                        MemorySegment.copy(values, i * bytes, target, position * bytes, bytes);
                    }
                }
            }
        }
    }

    /**
     * Writes all amplitudes as a NumPy file: complex64 or complex128 by {@link #precision}, shape (2^n,).
     *
     * @throws IOException if the file cannot be written
     */
    public void writeNpy(Path file) throws IOException {
        String type = precision() == Precision.SINGLE ? "<c8" : "<c16";
        FileChecksum.delete(file); // of an older file of this name
        NpyFile.write(file, type, new long[] {amplitudeCount()}, array -> read(0, array));
    }

    /**
     * As {@link #writeNpy}, and the SHA-256 of the file into one beside it, whose name has {@value FileChecksum#SUFFIX}
     * behind it: what {@link InitialState#readNpy} checks, and {@code sha256sum -c}.
     *
     * @throws IOException if a file cannot be written
     */
    public void save(Path file) throws IOException {
        writeNpy(file);
        FileChecksum.write(file);
    }

    /** The squared norm: 1 to the precision of the amplitudes. */
    public double squaredNorm() {
        return buffer.marginals(new int[0])[0];
    }

    /**
     * Probabilities of all basis states, not normalised.
     *
     * @throws LimitExceededException if an array cannot hold them
     */
    public double[] probabilities() {
        return probabilities(IntStream.range(0, qubitCount).toArray());
    }

    /**
     * Marginal probabilities of some qubits, not normalised.
     *
     * @param qubits distinct, in any order
     * @return 2^k numbers; bit j of the position is {@code qubits[j]}
     * @throws LimitExceededException if an array cannot hold them
     */
    public double[] probabilities(int... qubits) {
        return Marginals.of(buffer, indexBits(qubits));
    }

    static void requireQubits(int[] qubits, int qubitCount) {
        Set<Integer> seen = new HashSet<>();
        for (int qubit : qubits) {
            if (qubit < 0 || qubit >= qubitCount || !seen.add(qubit)) {
                throw new IllegalArgumentException("qubits %s: expected different ones from 0 to %d"
                        .formatted(Arrays.toString(qubits), qubitCount - 1));
            }
        }
    }

    private int[] indexBits(int[] qubits) {
        requireQubits(qubits, qubitCount);
        return Arrays.stream(qubits).map(q -> layout[q]).toArray();
    }

    /**
     * Draws basis states with the probabilities of a measurement of all qubits.
     *
     * @return bit q of a number is the outcome of qubit q
     */
    public long[] sample(int shots, long seed) {
        long[] outcomes = buffer.sample(0, seed, 0, shots, Philox.purposeAndEvent(Philox.PURPOSE_SAMPLE, 0));
        BitPermutation toQubits = BitPermutation.inverseOf(layout);
        for (int shot = 0; shot < shots; shot++) {
            outcomes[shot] = toQubits.apply(outcomes[shot]);
        }
        return outcomes;
    }

    /**
     * Expectation value of an observable, not divided by the squared norm. The state is read once for every different
     * set of qubits on which the products have X or Y.
     *
     * @throws IllegalArgumentException if the observable acts on qubits that the state does not have
     */
    public double expectation(PauliSum observable) {
        requireQubits(observable, qubitCount);
        double sum = 0;
        for (PauliGroup group : observable.groups(layout)) {
            sum += buffer.expectation(group)[0];
        }
        return sum;
    }

    /**
     * Variance of an observable, &lt;O²&gt; - &lt;O&gt;². As the difference of two numbers it has their absolute error.
     *
     * @throws IllegalArgumentException if the observable acts on qubits that the state does not have
     * @throws LimitExceededException if the square of the observable has too many products
     */
    public double variance(PauliSum observable) {
        return covariance(observable, observable);
    }

    /**
     * Covariance of two observables: the expectation of (AB + BA) / 2 minus the product of theirs.
     *
     * @throws IllegalArgumentException if one acts on qubits that the state does not have
     * @throws LimitExceededException if the product of the observables has too many terms
     */
    public double covariance(PauliSum a, PauliSum b) {
        return expectation(a.symmetricProduct(b)) - expectation(a) * expectation(b);
    }

    /**
     * &lt;this|other&gt;: real and imaginary part. Takes the memory of two states on the device, and of one on the host.
     *
     * @throws IllegalArgumentException if the other state has another number of qubits or another precision
     * @throws IllegalStateException if the simulator of this state has been closed
     */
    public double[] innerProduct(State other) {
        if (other.qubitCount != qubitCount || other.precision() != precision()) {
            throw new IllegalArgumentException("an inner product with %d qubits in %s precision; expected %d in %s"
                    .formatted(other.qubitCount, other.precision(), qubitCount, precision()));
        }
        // |0> a + |1> b, whose expectations of X and Y on the qubit in front are twice the parts of <a|b>.
        int bits = buffer.indexBits();
        try (Arena arena = Arena.ofShared();
                StateBuffer pair = executor.allocate(bits + 1, 1, precision())) {
            MemorySegment memory = arena.allocate((long) precision().amplitudeBytes() << bits, ALIGNMENT);
            read(0, memory.asSlice(0, amplitudeCount() * precision().amplitudeBytes()));
            pair.write(0, 0, memory);
            other.read(0, memory.asSlice(0, amplitudeCount() * precision().amplitudeBytes()));
            pair.write(0, 1L << bits, memory);
            long front = 1L << bits;
            double re = pair.expectation(new PauliGroup(front, new long[] {0}, new double[] {0.5}, 1))[0];
            double im = pair.expectation(new PauliGroup(front, new long[] {front}, new double[] {-0.5}, 0))[0];
            return new double[] {re, im};
        }
    }

    /**
     * |&lt;this|other&gt;|² divided by the squared norms of both.
     *
     * @throws IllegalArgumentException as {@link #innerProduct} does
     */
    public double fidelity(State other) {
        double[] product = innerProduct(other);
        return (product[0] * product[0] + product[1] * product[1]) / (squaredNorm() * other.squaredNorm());
    }

    /**
     * The state of some qubits, the others traced out. Takes the memory of a state on the host.
     *
     * @param qubits distinct, in any order
     * @throws LimitExceededException if there are more than {@value PartialTrace#MAX_KEPT}
     */
    public ReducedDensityMatrix reduced(int... qubits) {
        int[] bits = indexBits(qubits);
        if (qubits.length > PartialTrace.MAX_KEPT) {
            throw new LimitExceededException("the density matrix of %d qubits of a state; at most %d are possible"
                    .formatted(qubits.length, PartialTrace.MAX_KEPT));
        }
        try (Arena arena = Arena.ofShared()) {
            int all = buffer.indexBits();
            MemorySegment memory = arena.allocate((long) precision().amplitudeBytes() << all, ALIGNMENT);
            buffer.read(0, 0, memory);
            double[] entries = new PartialTrace(memory, precision(), all, bits).matrix(executor, all - qubits.length);
            return new ReducedDensityMatrix(Arrays.stream(qubits).boxed().toList(), entries);
        }
    }

    /**
     * The entropy of entanglement, in bits, between some qubits and the others.
     *
     * @param qubits distinct; they or the others may be {@value PartialTrace#MAX_KEPT} at most
     */
    public double entanglementEntropy(int... qubits) {
        indexBits(qubits);
        Set<Integer> side = Arrays.stream(qubits).boxed().collect(Collectors.toSet());
        int[] others =
                IntStream.range(0, qubitCount).filter(q -> !side.contains(q)).toArray();
        return reduced(qubits.length <= others.length ? qubits : others).entropy();
    }

    static void requireQubits(PauliSum observable, int qubitCount) {
        if (observable.qubitCount() > qubitCount) {
            throw new IllegalArgumentException("an observable on qubit %d; expected qubits from 0 to %d"
                    .formatted(observable.qubitCount() - 1, qubitCount - 1));
        }
    }

    /** Frees the memory. */
    @Override
    public void close() {
        buffer.close();
    }
}
