package org.jaynes.statevector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes many things, also when some of them fail to close: a device that is lost refuses every call. */
final class Closing {
    private Closing() {}

    /**
     * Tries every step.
     *
     * @throws RuntimeException the first failure, with the others suppressed in it
     */
    static void all(List<Runnable> steps) {
        @Nullable RuntimeException first = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
