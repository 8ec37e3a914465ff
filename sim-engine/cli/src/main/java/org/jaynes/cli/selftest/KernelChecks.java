package org.jaynes.cli.selftest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.MatrixUnitary;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Unitary;
import org.jaynes.execution.Executor;
import org.jaynes.execution.OperatorChoice;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.OpKind;
import org.jaynes.plan.PairStep;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.Probe;

/**
 * Runs every kernel on a device and on the reference with the same random data and compares all bits: of the amplitudes
 * afterwards and of what the kernel returned.
 */
final class KernelChecks {
    private static final int ROWS = 2;
    private static final int SHOTS = 500;
    private static final int PROBES = 12;
    private static final int GATES_OF_A_KIND = 6;
    private static final int GATES_OF_ALL_KINDS = 60;
    private static final int SAMPLING = 1 << 24;

    private final Executor device;
    private final Executor reference;
    private final long seed;
    private final BiConsumer<Integer, Integer> progress;

    /** @param progress told how many checks of how many are done */
    KernelChecks(Executor device, Executor reference, long seed, BiConsumer<Integer, Integer> progress) {
        this.device = device;
        this.reference = reference;
        this.seed = seed;
        this.progress = progress;
    }

    /** What is done to a state, and the bits of what it returns. The same every time it runs. */
    private interface Operation {
        long[] run(StateBuffer state);
    }

    /**
     * Runs all checks: states smaller than a tile, and of several tiles, in both precisions.
     *
     * @param others run after them
     */
    List<Parity> run(List<Supplier<Parity>> others) {
        List<Supplier<Parity>> checks = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            for (int qubits : new int[] {3, device.profile().tileBits(precision) + 2}) {
                RandomData random = new RandomData(seed + qubits);
                operations(qubits, precision, random)
                        .forEach((kernel, operation) ->
                                checks.add(() -> check(kernel, operation, precision, qubits, random)));
            }
        }
        checks.addAll(others);
        List<Parity> outcomes = new ArrayList<>();
        for (Supplier<Parity> check : checks) {
            outcomes.add(check.get());
            progress.accept(outcomes.size(), checks.size());
        }
        return outcomes;
    }

    private Map<String, Operation> operations(int qubits, Precision precision, RandomData random) {
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("initialize", state -> {
            state.initialize((1L << qubits) - 2);
            return new long[0];
        });
        gates(qubits, random).forEach((name, gates) -> operations.put("pass: " + name, pass(gates, qubits, precision)));
        for (int k = 0; k <= Math.min(3, qubits); k++) {
            int[] bits = Arrays.stream(random.qubits(k, qubits)).sorted().toArray();
            operations.put("marginals of " + k + " qubits", state -> bits(state.marginals(bits)));
        }
        int[] all = IntStream.range(0, qubits).toArray();
        operations.put("probabilities", state -> bits(state.marginals(all)));
        long key = random.bits();
        operations.put("sample", state -> state.sample(ROWS - 1, key, 3, SHOTS, SAMPLING));
        PauliGroup group = pauliGroup(qubits, random);
        operations.put("expectation", state -> bits(state.expectation(group)));
        int bit = random.below(qubits);
        operations.put("collapse", state -> {
            state.collapse(bit, 1, 1.25);
            return new long[0];
        });
        operations.put("probes", probes(qubits, precision, random));
        for (int k = 1; k <= OperatorChoice.MAX_BITS; k++) {
            operations.put("choice on " + k + " qubits", choice(k, qubits, precision, random));
        }
        operations.put("pass: repeated, as a graph", repeated(qubits, precision, random));
        operations.put("choice that selects numbers", selection(qubits, precision, random));
        return operations;
    }

    /** Probes of each kind between gates, the last qubit telling bra from ket. */
    private Operation probes(int qubits, Precision precision, RandomData random) {
        List<PairStep> steps = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            OpKind kind =
                    List.of(OpKind.PROBE_X, OpKind.PROBE_Y, OpKind.PROBE_Z).get(i % 3);
            int[] chosen = random.qubits(
                    kind == OpKind.PROBE_Z ? 1 + random.below(Math.min(qubits - 1, Probe.MAX_QUBITS)) : 1, qubits - 1);
            long controls = random.bits() & ((1L << (qubits - 1)) - 1);
            controls &= random.bits(); // a few
            for (int qubit : chosen) {
                controls &= ~(1L << qubit);
            }
            steps.add(new Probe(kind, chosen, controls, controls & random.bits()));
            steps.add(new PairStep.Apply(random.gate(StandardGate.U, random.below(2), qubits - 1)));
        }
        int[] layout = IntStream.range(0, qubits).toArray();
        Plan plan = Planner.planPair(steps, qubits, precision, device.profile(), layout);
        return state -> {
            scaleBras(state);
            return state.probe(plan, plan.bind(Environment.EMPTY), null);
        };
    }

    /** So that the sums have as many digits as they can hold; the norms of bra and ket are about 0.7. */
    private static void scaleBras(StateBuffer state) {
        long half = 1L << (state.indexBits() - 1);
        Precision precision = state.precision();
        double factor = Math.scalb(1.0, Probe.SUM_BITS - 1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bra = arena.allocate(half * precision.amplitudeBytes(), Long.BYTES);
            for (int row = 0; row < state.rows(); row++) {
                state.read(row, half, bra);
                for (long i = 0; i < 2 * half; i++) {
                    if (precision == Precision.SINGLE) {
                        float value = bra.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                        bra.setAtIndex(ValueLayout.JAVA_FLOAT, i, value * (float) factor);
                    } else {
                        bra.setAtIndex(ValueLayout.JAVA_DOUBLE, i, bra.getAtIndex(ValueLayout.JAVA_DOUBLE, i) * factor);
                    }
                }
                state.write(row, half, bra);
            }
        }
    }

    /** One row draws, the other does not. */
    private Operation choice(int targets, int qubits, Precision precision, RandomData random) {
        List<double[]> operators =
                Stream.generate(() -> random.matrix(targets).matrix()).limit(3).toList();
        int[] bits = random.qubits(targets, qubits);
        OperatorChoice choice = new OperatorChoice(operators, bits, qubits, precision, device.profile());
        long key = random.bits();
        return state -> {
            int[] events = new int[ROWS];
            Arrays.fill(events, OperatorChoice.NONE);
            events[ROWS - 1] = SAMPLING;
            state.choose(choice, key, 3, events);
            return state.takeChoices().stream()
                    .flatMapToInt(Arrays::stream)
                    .asLongStream()
                    .toArray();
        };
    }

    /** A plan of many passes over small tiles, so often that a GPU has recorded and launched it. */
    private Operation repeated(int qubits, Precision precision, RandomData random) {
        int tileBits = Math.min(4, qubits);
        double speed = device.profile().bytesPerSecond();
        DeviceProfile tiles = new DeviceProfile("small tiles", tileBits, tileBits, 1, speed, speed);
        List<Gate> gates = Stream.generate(() -> random.gate(StandardGate.RX, 0, qubits))
                .limit(2L * qubits)
                .toList();
        Plan plan = Planner.plan(gates, qubits, precision, tiles);
        Coefficients coefficients = plan.bind(Environment.EMPTY);
        return state -> {
            for (int i = 0; i < 3; i++) {
                state.apply(plan, coefficients);
            }
            return new long[0];
        };
    }

    /** Rotations by an angle for each case of two draws. */
    private Operation selection(int qubits, Precision precision, RandomData random) {
        List<double[]> operators =
                Stream.generate(() -> random.matrix(1).matrix()).limit(2).toList();
        OperatorChoice choice =
                new OperatorChoice(operators, random.qubits(1, qubits), qubits, precision, device.profile());
        Gate rotation = new Gate(StandardGate.RX, List.of(Expression.parameter("angle")), new int[] {0}, 0, 0);
        Plan plan = Planner.plan(List.of(rotation), qubits, precision, device.profile());
        List<Environment> cases = Stream.<Environment>generate(() -> {
                    double angle = random.angle();
                    return _ -> angle;
                })
                .limit(4)
                .toList();
        Coefficients table = plan.bind(cases);
        long key = random.bits();
        return state -> {
            for (int draw = 0; draw < 2; draw++) {
                int[] events = new int[ROWS];
                Arrays.fill(events, SAMPLING + draw);
                state.choose(choice, key, 3, events);
            }
            state.applySelected(plan, table, new int[] {1, 0}, null);
            return state.takeChoices().stream()
                    .flatMapToInt(Arrays::stream)
                    .asLongStream()
                    .toArray();
        };
    }

    /** Gates that the planner turns into each kind of micro-op, with and without controls. */
    private static Map<String, List<Gate>> gates(int qubits, RandomData random) {
        Map<String, Unitary> kinds = new LinkedHashMap<>();
        kinds.put("flip", StandardGate.X);
        kinds.put("sum and difference", StandardGate.H);
        kinds.put("real", StandardGate.RY);
        kinds.put("cross", StandardGate.RX);
        kinds.put("diagonal", StandardGate.RZ);
        for (int targets = 1; targets <= Math.min(MatrixUnitary.MAX_TARGETS, qubits); targets++) {
            kinds.put("matrix on " + targets, random.matrix(targets));
        }
        Map<String, List<Gate>> gates = new LinkedHashMap<>();
        kinds.forEach((name, unitary) -> {
            for (int controls : new int[] {0, 1, 3}) {
                gates.put(
                        name + (controls == 0 ? "" : ", " + controls + " controls"),
                        Stream.generate(() -> random.gate(unitary, controls, qubits))
                                .limit(GATES_OF_A_KIND)
                                .toList());
            }
        });
        gates.put(
                "all kinds",
                Stream.generate(() -> random.anyGate(qubits))
                        .limit(GATES_OF_ALL_KINDS)
                        .toList());
        return gates;
    }

    private Operation pass(List<Gate> gates, int qubits, Precision precision) {
        int[] identity = IntStream.range(0, qubits).toArray();
        Plan plan = Planner.plan(gates, qubits, precision, device.profile(), identity);
        Coefficients coefficients = plan.bind(Environment.EMPTY);
        return state -> {
            state.apply(plan, coefficients);
            return new long[0];
        };
    }

    private static PauliGroup pauliGroup(int qubits, RandomData random) {
        long all = (1L << qubits) - 1;
        int terms = 5;
        long[] zMasks = new long[terms];
        double[] coefficients = new double[terms];
        for (int i = 0; i < terms; i++) {
            zMasks[i] = random.bits() & all;
            coefficients[i] = random.angle();
        }
        return new PauliGroup(random.bits() & all, zMasks, coefficients, 3);
    }

    private Parity check(String kernel, Operation operation, Precision precision, int qubits, RandomData random) {
        try (Arena arena = Arena.ofConfined()) {
            List<MemorySegment> rows = Stream.generate(() -> random.state(arena, qubits, precision))
                    .limit(ROWS)
                    .toList();
            String difference = compare(
                    runOn(device, operation, rows, precision, qubits, arena),
                    runOn(reference, operation, rows, precision, qubits, arena));
            return new Parity(kernel, precision, qubits, difference.isEmpty(), difference);
        } catch (RuntimeException e) {
            return new Parity(kernel, precision, qubits, false, String.valueOf(e.getMessage()));
        }
    }

    /** What an operation returned, and the amplitudes of each row after it. */
    private record Bits(long[] returned, List<MemorySegment> rows) {}

    private static Bits runOn(
            Executor executor,
            Operation operation,
            List<MemorySegment> rows,
            Precision precision,
            int qubits,
            Arena arena) {
        try (StateBuffer state = executor.allocate(qubits, ROWS, precision)) {
            for (int row = 0; row < ROWS; row++) {
                state.write(row, 0, rows.get(row));
            }
            long[] returned = operation.run(state);
            List<MemorySegment> after = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                MemorySegment target = arena.allocate(rows.get(row).byteSize(), 64);
                state.read(row, 0, target);
                after.add(target);
            }
            return new Bits(returned, after);
        }
    }

    private static String compare(Bits found, Bits expected) {
        int position = Arrays.mismatch(found.returned, expected.returned);
        if (position >= 0) {
            return "number %d of the result differs".formatted(position);
        }
        for (int row = 0; row < ROWS; row++) {
            long at = found.rows.get(row).mismatch(expected.rows.get(row));
            if (at >= 0) {
                return "byte %d of the amplitudes of row %d: 0x%02x, the reference has 0x%02x"
                        .formatted(
                                at,
                                row,
                                found.rows.get(row).get(ValueLayout.JAVA_BYTE, at),
                                expected.rows.get(row).get(ValueLayout.JAVA_BYTE, at));
            }
        }
        return "";
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
