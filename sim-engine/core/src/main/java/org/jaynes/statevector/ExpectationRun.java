package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Environment;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Plan;

/** Expectation values for rows of parameters; rows of circuits without mid-circuit measurement are run in batches. */
final class ExpectationRun {
    /** Amplitudes of all rows of a batch together, unless one row has more. */
    private static final int BATCH_BITS = 22;

    private final Executor executor;
    private final PreparedCircuit prepared;
    private final List<PauliSum> observables;
    private final RunOptions options;
    private final Meter meter;

    ExpectationRun(
            Executor executor, PreparedCircuit prepared, List<PauliSum> observables, RunOptions options, Meter meter) {
        this.executor = executor;
        this.prepared = prepared;
        this.observables = observables;
        this.options = options;
        this.meter = meter;
    }

    double[][] values(List<Map<String, Double>> rows) {
        List<RunOptions> runs = rows.stream().map(options::withParameters).toList();
        double[][] values = new double[rows.size()][observables.size()];
        if (prepared.tail() > 0) {
            for (int row = 0; row < values.length; row++) {
                averageOverOutcomes(runs.get(row), values[row]);
            }
            return values;
        }
        runs.forEach(run -> Execution.requireParameters(prepared, run));
        int batch = Math.clamp(1L << Math.max(0, BATCH_BITS - prepared.indexBits()), 1, rows.size());
        while (true) {
            try (StateBuffer buffer = executor.allocate(prepared.indexBits(), batch, prepared.precision())) {
                runBatches(buffer, runs, values);
                return values;
            } catch (InsufficientMemoryException e) {
                if (batch == 1) {
                    throw e;
                }
                batch = (batch + 1) / 2;
            }
        }
    }

    private void runBatches(StateBuffer buffer, List<RunOptions> runs, double[][] values) {
        long start = System.nanoTime();
        Plan plan = prepared.tailStretch(null).plan();
        meter.planNanos += System.nanoTime() - start;
        meter.passes = plan.passes().size();
        for (int first = 0; first < runs.size(); first += buffer.rows()) {
            List<Environment> rows = new ArrayList<>();
            for (int i = 0; i < buffer.rows(); i++) {
                // The last batch is filled up with its last row.
                RunOptions run = runs.get(Math.min(first + i, runs.size() - 1));
                rows.add(ClassicalState.initial(prepared.circuit(), run.parameters()));
            }
            if (first > 0) {
                buffer.initialize(0);
            }
            buffer.apply(plan, plan.angles().isEmpty() ? plan.bind(Environment.EMPTY) : plan.bind(rows));
            for (int o = 0; o < observables.size(); o++) {
                for (PauliGroup group : observables.get(o).groups(plan.layout())) {
                    double[] parts = buffer.expectation(group);
                    for (int i = 0; i < Math.min(parts.length, runs.size() - first); i++) {
                        values[first + i][o] += parts[i];
                    }
                }
            }
        }
    }

    private void averageOverOutcomes(RunOptions run, double[] values) {
        try (Execution execution = new Execution(executor, prepared, run, meter)) {
            OutcomeEnumerator average = new OutcomeEnumerator(run) {
                @Override
                void end(double probability, Trajectory last) {
                    int[] layout = last.layout(prepared.indexBits());
                    for (int o = 0; o < values.length; o++) {
                        for (PauliGroup group : observables.get(o).groups(layout)) {
                            values[o] += probability * last.state().expectation(group)[0];
                        }
                    }
                }
            };
            average.follow(execution, 1.0);
        }
    }
}
