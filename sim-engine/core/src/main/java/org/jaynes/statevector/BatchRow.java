package org.jaynes.statevector;

import java.util.Map;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.execution.OperatorChoice;
import org.jaynes.execution.Philox;
import org.jspecify.annotations.Nullable;

/** One shot of a batch: its classical values, the flags of the program, and the numbers of the stretch that it is in. */
final class BatchRow implements Environment {
    /** Random numbers have 24 bits for the number of the event. */
    private static final int MAX_EVENTS = 1 << 24;

    final ClassicalState classical;
    final int shot;

    /** Whether it is there to fill the batch only; nothing is drawn for it. */
    private final boolean idle;

    private final BatchProgram program;
    private final long seed;
    private final Map<String, Integer> numberByName;
    private final double[] numbers;
    private final boolean[] flags;
    private final boolean[] left;
    private final boolean[] skips;

    /** Qubits that a gate has acted on; the others are |0>. */
    private long touched;

    private int events;
    private boolean ended;
    private long rounds;
    private @Nullable RoundStart lastRound;

    /**
     * Where the last round of a loop began.
     *
     * @param activation which time the loop was come to
     */
    private record RoundStart(int loop, long activation, int events, long touched, ClassicalState classical) {}

    BatchRow(
            BatchProgram program,
            Map<String, Integer> numberByName,
            ClassicalState classical,
            long touched,
            long seed,
            int shot,
            boolean idle) {
        this.program = program;
        this.classical = classical;
        this.touched = touched;
        this.seed = seed;
        this.shot = shot;
        this.idle = idle;
        this.numberByName = numberByName;
        this.numbers = new double[program.numbers()];
        this.flags = new boolean[program.flags()];
        this.left = new boolean[program.loops()];
        this.skips = new boolean[program.loops()];
    }

    @Override
    public double parameter(String name) {
        Integer number = numberByName.get(name);
        return number == null ? classical.parameter(name) : numbers[number];
    }

    /** A row with the same classical values, whose steps change nothing in this one. */
    BatchRow twin() {
        return new BatchRow(program, numberByName, classical.copy(), touched, seed, shot, false);
    }

    boolean isIdle() {
        return idle;
    }

    /** Number of random events so far. */
    int events() {
        return events;
    }

    boolean ended() {
        return ended;
    }

    boolean isTaken(int guard) {
        return !idle && (guard == BatchProgram.ALWAYS || flags[guard]);
    }

    private double uniform(int purposeAndEvent) {
        return Philox.uniform(seed, shot, 0, purposeAndEvent);
    }

    private int nextEvent(int purpose) {
        if (events >= MAX_EVENTS) {
            throw new LimitExceededException("a shot has more than %,d random events".formatted(MAX_EVENTS));
        }
        return Philox.purposeAndEvent(purpose, events++);
    }

    void take(BatchProgram.Step step) {
        boolean taken = isTaken(step.guard());
        switch (step) {
            case BatchProgram.Evaluate(int number, var expression, int _) ->
                numbers[number] = taken ? expression.real(classical) : 0;
            case BatchProgram.Decide(int flag, var condition, boolean wanted, int _) ->
                flags[flag] = taken && condition.isTrue(classical) == wanted;
            case BatchProgram.Tell(int number, int _) -> numbers[number] = taken ? 1 : 0;
            case BatchProgram.Draw(int number, var noise, int _) -> numbers[number] = taken ? drawn(noise) : -1;
            case BatchProgram.Still(int flag, int loop, int _) ->
                flags[flag] = taken && !ended && (loop < 0 || !(left[loop] || skips[loop]));
            case BatchProgram.Assign(var assignment, int _) -> {
                if (taken) {
                    classical.assign(assignment);
                }
            }
            case BatchProgram.Misread(var error, int _) -> {
                if (taken) {
                    misread(error);
                }
            }
            case BatchProgram.Touch(long qubits, int _) -> touched |= taken ? qubits : 0;
            case BatchProgram.Leave(int loop, boolean again, int _) -> (again ? skips : left)[loop] |= taken;
            case BatchProgram.End _ -> ended |= taken;
        }
    }

    private void misread(ReadoutError error) {
        boolean value = classical.bit(error.bit());
        double stays = 1 - (value ? error.zeroForOne() : error.oneForZero());
        // The first of two outcomes is the value 0, as of every event.
        double becomesZero = value ? 1 - stays : stays;
        classical.setBit(error.bit(), uniform(nextEvent(Philox.PURPOSE_NOISE)) >= becomesZero);
    }

    /** Of the unitaries of a channel; the identity is no gate. */
    private int drawn(Noise noise) {
        double[] cumulative = Branching.cumulative(noise.channel().probabilities());
        double number = uniform(nextEvent(Philox.PURPOSE_NOISE));
        int k = 0;
        while (!(number < cumulative[k])) {
            k++;
        }
        if (!Execution.isIdentity(noise.channel().operator(k).matrix())) {
            touch(noise.qubits());
        }
        return k;
    }

    private void touch(int[] qubits) {
        for (int qubit : qubits) {
            touched |= 1L << qubit;
        }
    }

    /**
     * What the random number of an event is for, or {@link OperatorChoice#NONE} if it does not come here: then a measured
     * bit is 0 where the guard holds.
     */
    int enter(BatchProgram.Event event) {
        if (!isTaken(event.guard())) {
            return OperatorChoice.NONE;
        }
        if (!event.measured()) {
            touch(event.qubits());
            return nextEvent(Philox.PURPOSE_NOISE);
        }
        return isTouched(event) ? nextEvent(Philox.PURPOSE_MEASURE) : OperatorChoice.NONE;
    }

    /** Whether a measured qubit may be anything but |0>. */
    boolean isTouched(BatchProgram.Event event) {
        return (touched >>> event.qubits()[0] & 1) == 1;
    }

    /** Comes to a loop; whether it goes into it. */
    boolean begin(BatchProgram.Loop loop) {
        left[loop.number()] = false;
        skips[loop.number()] = false;
        return isTaken(loop.guard());
    }

    /**
     * Decides whether another round of a loop begins.
     *
     * @param activation which time the loop has been come to
     * @param in whether the row is in the loop
     */
    boolean goesRound(BatchProgram.Loop loop, long activation, boolean in, long maxRounds) {
        boolean again = in && !ended && !left[loop.number()] && loop.condition().isTrue(classical);
        skips[loop.number()] = false;
        flags[loop.flag()] = again;
        if (again) {
            countRound(loop, activation, maxRounds);
        }
        return again;
    }

    private void countRound(BatchProgram.Loop loop, long activation, long maxRounds) {
        RoundStart last = lastRound;
        if (last != null
                && last.loop == loop.number()
                && last.activation == activation
                && last.events == events
                && last.touched == touched
                && last.classical.equalsState(classical)) {
            throw Execution.endlessLoop();
        }
        lastRound = new RoundStart(loop.number(), activation, events, touched, classical.copy());
        if (++rounds > maxRounds) {
            throw Execution.tooManyRounds(maxRounds);
        }
    }

    /** What the tail is written from. */
    Trajectory last(PreparedCircuit prepared, int[] layout) {
        Trajectory last = new Trajectory(prepared.instructions(), classical, new int[0]);
        last.layout = layout;
        last.ended = ended;
        return last;
    }
}
