package org.jaynes.decoder.ldpc;

import java.util.Arrays;
import org.jaynes.decoder.DecoderModelException;

/**
 * Ordered statistics for one thread.
 *
 * <p>The solution on the pivots is T s. Adding an error at a dependent column c changes it where T c has ones, so that a
 * candidate costs the addition of a few columns of T and a weighted count of ones: no system is solved again.
 */
final class OrderedStatisticsSolver implements ResidualSolver {
    private final CheckMatrix matrix;
    private final OrderedStatistics settings;
    private final int[] columnRows;
    private final ReliabilityOrder reliability;
    private final Elimination elimination;
    private final int[] dependent;
    private final long[] change;
    private final long[] bestChange;

    /** Of byte b of a change with value v, the weight that it adds: {@code b * 256 + v}. */
    private final int[] addedWeight;

    private ColumnWeights weights;
    private int dependentCount;
    private int bestWeight;
    private final int[] bestColumns = new int[Integer.SIZE];
    private int bestColumnCount;

    OrderedStatisticsSolver(CheckMatrix matrix, OrderedStatistics settings) {
        this.matrix = matrix;
        this.settings = settings;
        this.weights = new ColumnWeights(matrix.priors(), matrix.rowCount());
        this.columnRows = columnRows(matrix);
        this.reliability = new ReliabilityOrder(matrix.columnCount());
        try {
            this.elimination = new Elimination(matrix.rowCount());
        } catch (ArithmeticException e) {
            throw new DecoderModelException(
                    "%d detectors are too many for ordered statistics, which keep a square of bits; use bp-lsd or relay"
                            .formatted(matrix.rowCount()));
        }
        this.dependent = new int[matrix.columnCount()];
        int words = (matrix.rowCount() + 63) >>> 6;
        this.change = new long[words];
        this.bestChange = new long[words];
        this.addedWeight = new int[words * 8 * 256];
    }

    static int[] columnRows(CheckMatrix matrix) {
        int[] rows = new int[matrix.edgeCount()];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = matrix.edgeRow[matrix.columnEdges[k]];
        }
        return rows;
    }

    @Override
    public int solve(long[] shots, int offset, ColumnWeights shotWeights, float[] posteriors, int[] columns) {
        weights = shotWeights;
        elimination.clear();
        for (int row = 0; row < matrix.rowCount(); row++) {
            elimination.addRow((shots[offset + (row >>> 6)] >>> row & 1) != 0);
        }
        eliminate(reliability.sort(posteriors));
        if (!elimination.solved()) {
            return UNSOLVABLE;
        }
        bestWeight = 0;
        bestColumnCount = 0;
        Arrays.fill(bestChange, 0);
        switch (settings.search()) {
            case ZERO -> {}
            case EXHAUSTIVE -> {
                tabulateAddedWeights();
                tryCombinations(Math.min(settings.order(), dependentCount));
            }
            case COMBINATION_SWEEP -> {
                tabulateAddedWeights();
                trySingles();
                tryPairs(Math.min(settings.order(), dependentCount));
            }
        }
        return collect(columns);
    }

    /** Makes pivots of the first independent columns of the order, and a list of the others. */
    private void eliminate(int[] order) {
        boolean zero = settings.search() == OrderedStatistics.Search.ZERO;
        dependentCount = 0;
        for (int column : order) {
            boolean full = elimination.rank() == matrix.rowCount();
            if (zero && (full || elimination.solved())) {
                return;
            }
            int from = matrix.columnStart[column];
            if (full || !elimination.addColumn(column, columnRows, from, matrix.columnStart[column + 1])) {
                dependent[dependentCount++] = column;
            }
        }
    }

    private void tabulateAddedWeights() {
        for (int block = 0; block < elimination.words() * 8; block++) {
            int start = block * 256;
            for (int value = 1; value < 256; value++) {
                int row = block * 8 + Integer.numberOfTrailingZeros(value);
                addedWeight[start + value] = addedWeight[start + (value & (value - 1))] + addedWeight(row);
            }
        }
    }

    /** What it adds to the weight to change the solution at the pivot of a row. */
    private int addedWeight(int row) {
        if (row >= elimination.rowCount() || !elimination.hasPivot(row)) {
            return 0;
        }
        int weight = weights.of(elimination.pivotColumn(row));
        return elimination.inSolution(row) ? -weight : weight;
    }

    private void reduce(int column, long[] sum) {
        elimination.reduce(columnRows, matrix.columnStart[column], matrix.columnStart[column + 1], sum);
    }

    private int addedWeight(long[] sum) {
        int weight = 0;
        for (int word = 0; word < sum.length; word++) {
            long bits = sum[word];
            int block = word * 8 * 256;
            // Written out: this is where a sweep spends half its time.
            weight += addedWeight[block + (int) (bits & 0xFF)]
                    + addedWeight[block + 256 + (int) (bits >>> 8 & 0xFF)]
                    + addedWeight[block + 512 + (int) (bits >>> 16 & 0xFF)]
                    + addedWeight[block + 768 + (int) (bits >>> 24 & 0xFF)]
                    + addedWeight[block + 1024 + (int) (bits >>> 32 & 0xFF)]
                    + addedWeight[block + 1280 + (int) (bits >>> 40 & 0xFF)]
                    + addedWeight[block + 1536 + (int) (bits >>> 48 & 0xFF)]
                    + addedWeight[block + 1792 + (int) (bits >>> 56)];
        }
        return weight;
    }

    private boolean isBest(int weight) {
        if (weight < bestWeight) {
            bestWeight = weight;
            System.arraycopy(change, 0, bestChange, 0, change.length);
            return true;
        }
        return false;
    }

    private void trySingles() {
        for (int i = 0; i < dependentCount; i++) {
            int column = dependent[i];
            reduce(column, change);
            if (isBest(weights.of(column) + addedWeight(change))) {
                bestColumns[0] = column;
                bestColumnCount = 1;
            }
        }
    }

    private void tryPairs(int count) {
        long[] first = new long[change.length];
        for (int i = 0; i < count; i++) {
            reduce(dependent[i], first);
            for (int j = i + 1; j < count; j++) {
                reduce(dependent[j], change);
                for (int word = 0; word < change.length; word++) {
                    change[word] ^= first[word];
                }
                if (isBest(weights.of(dependent[i]) + weights.of(dependent[j]) + addedWeight(change))) {
                    bestColumns[0] = dependent[i];
                    bestColumns[1] = dependent[j];
                    bestColumnCount = 2;
                }
            }
        }
    }

    /** All combinations of the first dependent columns, in the order of a Gray code: each differs from the last in one. */
    private void tryCombinations(int count) {
        long[] toggled = new long[change.length];
        Arrays.fill(change, 0);
        int chosen = 0;
        int weight = 0;
        for (int step = 1; step < 1 << count; step++) {
            int i = Integer.numberOfTrailingZeros(step);
            reduce(dependent[i], toggled);
            for (int word = 0; word < change.length; word++) {
                change[word] ^= toggled[word];
            }
            chosen ^= 1 << i;
            weight += (chosen >>> i & 1) != 0 ? weights.of(dependent[i]) : -weights.of(dependent[i]);
            if (isBest(weight + addedWeight(change))) {
                bestColumnCount = 0;
                for (int rest = chosen; rest != 0; rest &= rest - 1) {
                    bestColumns[bestColumnCount++] = dependent[Integer.numberOfTrailingZeros(rest)];
                }
            }
        }
    }

    private int collect(int[] columns) {
        int count = 0;
        for (int row = 0; row < elimination.rowCount(); row++) {
            boolean changed = (bestChange[row >>> 6] >>> row & 1) != 0;
            if (elimination.inSolution(row) ^ changed) {
                columns[count++] = elimination.pivotColumn(row);
            }
        }
        for (int i = 0; i < bestColumnCount; i++) {
            columns[count++] = bestColumns[i];
        }
        Arrays.sort(columns, 0, count);
        return count;
    }
}
