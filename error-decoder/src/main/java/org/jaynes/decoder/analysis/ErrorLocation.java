package org.jaynes.decoder.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jaynes.decoder.stim.StimGate;

/**
 * Where in a circuit an error can happen, and what it is.
 *
 * @param ticks TICKs before it
 * @param flippedProduct the Pauli operator that happens; empty for a flipped measurement result
 * @param flippedMeasurement number of the measurement that is flipped, or -1
 * @param measuredProduct what the measurement measures; empty where none is flipped
 * @param gate of the instruction
 * @param arguments of the instruction
 * @param tag of the instruction
 * @param firstTarget the first of the instruction's targets that the error is about, from 0
 * @param lastTarget the one after the last
 * @param targets those targets
 * @param frames from the circuit to the innermost loop
 */
public record ErrorLocation(
        long ticks,
        List<Placed> flippedProduct,
        long flippedMeasurement,
        List<Placed> measuredProduct,
        StimGate gate,
        double[] arguments,
        String tag,
        int firstTarget,
        int lastTarget,
        List<Placed> targets,
        List<Frame> frames) {

    /**
     * A target, and where its qubit is.
     *
     * @param target see {@link org.jaynes.decoder.stim.StimTarget}
     * @param coordinates empty if it has none
     */
    public record Placed(int target, double[] coordinates) {
        private static final Comparator<Placed> ORDER = Comparator.comparing(Placed::target, Integer::compareUnsigned)
                .thenComparing(Placed::coordinates, Arrays::compare);
    }

    /**
     * A place in a circuit or in the body of a loop.
     *
     * @param instruction number of the instruction, from 0
     * @param round rounds of the loop before this one
     * @param repetitions how often the instruction repeats its body; 0 if it is no loop
     */
    public record Frame(int instruction, long round, long repetitions) {
        private static final Comparator<Frame> ORDER = Comparator.comparingLong(Frame::round)
                .thenComparingInt(Frame::instruction)
                .thenComparingLong(Frame::repetitions);
    }

    /** Fewer Pauli operators, then earlier; the order of stim. Measurements that flip nothing come last. */
    static final Comparator<ErrorLocation> SIMPLEST_FIRST = Comparator.comparingInt(
                    (ErrorLocation location) -> location.flippedProduct.size())
            .thenComparingLong(ErrorLocation::ticks)
            .thenComparing(ErrorLocation::flippedProduct, list(Placed.ORDER))
            .thenComparing(ErrorLocation::flippedMeasurement, Long::compareUnsigned)
            .thenComparing(ErrorLocation::measuredProduct, list(Placed.ORDER))
            .thenComparingInt(ErrorLocation::firstTarget)
            .thenComparingInt(ErrorLocation::lastTarget)
            .thenComparing(ErrorLocation::targets, list(Placed.ORDER))
            .thenComparing(ErrorLocation::arguments, Arrays::compare)
            .thenComparing(location -> location.gate.name())
            .thenComparing(ErrorLocation::frames, list(Frame.ORDER));

    private static <T> Comparator<List<T>> list(Comparator<T> order) {
        return (a, b) -> {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                int difference = order.compare(a.get(i), b.get(i));
                if (difference != 0) {
                    return difference;
                }
            }
            return Integer.compare(a.size(), b.size());
        };
    }
}
