package org.jaynes.statevector;

import java.util.Arrays;
import java.util.List;
import org.jaynes.plan.Precision;
import org.jspecify.annotations.Nullable;

/** Follows a circuit whose mid-circuit outcomes are certain to its final state. */
final class FinalState extends Branching<Boolean> {
    /** An outcome counts as certain when the other one is at most this probable: rounding may have brought it there. */
    private static final double SINGLE_TOLERANCE = 1e-6;

    private static final double DOUBLE_TOLERANCE = 1e-12;

    private final Execution execution;
    private final double tolerance;
    private @Nullable Trajectory last;

    FinalState(Execution execution, Precision precision) {
        this.execution = execution;
        this.tolerance = precision == Precision.SINGLE ? SINGLE_TOLERANCE : DOUBLE_TOLERANCE;
    }

    @Override
    List<Part<Boolean>> divide(Boolean group, double[] cumulative, int event, RandomEvent kind) {
        double before = 0;
        for (int outcome = 0; outcome < cumulative.length; outcome++) {
            if (1 - (cumulative[outcome] - before) <= tolerance) {
                return List.of(new Part<>(outcome, group));
            }
            before = cumulative[outcome];
        }
        throw new ProgramException(
                "the final state depends on the outcome of a mid-circuit measurement, reset or channel (number %d, P(0) = %s):"
                                .formatted(event + 1, cumulative[0])
                        + " there is no single state; run shots or take the distribution");
    }

    @Override
    boolean end(Trajectory trajectory, Boolean group) {
        last = trajectory;
        return true;
    }

    State state(int qubitCount, int indexBits, DeviceChoice choice, Meter meter) {
        if (last == null) {
            throw new IllegalStateException("no trajectory has come to its end");
        }
        int[] layout = Arrays.copyOf(last.layout(indexBits), indexBits);
        return new State(
                execution.executor(),
                execution.handOver(last),
                layout,
                qubitCount,
                choice,
                meter.passes,
                meter.timing());
    }
}
