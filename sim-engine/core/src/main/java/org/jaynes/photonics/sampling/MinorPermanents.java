package org.jaynes.photonics.sampling;

import java.util.Arrays;
import org.jaynes.photonics.ComplexMatrix;

/**
 * The permanents of all k matrices that a matrix of k - 1 rows and k columns becomes when one column is left out, times
 * 2^(k-2). Terms as in a permanent with repeated rows (Glynn's formula), where the product over all columns but l comes
 * from products of the columns before and behind l.
 *
 * <p>This is the definition of the arithmetic. Streams are those of a permanent: the low digits run through a Gray code,
 * at most {@link #LOW_TERMS} terms, as long as at least {@link #LANES} streams remain; the sums of stream s are added to
 * lane s mod 8; the lanes are folded {@code lane[q] += lane[q + h]}, h = 4, 2, 1. Scratch memory is kept: not thread-safe.
 */
final class MinorPermanents {
    static final int LOW_TERMS = 1 << 10;
    static final int LANES = 8;

    private final ComplexMatrix matrix;
    /** rows[d], copies[d]: the different rows and how often each counts. */
    private final int[] rows;

    private final int[] copies;
    private int rowCount;
    private int size;

    private final int[] columns;
    private final int[] digitRow;
    private final int[] radices;
    private final double[][] binomials;
    private final int[] digits;
    private final int[] directions;
    private final double[] products;
    private final double[] x;
    private final double[] y;
    private final double[] suffix;
    private final double[] sums;
    private final double[][] lanes;
    private int fixed;
    private int digitCount;
    private int lowDigits;

    /** @param photons columns at most */
    MinorPermanents(ComplexMatrix matrix, int photons) {
        this.matrix = matrix;
        this.rows = new int[photons + 1];
        this.copies = new int[photons + 1];
        this.columns = new int[photons];
        this.digitRow = new int[photons + 1];
        this.radices = new int[photons + 1];
        this.binomials = new double[photons + 2][];
        for (int n = 0; n < binomials.length; n++) {
            binomials[n] = binomials(n);
        }
        this.digits = new int[photons + 1];
        this.directions = new int[photons + 1];
        this.products = new double[photons + 2];
        this.x = new double[photons];
        this.y = new double[photons];
        this.suffix = new double[2 * photons];
        this.sums = new double[2 * photons];
        this.lanes = new double[LANES][2 * photons];
    }

    private static double[] binomials(int n) {
        double[] row = new double[n + 1];
        Arrays.setAll(row, k -> binomial(n, k));
        return row;
    }

    /** C(n, k), exact as far as doubles are. */
    static double binomial(int n, int k) {
        double value = 1;
        for (int i = 1; i <= k; i++) {
            value = Math.rint(value * (n - i + 1) / i);
        }
        return value;
    }

    /** No rows and no columns. */
    void clear() {
        rowCount = 0;
        size = 0;
    }

    /** One more column, behind the others. */
    void addColumn(int column) {
        columns[size++] = column;
    }

    /** One more row; one that is there already counts once more. */
    void addRow(int row) {
        for (int d = 0; d < rowCount; d++) {
            if (rows[d] == row) {
                copies[d]++;
                return;
            }
        }
        rows[rowCount] = row;
        copies[rowCount++] = 1;
    }

    /**
     * Computes the permanents.
     *
     * @param result receives (re, im) for each column left out
     */
    void compute(double[] result) {
        if (size == 1) {
            result[0] = 1;
            result[1] = 0;
            return;
        }
        long streams = plan();
        for (double[] lane : lanes) {
            Arrays.fill(lane, 0, 2 * size, 0);
        }
        for (long stream = 0; stream < streams; stream++) {
            Arrays.fill(sums, 0, 2 * size, 0);
            addStream(stream, sums);
            double[] lane = lanes[(int) (stream % LANES)];
            for (int i = 0; i < 2 * size; i++) {
                lane[i] += sums[i];
            }
        }
        for (int h = LANES / 2; h > 0; h /= 2) {
            for (int q = 0; q < h; q++) {
                for (int i = 0; i < 2 * size; i++) {
                    lanes[q][i] += lanes[q + h][i];
                }
            }
        }
        System.arraycopy(lanes[0], 0, result, 0, 2 * size);
    }

    /** Sets the digits: rows in their order, the first of the rarest ones, of which a copy is fixed, last. */
    private long plan() {
        fixed = 0;
        for (int d = 1; d < rowCount; d++) {
            if (copies[d] < copies[fixed]) {
                fixed = d;
            }
        }
        digitCount = 0;
        long terms = 1;
        for (int d = 0; d < rowCount; d++) {
            if (d != fixed) {
                digitRow[digitCount] = d;
                radices[digitCount++] = copies[d] + 1;
                terms *= copies[d] + 1;
            }
        }
        if (copies[fixed] > 1) {
            digitRow[digitCount] = fixed;
            radices[digitCount++] = copies[fixed];
            terms *= copies[fixed];
        }
        long low = 1;
        lowDigits = 0;
        while (lowDigits < digitCount
                && low * radices[lowDigits] <= LOW_TERMS
                && terms / (low * radices[lowDigits]) >= LANES) {
            low *= radices[lowDigits++];
        }
        return terms / low;
    }

    private void addStream(long stream, double[] into) {
        for (int j = 0; j < size; j++) {
            x[j] = Math.fma(copies[fixed], matrix.re(rows[fixed], columns[j]), 0.0);
            y[j] = Math.fma(copies[fixed], matrix.im(rows[fixed], columns[j]), 0.0);
        }
        double weight = 1;
        boolean odd = false;
        long rest = stream;
        long terms = 1;
        for (int d = 0; d < digitCount; d++) {
            int value = 0;
            if (d >= lowDigits) {
                value = (int) (rest % radices[d]);
                rest /= radices[d];
                weight *= binomials[radices[d] - 1][value];
                odd ^= (value & 1) != 0;
            } else {
                terms *= radices[d];
            }
            int row = digitRow[d];
            step(row, copies[row] - 2 * value - (row == fixed ? copies[row] : 0));
        }
        weight = odd ? -weight : weight;
        Arrays.fill(digits, 0, lowDigits, 0);
        Arrays.fill(directions, 0, lowDigits, 1);
        Arrays.fill(products, 0, lowDigits + 1, 1);
        addProducts(weight, into);
        boolean oddTerm = false;
        for (long term = 1; term < terms; term++) {
            int d = next();
            step(digitRow[d], -2.0 * directions[d]);
            oddTerm = !oddTerm;
            addProducts(weight * (oddTerm ? -products[0] : products[0]), into);
        }
    }

    private int next() {
        int d = 0;
        while (digits[d] + directions[d] < 0 || digits[d] + directions[d] >= radices[d]) {
            directions[d] = -directions[d];
            d++;
        }
        digits[d] += directions[d];
        for (int i = d; i >= 0; i--) {
            products[i] = products[i + 1] * binomials[radices[i] - 1][digits[i]];
        }
        return d;
    }

    private void step(int row, double factor) {
        for (int j = 0; j < size; j++) {
            x[j] = Math.fma(factor, matrix.re(rows[row], columns[j]), x[j]);
            y[j] = Math.fma(factor, matrix.im(rows[row], columns[j]), y[j]);
        }
    }

    /** Adds c times the product of all columns but l, for every l. */
    private void addProducts(double c, double[] into) {
        double a = 1;
        double b = 0;
        for (int l = size - 1; l >= 0; l--) {
            suffix[2 * l] = a;
            suffix[2 * l + 1] = b;
            double next = Math.fma(x[l], a, -(y[l] * b));
            b = Math.fma(x[l], b, y[l] * a);
            a = next;
        }
        a = c;
        b = 0;
        for (int l = 0; l < size; l++) {
            double p = suffix[2 * l];
            double q = suffix[2 * l + 1];
            into[2 * l] = Math.fma(-b, q, Math.fma(a, p, into[2 * l]));
            into[2 * l + 1] = Math.fma(b, p, Math.fma(a, q, into[2 * l + 1]));
            double next = Math.fma(a, x[l], -(b * y[l]));
            b = Math.fma(a, y[l], b * x[l]);
            a = next;
        }
    }
}
