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
    /** Errors of exactly equal probability that are worth a group of their own. */
    private static final int LARGE_GROUP = 16;

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
    record Group(int[] errors, double[] probabilities, double scale, boolean allEqual) {}

    /** Targets of error e are those from {@code starts[e]} to {@code starts[e + 1]}. */
    private final int[] starts;

    /** Detectors by number, observables by the complement of theirs. */
    private final int[] targets;

    private final List<Group> groups = new ArrayList<>();

    /**
     * @param probabilities of the errors
     * @param targets of the errors, relative to the detector number at the segment's start; each occurs once
     */
    ErrorSegment(double[] probabilities, long[][] targets) {
        this.starts = new int[targets.length + 1];
        for (int error = 0; error < targets.length; error++) {
            starts[error + 1] = Math.addExact(starts[error], targets[error].length);
        }
        this.targets = Arrays.stream(targets)
                .flatMapToLong(Arrays::stream)
                .mapToInt(ErrorSegment::code)
                .toArray();
        int[] order = IntStream.range(0, probabilities.length)
                .filter(error -> probabilities[error] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer error) -> -probabilities[error]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int start = 0; start < order.length; ) {
            double likeliest = probabilities[order[start]];
            int equal = start;
            while (equal < order.length && probabilities[order[equal]] == likeliest) {
                equal++;
            }
            int end = equal;
            while (equal - start < LARGE_GROUP && end < order.length && probabilities[order[end]] >= 0.5 * likeliest) {
                end++;
            }
            int[] errors = Arrays.copyOfRange(order, start, end);
            double[] ofErrors = Arrays.stream(errors)
                    .mapToDouble(error -> probabilities[error])
                    .toArray();
            groups.add(new Group(
                    errors, ofErrors, EventRandom.scaleOf(likeliest), ofErrors[0] == ofErrors[ofErrors.length - 1]));
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
            double scale = group.scale();
            long trials = (long) group.errors().length << SHOT_BITS;
            if (group.allEqual()) {
                for (long trial = random.nextPlainSuccess(-1, scale, trials);
                        trial < trials;
                        trial = random.nextPlainSuccess(trial, scale, trials)) {
                    sink.happened(this, group.errors()[(int) (trial >> SHOT_BITS)], shotOf(trial));
                }
            } else {
                for (long trial = random.nextSuccess(-1, scale, trials);
                        trial < trials;
                        trial = random.nextSuccess(trial, scale, trials)) {
                    int member = (int) (trial >> SHOT_BITS);
                    if (random.fraction() * likeliest < group.probabilities()[member]) {
                        sink.happened(this, group.errors()[member], shotOf(trial));
                    }
                }
            }
        }
    }

    /** The groups, in the order in which they are sampled. */
    List<Group> groups() {
        return groups;
    }

    private static int shotOf(long trial) {
        return (int) trial & (Blocks.SHOTS - 1);
    }

    private static int code(long target) {
        int number = Math.toIntExact(DemTarget.number(target));
        return DemTarget.isDetector(target) ? number : ~number;
    }

    /** Where the targets of an error begin. */
    int start(int error) {
        return starts[error];
    }

    /** A detector's number relative to the segment's start, or the complement of an observable's number. */
    int target(int index) {
        return targets[index];
    }

    @Override
    public long errorCount() {
        return starts.length - 1L;
    }
}
