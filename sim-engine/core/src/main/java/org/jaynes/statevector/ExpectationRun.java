package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Plan;
import org.jaynes.plan.RowBinder;
import org.jspecify.annotations.Nullable;

/** Expectation values for rows of parameters; rows of circuits without mid-circuit measurement are run in batches. */
final class ExpectationRun {
    /** Coefficients that a batch may have for each of its amplitudes, as a power of two. */
    private static final int COEFFICIENTS_PER_AMPLITUDE_BITS = 4;

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
        List<List<PauliGroup>> groups =
                observables.stream().map(o -> o.groups(plan.layout())).toList();
        int batch = batchRows(plan, rows.rowCount());
        while (true) {
            try {
                runBatches(plan, rows, batch, groups, values);
                return;
            } catch (InsufficientMemoryException e) {
                if (batch == 1) {
                    throw e;
                }
                batch = (batch + 1) / 2;
            }
        }
    }

    private int batchRows(Plan plan, int rows) {
        int amplitudeBits = Math.max(0, executor.batchBits() - plan.indexBits());
        int coefficientBits = executor.batchBits() + COEFFICIENTS_PER_AMPLITUDE_BITS;
        long byCoefficients = (1L << coefficientBits) / Math.max(1, plan.coefficientCount());
        return Math.clamp(Math.min(1L << amplitudeBits, byCoefficients), 1, rows);
    }

    /** A batch at a time, several threads with a batch each where the host does the work. */
    private void runBatches(
            Plan plan, ParameterRows rows, int batch, List<List<PauliGroup>> groups, double[][] values) {
        int batches = Math.ceilDiv(rows.rowCount(), batch);
        try (Lanes lanes = new Lanes(plan, rows, batch)) {
            if (batches == 1) {
                lanes.of(0).run(0, groups, values);
            } else {
                executor.forEach(
                        batches, (thread, item) -> lanes.of(thread).run(Math.toIntExact(item * batch), groups, values));
            }
        }
    }

    /** A lane for each thread that takes part. */
    private final class Lanes implements AutoCloseable {
        private final Plan plan;
        private final ParameterRows rows;
        private final int batch;
        private final @Nullable Lane[] lanes = new Lane[executor.hostThreads()];

        Lanes(Plan plan, ParameterRows rows, int batch) {
            this.plan = plan;
            this.rows = rows;
            this.batch = batch;
        }

        /** Only that thread calls this. */
        Lane of(int thread) {
            Lane lane = lanes[thread];
            if (lane == null) {
                lane = new Lane(plan, rows, batch);
                lanes[thread] = lane;
            }
            return lane;
        }

        @Override
        public void close() {
            List<Runnable> closings = new ArrayList<>();
            for (Lane lane : lanes) {
                if (lane != null) {
                    closings.add(lane.states::close);
                }
            }
            Closing.all(closings);
        }
    }

    /** What one thread needs for a batch. */
    private final class Lane {
        private final Plan plan;
        private final RowBinder binder;
        private final StateBuffer states;
        private boolean used;

        Lane(Plan plan, ParameterRows rows, int batch) {
            this.plan = plan;
            this.binder = new RowBinder(plan, rows, batch);
            this.states = executor.allocate(plan.indexBits(), batch, plan.precision()); // last: it must be closed
        }

        /** Sets the values of a batch; when it is run again, it sets the same. */
        void run(int first, List<List<PauliGroup>> groups, double[][] values) {
            if (used) {
                states.initialize(0);
            }
            used = true;
            states.apply(plan, binder.bind(first));
            for (int o = 0; o < groups.size(); o++) {
                double[] sums = new double[binder.batch()];
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
