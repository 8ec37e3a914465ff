package org.jaynes.statevector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Precision;

/** Runs an {@link AdjointProgram} for rows of parameters. Observables are rows of a batch of pairs of states. */
final class AdjointRun {
    private static final int MEMORY_ALIGNMENT = 64;

    private final Executor executor;
    private final AdjointProgram program;
    private final List<String> parameters;
    private final List<PauliSum> observables;
    private final Precision precision;
    private final Meter meter;
    private final RunOptions options;
    private final int bits;

    AdjointRun(
            Executor executor,
            AdjointProgram program,
            List<String> parameters,
            List<PauliSum> observables,
            RunOptions options,
            Meter meter) {
        this.options = options;
        this.executor = executor;
        this.program = program;
        this.parameters = parameters;
        this.observables = observables;
        this.precision = program.forward().precision();
        this.meter = meter;
        this.bits = program.forward().indexBits();
    }

    /**
     * Values and derivatives.
     *
     * @param values to be filled: one row for each row of parameters, in it one value for each observable
     * @return for each row of parameters and each observable the derivatives by all parameters
     */
    double[][][] run(ParameterRows rows, double[][] values) {
        double[][][] jacobians = new double[rows.rowCount()][observables.size()][parameters.size()];
        for (int row = 0; row < jacobians.length; row++) {
            Map<String, Double> ofRow = rows.row(row);
            run(name -> Objects.requireNonNull(ofRow.get(name), name), values[row], jacobians[row]);
        }
        return jacobians;
    }

    private void run(Environment environment, double[] values, double[][] jacobian) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment ket = arena.allocate((long) precision.amplitudeBytes() << bits, MEMORY_ALIGNMENT);
            List<List<PauliGroup>> groups = observables.stream()
                    .map(o -> o.groups(program.forward().layout()))
                    .toList();
            forward(environment, ket, groups, values);
            int batch = batch();
            int first = 0;
            while (first < observables.size()) {
                int count = Math.min(batch, observables.size() - first);
                try (StateBuffer pairs = executor.allocate(bits + 1, count, precision)) {
                    for (int row = 0; row < count; row++) {
                        pairs.write(row, 0, ket);
                        writeBra(pairs, row, ket, groups.get(first + row));
                    }
                    backwards(environment, pairs, jacobian, first);
                    first += count;
                } catch (InsufficientMemoryException e) {
                    if (count == 1) {
                        throw e;
                    }
                    batch = count / 2;
                    for (int o = first; o < first + count; o++) {
                        Arrays.fill(jacobian[o], 0);
                    }
                }
            }
        }
    }

    private int batch() {
        return Math.clamp(1L << Math.max(0, executor.batchBits() - bits - 1), 1, Math.max(1, observables.size()));
    }

    private void forward(Environment environment, MemorySegment ket, List<List<PauliGroup>> groups, double[] values) {
        try (StateBuffer state = executor.allocate(bits, 1, precision)) {
            options.initialState().ifPresent(amplitudes -> amplitudes.write(state, 0));
            state.apply(
                    program.forward(),
                    program.forward().bind(environment),
                    options.observer().orElse(null));
            meter.passes += program.forward().passes().size();
            for (int o = 0; o < values.length; o++) {
                for (PauliGroup group : groups.get(o)) {
                    values[o] += state.expectation(group)[0];
                }
            }
            state.read(0, 0, ket);
        }
    }

    /** The observable applied to the ket. */
    private void writeBra(StateBuffer pairs, int row, MemorySegment ket, List<PauliGroup> groups) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment bra = arena.allocate(ket.byteSize(), MEMORY_ALIGNMENT);
            new PauliApplication(precision, bits, groups).apply(executor, ket, (j, re, im) -> {
                PauliApplication.put(precision, bra, 2 * j, re);
                PauliApplication.put(precision, bra, 2 * j + 1, im);
            });
            pairs.write(row, 1L << bits, bra);
        }
    }

    private void backwards(Environment environment, StateBuffer pairs, double[][] jacobian, int first) {
        for (AdjointProgram.Step step : program.steps()) {
            switch (step) {
                case AdjointProgram.Undo(var plan) -> {
                    pairs.apply(plan, plan.bind(environment), options.observer().orElse(null));
                    meter.passes += plan.passes().size();
                }
                case AdjointProgram.Differentiate(Gate gate, int[] layout) -> {
                    double[] angles = gate.angleValues(environment);
                    for (int a = 0; a < angles.length; a++) {
                        Expression angle = gate.angles().get(a);
                        int[] depends = AdjointProgram.parameters(angle, parameters);
                        if (depends.length > 0) {
                            double[] slopes = slopes(pairs, GateGenerator.of(gate, a, angles), layout);
                            chain(environment, angle, depends, slopes, jacobian, first);
                        }
                    }
                }
            }
        }
    }

    private void chain(
            Environment environment, Expression angle, int[] depends, double[] slopes, double[][] jacobian, int first) {
        for (int p : depends) {
            double inner = angle.derivative(parameters.get(p), environment);
            for (int row = 0; row < slopes.length; row++) {
                jacobian[first + row][p] += slopes[row] * inner;
            }
        }
    }

    /**
     * The derivatives by an angle with generator A: 2 Im of bra A ket, which is minus the expectation of A times Y on the
     * qubit that tells bra from ket.
     */
    private double[] slopes(StateBuffer pairs, List<PauliTerm> generator, int[] layout) {
        long pair = 1L << bits;
        List<PauliTerm> terms = new ArrayList<>();
        for (PauliTerm term : generator) {
            terms.add(new PauliTerm(-term.coefficient(), term.x() | pair, term.z() | pair));
        }
        double[] slopes = new double[pairs.rows()];
        for (PauliGroup group : new PauliSum(terms).groups(layout)) {
            double[] parts = pairs.expectation(group);
            for (int row = 0; row < slopes.length; row++) {
                slopes[row] += parts[row];
            }
        }
        return slopes;
    }
}
