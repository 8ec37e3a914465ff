package org.jaynes.statevector;

import org.jspecify.annotations.Nullable;

/** Follows every sequence of mid-circuit outcomes that is probable enough. */
abstract class OutcomeEnumerator extends Branching<Double> {
    private final RunOptions options;
    private double notFollowed;
    private int branches;

    OutcomeEnumerator(RunOptions options) {
        this.options = options;
    }

    /** The end of one sequence of outcomes of a probability. */
    abstract void end(double probability, Trajectory last);

    double notFollowed() {
        return notFollowed;
    }

    int branches() {
        return branches;
    }

    @Override
    Parts<Double> divide(Double group, double zero, int event) {
        double ofZero = group * zero;
        double ofOne = group * (1 - zero);
        return new Parts<>(follow(ofZero), follow(ofOne));
    }

    private @Nullable Double follow(double probability) {
        if (probability > 0 && probability >= options.minProbability()) {
            return probability;
        }
        notFollowed += probability;
        return null;
    }

    @Override
    boolean end(Trajectory last, Double probability) {
        if (++branches > options.maxBranches()) {
            throw new LimitExceededException(
                    "more than %,d sequences of mid-circuit outcomes: the limit maxBranches; sample shots instead"
                            .formatted(options.maxBranches()));
        }
        end(probability, last);
        return false;
    }
}
