package org.jaynes.photonics.permanent;

/**
 * The sum of the terms of some streams: real part, imaginary part, and the sum of |re| + |im|, from which the error is
 * estimated.
 */
record TermSum(double re, double im, double magnitude) {
    static final TermSum ZERO = new TermSum(0, 0, 0);

    TermSum plus(TermSum other) {
        return new TermSum(re + other.re, im + other.im, magnitude + other.magnitude);
    }

    /**
     * Folds sums as a binary tree: {@code s[i] = s[i] + s[i + h]} for h = the largest power of two below the count, …, 1,
     * with zeros where there are none.
     */
    static TermSum fold(TermSum[] sums) {
        TermSum[] s = sums.clone();
        int count = s.length;
        for (int h = Integer.highestOneBit(Math.max(1, count - 1)); count > 1; h /= 2) {
            for (int i = 0; i + h < count; i++) {
                s[i] = s[i].plus(s[i + h]);
            }
            count = h;
        }
        return s.length == 0 ? ZERO : s[0];
    }
}
