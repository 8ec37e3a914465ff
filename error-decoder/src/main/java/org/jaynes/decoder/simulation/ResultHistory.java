package org.jaynes.decoder.simulation;

/** The last results of a batch, a row of shots per result; older ones are overwritten. */
final class ResultHistory {
    private final long[][] rows;
    private int next;

    ResultHistory(int length, int words) {
        this.rows = new long[length][words];
    }

    void clear() {
        next = 0;
    }

    /** Makes room for the next result; the row holds what was there before. */
    long[] add() {
        long[] row = rows[next];
        next = next + 1 == rows.length ? 0 : next + 1;
        return row;
    }

    /** The result made {@code lookback} results ago; 1 is the last one. */
    long[] back(int lookback) {
        int index = next - lookback;
        return rows[index < 0 ? index + rows.length : index];
    }

    /** All rows, by number if the history is as long as the record. */
    long[][] rows() {
        return rows;
    }
}
