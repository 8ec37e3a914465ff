package org.jaynes.cli.selftest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.execution.Executor;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;

/**
 * How fast a device is. Each figure is the best of several runs: what the device can do, undisturbed.
 *
 * @param qubits of the complex64 states that bandwidths were measured on
 * @param copyBytesPerSecond bytes read and written by copying a state on the device
 * @param flipPassBytesPerSecond the same by a pass with the least arithmetic, an X
 * @param densePassBytesPerSecond the same by a pass with eight general one-qubit gates
 * @param launchSeconds a pass over 2 qubits, one of many without waiting between them
 * @param roundTripSeconds such a pass, and waiting for a number that is read back
 */
public record Speed(
        int qubits,
        double copyBytesPerSecond,
        double flipPassBytesPerSecond,
        double densePassBytesPerSecond,
        double launchSeconds,
        double roundTripSeconds) {
    /** The pass with general gates takes one qubit for each. */
    public static final int FEWEST_QUBITS = 8;

    private static final int RUNS = 7;
    private static final int LAUNCHES = 1000;
    private static final int DENSE_QUBITS = 12;
    private static final int DENSE_PAIRS = 24;

    /** So long it should take by the device's profile: longer than it takes to start, on a GPU of any size. */
    private static final double DENSE_SECONDS = 3e-4;

    private static final int DENSE_GATES = FEWEST_QUBITS;

    /** Measures a device with two states of this many qubits. */
    static Speed measure(Executor executor, int qubits) {
        double bytes = 2.0 * Precision.SINGLE.amplitudeBytes() * Math.scalb(1.0, qubits);
        try (StateBuffer state = executor.allocate(qubits, 1, Precision.SINGLE);
                StateBuffer other = executor.allocate(qubits, 1, Precision.SINGLE);
                StateBuffer small = executor.allocate(2, 1, Precision.SINGLE)) {
            return new Speed(
                    qubits,
                    bytes / best(state, () -> state.copyFrom(other)),
                    bytes / best(state, pass(executor, state, 1)),
                    bytes / best(state, pass(executor, state, DENSE_GATES)),
                    launch(small, pass(executor, small, 1)),
                    best(small, pass(executor, small, 1)));
        }
    }

    /** Bytes a second that are read and written by copying a state of this many qubits on the device. */
    public static double copyBytesPerSecond(Executor executor, int qubits) {
        try (StateBuffer state = executor.allocate(qubits, 1, Precision.SINGLE);
                StateBuffer other = executor.allocate(qubits, 1, Precision.SINGLE)) {
            double bytes = 2.0 * Precision.SINGLE.amplitudeBytes() * Math.scalb(1.0, qubits);
            return bytes / best(state, () -> state.copyFrom(other));
        }
    }

    /**
     * Floating-point operations a second of general gates on two qubits, on states that stay in the caches: the most that
     * a pass can come to.
     */
    public static double denseFlopsPerSecond(Executor executor, Precision precision) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(1);
        List<Gate> gates = new java.util.ArrayList<>();
        for (int i = 0; i < DENSE_PAIRS; i++) {
            int a = i % DENSE_QUBITS;
            int b = (a + 1 + i % (DENSE_QUBITS - 1)) % DENSE_QUBITS;
            for (int qubit : new int[] {a, b}) {
                gates.add(Gate.of(StandardGate.U, new int[] {qubit}, random.nextDouble(3), random.nextDouble(3), 0.7));
            }
            gates.add(Gate.of(StandardGate.RXX, new int[] {a, b}, random.nextDouble(3)));
            gates.add(Gate.of(StandardGate.RYY, new int[] {a, b}, random.nextDouble(3)));
        }
        Plan plan = Planner.plan(gates, DENSE_QUBITS, precision, executor.profile());
        Coefficients coefficients = plan.bind(Environment.EMPTY);
        double flops = plan.passes().stream()
                .mapToDouble(pass -> pass.flops(DENSE_QUBITS))
                .sum();
        double asked = DENSE_SECONDS * 2 * executor.profile().multiplyAddsPerSecond() / flops;
        int rows = Math.clamp(Math.round(asked), 4, 4096);
        try (StateBuffer states = executor.allocate(DENSE_QUBITS, rows, precision)) {
            return rows * flops / best(states, () -> states.apply(plan, coefficients));
        }
    }

    /** One pass: an X, or several general gates on the lowest qubits, which lie in one tile. */
    private static Runnable pass(Executor executor, StateBuffer state, int gates) {
        List<Gate> circuit = gates == 1
                ? List.of(Gate.of(StandardGate.X, new int[] {0}))
                : java.util.stream.IntStream.range(0, gates)
                        .mapToObj(qubit -> Gate.of(StandardGate.U, new int[] {qubit}, 0.3 + qubit, 0.5, 0.7))
                        .toList();
        int[] identity = java.util.stream.IntStream.range(0, state.indexBits()).toArray();
        Plan plan = Planner.plan(circuit, state.indexBits(), Precision.SINGLE, executor.profile(), identity);
        Coefficients coefficients = plan.bind(Environment.EMPTY);
        return () -> state.apply(plan, coefficients);
    }

    /** Seconds of a piece of work until a number of the state has been read back. */
    private static double best(StateBuffer state, Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        for (int run = 0; run < RUNS; run++) {
            waitFor(state);
            long start = System.nanoTime();
            work.run();
            waitFor(state);
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        return best;
    }

    private static double launch(StateBuffer state, Runnable work) {
        return best(state, () -> {
                    for (int i = 0; i < LAUNCHES; i++) {
                        work.run();
                    }
                })
                / LAUNCHES;
    }

    /** Reads one amplitude, which the device gives when all work on the state is done. */
    private static void waitFor(StateBuffer state) {
        try (java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined()) {
            state.read(0, 0, arena.allocate(state.precision().amplitudeBytes(), Precision.DOUBLE.amplitudeBytes()));
        }
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("qubits", qubits);
        json.put("copy_bytes_per_second", copyBytesPerSecond);
        json.put("flip_pass_bytes_per_second", flipPassBytesPerSecond);
        json.put("dense_pass_bytes_per_second", densePassBytesPerSecond);
        json.put("launch_seconds", launchSeconds);
        json.put("round_trip_seconds", roundTripSeconds);
        return json;
    }
}
