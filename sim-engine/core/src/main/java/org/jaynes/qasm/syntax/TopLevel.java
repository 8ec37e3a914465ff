package org.jaynes.qasm.syntax;

import org.jspecify.annotations.Nullable;

/** Hands out the statements of one text one after the other, so that a long program is never in memory as a tree. */
interface TopLevel {
    /** The next statement, or null at the end. */
    @Nullable
    Stmt next();
}
