package org.jaynes.photonics.permanent;

import java.util.function.BinaryOperator;

/** The order in which sums of streams are added: any way of sharing them out gives the same bits. */
final class BinaryTree {
    private BinaryTree() {}

    /**
     * Folds {@code s[i] = s[i] + s[i + h]} for h = the largest power of two below the count, …, 1, where there is an
     * {@code s[i + h]}.
     *
     * @param sums at least one; left as they are
     */
    static <S> S fold(S[] sums, BinaryOperator<S> plus) {
        S[] s = sums.clone();
        int count = s.length;
        for (int h = Integer.highestOneBit(Math.max(1, count - 1)); count > 1; h /= 2) {
            for (int i = 0; i + h < count; i++) {
                s[i] = plus.apply(s[i], s[i + h]);
            }
            count = h;
        }
        return s[0];
    }
}
