package org.jaynes.photonics.permanent;

import java.math.BigInteger;
import org.jaynes.photonics.ExperimentException;

/**
 * Permanents of matrices of whole numbers, exact. Ryser's formula with a Gray code (H. J. Ryser, "Combinatorial
 * Mathematics", 1963), so that it is also a check of Glynn's; a second or two for 20 rows.
 */
public final class ExactPermanent {
    /** Rows at most; more would take hours. */
    public static final int LARGEST = 26;

    private ExactPermanent() {}

    /**
     * The permanent of a matrix of whole numbers.
     *
     * @param rows a square matrix with at most {@link #LARGEST} rows
     */
    public static BigInteger of(long[][] rows) {
        return of(rows, new long[rows.length][rows.length])[0];
    }

    /**
     * The permanent of a matrix of complex whole numbers.
     *
     * @param re real parts, a square matrix with at most {@link #LARGEST} rows; likewise {@code im}
     * @return real and imaginary part
     */
    public static BigInteger[] of(long[][] re, long[][] im) {
        int n = re.length;
        if (n > LARGEST) {
            throw new ExperimentException("%d rows; expected at most %d".formatted(n, LARGEST));
        }
        long[] sumRe = new long[n];
        long[] sumIm = new long[n];
        BigInteger totalRe = n == 0 ? BigInteger.ONE : BigInteger.ZERO;
        BigInteger totalIm = BigInteger.ZERO;
        for (long term = 1; term < 1L << n; term++) {
            int column = Long.numberOfTrailingZeros(term);
            boolean added = (term >> (column + 1) & 1) == 0;
            for (int i = 0; i < n; i++) {
                sumRe[i] = Math.addExact(sumRe[i], added ? re[i][column] : -re[i][column]);
                sumIm[i] = Math.addExact(sumIm[i], added ? im[i][column] : -im[i][column]);
            }
            BigInteger[] product = product(sumRe, sumIm);
            boolean negative = ((n - Long.bitCount(term ^ term >> 1)) & 1) != 0;
            totalRe = negative ? totalRe.subtract(product[0]) : totalRe.add(product[0]);
            totalIm = negative ? totalIm.subtract(product[1]) : totalIm.add(product[1]);
        }
        return new BigInteger[] {totalRe, totalIm};
    }

    private static BigInteger[] product(long[] re, long[] im) {
        BigInteger a = BigInteger.ONE;
        BigInteger b = BigInteger.ZERO;
        for (int i = 0; i < re.length; i++) {
            BigInteger x = BigInteger.valueOf(re[i]);
            if (im[i] == 0 && b.signum() == 0) {
                a = a.multiply(x);
            } else {
                BigInteger y = BigInteger.valueOf(im[i]);
                BigInteger next = a.multiply(x).subtract(b.multiply(y));
                b = a.multiply(y).add(b.multiply(x));
                a = next;
            }
            if (a.signum() == 0 && b.signum() == 0) {
                break;
            }
        }
        return new BigInteger[] {a, b};
    }
}
