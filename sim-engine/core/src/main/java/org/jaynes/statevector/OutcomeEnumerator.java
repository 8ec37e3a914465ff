package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jaynes.execution.Executor;

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
    List<Part<Double>> divide(Double group, double[] cumulative, int event, RandomEvent kind) {
        List<Part<Double>> parts = new ArrayList<>();
        double before = 0;
        for (int outcome = 0; outcome < cumulative.length; outcome++) {
            double probability = group * (cumulative[outcome] - before);
            before = cumulative[outcome];
            if (probability > 0 && probability >= options.minProbability()) {
                parts.add(new Part<>(outcome, probability));
            } else {
                notFollowed += probability;
            }
        }
        return parts;
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
