package org.jaynes.statevector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.Continue;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.MatrixOperator;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.Termination;
import org.jaynes.circuit.Unitary;
import org.jaynes.circuit.WhileLoop;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Coefficients;
import org.jspecify.annotations.Nullable;

/**
 * One run of a prepared circuit on an executor: moves trajectories forward and owns their memory. For one thread; closing it frees
 * all memory that is not with somebody else.
 */
final class Execution implements AutoCloseable {
    /** Bytes that states set aside at branchings may take; beyond it, branches are run again from the start. */
    private static final long SAVED_BYTES = 2L << 30;

    private static final int MAX_SAVED = 64;

    /** A state whose squared norm would be less is normalised. */
    private static final double SMALLEST_NORM = 1e-6;

    private final Executor executor;
    private final PreparedCircuit prepared;
    private final RunOptions options;
    private final Meter meter;
    /** Weak, for a stretch that the circuit does not keep is not met again. */
    private final Map<Stretch, Coefficients> bound = new WeakHashMap<>();

    private boolean mayShrink;

    private final Deque<StateBuffer> free = new ArrayDeque<>();
    private final List<StateBuffer> all = new ArrayList<>();

    Execution(Executor executor, PreparedCircuit prepared, RunOptions options, Meter meter) {
        this.executor = executor;
        this.prepared = prepared;
        this.options = options;
        this.meter = meter;
        requireParameters(prepared, options);
    }

    static void requireParameters(PreparedCircuit prepared, RunOptions options) {
        List<String> needed = prepared.circuit().parameters();
        for (String name : needed) {
            if (!options.parameters().containsKey(name)) {
                throw new IllegalArgumentException("parameter %s has no value; the circuit's parameters are %s"
                        .formatted(name, String.join(", ", needed)));
            }
        }
        for (String name : options.parameters().keySet()) {
            if (!needed.contains(name)) {
                throw new IllegalArgumentException("the circuit has no parameter %s; expected %s"
                        .formatted(name, needed.isEmpty() ? "none" : String.join(", ", needed)));
            }
        }
    }

    Executor executor() {
        return executor;
    }

    /**
     * Lets Kraus operators shrink the state, as they do; probabilities of events are relative to its norm anyway, and
     * operators without a factor of their own have plans that are kept.
     */
    void letShrink() {
        mayShrink = true;
    }

    /** A trajectory at the start, which repeats the given outcomes of the first events. */
    Trajectory start(int[] replay) {
        Trajectory trajectory = new Trajectory(
                prepared.instructions(), ClassicalState.initial(prepared.circuit(), options.parameters()), replay);
        if (options.initialState().isPresent()) {
            trajectory.touched.set(0, prepared.circuit().qubitCount());
        }
        return trajectory;
    }

    /** Gives a trajectory at the start its state. */
    void begin(Trajectory trajectory) {
        StateBuffer buffer = free.poll();
        if (buffer == null) {
            buffer = allocate();
        } else {
            buffer.initialize(0);
        }
        trajectory.buffer = buffer;
        options.initialState().ifPresent(state -> state.write(trajectory.state(), 0));
    }

    private StateBuffer allocate() {
        StateBuffer buffer = executor.allocate(prepared.indexBits(), 1, prepared.precision());
        all.add(buffer);
        return buffer;
    }

    /** A copy of a trajectory with a state of its own, or null if there is no memory for another state. */
    @Nullable
    Trajectory fork(Trajectory trajectory) {
        StateBuffer copy = free.poll();
        if (copy == null) {
            long stateBytes = (long) prepared.precision().amplitudeBytes() << prepared.indexBits();
            if (all.size() > MAX_SAVED || all.size() * stateBytes > SAVED_BYTES) {
                return null;
            }
            try {
                copy = allocate();
            } catch (InsufficientMemoryException e) {
                return null;
            }
        }
        copy.copyFrom(trajectory.state());
        return trajectory.fork(copy);
    }

    /** Takes back the state of a trajectory that has come to its end. */
    void release(Trajectory trajectory) {
        free.push(trajectory.state());
        trajectory.buffer = null;
    }

    /** Gives a state away: closing this does not free it. */
    StateBuffer handOver(Trajectory trajectory) {
        StateBuffer buffer = trajectory.state();
        all.remove(buffer);
        return buffer;
    }

    /**
     * Moves on to the next random event.
     *
     * @return the event, or null at the circuit's tail or end
     */
    @Nullable
    RandomEvent advance(Trajectory t) {
        while (true) {
            if (t.outer == null && t.index >= prepared.tail()) {
                return null;
            }
            if (t.index == t.body.size()) {
                t.leave();
                continue;
            }
            Instruction instruction = t.body.get(t.index);
            switch (instruction) {
                case Gate _, Barrier _ -> {
                    Stretch stretch = plan(() -> prepared.stretch(t.body, t.index, t.layout));
                    apply(t, stretch);
                    t.index = stretch.end();
                }
                case Measurement(int qubit, int bit) -> {
                    t.index++;
                    if (t.touched.get(qubit)) {
                        return new RandomEvent.Measured(qubit, bit);
                    }
                    t.classical.setBit(bit, false);
                }
                case Reset(int qubit) -> {
                    t.index++;
                    if (t.touched.get(qubit)) {
                        return new RandomEvent.Measured(qubit, -1);
                    }
                }
                case Noise noise -> {
                    t.index++;
                    return new RandomEvent.Applied(noise);
                }
                case ReadoutError error -> {
                    t.index++;
                    return new RandomEvent.Misread(error);
                }
                case Assignment _, Branch _, WhileLoop _, Break _, Continue _ -> classical(t, instruction);
                case Termination _ -> {
                    t.ended = true;
                    return null;
                }
            }
        }
    }

    private void classical(Trajectory t, Instruction instruction) {
        try {
            switch (instruction) {
                case Assignment assignment -> {
                    t.classical.assign(assignment);
                    t.index++;
                }
                case Branch(Expression condition, List<Instruction> yes, List<Instruction> no) ->
                    t.enter(condition.isTrue(t.classical) ? yes : no, false);
                case WhileLoop(Expression condition, List<Instruction> body) -> {
                    if (condition.isTrue(t.classical)) {
                        countRound(t, body);
                        t.enter(body, true);
                    } else {
                        t.index++;
                    }
                }
                case Break _ -> t.leaveLoop(false);
                case Continue _ -> t.leaveLoop(true);
                default -> throw new IllegalStateException("not a classical instruction: " + instruction);
            }
        } catch (ArithmeticException | IndexOutOfBoundsException e) {
            throw new ProgramException("while the circuit ran: " + e.getMessage(), e);
        }
    }

    private void countRound(Trajectory t, List<Instruction> body) {
        if (t.isWhereItWas(body)) {
            throw endlessLoop();
        }
        if (++t.rounds > options.maxLoopRounds()) {
            throw tooManyRounds(options.maxLoopRounds());
        }
    }

    static ProgramException endlessLoop() {
        return new ProgramException(
                "a loop never ends: its condition is true, and a round has neither changed a value nor measured");
    }

    static LimitExceededException tooManyRounds(long most) {
        return new LimitExceededException(
                "the loops of one shot have gone through %,d rounds, and more are not allowed: does the condition of a while loop ever become false? (The limit is RunOptions.maxLoopRounds.)"
                        .formatted(most));
    }

    /** Applies what is left of the circuit, so that the state is the final one. */
    void finish(Trajectory t) {
        if (!t.ended) {
            apply(t, plan(() -> prepared.tailStretch(t.layout)));
        }
    }

    private Stretch plan(Supplier<Stretch> planned) {
        long start = System.nanoTime();
        Stretch stretch = planned.get();
        meter.planNanos += System.nanoTime() - start;
        return stretch;
    }

    private void apply(Trajectory t, Stretch stretch) {
        Coefficients coefficients = stretch.isRunTime()
                ? stretch.plan().bind(t.classical)
                : bound.computeIfAbsent(stretch, s -> s.plan().bind(t.classical));
        t.state().apply(stretch.plan(), coefficients, options.observer().orElse(null));
        t.layout = stretch.plan().layout();
        t.touched.or(stretch.qubits());
        meter.passes += stretch.plan().passes().size();
    }

    /** How probable each outcome of an event is, times the squared norm of the state where that decides. */
    double[] weights(Trajectory t, RandomEvent event) {
        int[] layout = t.layout(prepared.indexBits());
        return switch (event) {
            case RandomEvent.Measured(int qubit, int _) -> t.state().marginals(new int[] {layout[qubit]});
            case RandomEvent.Applied(Noise noise) ->
                noise.channel().isMixture()
                        ? noise.channel().probabilities()
                        : KrausWeights.of(t.state(), noise, layout);
            case RandomEvent.Misread(ReadoutError(int bit, double oneForZero, double zeroForOne)) ->
                t.classical.bit(bit)
                        ? new double[] {zeroForOne, 1 - zeroForOne}
                        : new double[] {1 - oneForZero, oneForZero};
        };
    }

    /**
     * Lets an event have an outcome.
     *
     * @param weights as {@link #weights} gave them
     */
    void settle(Trajectory t, RandomEvent event, int outcome, double[] weights) {
        switch (event) {
            case RandomEvent.Measured measured -> settle(t, measured, outcome, weights);
            case RandomEvent.Applied(Noise noise) -> settle(t, noise, outcome, weights);
            case RandomEvent.Misread(ReadoutError error) -> t.classical.setBit(error.bit(), outcome == 1);
        }
        t.record(outcome);
    }

    private void settle(Trajectory t, RandomEvent.Measured event, int outcome, double[] weights) {
        int[] layout = t.layout(prepared.indexBits());
        if (weights[1 - outcome] != 0) {
            double scale = 1 / StrictMath.sqrt(weights[outcome]);
            t.state().collapse(layout[event.qubit()], outcome, scale);
        }
        if (event.bit() >= 0) {
            t.classical.setBit(event.bit(), outcome == 1);
        } else if (outcome == 1) {
            apply(t, plan(() -> prepared.flip(event.qubit(), layout)));
        }
    }

    private void settle(Trajectory t, Noise noise, int outcome, double[] weights) {
        Unitary operator = noise.channel().operator(outcome);
        double[] matrix = operator.matrix();
        if (noise.channel().isMixture() && isIdentity(matrix)) {
            return;
        }
        int[] layout = t.layout(prepared.indexBits());
        if (noise.channel().isMixture() || (mayShrink && weights[outcome] > SMALLEST_NORM)) {
            Gate gate = Gate.of(operator, noise.qubits());
            apply(t, plan(() -> prepared.operator(gate, layout)));
            return;
        }
        double scale = 1 / StrictMath.sqrt(weights[outcome]);
        Arrays.setAll(matrix, i -> scale * matrix[i]);
        Gate gate = Gate.of(new MatrixOperator(operator.label(), matrix), noise.qubits());
        apply(t, plan(() -> prepared.scaledOperator(gate, layout)));
    }

    static boolean isIdentity(double[] matrix) {
        int size = matrix.length == 8 ? 2 : 4;
        for (int i = 0; i < matrix.length; i++) {
            if (matrix[i] != (i % (2 * (size + 1)) == 0 ? 1 : 0)) {
                return false;
            }
        }
        return true;
    }

    /** Frees every state, also when a device that is lost refuses to free one. */
    @Override
    public void close() {
        List<Runnable> closings =
                all.stream().<Runnable>map(buffer -> buffer::close).toList();
        all.clear();
        free.clear();
        Closing.all(closings);
    }
}
