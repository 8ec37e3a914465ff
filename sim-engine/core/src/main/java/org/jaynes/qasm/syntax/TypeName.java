package org.jaynes.qasm.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A classical type as it is written.
 *
 * @param at position
 * @param kind what it is; for an array, the kind of its elements
 * @param width the designator in brackets, or null
 * @param dimensions lengths of an array; empty for anything else, and for an array known by its rank only
 * @param rank number of dimensions of an array known by {@code #dim}, an expression; else null
 */
public record TypeName(
        int at,
        Kind kind,
        @Nullable Expr width,
        List<Expr> dimensions,
        @Nullable Expr rank) {
    /** Kinds of classical types. */
    public enum Kind {
        BOOL,
        BIT,
        INT,
        UINT,
        FLOAT,
        ANGLE,
        COMPLEX,
        DURATION,
        STRETCH;

        /** As it is written. */
        public String keyword() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Whether it is an array. */
    public boolean isArray() {
        return !dimensions.isEmpty() || rank != null;
    }
}
