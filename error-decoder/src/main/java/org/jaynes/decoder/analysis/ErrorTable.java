package org.jaynes.decoder.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.decoder.TooLargeException;

/** The errors found so far: those that flip the same targets (and carry the same tag) are one. */
final class ErrorTable {
    /** What tells errors apart. */
    record Key(long[] targets, String tag) implements Comparable<Key> {
        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(targets) + tag.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && tag.equals(key.tag) && Arrays.equals(targets, key.targets);
        }

        @Override
        public int compareTo(Key other) {
            int order = Targets.compare(targets, other.targets);
            return order != 0 ? order : tag.compareTo(other.tag);
        }
    }

    /** An error and its probability. */
    record Entry(Key key, double probability) {}

    /** Targets of all errors together, half a gigabyte of them. */
    private static final long MOST_TARGETS = 1L << 26;

    private final Map<Key, double[]> probabilities = new HashMap<>();
    private long targetCount;

    /** Adds an independent error: the probability that an odd number of the equal ones happens. */
    void add(double probability, long[] targets, String tag) {
        if (probability > 0 && targets.length > 0) {
            double[] cell = probabilities.computeIfAbsent(new Key(targets, tag), this::newCell);
            cell[0] = cell[0] * (1 - probability) + (1 - cell[0]) * probability;
        }
    }

    private double[] newCell(Key key) {
        targetCount += key.targets().length;
        if (targetCount > MOST_TARGETS) {
            throw new TooLargeException(
                    "the errors flip more than %d targets together; the limit keeps loops that do not fold from running out of memory"
                            .formatted(MOST_TARGETS));
        }
        return new double[1];
    }

    double remove(Key key) {
        double[] cell = probabilities.remove(key);
        return cell == null ? 0 : cell[0];
    }

    boolean isGraphlike() {
        return probabilities.keySet().stream().allMatch(key -> Targets.isGraphlike(key.targets()));
    }

    /** All errors that can happen, by their targets. */
    List<Entry> sorted() {
        List<Entry> entries = new ArrayList<>(probabilities.size());
        probabilities.forEach((key, cell) -> {
            if (cell[0] != 0) {
                entries.add(new Entry(key, cell[0]));
            }
        });
        entries.sort((a, b) -> a.key().compareTo(b.key()));
        return entries;
    }

    void clear() {
        probabilities.clear();
        targetCount = 0;
    }
}
