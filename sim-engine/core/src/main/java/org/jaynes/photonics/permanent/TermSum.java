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

    /** Folds the sums of streams or of blocks of them. */
    static TermSum fold(TermSum[] sums) {
        return sums.length == 0 ? ZERO : BinaryTree.fold(sums, TermSum::plus);
    }
}
