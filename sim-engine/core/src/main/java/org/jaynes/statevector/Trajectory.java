package org.jaynes.statevector;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jaynes.circuit.Instruction;
import org.jaynes.execution.StateBuffer;
import org.jspecify.annotations.Nullable;

/** One way through a circuit, somewhere on it: the quantum state, the classical state, and what comes next. */
final class Trajectory {
    /**
     * What goes on after a body.
     *
     * @param loop whether the body is that of a loop; then {@code index} is the loop itself, to be tried again
     */
    record Frame(
            List<Instruction> body,
            int index,
            boolean loop,
            @Nullable Frame outer) {}

    final ClassicalState classical;

    /** Outcomes of the random events so far: the first {@link #events} elements. */
    private int[] outcomes = new int[8];

    /** Qubits that a gate has acted on; the others are |0>. */
    final BitSet touched = new BitSet();

    List<Instruction> body;
    int index;

    @Nullable
    Frame outer;

    /** Number of random events so far: measurements, resets, channels and misread bits. */
    int events;

    /** Rounds of loops so far. */
    long rounds;

    /** Where the last round of a loop began; null if something else happened since, or before the first. */
    private @Nullable RoundStart lastRound;

    /** @param loop body of the loop, compared by identity */
    private record RoundStart(
            List<Instruction> loop, @Nullable Frame outer, int events, int touched, ClassicalState classical) {}

    /** Whether an end instruction was met. */
    boolean ended;

    /** The state; null before the first gate. */
    @Nullable
    StateBuffer buffer;

    /** The index bit of each qubit; null while the state is |0...0> and qubits may be anywhere. */
    int @Nullable [] layout;

    /** Outcomes to be repeated, of the first events. */
    final int[] replay;

    /** At the start. */
    Trajectory(List<Instruction> instructions, ClassicalState classical, int[] replay) {
        this.body = instructions;
        this.classical = classical;
        this.replay = replay;
    }

    /** Notes the outcome of the next event. */
    void record(int outcome) {
        if (events == outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, 2 * events);
        }
        outcomes[events++] = outcome;
    }

    /** The outcomes so far, and one more. */
    int[] outcomesAnd(int next) {
        int[] all = Arrays.copyOf(outcomes, events + 1);
        all[events] = next;
        return all;
    }

    /** A copy that goes on by itself with its own state. */
    Trajectory fork(StateBuffer ownBuffer) {
        Trajectory copy = new Trajectory(body, classical.copy(), replay);
        copy.index = index;
        copy.outer = outer;
        copy.outcomes = outcomes.clone();
        copy.touched.or(touched);
        copy.events = events;
        copy.rounds = rounds;
        copy.buffer = ownBuffer;
        copy.layout = layout;
        return copy;
    }

    /** The state, where there must be one. */
    StateBuffer state() {
        if (buffer == null) {
            throw new IllegalStateException("this trajectory has no state yet");
        }
        return buffer;
    }

    /** The index bit of each qubit, where a state exists; qubits that were never planned lie in order. */
    int[] layout(int indexBits) {
        if (layout == null) {
            layout = new int[indexBits];
            Arrays.setAll(layout, q -> q);
        }
        return layout;
    }

    /**
     * Notes that a round of a loop begins here.
     *
     * @return whether the last round to begin was one of the same loop, and a classical value has
     *     not changed, nothing random came between and no gate on a new qubit: then every round from now on is like it
     */
    @SuppressWarnings("ReferenceEquality") // bodies are places
    boolean isWhereItWas(List<Instruction> loop) {
        RoundStart last = lastRound;
        boolean same = last != null
                && last.loop == loop
                && last.outer == outer
                && last.events == events
                && last.touched == touched.cardinality()
                && last.classical.equalsState(classical);
        if (!same) {
            lastRound = new RoundStart(loop, outer, events, touched.cardinality(), classical.copy());
        }
        return same;
    }

    void enter(List<Instruction> inner, boolean loop) {
        outer = new Frame(body, loop ? index : index + 1, loop, outer);
        body = inner;
        index = 0;
    }

    /** Goes on after the end of a body. */
    void leave() {
        Frame frame = requireFrame();
        body = frame.body();
        index = frame.index();
        outer = frame.outer();
    }

    /** Leaves the innermost loop, or begins its next round. */
    void leaveLoop(boolean again) {
        while (!requireFrame().loop()) {
            leave();
        }
        leave();
        if (!again) {
            index++;
        }
    }

    private Frame requireFrame() {
        if (outer == null) {
            throw new IllegalStateException("the instructions of the circuit itself have no frame around them");
        }
        return outer;
    }
}
