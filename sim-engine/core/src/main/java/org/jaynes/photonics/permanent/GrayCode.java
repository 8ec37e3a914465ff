package org.jaynes.photonics.permanent;

/**
 * Reflected Gray code of numbers with mixed radices: every step changes one digit by one. It starts at all zeros.
 *
 * <p>It also keeps the product of the binomials C(radix - 1, digit), with the sign (-1)^(sum of the digits).
 */
final class GrayCode {
    private final int[] radices;
    private final double[][] binomials;
    private final int[] digits;
    private final int[] directions;
    /** products[d]: the binomials of the digits d and above, without sign. */
    private final double[] products;

    private int direction;
    private boolean odd;

    /** @param binomials for each digit, C(radix - 1, value) for each value */
    GrayCode(int[] radices, double[][] binomials) {
        this.radices = radices;
        this.binomials = binomials;
        this.digits = new int[radices.length];
        this.directions = new int[radices.length];
        this.products = new double[radices.length + 1];
    }

    /** Back to all zeros. */
    void reset() {
        for (int d = 0; d < digits.length; d++) {
            digits[d] = 0;
            directions[d] = 1;
        }
        java.util.Arrays.fill(products, 1);
        odd = false;
    }

    /** Goes to the next number, and returns which digit has changed. Not to be called after the last one. */
    int next() {
        int d = 0;
        while (digits[d] + directions[d] < 0 || digits[d] + directions[d] >= radices[d]) {
            directions[d] = -directions[d];
            d++;
        }
        direction = directions[d];
        digits[d] += direction;
        odd = !odd;
        for (int i = d; i >= 0; i--) {
            products[i] = products[i + 1] * binomials[i][digits[i]];
        }
        return d;
    }

    /** Whether the last step took its digit up (1) or down (-1). */
    int direction() {
        return direction;
    }

    /** The product of the binomials, negative when the sum of the digits is odd. */
    double weight() {
        return odd ? -products[0] : products[0];
    }
}
