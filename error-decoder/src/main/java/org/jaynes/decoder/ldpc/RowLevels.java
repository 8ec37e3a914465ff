package org.jaynes.decoder.ldpc;

/**
 * The rows of a matrix in levels: rows of one level have no common columns, and each has one with a row of the level
 * before. Rows with common columns are in levels in their own order, so the levels one after the other update what the rows
 * one after the other do.
 *
 * @param starts the first row of each level in {@code rows}, and the number of all
 * @param rows by level, ascending in each
 */
record RowLevels(int[] starts, int[] rows) {
    static RowLevels of(CheckMatrix matrix) {
        int[] levelOf = new int[matrix.rowCount()];
        int[] next = new int[matrix.columnCount()];
        int count = 0;
        for (int row = 0; row < levelOf.length; row++) {
            int level = 0;
            for (int edge = matrix.rowStart[row]; edge < matrix.rowStart[row + 1]; edge++) {
                level = Math.max(level, next[matrix.edgeColumn[edge]]);
            }
            for (int edge = matrix.rowStart[row]; edge < matrix.rowStart[row + 1]; edge++) {
                next[matrix.edgeColumn[edge]] = level + 1;
            }
            levelOf[row] = level;
            count = Math.max(count, level + 1);
        }
        int[] starts = new int[count + 1];
        for (int level : levelOf) {
            starts[level + 1]++;
        }
        for (int level = 0; level < count; level++) {
            starts[level + 1] += starts[level];
        }
        int[] places = starts.clone();
        int[] rows = new int[levelOf.length];
        for (int row = 0; row < rows.length; row++) {
            rows[places[levelOf[row]]++] = row;
        }
        return new RowLevels(starts, rows);
    }

    int count() {
        return starts.length - 1;
    }

    /** Rows of the level that has most. */
    int widest() {
        int widest = 0;
        for (int level = 0; level < count(); level++) {
            widest = Math.max(widest, starts[level + 1] - starts[level]);
        }
        return widest;
    }
}
