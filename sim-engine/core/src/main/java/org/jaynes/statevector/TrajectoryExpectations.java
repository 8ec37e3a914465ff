package org.jaynes.statevector;

import java.util.List;
import org.jaynes.execution.PauliGroup;

/** Expectation values in the final state of each shot, before the measurements at the circuit's end. */
final class TrajectoryExpectations extends Branching<int[]> {
    private final PreparedCircuit prepared;
    private final List<PauliSum> observables;
    private final long seed;
    private final double[][] values;

    /** @param values to be filled: for each observable a value for each shot */
    TrajectoryExpectations(PreparedCircuit prepared, List<PauliSum> observables, long seed, double[][] values) {
        this.prepared = prepared;
        this.observables = observables;
        this.seed = seed;
        this.values = values;
    }

    @Override
    List<Part<int[]>> divide(int[] shots, double[] cumulative, int event, RandomEvent kind) {
        return ShotSampler.divide(seed, shots, cumulative, event, kind);
    }

    @Override
    boolean end(Trajectory last, int[] shots) {
        int[] layout = last.layout(prepared.indexBits());
        for (int o = 0; o < values.length; o++) {
            double value = 0;
            for (PauliGroup group : observables.get(o).groups(layout)) {
                value += last.state().expectation(group)[0];
            }
            for (int shot : shots) {
                values[o][shot] = value;
            }
        }
        return false;
    }
}
