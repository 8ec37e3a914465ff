package org.jaynes.bindings;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;

/** What a test expects of a failure: its type and what its message says. */
public final class Failures {
    private Failures() {}

    /** What is expected to fail. */
    @FunctionalInterface
    public interface Action {
        void run() throws Throwable;
    }

    public static <T extends Throwable> T assertFails(Class<T> type, Action action, String... parts) {
        T failure = assertThrows(type, action::run);
        String message = Objects.requireNonNull(failure.getMessage(), "a failure has a message");
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + part + "' is not in: " + message);
        }
        return failure;
    }
}
