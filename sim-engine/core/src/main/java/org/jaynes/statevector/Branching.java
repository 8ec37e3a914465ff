package org.jaynes.statevector;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Follows the outcomes of a circuit's random events depth first. Groups, of shots or of probability, travel together
 * along a trajectory until an event divides them; the parts that go another way wait with a copy of the state, or, where
 * there is no memory for one, run again from the start with the outcomes that brought them there. Both give the same bits.
 *
 * @param <G> what is divided: see the two uses in {@link Simulator}
 */
abstract class Branching<G> {
    /**
     * The part of a group that has an outcome.
     *
     * @param <G> as above
     */
    record Part<G>(int outcome, G group) {}

    private record Waiting<G>(Trajectory trajectory, G group) {}

    /**
     * Divides a group.
     *
     * @param cumulative for each outcome the probability that it comes or one before it; 1 from the last possible one on
     * @param event number of the event in its shot
     * @param kind what it is
     * @return the parts that are followed, by ascending outcome
     */
    abstract List<Part<G>> divide(G group, double[] cumulative, int event, RandomEvent kind);

    /**
     * A group has come to the end.
     *
     * @param last with the final state, before the measurements of the circuit's tail
     * @return whether the state was handed over
     */
    abstract boolean end(Trajectory last, G group);

    final void follow(Execution execution, G all) {
        Deque<Waiting<G>> waiting = new ArrayDeque<>();
        waiting.push(new Waiting<>(execution.start(new int[0]), all));
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
            RandomEvent event = execution.advance(t);
            if (event == null) {
                execution.finish(t);
                if (!end(t, here)) {
                    execution.release(t);
                }
                return;
            }
            double[] weights = execution.weights(t, event);
            if (t.events < t.replay.length) {
                execution.settle(t, event, t.replay[t.events], weights);
                continue;
            }
            List<Part<G>> parts = divide(here, cumulative(weights), t.events, event);
            if (parts.isEmpty()) {
                execution.release(t);
                return;
            }
            for (Part<G> part : parts.subList(1, parts.size())) {
                waiting.push(new Waiting<>(setAside(execution, t, event, part.outcome(), weights), part.group()));
            }
            execution.settle(t, event, parts.getFirst().outcome(), weights);
            here = parts.getFirst().group();
        }
    }

    /** The trajectory on which the event has another outcome. */
    private static Trajectory setAside(
            Execution execution, Trajectory t, RandomEvent event, int outcome, double[] weights) {
        Trajectory copy = execution.fork(t);
        if (copy == null) {
            return execution.start(t.outcomesAnd(outcome));
        }
        execution.settle(copy, event, outcome, weights);
        return copy;
    }

    /** Exactly 0 before the first possible outcome, and 1 from the last one on. */
    static double[] cumulative(double[] weights) {
        double norm = 0;
        int last = -1;
        for (int k = 0; k < weights.length; k++) {
            norm += weights[k];
            last = weights[k] > 0 ? k : last;
        }
        if (!(norm > 0)) {
            throw new IllegalStateException("the state has the squared norm " + Arrays.toString(weights));
        }
        double[] cumulative = new double[weights.length];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k];
            cumulative[k] = k >= last ? 1 : sum / norm;
        }
        return cumulative;
    }
}
