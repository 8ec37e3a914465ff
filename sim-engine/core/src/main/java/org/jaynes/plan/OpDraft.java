package org.jaynes.plan;

import org.jspecify.annotations.Nullable;

/**
 * A micro-op before it is known where its coefficients are.
 *
 * @param bits index bits of its targets, or of its table
 * @param controlMask index bits of its controls
 * @param recipe what computes the coefficients; null for the kinds without
 * @param probe number of its sum, of a probe
 */
record OpDraft(
        OpKind kind,
        int[] bits,
        long controlMask,
        long controlValues,
        @Nullable Recipe recipe,
        int probe) {
    /** An op that is no probe. */
    OpDraft(OpKind kind, int[] bits, long controlMask, long controlValues, @Nullable Recipe recipe) {
        this(kind, bits, controlMask, controlValues, recipe, 0);
    }

    /** Whether it multiplies every amplitude, so that it can take along a real factor of the whole state. */
    boolean canScale() {
        return recipe != null && controlMask == 0;
    }

    /** Whether it can take along any complex factor of the whole state. */
    boolean canTurn() {
        return canScale() && (kind == OpKind.MATRIX || kind == OpKind.DIAGONAL);
    }
}
