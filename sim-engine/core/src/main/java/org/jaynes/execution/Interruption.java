package org.jaynes.execution;

import java.util.concurrent.CancellationException;

/** How a caller stops long work: by interrupting the thread that called. */
final class Interruption {
    private Interruption() {}

    /** @throws CancellationException if the current thread has been interrupted; the interrupt status stays set */
    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted; the state is undefined until it is initialized again");
        }
    }
}
