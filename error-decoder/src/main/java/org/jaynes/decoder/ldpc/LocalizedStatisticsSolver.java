package org.jaynes.decoder.ldpc;

import java.util.Arrays;

/**
 * Localised-statistics decoding for one thread. A cluster starts at each detection event. As long as the columns of a
 * cluster cannot explain its events, the most suspect column next to it joins, with its rows, and clusters that come to
 * share a row become one. Each cluster eliminates its own small system as it grows.
 *
 * <p>Clusters grow in turn, one column at a time, in the order of their first rows, so that the result is a function of the
 * shot and the posteriors.
 */
final class LocalizedStatisticsSolver implements ResidualSolver {
    private static final int NONE = -1;

    private final CheckMatrix matrix;
    private final int[] columnRows;
    private final ReliabilityOrder reliability;

    /** Of each column, its place in the order of suspicion. */
    private final int[] rank;

    private int[] byRank = {};

    /** Of each row, its cluster or {@link #NONE}; and its number within the cluster's system. */
    private final int[] clusterOfRow;

    private final int[] rowInCluster;
    private final boolean[] taken;
    private final int[] localRows;
    private Cluster[] clusters = {};
    private int clusterCount;

    /** A cluster's rows, columns and candidates. Emptied when it merges into another. */
    private static final class Cluster {
        final Elimination elimination = new Elimination(64);
        int[] rows = new int[16];
        int rowCount;
        int[] columns = new int[16];
        int columnCount;

        /** The columns next to the cluster by rank, as a binary heap; some of them have joined meanwhile. */
        int[] heap = new int[64];

        int heapSize;

        void clear() {
            elimination.clear();
            rowCount = 0;
            columnCount = 0;
            heapSize = 0;
        }

        void addRow(int row) {
            if (rowCount == rows.length) {
                rows = Arrays.copyOf(rows, 2 * rowCount);
            }
            rows[rowCount++] = row;
        }

        void addColumn(int column) {
            if (columnCount == columns.length) {
                columns = Arrays.copyOf(columns, 2 * columnCount);
            }
            columns[columnCount++] = column;
        }

        void push(int rank) {
            if (heapSize == heap.length) {
                heap = Arrays.copyOf(heap, 2 * heapSize);
            }
            int place = heapSize++;
            while (place > 0 && heap[(place - 1) >>> 1] > rank) {
                heap[place] = heap[(place - 1) >>> 1];
                place = (place - 1) >>> 1;
            }
            heap[place] = rank;
        }

        int pop() {
            int top = heap[0];
            int last = heap[--heapSize];
            int place = 0;
            while (true) {
                int child = 2 * place + 1;
                if (child >= heapSize) {
                    break;
                }
                if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                    child++;
                }
                if (heap[child] >= last) {
                    break;
                }
                heap[place] = heap[child];
                place = child;
            }
            heap[place] = last;
            return top;
        }
    }

    LocalizedStatisticsSolver(CheckMatrix matrix) {
        this.matrix = matrix;
        this.columnRows = OrderedStatisticsSolver.columnRows(matrix);
        this.reliability = new ReliabilityOrder(matrix.columnCount());
        this.rank = new int[matrix.columnCount()];
        this.clusterOfRow = new int[matrix.rowCount()];
        this.rowInCluster = new int[matrix.rowCount()];
        this.taken = new boolean[matrix.columnCount()];
        int largest = 0;
        for (int column = 0; column < matrix.columnCount(); column++) {
            largest = Math.max(largest, matrix.columnStart[column + 1] - matrix.columnStart[column]);
        }
        this.localRows = new int[largest];
        Arrays.fill(clusterOfRow, NONE);
    }

    @Override
    public int solve(long[] shots, int offset, ColumnWeights weights, float[] posteriors, int[] columns) {
        byRank = reliability.sort(posteriors);
        for (int place = 0; place < byRank.length; place++) {
            rank[byRank[place]] = place;
        }
        forgetClusters();
        for (int word = 0; word < matrix.detectorWords(); word++) {
            for (long bits = shots[offset + word]; bits != 0; bits &= bits - 1) {
                startCluster(64 * word + Long.numberOfTrailingZeros(bits));
            }
        }
        boolean growing = true;
        while (growing) {
            growing = false;
            for (int number = 0; number < clusterCount; number++) {
                if (!clusters[number].elimination.solved()) {
                    if (!grow(number)) {
                        return UNSOLVABLE;
                    }
                    growing = true;
                }
            }
        }
        return collect(columns);
    }

    private void forgetClusters() {
        for (int number = 0; number < clusterCount; number++) {
            Cluster cluster = clusters[number];
            for (int i = 0; i < cluster.rowCount; i++) {
                clusterOfRow[cluster.rows[i]] = NONE;
            }
            for (int i = 0; i < cluster.columnCount; i++) {
                taken[cluster.columns[i]] = false;
            }
            cluster.clear();
        }
        clusterCount = 0;
    }

    private void startCluster(int row) {
        if (clusterCount == clusters.length) {
            clusters = Arrays.copyOf(clusters, Math.max(16, 2 * clusterCount));
            for (int i = clusterCount; i < clusters.length; i++) {
                clusters[i] = new Cluster();
            }
        }
        addRow(clusterCount++, row, true);
    }

    private void addRow(int number, int row, boolean event) {
        Cluster cluster = clusters[number];
        clusterOfRow[row] = number;
        rowInCluster[row] = cluster.elimination.addRow(event);
        cluster.addRow(row);
        for (int edge = matrix.rowStart[row]; edge < matrix.rowStart[row + 1]; edge++) {
            int column = matrix.edgeColumn[edge];
            if (!taken[column]) {
                cluster.push(rank[column]);
            }
        }
    }

    /** Adds the most suspect column next to a cluster; false if there is none. */
    private boolean grow(int number) {
        Cluster cluster = clusters[number];
        while (cluster.heapSize > 0) {
            int column = byRank[cluster.pop()];
            if (taken[column]) {
                continue;
            }
            taken[column] = true;
            for (int k = matrix.columnStart[column]; k < matrix.columnStart[column + 1]; k++) {
                int row = columnRows[k];
                if (clusterOfRow[row] == NONE) {
                    addRow(number, row, false);
                } else if (clusterOfRow[row] != number) {
                    absorb(number, clusterOfRow[row]);
                }
            }
            cluster.addColumn(column);
            eliminate(cluster, column);
            return true;
        }
        return false;
    }

    private void eliminate(Cluster cluster, int column) {
        int from = matrix.columnStart[column];
        int count = matrix.columnStart[column + 1] - from;
        for (int k = 0; k < count; k++) {
            localRows[k] = rowInCluster[columnRows[from + k]];
        }
        cluster.elimination.addColumn(column, localRows, 0, count);
    }

    /** Moves rows, columns and candidates of another cluster into a cluster. */
    private void absorb(int number, int otherNumber) {
        Cluster cluster = clusters[number];
        Cluster other = clusters[otherNumber];
        for (int i = 0; i < other.rowCount; i++) {
            int row = other.rows[i];
            clusterOfRow[row] = number;
            rowInCluster[row] = cluster.elimination.addRow(other.elimination.syndrome(i));
            cluster.addRow(row);
        }
        for (int i = 0; i < other.columnCount; i++) {
            cluster.addColumn(other.columns[i]);
            eliminate(cluster, other.columns[i]);
        }
        for (int i = 0; i < other.heapSize; i++) {
            if (!taken[byRank[other.heap[i]]]) {
                cluster.push(other.heap[i]);
            }
        }
        other.clear();
    }

    private int collect(int[] columns) {
        int count = 0;
        for (int number = 0; number < clusterCount; number++) {
            Elimination elimination = clusters[number].elimination;
            for (int row = 0; row < elimination.rowCount(); row++) {
                if (elimination.inSolution(row)) {
                    columns[count++] = elimination.pivotColumn(row);
                }
            }
        }
        Arrays.sort(columns, 0, count);
        return count;
    }
}
