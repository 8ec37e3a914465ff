package org.jaynes.statevector;

import java.util.List;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.Executor;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Plan;

/** Expectation values for rows of parameters; rows of circuits without mid-circuit measurement are run in batches. */
final class ExpectationRun {
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

    /**
     * What was found.
     *
     * @param values one row for each row of parameters, in it one value for each observable
     * @param notFollowed for each row the probability that is missing in it
     */
    record Values(double[][] values, double[] notFollowed) {}

    Values values(ParameterRows rows) {
        double[][] values = new double[rows.rowCount()][observables.size()];
        double[] notFollowed = new double[values.length];
        if (prepared.isDynamic()) {
            for (int row = 0; row < values.length; row++) {
                Average average = averageOverOutcomes(options.withParameters(rows.row(row)));
                values[row] = average.values;
                notFollowed[row] = average.notFollowed();
            }
        } else {
            runInBatches(rows, values);
        }
        return new Values(values, notFollowed);
    }

    private void runInBatches(ParameterRows rows, double[][] values) {
        rows.requireNames(prepared.circuit().parameters());
        long start = System.nanoTime();
        Plan plan = prepared.tailStretch(null).plan();
        meter.planNanos += System.nanoTime() - start;
        meter.passes = plan.passes().size();
        List<List<PauliGroup>> groups = prepared.groups(observables, plan).groups();
        new RowBatches(executor, plan, rows, options).run((states, first) -> read(states, first, groups, values));
    }

    /** Sets the values of a batch; when it is run again, it sets the same. */
    private static void read(StateBuffer states, int first, List<List<PauliGroup>> groups, double[][] values) {
        for (int o = 0; o < groups.size(); o++) {
            double[] sums = new double[states.rows()];
            for (PauliGroup group : groups.get(o)) {
                double[] parts = states.expectation(group);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += parts[i];
                }
            }
            for (int i = 0; i < sums.length && first + i < values.length; i++) {
                values[first + i][o] = sums[i];
            }
        }
    }

    private Average averageOverOutcomes(RunOptions run) {
        return OutcomeEnumerator.followAll(executor, prepared, run, meter, Average::new);
    }

    /** Of the observables over the outcomes of mid-circuit measurements. */
    private final class Average extends OutcomeEnumerator {
        private final double[] values = new double[observables.size()];

        Average(RunOptions run) {
            super(run);
        }

        @Override
        void end(double probability, Trajectory last) {
            int[] layout = last.layout(prepared.indexBits());
            for (int o = 0; o < values.length; o++) {
                for (PauliGroup group : observables.get(o).groups(layout)) {
                    values[o] += probability * last.state().expectation(group)[0];
                }
            }
        }
    }
}
