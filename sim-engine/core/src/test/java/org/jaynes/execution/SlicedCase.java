package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.circuit.Environment;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;

/** Plans and questions, one after the other, to a batch of states: a function of a number. */
final class SlicedCase {
    /** One case in so many has states of several chunks, whose slices have chunks of their own. */
    private static final int CASES_PER_LARGE = 8;

    private static final int STEPS = 8;

    private final int number;
    private final int qubits;
    private final int widest;
    private final int rows;
    private final Precision precision;
    private final DeviceProfile profile;

    /** Bits that a step has brought about. */
    record Result(String what, long[] bits) {}

    SlicedCase(int number) {
        SplittableRandom random = new SplittableRandom(number);
        this.number = number;
        boolean large = number % CASES_PER_LARGE == 0;
        qubits = large ? 12 + random.nextInt(3) : 3 + random.nextInt(8);
        widest = Math.min(qubits - 1, 1 + random.nextInt(4));
        rows = random.nextInt(3) == 0 ? 3 : 1;
        precision = random.nextBoolean() ? Precision.SINGLE : Precision.DOUBLE;
        int low = random.nextInt(5);
        int tileBits = low + 4 + random.nextInt(3);
        profile = random.nextInt(3) == 0
                ? DeviceProfile.cpu()
                : new DeviceProfile("small", tileBits, tileBits, low, 1e9, 1e9);
    }

    /** Bits of the largest number of slices that its gates fit. */
    int maxSliceBits() {
        return qubits - Math.max(2, widest);
    }

    @Override
    public String toString() {
        return "case %d: %d qubits, %s, %d rows, %s".formatted(number, qubits, precision, rows, profile);
    }

    List<Result> run(Executor executor) {
        SplittableRandom random = new SplittableRandom(~number);
        List<Result> results = new ArrayList<>();
        try (StateBuffer state = executor.allocate(qubits, rows, precision);
                StateBuffer other = executor.allocate(qubits, rows, precision)) {
            if (random.nextBoolean()) {
                state.initialize(random.nextLong(1L << qubits));
            }
            for (int step = 0; step < STEPS; step++) {
                if (step % 2 == 0) {
                    apply(state, random);
                } else {
                    results.add(ask(state, other, random, step));
                }
            }
            results.add(new Result("amplitudes", amplitudes(state)));
        }
        return results;
    }

    private void apply(StateBuffer state, SplittableRandom random) {
        Plan plan = Planner.plan(
                new RandomGates(random, qubits, widest).circuit(1 + random.nextInt(20)),
                qubits,
                precision,
                profile,
                IntStream.range(0, qubits).toArray());
        Environment[] parameters = new Environment[random.nextBoolean() ? 1 : rows];
        Arrays.setAll(parameters, row -> RandomGates.parameters(random));
        Coefficients coefficients = plan.bind(List.of(parameters));
        state.apply(plan, coefficients);
    }

    private Result ask(StateBuffer state, StateBuffer other, SplittableRandom random, int step) {
        int[] bits = random.ints(random.nextInt(qubits + 1), 0, qubits)
                .distinct()
                .sorted()
                .toArray();
        int bit = random.nextInt(qubits);
        return switch (random.nextInt(8)) {
            case 0 -> new Result("norms", bits(state.marginals(new int[0])));
            case 1 -> new Result("marginals of " + Arrays.toString(bits), bits(state.marginals(bits)));
            case 2 ->
                new Result(
                        "probabilities",
                        bits(state.marginals(IntStream.range(0, qubits).toArray())));
            case 3, 4 -> {
                PauliGroup group = group(random);
                yield new Result("expectations of " + group, bits(state.expectation(group)));
            }
            case 5 ->
                new Result(
                        "samples", state.sample(random.nextInt(rows), number, step, 20, Philox.PURPOSE_SAMPLE << 24));
            case 6 -> {
                state.collapse(bit, random.nextInt(2), 1.25);
                yield new Result("a collapse of " + bit, bits(state.marginals(new int[] {bit})));
            }
            default -> {
                other.copyFrom(state);
                write(other, random);
                state.copyFrom(other);
                yield new Result("a copy", amplitudes(other));
            }
        };
    }

    private PauliGroup group(SplittableRandom random) {
        long all = 1L << qubits;
        long xMask = random.nextInt(4) == 0 ? 0 : random.nextInt(4) == 0 ? all - 1 : random.nextLong(all);
        int terms = 1 + random.nextInt(4);
        long[] zMasks = random.longs(terms, 0, all).toArray();
        double[] weights = random.doubles(terms, -2, 2).toArray();
        return new PauliGroup(xMask, zMasks, weights, random.nextInt(terms + 1));
    }

    /** Writes a run of amplitudes, and reads it back elsewhere. */
    private void write(StateBuffer state, SplittableRandom random) {
        int count = 1 + random.nextInt(1 << qubits);
        MemorySegment run = MemorySegment.ofArray(new byte[count * precision.amplitudeBytes()]);
        int row = random.nextInt(rows);
        state.read(row, random.nextInt((1 << qubits) - count + 1), run);
        state.write(row, random.nextInt((1 << qubits) - count + 1), run);
    }

    private long[] amplitudes(StateBuffer state) {
        return IntStream.range(0, rows)
                .mapToObj(row -> {
                    long[] all = new long[(precision.amplitudeBytes() << qubits) / Long.BYTES];
                    state.read(row, 0, MemorySegment.ofArray(all));
                    return all;
                })
                .flatMapToLong(Arrays::stream)
                .toArray();
    }

    private static long[] bits(double[] numbers) {
        return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
