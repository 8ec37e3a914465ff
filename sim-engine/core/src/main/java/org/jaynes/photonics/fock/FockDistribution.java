package org.jaynes.photonics.fock;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.FockState;

/**
 * A distribution of outcomes of all modes. Immutable. Memory: 8 bytes an outcome, {@link #size()} of them.
 *
 * <p>Outcomes are in descending lexicographic order of their counts, mode 0 first.
 */
public final class FockDistribution {
    private final Outcomes outcomes;
    private final double[] probabilities;

    FockDistribution(Outcomes outcomes, double[] probabilities) {
        this.outcomes = outcomes;
        this.probabilities = probabilities;
    }

    /** Receives an outcome and its probability. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes one outcome; the array of its counts by mode is used again for the next one. */
        void visit(int[] counts, double probability);
    }

    /** A distribution that holds under a condition, and how likely the condition is. */
    public record Conditional(double probability, FockDistribution distribution) {}

    public int modes() {
        return outcomes.modes();
    }

    /** The number of outcomes that are listed; some may have probability 0. */
    public int size() {
        return probabilities.length;
    }

    /** The order in which the outcomes are listed. */
    public Outcomes outcomes() {
        return outcomes;
    }

    /** The probabilities in the order of {@link #outcomes}; a copy. */
    public double[] probabilities() {
        return probabilities.clone();
    }

    /** The probability of the outcome with a number. */
    public double probability(int index) {
        return probabilities[index];
    }

    /** The probability of an outcome; 0 for one that is not listed. */
    public double probability(FockState outcome) {
        if (outcome.modes() != modes()) {
            throw new ExperimentException(
                    "outcome %s has %d modes; expected %d".formatted(outcome, outcome.modes(), modes()));
        }
        int index = outcomes.rank(outcome.occupations());
        return index < 0 ? 0 : probabilities[index];
    }

    /** Visits all outcomes in their order. */
    public void forEach(Visitor visitor) {
        int[] counts = new int[modes()];
        for (int i = 0; i < probabilities.length; i++) {
            outcomes.read(i, counts);
            visitor.visit(counts, probabilities[i]);
        }
    }

    /** The outcomes with a probability above a threshold, in their order. */
    public Map<FockState, Double> above(double threshold) {
        Map<FockState, Double> map = new LinkedHashMap<>();
        forEach((counts, probability) -> {
            if (probability > threshold) {
                map.put(FockState.of(counts), probability);
            }
        });
        return map;
    }

    /** The sum of all probabilities: 1 up to rounding. */
    public double total() {
        double total = 0;
        for (double p : probabilities) {
            total += p;
        }
        return total;
    }

    /** The mean count of every mode. */
    public double[] means() {
        double[] means = new double[modes()];
        forEach((counts, probability) -> {
            for (int i = 0; i < means.length; i++) {
                means[i] += counts[i] * probability;
            }
        });
        return means;
    }

    /**
     * The distribution of some modes, whatever the others show.
     *
     * @param kept the modes, in the order that the outcomes shall have
     */
    public FockDistribution marginal(int... kept) {
        for (int mode : kept) {
            if (mode < 0 || mode >= modes()) {
                throw new ExperimentException("mode %d; expected 0 to %d".formatted(mode, modes() - 1));
            }
        }
        Outcomes some = switch (outcomes) {
            case Outcomes.Exactly(FockBasis basis) ->
                new Outcomes.AtMost(new FockBasis(kept.length + 1, basis.photons()));
            case Outcomes.AtMost(FockBasis basis) ->
                new Outcomes.AtMost(new FockBasis(kept.length + 1, basis.photons()));
            case Outcomes.Patterns(int _, int radix) -> new Outcomes.Patterns(kept.length, radix);
        };
        double[] sums = new double[some.size()];
        int[] part = new int[kept.length];
        forEach((counts, probability) -> {
            for (int i = 0; i < part.length; i++) {
                part[i] = counts[kept[i]];
            }
            sums[some.rank(part)] += probability;
        });
        return new FockDistribution(some, sums);
    }

    /**
     * What the other modes show when some modes (the heralds) show given counts.
     *
     * @param heralds the count of each herald, by mode
     * @return the probability of the heralds, and the distribution of the other modes, ascending
     * @throws ExperimentException if the heralds have probability 0, or no mode is left
     */
    public Conditional heralded(Map<Integer, Integer> heralds) {
        int[] kept = java.util.stream.IntStream.range(0, modes())
                .filter(mode -> !heralds.containsKey(mode))
                .toArray();
        if (kept.length + heralds.size() != modes() || kept.length == 0) {
            throw new ExperimentException(
                    "heralds %s; expected some of the modes 0 to %d, not all".formatted(heralds, modes() - 1));
        }
        double[] matching = new double[size()];
        int[] counts = new int[modes()];
        for (int i = 0; i < matching.length; i++) {
            outcomes.read(i, counts);
            boolean match = heralds.entrySet().stream().allMatch(e -> counts[e.getKey()] == e.getValue());
            matching[i] = match ? probabilities[i] : 0;
        }
        Conditional all = normalised(matching, "heralds " + heralds);
        return new Conditional(all.probability, all.distribution.marginal(kept));
    }

    /**
     * The distribution among the outcomes whose counts add up to a number.
     *
     * @throws ExperimentException if there is no such outcome
     */
    public Conditional postselected(int photons) {
        double[] matching = new double[size()];
        int[] counts = new int[modes()];
        for (int i = 0; i < matching.length; i++) {
            outcomes.read(i, counts);
            matching[i] = Arrays.stream(counts).sum() == photons ? probabilities[i] : 0;
        }
        return normalised(matching, "postselect " + photons);
    }

    private Conditional normalised(double[] matching, String condition) {
        double total = Arrays.stream(matching).sum();
        if (total <= 0) {
            throw new ExperimentException(condition + ": no outcome is possible that fits");
        }
        double[] shares = Arrays.stream(matching).map(p -> p / total).toArray();
        return new Conditional(total, new FockDistribution(outcomes, shares));
    }
}
