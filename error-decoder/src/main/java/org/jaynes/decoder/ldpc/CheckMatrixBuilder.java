package org.jaynes.decoder.ldpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;

/** Merges the errors of a model into columns, in the order in which they are first seen. */
final class CheckMatrixBuilder {
    private static final int MOST = Integer.MAX_VALUE - 8;

    /** Sorted target numbers as a key. */
    private record Targets(long[] sorted) {
        @Override
        public int hashCode() {
            return Arrays.hashCode(sorted);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Targets targets && Arrays.equals(sorted, targets.sorted);
        }
    }

    /** A column in the making: one entry for each set of observables that its errors flip. */
    private static final class Column {
        final int number;
        final long[] detectors;
        final Map<Targets, Double> byObservables = new HashMap<>();
        final List<Targets> seen = new ArrayList<>();
        double probability;

        Column(int number, long[] detectors) {
            this.number = number;
            this.detectors = detectors;
        }

        void add(Targets observables, double p) {
            if (!byObservables.containsKey(observables)) {
                seen.add(observables);
            }
            byObservables.merge(observables, p, CheckMatrix::oddNumber);
            probability = CheckMatrix.oddNumber(probability, p);
        }

        /** The observables of the likeliest; the first seen of equally likely ones. */
        long[] observables() {
            Targets best = seen.getFirst();
            for (Targets candidate : seen) {
                if (byObservables.getOrDefault(candidate, 0.0) > byObservables.getOrDefault(best, 0.0)) {
                    best = candidate;
                }
            }
            return best.sorted();
        }
    }

    private final Map<Targets, Column> columns = new HashMap<>();
    private final List<Column> order = new ArrayList<>();
    private final int detectorCount;
    private final int observableCount;
    private final long[] certain;
    private int[] errorColumn = new int[64];
    private double[] errorProbability = new double[64];
    private int errorCount;
    private long edgeCount;

    CheckMatrixBuilder(DetectorErrorModel model) {
        this.detectorCount = requireSmall(model.detectorCount(), "detectors");
        this.observableCount = requireSmall(model.observableCount(), "observables");
        this.certain = new long[(observableCount + 63) >>> 6];
        model.forEachError(this::add);
    }

    private static int requireSmall(long count, String what) {
        if (count > MOST) {
            throw new DecoderModelException(
                    "the model has %d %s; this decoder takes at most %d".formatted(count, what, MOST));
        }
        return (int) count;
    }

    private void add(double probability, long[] targets) {
        if (errorCount == errorColumn.length) {
            requireSmall(2L * errorCount, "errors");
            errorColumn = Arrays.copyOf(errorColumn, 2 * errorCount);
            errorProbability = Arrays.copyOf(errorProbability, 2 * errorCount);
        }
        int error = errorCount++;
        errorColumn[error] = CheckMatrix.NO_COLUMN;
        errorProbability[error] = probability;
        long[] symptom = oddTargets(targets);
        int detectors = 0;
        while (detectors < symptom.length && DemTarget.isDetector(symptom[detectors])) {
            detectors++;
        }
        Targets observables = new Targets(Arrays.copyOfRange(symptom, detectors, symptom.length));
        if (detectors == 0) {
            if (probability > 0.5) {
                flip(observables.sorted(), certain, 0);
            }
            return;
        }
        Targets key = new Targets(Arrays.copyOf(symptom, detectors));
        Column column = columns.get(key);
        if (column == null) {
            column = new Column(order.size(), key.sorted());
            columns.put(key, column);
            order.add(column);
            edgeCount = requireSmall(edgeCount + detectors, "targets of distinguishable errors");
        }
        column.add(observables, probability);
        errorColumn[error] = column.number;
    }

    /** The targets that occur an odd number of times, detectors before observables, each ascending. */
    private static long[] oddTargets(long[] targets) {
        long[] sorted = targets.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (long target : sorted) {
            if (target == DemTarget.SEPARATOR) {
                continue;
            }
            if (count > 0 && sorted[count - 1] == target) {
                count--;
            } else {
                sorted[count++] = target;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    private static void flip(long[] targets, long[] rows, int offset) {
        for (long target : targets) {
            long observable = DemTarget.number(target);
            rows[offset + (int) (observable >>> 6)] ^= 1L << observable;
        }
    }

    CheckMatrix build() {
        int words = certain.length;
        requireSmall((long) order.size() * words, "words of observables");
        int[] columnStart = new int[order.size() + 1];
        int[] columnRows = new int[(int) edgeCount];
        double[] probabilities = new double[order.size()];
        long[] observables = new long[order.size() * words];
        int edge = 0;
        for (Column column : order) {
            for (long detector : column.detectors) {
                columnRows[edge++] = (int) detector;
            }
            columnStart[column.number + 1] = edge;
            probabilities[column.number] = column.probability;
            flip(column.observables(), observables, column.number * words);
        }
        return new CheckMatrix(
                detectorCount,
                columnStart,
                columnRows,
                probabilities,
                observableCount,
                observables,
                certain,
                Arrays.copyOf(errorColumn, errorCount),
                Arrays.copyOf(errorProbability, errorCount));
    }
}
