package org.jaynes.decoder.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.simulation.Blocks;
import org.jaynes.decoder.simulation.EventRandom;

/**
 * Errors of a model between two loops, in groups of similar probability. A group is sampled by skipping from error to
 * error over its members times the shots of a block, as if all were as likely as the likeliest; the others are thinned
 * out. At least half of what is drawn is used.
 */
final class ErrorSegment implements ErrorTree {
    private static final int SHOT_BITS = Integer.numberOfTrailingZeros(Blocks.SHOTS);

    /** Takes an error that happened in a shot. */
    interface Sink {
        /**
         * An error.
         *
         * @param error its number within the segment
         * @param shot its shot within the block
         */
        void happened(ErrorSegment segment, int error, int shot);
    }

    /** Errors, and how likely; the first is the likeliest. */
    private record Group(int[] errors, double[] probabilities, boolean allEqual) {}

    private final long[][] targets;
    private final List<Group> groups = new ArrayList<>();

    /**
     * @param probabilities of the errors
     * @param targets of the errors, relative to the detector number at the segment's start; each occurs once
     */
    ErrorSegment(double[] probabilities, long[][] targets) {
        this.targets = targets;
        int[] order = IntStream.range(0, probabilities.length)
                .filter(error -> probabilities[error] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer error) -> -probabilities[error]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int start = 0; start < order.length; ) {
            int end = start;
            while (end < order.length && probabilities[order[end]] >= 0.5 * probabilities[order[start]]) {
                end++;
            }
            int[] errors = Arrays.copyOfRange(order, start, end);
            double[] ofErrors = Arrays.stream(errors)
                    .mapToDouble(error -> probabilities[error])
                    .toArray();
            groups.add(new Group(errors, ofErrors, ofErrors[0] == ofErrors[ofErrors.length - 1]));
            start = end;
        }
    }

    /** Targets of an error without those that cancel, and without separators, sorted. */
    static long[] netTargets(long[] targets, long shift) {
        long[] sorted = Arrays.stream(targets)
                .filter(target -> target != DemTarget.SEPARATOR)
                .map(target -> DemTarget.shifted(target, shift))
                .sorted()
                .toArray();
        int count = 0;
        for (long target : sorted) {
            if (count > 0 && sorted[count - 1] == target) {
                count--;
            } else {
                sorted[count++] = target;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    void sample(EventRandom random, Sink sink) {
        for (Group group : groups) {
            random.nextEvent();
            double likeliest = group.probabilities()[0];
            double scale = EventRandom.scaleOf(likeliest);
            long trials = (long) group.errors().length << SHOT_BITS;
            for (long trial = random.nextSuccess(-1, scale, trials);
                    trial < trials;
                    trial = random.nextSuccess(trial, scale, trials)) {
                int member = (int) (trial >> SHOT_BITS);
                if (group.allEqual() || random.fraction() * likeliest < group.probabilities()[member]) {
                    sink.happened(this, group.errors()[member], (int) trial & (Blocks.SHOTS - 1));
                }
            }
        }
    }

    long[] targets(int error) {
        return targets[error];
    }

    @Override
    public long errorCount() {
        return targets.length;
    }
}
