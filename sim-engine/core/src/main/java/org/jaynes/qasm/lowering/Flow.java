package org.jaynes.qasm.lowering;

/** How a statement was left, as far as that is known before the run. */
enum Flow {
    /** The next statement follows. */
    NEXT,
    BREAK,
    CONTINUE,
    RETURN,
    /** The program has ended. */
    END
}
