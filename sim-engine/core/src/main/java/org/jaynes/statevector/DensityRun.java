package org.jaynes.statevector;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.Executor;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Plan;

/** Computes what circuits with channels give exactly, from their density matrices. */
final class DensityRun {
    private final Executor executor;
    private final PreparedCircuit prepared;
    private final DeviceChoice choice;
    private final Meter meter;

    DensityRun(Executor executor, PreparedCircuit prepared, DeviceChoice choice, Meter meter) {
        this.executor = executor;
        this.prepared = prepared;
        this.choice = choice;
        this.meter = meter;
    }

    /** @param options with a value for each parameter of the circuit */
    DensityMatrix matrix(RunOptions options) {
        Map<String, Double> parameters = options.parameters();
        long start = System.nanoTime();
        Plan plan = prepared.densityPlan();
        meter.planNanos += System.nanoTime() - start;
        StateBuffer buffer = executor.allocate(plan.indexBits(), 1, prepared.precision());
        try {
            options.initialState().ifPresent(state -> state.writeDensityMatrix(buffer));
            buffer.apply(
                    plan,
                    plan.bind(name -> Objects.requireNonNull(parameters.get(name), name)),
                    options.observer().orElse(null));
            meter.passes += plan.passes().size();
            int qubits = prepared.circuit().qubitCount();
            State entries =
                    new State(executor, buffer, plan.layout(), 2 * qubits, choice, meter.passes, meter.timing());
            return new DensityMatrix(entries, qubits);
        } catch (RuntimeException | Error e) {
            buffer.close();
            throw e;
        }
    }

    /** The distribution of the classical bits. */
    Map<String, Double> distribution(RunOptions options) {
        Execution.requireParameters(prepared, options);
        try (DensityMatrix matrix = matrix(options)) {
            Trajectory last = new Trajectory(
                    prepared.instructions(),
                    ClassicalState.initial(prepared.circuit(), options.parameters()),
                    new int[0]);
            TailOutcomes tail = TailOutcomes.of(prepared, last);
            DistributionCollector collector = new DistributionCollector(prepared, options);
            collector.add(1, tail, matrix.marginal(tail.qubits()), last);
            return collector.probabilities();
        }
    }

    /** For each row of parameters a value for each observable. */
    double[][] expectations(List<PauliSum> observables, ParameterRows rows, RunOptions options) {
        rows.requireNames(prepared.circuit().parameters());
        double[][] values = new double[rows.rowCount()][];
        for (int row = 0; row < values.length; row++) {
            try (DensityMatrix matrix = matrix(options.withParameters(rows.row(row)))) {
                values[row] =
                        observables.stream().mapToDouble(matrix::expectation).toArray();
            }
        }
        return values;
    }
}
