package org.jaynes.photonics.permanent;

import java.util.Arrays;
import org.jaynes.photonics.ExperimentException;

/**
 * How the terms of a permanent are ordered. For a matrix A whose row k counts M_k times and column j N_j times,
 * n = Σ M = Σ N:
 *
 * <pre>
 *   per = 2^(1-n) Σ_v Π_k (-1)^v_k C(M'_k, v_k) Π_j (Σ_k (M_k - 2 v_k) a_kj)^N_j,   0 &lt;= v_k &lt;= M'_k
 * </pre>
 *
 * where M'_k = M_k but for one row, of which one copy keeps its sign: M'_f = M_f - 1.
 *
 * <p>The v_k are the digits of a number with mixed radices. The low digits, at most {@link #LOW_TERMS} combinations, run
 * through a Gray code; each combination of the high digits is a stream of such terms. Streams are independent, and their
 * sums are folded as a binary tree, so any way of sharing them out gives the same bits.
 */
final class GlynnPlan {
    /** Terms of a stream at most. Sums of columns are made anew for each stream, which also stops their drift. */
    static final int LOW_TERMS = 1 << 10;

    /** Streams at least, where there are that many terms: the lanes of a vector. */
    static final int STREAMS = 8;

    final int size;
    final int fixedRow;
    final int fixedCopies;
    /** The row of each digit. */
    final int[] rows;
    /** Its copies M_k. */
    final int[] copies;

    final int[] radices;
    final double[][] binomials;
    final int lowDigits;
    final long lowTerms;
    final long streams;
    /** The column of each factor of a product: column j occurs N_j times in a row. */
    final int[] factors;

    private GlynnPlan(int[] rowCounts, int[] columnCounts) {
        this.factors = expand(columnCounts);
        this.size = factors.length;
        this.fixedRow = rarest(rowCounts);
        this.fixedCopies = rowCounts[fixedRow];
        this.rows = digitRows(rowCounts, fixedRow);
        this.copies = Arrays.stream(rows).map(k -> rowCounts[k]).toArray();
        this.radices = new int[rows.length];
        this.binomials = new double[rows.length][];
        for (int d = 0; d < rows.length; d++) {
            radices[d] = rows[d] == fixedRow ? copies[d] : copies[d] + 1;
            binomials[d] = binomials(radices[d] - 1);
        }
        long terms = terms(radices);
        long low = 1;
        int digits = 0;
        while (digits < radices.length
                && low * radices[digits] <= LOW_TERMS
                && terms / (low * radices[digits]) >= STREAMS) {
            low *= radices[digits++];
        }
        this.lowDigits = digits;
        this.lowTerms = low;
        this.streams = terms / low;
    }

    /**
     * @param rowCounts how often each row counts; the sum is that of {@code columnCounts} and at least 1
     * @throws ExperimentException if there are more than 2^50 terms
     */
    static GlynnPlan of(int[] rowCounts, int[] columnCounts) {
        return new GlynnPlan(rowCounts, columnCounts);
    }

    /** How many terms the sum has, without rounding; the order of rows does not matter. */
    static double termCount(int[] rowCounts) {
        double terms = 1;
        int rarest = rarest(rowCounts);
        for (int k = 0; k < rowCounts.length; k++) {
            terms *= k == rarest ? rowCounts[k] : rowCounts[k] + 1.0;
        }
        return terms;
    }

    private static int[] expand(int[] counts) {
        int[] factors = new int[Arrays.stream(counts).sum()];
        int k = 0;
        for (int j = 0; j < counts.length; j++) {
            Arrays.fill(factors, k, k + counts[j], j);
            k += counts[j];
        }
        return factors;
    }

    /** The first row with the fewest copies above zero: to fix one of its copies saves most. */
    private static int rarest(int[] counts) {
        int best = -1;
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] > 0 && (best < 0 || counts[k] < counts[best])) {
                best = k;
            }
        }
        return best;
    }

    /** Ascending, the row with the fixed copy last; rows that have only one sign have no digit. */
    private static int[] digitRows(int[] counts, int fixed) {
        int[] rows = new int[counts.length];
        int digits = 0;
        for (int k = 0; k < counts.length; k++) {
            if (k != fixed && counts[k] > 0) {
                rows[digits++] = k;
            }
        }
        if (counts[fixed] > 1) {
            rows[digits++] = fixed;
        }
        return Arrays.copyOf(rows, digits);
    }

    private static double[] binomials(int n) {
        double[] row = new double[n + 1];
        row[0] = 1;
        for (int i = 1; i <= n; i++) {
            for (int k = i; k > 0; k--) {
                row[k] += row[k - 1];
            }
        }
        return row;
    }

    private static long terms(int[] radices) {
        long terms = 1;
        for (int radix : radices) {
            if (terms > (1L << 50) / radix) {
                throw new ExperimentException(
                        "the permanent has more than 2^50 terms; no machine computes it in a lifetime");
            }
            terms *= radix;
        }
        return terms;
    }

    /** The Gray code of the low digits. */
    GrayCode lowCode() {
        return new GrayCode(Arrays.copyOf(radices, lowDigits), Arrays.copyOf(binomials, lowDigits));
    }

    /**
     * The high digits of a stream.
     *
     * @param multipliers receives M_k - 2 v_k of every digit, of the low ones M_k
     * @return the product of the binomials of the high digits, in ascending order, with the sign (-1)^Σv
     */
    double decode(long stream, double[] multipliers) {
        long rest = stream;
        double weight = 1;
        int sum = 0;
        for (int d = 0; d < rows.length; d++) {
            int value = 0;
            if (d >= lowDigits) {
                value = (int) (rest % radices[d]);
                rest /= radices[d];
                weight *= binomials[d][value];
                sum += value;
            }
            multipliers[d] = copies[d] - 2 * value;
        }
        return (sum & 1) == 0 ? weight : -weight;
    }
}
