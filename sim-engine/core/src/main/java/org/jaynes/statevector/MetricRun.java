package org.jaynes.statevector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.execution.Executor;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;

/**
 * The quantum Fisher information of a circuit. The state and its derivatives by all parameters are the rows of a batch and go
 * through the gates together; behind a gate U with an angle x, the derivative by each parameter that x depends on gets -i A
 * times the state, A = i (dU/dx) U†, times the derivative of x.
 */
final class MetricRun {
    private static final int MEMORY_ALIGNMENT = 64;

    private final Executor executor;
    private final PreparedCircuit prepared;
    private final RunOptions options;
    private final Meter meter;
    private final List<String> parameters;
    private final Precision precision;
    private final int bits;

    MetricRun(Executor executor, PreparedCircuit prepared, RunOptions options, Meter meter) {
        this.executor = executor;
        this.prepared = prepared;
        this.options = options;
        this.meter = meter;
        this.parameters = prepared.circuit().parameters();
        this.precision = prepared.precision();
        this.bits = prepared.indexBits();
    }

    /** 4 Re(&lt;di|dj&gt; - &lt;di|s&gt;&lt;s|dj&gt;) for all pairs of parameters. */
    double[][] fisherInformation() {
        if (prepared.isDynamic()) {
            throw new ProgramException(
                    "the metric tensor is that of a pure state: it is not defined for a circuit with channels,"
                            + " measurements, resets or classical control before its end");
        }
        Environment environment =
                name -> Objects.requireNonNull(options.parameters().get(name), name);
        int rows = parameters.size() + 1;
        try (StateBuffer states = executor.allocate(bits, rows, precision);
                Arena arena = Arena.ofShared()) {
            begin(states);
            int[] layout = new int[bits];
            Arrays.setAll(layout, q -> q);
            List<Gate> waiting = new ArrayList<>();
            for (Gate gate : prepared.gates()) {
                waiting.add(gate);
                if (!gate.isConstant()) {
                    layout = apply(states, waiting, layout, environment);
                    differentiate(states, gate, layout, environment);
                }
            }
            // What follows the last angle is the same on all rows, and changes no product of theirs.
            return information(states, arena);
        }
    }

    /** The state is in row 0, derivatives are zero. */
    private void begin(StateBuffer states) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zero = arena.allocate(precision.amplitudeBytes(), MEMORY_ALIGNMENT);
            for (int row = 1; row < states.rows(); row++) {
                states.write(row, 0, zero);
            }
        }
        options.initialState().ifPresent(start -> start.write(states, 0));
    }

    private int[] apply(StateBuffer states, List<Gate> waiting, int[] layout, Environment environment) {
        long start = System.nanoTime();
        Plan plan = prepared.planned(waiting, bits, layout);
        meter.planNanos += System.nanoTime() - start;
        states.apply(plan, plan.bind(environment), options.observer().orElse(null));
        meter.passes += plan.passes().size();
        waiting.clear();
        return plan.layout();
    }

    private void differentiate(StateBuffer states, Gate gate, int[] layout, Environment environment) {
        double[] angles = gate.angleValues(environment);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment ket = memory(arena);
            states.read(0, 0, ket);
            for (int a = 0; a < angles.length; a++) {
                var angle = gate.angles().get(a);
                List<PauliGroup> generator = new PauliSum(GateGenerator.of(gate, a, angles)).groups(layout);
                for (int p : AdjointProgram.parameters(angle, parameters)) {
                    double slope = angle.derivative(parameters.get(p), environment);
                    add(states, p + 1, ket, new PauliApplication(precision, bits, generator), slope);
                }
            }
        }
    }

    /** Adds -i slope A ket to a row. */
    private void add(StateBuffer states, int row, MemorySegment ket, PauliApplication generator, double slope) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment sum = memory(arena);
            states.read(row, 0, sum);
            generator.apply(executor, ket, (j, re, im) -> {
                PauliApplication.put(
                        precision, sum, 2 * j, PauliApplication.number(precision, sum, 2 * j) + slope * im);
                PauliApplication.put(
                        precision, sum, 2 * j + 1, PauliApplication.number(precision, sum, 2 * j + 1) - slope * re);
            });
            states.write(row, 0, sum);
        }
    }

    private MemorySegment memory(Arena arena) {
        return arena.allocate((long) precision.amplitudeBytes() << bits, MEMORY_ALIGNMENT);
    }

    private double[][] information(StateBuffer states, Arena arena) {
        MemorySegment[] rows = new MemorySegment[states.rows()];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = memory(arena);
            states.read(row, 0, rows[row]);
        }
        double norm = product(rows[0], rows[0])[0];
        double[][] overlaps = new double[rows.length][];
        for (int row = 1; row < rows.length; row++) {
            overlaps[row] = product(rows[0], rows[row]);
        }
        double[][] information = new double[parameters.size()][parameters.size()];
        executor.forEach((long) parameters.size() * parameters.size(), (_, item) -> {
            int i = (int) (item / parameters.size());
            int j = (int) (item % parameters.size());
            if (j <= i) {
                double[] a = overlaps[i + 1];
                double[] b = overlaps[j + 1];
                double both = product(rows[i + 1], rows[j + 1])[0];
                information[i][j] = 4 * (both / norm - (a[0] * b[0] + a[1] * b[1]) / (norm * norm));
                information[j][i] = information[i][j];
            }
        });
        return information;
    }

    /** &lt;a|b&gt;. */
    private double[] product(MemorySegment a, MemorySegment b) {
        double re = 0;
        double im = 0;
        for (long i = 0; i < 2L << bits; i += 2) {
            double aRe = PauliApplication.number(precision, a, i);
            double aIm = PauliApplication.number(precision, a, i + 1);
            double bRe = PauliApplication.number(precision, b, i);
            double bIm = PauliApplication.number(precision, b, i + 1);
            re += aRe * bRe + aIm * bIm;
            im += aRe * bIm - aIm * bRe;
        }
        return new double[] {re, im};
    }
}
