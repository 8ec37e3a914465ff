package org.jaynes.statevector;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jaynes.circuit.Environment;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.OperatorChoice;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Runs the shots of a {@link BatchProgram}, each a row of a batch, several threads with a batch each where the host does the
 * work. What a row draws is drawn where its state is; outcomes come here where a classical value depends on them, those of
 * all rows at once. The random numbers are those of {@link ShotSampler}.
 */
final class BatchRun {
    /** Where shots are less unlike each other, many have the same outcomes, and travel together as long. */
    private static final double LEAST_SURPRISE = 16;

    /** Rows have classical values on the host, which are not in their states' bytes. */
    private static final int MAX_ROWS = 1 << 14;

    private final Executor executor;
    private final PreparedCircuit prepared;
    private final BatchProgram program;
    private final RunOptions options;
    private final long seed;
    private final Map<String, Integer> numberByName = new HashMap<>();
    private final LongAdder passes = new LongAdder();
    private final CaseTables caseTables = new CaseTables();

    BatchRun(Executor executor, PreparedCircuit prepared, BatchProgram program, RunOptions options, long seed) {
        this.executor = executor;
        this.prepared = prepared;
        this.program = program;
        this.options = options;
        this.seed = seed;
        for (int number = 0; number < program.numbers(); number++) {
            numberByName.put(BatchProgram.name(number), number);
        }
    }

    /** Whether rows are better than trajectories that shots share. */
    static boolean isBetter(PreparedCircuit prepared) {
        return prepared.isDynamic()
                && prepared.indexBits() <= prepared.rowBits()
                && prepared.batch().filter(p -> p.surprise() >= LEAST_SURPRISE).isPresent();
    }

    /** What is done with final states. */
    private interface Reader {
        /**
         * Reads a batch; by several threads for different rows, and of some rows again when memory has run out.
         *
         * @param rows of the first states; the others mean nothing
         */
        void read(StateBuffer states, List<BatchRow> rows, int[] layout);
    }

    /**
     * Runs all shots and draws an outcome of each.
     *
     * @return how often a state was read and written
     */
    long run(ShotSampler sampler) {
        return run((states, rows, layout) -> draw(sampler, states, rows, layout));
    }

    /**
     * Runs all shots and takes the expectation values of observables in the final state of each.
     *
     * @param values to be filled: for each observable a value for each shot
     * @return how often a state was read and written
     */
    long expectations(List<PauliSum> observables, double[][] values) {
        return run((states, rows, layout) -> {
            for (int o = 0; o < values.length; o++) {
                double[] sums = new double[states.rows()];
                for (PauliGroup group : observables.get(o).groups(layout)) {
                    double[] parts = states.expectation(group);
                    Arrays.setAll(sums, i -> sums[i] + parts[i]);
                }
                for (int i = 0; i < rows.size(); i++) {
                    values[o][rows.get(i).shot] = sums[i];
                }
            }
        });
    }

    private long run(Reader reader) {
        int shots = options.shots();
        Planned planned = new Planned();
        planned.planAll(program.items());
        int batch =
                Math.min(MAX_ROWS, RowBatches.batchRows(executor, prepared.indexBits(), planned.coefficients, shots));
        while (true) {
            try {
                run(batch, shots, reader);
                break;
            } catch (InsufficientMemoryException e) {
                if (batch == 1) {
                    throw e;
                }
                batch = (batch + 1) / 2; // all shots come once more
            }
        }
        return passes.sum();
    }

    /** Plans what will run, so that it is known how much memory a row needs beside its state. */
    private final class Planned {
        private int @Nullable [] layout;
        private long coefficients;

        void planAll(List<BatchProgram.Item> items) {
            for (BatchProgram.Item item : items) {
                switch (item) {
                    case BatchProgram.Stretch stretch -> {
                        if (stretch.hasGates()) {
                            Plan plan = stretch.plan(prepared, layout);
                            coefficients = Math.max(coefficients, plan.coefficientCount());
                            layout = plan.layout();
                        }
                    }
                    case BatchProgram.Event event ->
                        layout = layout == null && !event.measured()
                                ? IntStream.range(0, prepared.indexBits()).toArray()
                                : layout;
                    case BatchProgram.Loop loop -> planAll(loop.body());
                }
            }
        }
    }

    private void run(int batch, int shots, Reader reader) {
        int batches = Math.ceilDiv(shots, batch);
        @Nullable Lane[] lanes = new Lane[executor.hostThreads()];
        try {
            executor.forEach(batches, (thread, item) -> {
                Lane lane = lanes[thread];
                if (lane == null) {
                    lane = new Lane(batch);
                    lanes[thread] = lane;
                }
                lane.run(Math.toIntExact(item * batch), shots, reader);
            });
        } finally {
            Closing.all(Arrays.stream(lanes)
                    .filter(Objects::nonNull)
                    .<Runnable>map(lane -> lane.states::close)
                    .toList());
        }
    }

    private void draw(ShotSampler sampler, StateBuffer states, List<BatchRow> rows, int[] layout) {
        double @Nullable [] marginals = null;
        for (int i = 0; i < rows.size(); i++) {
            BatchRow row = rows.get(i);
            Trajectory last = row.last(prepared, layout);
            TailOutcomes tail = TailOutcomes.of(prepared, last);
            if (tail.qubits().length == 0) {
                sampler.draw(new double[] {1}, tail, last, row.shot);
            } else if (ShotSampler.drawsFromMarginal(row.events(), tail)) {
                if (marginals == null) {
                    marginals = Marginals.of(states, tail.indexBits());
                }
                int values = 1 << tail.qubits().length;
                sampler.draw(Arrays.copyOfRange(marginals, i * values, (i + 1) * values), tail, last, row.shot);
            } else {
                sampler.sampleState(states, i, tail, last, row.shot);
            }
        }
    }

    /** What one thread needs for a batch. */
    private final class Lane {
        private final StateBuffer states;
        private List<BatchRow> rows = List.of();
        private int firstShot;
        private int @Nullable [] layout;

        private final WaitingOutcomes waiting = new WaitingOutcomes();

        private long activations;

        Lane(int batch) {
            this.states = executor.allocate(prepared.indexBits(), batch, prepared.precision());
        }

        void run(int first, int shots, Reader reader) {
            firstShot = first;
            layout = null;
            long touched = prepared.fromZero() ? 0 : -1;
            rows = IntStream.range(0, states.rows())
                    .mapToObj(i -> new BatchRow(
                            program,
                            numberByName,
                            ClassicalState.initial(prepared.circuit(), options.parameters()),
                            touched,
                            seed,
                            first + i,
                            first + i >= shots))
                    .toList();
            begin();
            runAll(program.items());
            settle();
            reader.read(states, rows.subList(0, Math.min(rows.size(), shots - first)), layout());
        }

        private void begin() {
            states.initialize(0);
            options.initialState().ifPresent(start -> {
                for (int row = 0; row < states.rows(); row++) {
                    start.write(states, row);
                }
            });
        }

        private int[] layout() {
            int[] known = layout;
            if (known == null) {
                known = IntStream.range(0, prepared.indexBits()).toArray();
                layout = known;
            }
            return known;
        }

        private void runAll(List<BatchProgram.Item> items) {
            for (BatchProgram.Item item : items) {
                switch (item) {
                    case BatchProgram.Stretch stretch -> run(stretch);
                    case BatchProgram.Event event -> run(event);
                    case BatchProgram.Loop loop -> run(loop);
                }
            }
        }

        private void run(BatchProgram.Stretch stretch) {
            BitDependence dependence = stretch.dependence();
            if (dependence != null && runByCases(stretch, dependence)) {
                return;
            }
            if (dependence == null || dependence.bits().stream().anyMatch(waiting::waits)) {
                settleFor(stretch);
            }
            classically(() -> {
                for (BatchRow row : rows) {
                    stretch.steps().forEach(row::take);
                }
            });
            if (stretch.hasGates()) {
                Plan plan = stretch.plan(prepared, layout);
                Coefficients coefficients = plan.angles().isEmpty() ? plan.bind(Environment.EMPTY) : plan.bind(rows);
                states.apply(plan, coefficients, options.observer().orElse(null));
                passes.add((long) plan.passes().size() * rows.size());
                layout = plan.layout();
            }
        }

        private void settleFor(BatchProgram.Stretch stretch) {
            if (stretch.steps().stream()
                    .anyMatch(step -> step instanceof BatchProgram.Reading || waiting.decides(step.guard()))) {
                settle();
            }
        }

        /**
         * Runs a stretch whose conditions depend on outcomes that have not been asked for: rows take the numbers of the case
         * that they are in where their states are. Whether that could be done.
         */
        private boolean runByCases(BatchProgram.Stretch stretch, BitDependence dependence) {
            int[] bits = dependence.bits().stream().filter(waiting::waits).toArray();
            BatchRow first = rows.getFirst(); // the first of a batch is never idle
            boolean alike = dependence.bits().stream()
                    .allMatch(bit -> waiting.waits(bit)
                            ? waiting.isOfAllRows(bit)
                            : rows.stream()
                                    .allMatch(
                                            row -> row.isIdle() || row.classical.bit(bit) == first.classical.bit(bit)));
            if (bits.length == 0 || bits.length > mostCaseBits() || !alike) {
                return false;
            }
            if (stretch.hasGates()) {
                Plan plan = stretch.plan(prepared, layout);
                Optional<Coefficients> table = caseTables.of(stretch, dependence, plan, bits, first);
                if (table.isEmpty()) {
                    return false;
                }
                int[] draws = Arrays.stream(bits).map(waiting::drawOf).toArray();
                states.applySelected(
                        plan, table.get(), draws, options.observer().orElse(null));
                passes.add((long) plan.passes().size() * rows.size());
                layout = plan.layout();
            }
            touchAlways(stretch);
            waiting.postpone(stretch.steps(), dependence);
            return true;
        }

        /** A table is no larger than the numbers of all rows would be. */
        private int mostCaseBits() {
            int bitsOfRows = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(rows.size());
            return Math.min(OperatorChoice.MAX_SELECTING, bitsOfRows);
        }

        private void touchAlways(BatchProgram.Stretch stretch) {
            for (BatchProgram.Step step : stretch.steps()) {
                if (step instanceof BatchProgram.Touch && step.guard() == BatchProgram.ALWAYS) {
                    rows.forEach(row -> row.take(step));
                }
            }
        }

        private void run(BatchProgram.Event event) {
            if (waiting.decides(event.guard()) || mayBeUntouched(event)) {
                settle();
            }
            if (event.bit() >= 0) {
                clear(event);
            }
            int[] events = rows.stream().mapToInt(row -> row.enter(event)).toArray();
            if (Arrays.stream(events).allMatch(e -> e == OperatorChoice.NONE)) {
                return;
            }
            states.choose(event.choice(prepared, layout()), seed, firstShot, events);
            passes.add(rows.size());
            boolean all = IntStream.range(0, events.length)
                    .allMatch(
                            i -> events[i] != OperatorChoice.NONE || rows.get(i).isIdle());
            waiting.drew(event.bit(), all);
        }

        /** Whether it depends on outcomes that wait if a measured qubit is |0>. */
        private boolean mayBeUntouched(BatchProgram.Event event) {
            return event.measured()
                    && waiting.mayTouch(event.qubits()[0])
                    && rows.stream().anyMatch(row -> !row.isIdle() && !row.isTouched(event));
        }

        /** A measured qubit that no gate has acted on is 0. */
        private void clear(BatchProgram.Event event) {
            List<BatchRow> untouched = rows.stream()
                    .filter(row -> row.isTaken(event.guard()) && !row.isTouched(event))
                    .toList();
            if (!untouched.isEmpty()) {
                settle();
                untouched.forEach(row -> row.classical.setBit(event.bit(), false));
            }
        }

        private void run(BatchProgram.Loop loop) {
            long activation = activations++;
            boolean[] in = new boolean[rows.size()];
            for (int i = 0; i < in.length; i++) {
                in[i] = rows.get(i).begin(loop);
            }
            while (true) {
                settle();
                classically(() -> {
                    for (int i = 0; i < in.length; i++) {
                        in[i] = rows.get(i).goesRound(loop, activation, in[i], options.maxLoopRounds());
                    }
                });
                if (allFalse(in)) {
                    return;
                }
                runAll(loop.body());
            }
        }

        private static boolean allFalse(boolean[] values) {
            for (boolean value : values) {
                if (value) {
                    return false;
                }
            }
            return true;
        }

        /** Asks for what has been drawn. */
        private void settle() {
            if (waiting.isEmpty()) {
                return;
            }
            classically(() -> waiting.settle(states.takeChoices(), rows));
        }

        private void classically(Runnable work) {
            try {
                work.run();
            } catch (ArithmeticException | IndexOutOfBoundsException e) {
                throw new ProgramException("while the circuit ran: " + e.getMessage(), e);
            }
        }
    }
}
