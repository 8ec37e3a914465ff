package org.jaynes.statevector;

import java.util.function.Function;
import org.jaynes.execution.Executor;
import org.jspecify.annotations.Nullable;

/** Follows every sequence of mid-circuit outcomes that is probable enough. */
abstract class OutcomeEnumerator extends Branching<Double> {
    /** Sequences of outcomes are left out only if they are less probable than this, unless the caller says so. */
    private static final double COARSEST_PROBABILITY = 1e-6;

    private static final double FINEST_COARSER_PROBABILITY = 1e-12;

    private final RunOptions options;
    private double notFollowed;
    private int branches;

    OutcomeEnumerator(RunOptions options) {
        this.options = options;
    }

    /**
     * Follows all outcomes of a circuit. Where they exceed a limit, such as {@link RunOptions#maxBranches}, it begins again
     * with 1000 times {@link RunOptions#minProbability}, up to 10^-6.
     *
     * @param collector makes what collects the ends, a new one for each attempt
     * @throws LimitExceededException if there are too many sequences all the same
     */
    static <C extends OutcomeEnumerator> C followAll(
            Executor executor,
            PreparedCircuit prepared,
            RunOptions options,
            Meter meter,
            Function<RunOptions, C> collector) {
        double coarser = Math.max(1000 * options.minProbability(), FINEST_COARSER_PROBABILITY);
        C ends = collector.apply(options);
        try (Execution execution = new Execution(executor, prepared, options, meter)) {
            ends.follow(execution, 1.0);
            return ends;
        } catch (LimitExceededException e) {
            if (coarser > COARSEST_PROBABILITY || !prepared.isDynamic()) {
                throw e;
            }
        }
        return followAll(executor, prepared, options.withMinProbability(coarser), meter, collector);
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
