package org.jaynes.statevector;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Follows the outcomes of a circuit's random events depth first. Groups, of shots or of probability, travel together
 * along a trajectory until an event divides them; the part that gets 1 waits with a copy of the state, or, where there is
 * no memory for one, runs again from the start with the outcomes that brought it there. Both give the same bits.
 *
 * @param <G> what is divided: see the two uses in {@link Simulator}
 */
abstract class Branching<G> {
    /**
     * The parts of a group that have outcome 0 and 1; null for none.
     *
     * @param <G> as above
     */
    record Parts<G>(@Nullable G zero, @Nullable G one) {}

    private record Waiting<G>(Trajectory trajectory, G group) {}

    /**
     * Divides a group.
     *
     * @param zero probability of outcome 0
     * @param event number of the event in its shot
     */
    abstract Parts<G> divide(G group, double zero, int event);

    /**
     * A group has come to the end.
     *
     * @param last with the final state, before the measurements of the circuit's tail
     * @return whether the state was handed over
     */
    abstract boolean end(Trajectory last, G group);

    final void follow(Execution execution, G all) {
        Deque<Waiting<G>> waiting = new ArrayDeque<>();
        waiting.push(new Waiting<>(execution.start(new BitSet(), 0), all));
        while (!waiting.isEmpty()) {
            Waiting<G> next = waiting.pop();
            if (next.trajectory().buffer == null) {
                execution.begin(next.trajectory());
            }
            follow(execution, next.trajectory(), next.group(), waiting);
        }
    }

    private void follow(Execution execution, Trajectory t, G group, Deque<Waiting<G>> waiting) {
        G here = group;
        while (true) {
            Execution.Event event = execution.advance(t);
            if (event == null) {
                execution.finish(t);
                if (!end(t, here)) {
                    execution.release(t);
                }
                return;
            }
            double[] weights = execution.weights(t, event.qubit());
            if (t.events < t.replayed) {
                execution.settle(t, event, t.replay.get(t.events) ? 1 : 0, weights);
                continue;
            }
            Parts<G> parts = divide(here, probabilityOfZero(weights), t.events);
            if (parts.zero() != null && parts.one() != null) {
                waiting.push(new Waiting<>(setAside(execution, t, event, weights), parts.one()));
            }
            G goesOn = parts.zero() != null ? parts.zero() : parts.one();
            if (goesOn == null) {
                execution.release(t);
                return;
            }
            execution.settle(t, event, parts.zero() != null ? 0 : 1, weights);
            here = goesOn;
        }
    }

    /** The trajectory on which the event has outcome 1. */
    private static Trajectory setAside(Execution execution, Trajectory t, Execution.Event event, double[] weights) {
        Trajectory copy = execution.fork(t);
        if (copy != null) {
            execution.settle(copy, event, 1, weights);
            return copy;
        }
        BitSet outcomes = (BitSet) t.outcomes.clone();
        outcomes.set(t.events);
        return execution.start(outcomes, t.events + 1);
    }

    /** Exactly 0 or 1 when one of the outcomes is impossible. */
    private static double probabilityOfZero(double[] weights) {
        double norm = weights[0] + weights[1];
        if (!(norm > 0)) {
            throw new IllegalStateException("the state has the squared norm " + Arrays.toString(weights));
        }
        return weights[1] == 0 ? 1 : weights[0] / norm;
    }
}
