package org.jaynes.decoder.ldpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EliminationTest {
    /** The rank of columns as bit sets, by plain elimination. */
    private static int rank(boolean[][] columns, int count, int rows) {
        boolean[][] left = new boolean[count][];
        for (int j = 0; j < count; j++) {
            left[j] = columns[j].clone();
        }
        int rank = 0;
        for (int row = 0; row < rows; row++) {
            for (int j = rank; j < count; j++) {
                if (left[j][row]) {
                    boolean[] pivot = left[j];
                    left[j] = left[rank];
                    left[rank++] = pivot;
                    for (int k = rank; k < count; k++) {
                        for (int i = 0; left[k][row] && i < rows; i++) {
                            // The bit of the row itself goes last, for it is the condition.
                            int at = (row + 1 + i) % rows;
                            left[k][at] ^= pivot[at];
                        }
                    }
                    break;
                }
            }
        }
        return rank;
    }

    @Test
    void solutionsRanksAndReducedColumnsAreRight() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int rows = 1 + random.nextInt(150);
            int columns = random.nextInt(200);
            Elimination elimination = new Elimination(random.nextInt(rows + 1));
            boolean[] syndrome = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                syndrome[row] = random.nextInt(8) == 0;
                elimination.addRow(syndrome[row]);
            }
            boolean[][] ones = new boolean[columns + 1][rows];
            int[][] rowsOf = new int[columns][];
            for (int j = 0; j < columns; j++) {
                rowsOf[j] = random.ints(0, rows)
                        .distinct()
                        .limit(1 + random.nextInt(Math.min(4, rows)))
                        .toArray();
                for (int row : rowsOf[j]) {
                    ones[j][row] = true;
                }
                boolean independent = elimination.addColumn(j, rowsOf[j], 0, rowsOf[j].length);
                if (j % 20 == 0) {
                    int before = rank(ones, j, rows);
                    assertEquals(rank(ones, j + 1, rows) > before, independent, "seed " + seed + ", column " + j);
                }
            }
            int rank = rank(ones, columns, rows);
            assertEquals(rank, elimination.rank(), "seed " + seed);
            ones[columns] = syndrome;
            assertEquals(rank(ones, columns + 1, rows) == rank, elimination.solved(), "seed " + seed);
            checkSolution(elimination, ones, syndrome, "seed " + seed);
            checkReduced(elimination, ones, rowsOf, "seed " + seed);
        }
    }

    private static void checkSolution(Elimination elimination, boolean[][] ones, boolean[] syndrome, String where) {
        boolean[] sum = new boolean[syndrome.length];
        for (int row = 0; row < sum.length; row++) {
            if (elimination.inSolution(row)) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] ^= ones[elimination.pivotColumn(row)][i];
                }
            }
        }
        if (elimination.solved()) {
            assertTrue(Arrays.equals(syndrome, sum), where);
        }
    }

    /** A column is the sum of the pivots' columns that its reduced form names, whatever its bits in free rows say. */
    private static void checkReduced(Elimination elimination, boolean[][] ones, int[][] rowsOf, String where) {
        long[] reduced = new long[elimination.words()];
        for (int j = 0; j < rowsOf.length; j++) {
            elimination.reduce(rowsOf[j], 0, rowsOf[j].length, reduced);
            boolean[] sum = new boolean[ones[j].length];
            for (int row = 0; row < sum.length; row++) {
                if ((reduced[row >>> 6] >>> row & 1) != 0) {
                    assertTrue(elimination.hasPivot(row), where);
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] ^= ones[elimination.pivotColumn(row)][i];
                    }
                }
            }
            assertTrue(Arrays.equals(ones[j], sum), where + ", column " + j);
        }
    }

    @Test
    void rowsCanJoinLater() {
        Elimination elimination = new Elimination(1);
        int first = elimination.addRow(true);
        assertTrue(!elimination.solved());
        int[] rows = {first, 0};
        for (int i = 0; i < 200; i++) {
            rows[1] = elimination.addRow(false);
            assertTrue(elimination.addColumn(i, rows, 0, 2), "column " + i);
            assertTrue(!elimination.solved(), "only pairs, and one event");
            rows[0] = rows[1];
        }
        assertTrue(elimination.addColumn(200, new int[] {rows[0]}, 0, 1));
        assertTrue(elimination.solved());
        for (int row = 0; row < elimination.rowCount(); row++) {
            assertTrue(elimination.inSolution(row), "a chain from the event to the last row");
        }
    }
}
