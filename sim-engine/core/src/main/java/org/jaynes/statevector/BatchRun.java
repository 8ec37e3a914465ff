package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.Philox;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Coefficients;
import org.jspecify.annotations.Nullable;

/**
 * Runs the shots of a {@link BatchProgram}, each a row of a batch, several threads with a batch each where the host does the
 * work. The random numbers are those of {@link ShotSampler}.
 */
final class BatchRun {
    /**
     * Larger states are better shared by shots that have had the same outcomes so far. Measured on two cores with 2000 shots
     * of 30 events: rows take a quarter of the time with 3 and 5 qubits, and 1.8 times it with 12.
     */
    private static final int MAX_QUBITS = 10;

    /** With fewer events many shots have the same outcomes, and travel together as long. */
    private static final int FEWEST_EVENTS = 16;

    private final Executor executor;
    private final PreparedCircuit prepared;
    private final BatchProgram program;
    private final RunOptions options;
    private final ShotSampler sampler;
    private final long seed;
    private final Map<String, Integer> numberByName = new HashMap<>();

    BatchRun(
            Executor executor,
            PreparedCircuit prepared,
            BatchProgram program,
            RunOptions options,
            ShotSampler sampler,
            long seed) {
        this.executor = executor;
        this.prepared = prepared;
        this.program = program;
        this.options = options;
        this.sampler = sampler;
        this.seed = seed;
        for (BatchProgram.Stretch stretch : program.stretches()) {
            for (int number = numberByName.size(); number < stretch.numbers(); number++) {
                numberByName.put(BatchProgram.name(number), number);
            }
        }
    }

    /** Whether rows are better than trajectories that shots share. */
    static boolean isBetter(PreparedCircuit prepared) {
        return prepared.isDynamic()
                && prepared.indexBits() <= MAX_QUBITS
                && prepared.batch().filter(p -> p.events() >= FEWEST_EVENTS).isPresent();
    }

    /**
     * Runs all shots.
     *
     * @return how often a state was read and written
     */
    long run() {
        int shots = options.shots();
        long coefficients = program.stretches().stream()
                .mapToLong(s -> s.plan().coefficientCount())
                .max()
                .orElse(0);
        int batch = RowBatches.batchRows(executor, prepared.indexBits(), coefficients, shots);
        while (true) {
            try {
                run(batch, shots);
                break;
            } catch (InsufficientMemoryException e) {
                if (batch == 1) {
                    throw e;
                }
                batch = (batch + 1) / 2; // all shots come once more
            }
        }
        long passes = program.stretches().stream()
                .mapToLong(s -> s.plan().passes().size())
                .sum();
        return passes * shots;
    }

    private void run(int batch, int shots) {
        int batches = Math.ceilDiv(shots, batch);
        @Nullable Lane[] lanes = new Lane[executor.hostThreads()];
        try {
            executor.forEach(batches, (thread, item) -> {
                Lane lane = lanes[thread];
                if (lane == null) {
                    lane = new Lane(batch);
                    lanes[thread] = lane;
                }
                lane.run(Math.toIntExact(item * batch), shots);
            });
        } finally {
            Closing.all(Arrays.stream(lanes)
                    .filter(Objects::nonNull)
                    .<Runnable>map(lane -> lane.states::close)
                    .toList());
        }
    }

    /** One shot of a batch: its classical values, and the numbers of the stretch that it is in. */
    private final class Row implements Environment {
        final ClassicalState classical = ClassicalState.initial(prepared.circuit(), options.parameters());
        final double[] numbers = new double[numberByName.size()];
        final int shot;

        Row(int shot) {
            this.shot = shot;
        }

        @Override
        public double parameter(String name) {
            Integer number = numberByName.get(name);
            return number == null ? classical.parameter(name) : numbers[number];
        }

        double uniform(int purpose, int event) {
            return Philox.uniform(seed, shot, 0, Philox.purposeAndEvent(purpose, event));
        }

        void take(BatchProgram.Step step) {
            boolean taken = step.guard() < 0 || numbers[step.guard()] == 1;
            switch (step) {
                case BatchProgram.Evaluate(int number, var expression, int _) ->
                    numbers[number] = taken ? expression.real(classical) : 0;
                case BatchProgram.Decide(int number, var condition, boolean wanted, int _) ->
                    numbers[number] = taken && condition.isTrue(classical) == wanted ? 1 : 0;
                case BatchProgram.Assign(var assignment, int _) -> {
                    if (taken) {
                        classical.assign(assignment);
                    }
                }
                case BatchProgram.Misread(ReadoutError(int bit, double one, double zero), int event, int _) -> {
                    double stays = 1 - (classical.bit(bit) ? zero : one);
                    // The first of two outcomes is the value 0, as of every event.
                    double becomesZero = classical.bit(bit) ? 1 - stays : stays;
                    classical.setBit(bit, uniform(Philox.PURPOSE_NOISE, event) >= becomesZero);
                }
            }
        }

        /** Draws an outcome, whose projection is the first operator of the next stretch. */
        void measure(BatchProgram.Event event, double ofZero, double ofOne) {
            boolean one =
                    uniform(Philox.PURPOSE_MEASURE, event.number()) >= (ofOne == 0 ? 1 : ofZero / (ofZero + ofOne));
            numbers[0] = one ? 0 : 1 / StrictMath.sqrt(ofZero);
            numbers[1] = one ? 1 / StrictMath.sqrt(ofOne) : 0;
            if (event.bit() >= 0) {
                classical.setBit(event.bit(), one);
            }
        }
    }

    /** What one thread needs for a batch. */
    private final class Lane {
        private final StateBuffer states;

        Lane(int batch) {
            this.states = executor.allocate(prepared.indexBits(), batch, prepared.precision());
        }

        void run(int first, int shots) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < states.rows(); i++) {
                rows.add(new Row(first + i));
            }
            begin();
            for (BatchProgram.Stretch stretch : program.stretches()) {
                for (Row row : rows) {
                    classical(row, stretch);
                }
                Coefficients coefficients = stretch.plan().angles().isEmpty()
                        ? stretch.plan().bind(Environment.EMPTY)
                        : stretch.plan().bind(rows);
                states.apply(stretch.plan(), coefficients, options.observer().orElse(null));
                BatchProgram.Event event = stretch.event();
                if (event != null) {
                    double[] weights =
                            states.marginals(new int[] {stretch.plan().layout()[event.qubit()]});
                    for (int i = 0; i < rows.size(); i++) {
                        rows.get(i).measure(event, weights[2 * i], weights[2 * i + 1]);
                    }
                }
            }
            draw(rows.subList(0, Math.min(rows.size(), shots - first)));
        }

        private void begin() {
            InitialState start = options.initialState().orElse(null);
            if (start == null) {
                states.initialize(0);
                return;
            }
            for (int row = 0; row < states.rows(); row++) {
                start.write(states, row);
            }
        }

        private void classical(Row row, BatchProgram.Stretch stretch) {
            try {
                stretch.steps().forEach(row::take);
            } catch (ArithmeticException | IndexOutOfBoundsException e) {
                throw new ProgramException("while the circuit ran: " + e.getMessage(), e);
            }
        }

        private void draw(List<Row> rows) {
            int[] layout = program.stretches().getLast().plan().layout();
            TailOutcomes tail = null;
            double[] probabilities = {};
            for (int i = 0; i < rows.size(); i++) {
                Trajectory last = new Trajectory(prepared.instructions(), rows.get(i).classical, new int[0]);
                last.layout = layout;
                if (tail == null) {
                    tail = TailOutcomes.of(prepared, last);
                    probabilities = tail.qubits().length == 0
                            ? new double[rows.size()]
                            : Marginals.of(states, tail.indexBits());
                    if (tail.qubits().length == 0) {
                        Arrays.fill(probabilities, 1);
                    }
                }
                int values = 1 << tail.qubits().length;
                sampler.draw(
                        Arrays.copyOfRange(probabilities, i * values, (i + 1) * values), tail, last, rows.get(i).shot);
            }
        }
    }
}
