package org.jaynes.bindings;

import java.util.List;
import java.util.function.Function;

/**
 * Something that this machine may or may not have: the thing itself, or why it cannot be used and what to do about it.
 * Immutable.
 *
 * @param <T> what was looked for
 */
public sealed interface Availability<T> {
    /** It is there. */
    record Available<T>(T value) implements Availability<T> {}

    /**
     * It cannot be used.
     *
     * @param reasons what was tried and why it failed, in order, each a sentence with its remedy; at least one
     */
    record Unavailable<T>(List<String> reasons) implements Availability<T> {
        public Unavailable {
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("something that is unavailable needs a reason");
            }
            reasons = List.copyOf(reasons);
        }

        /** All reasons as one text, one line each. */
        public String reason() {
            return String.join("\n", reasons);
        }
    }

    static <T> Availability<T> of(T value) {
        return new Available<>(value);
    }

    static <T> Availability<T> unavailable(String reason) {
        return new Unavailable<>(List.of(reason));
    }

    default boolean isAvailable() {
        return this instanceof Available;
    }

    /**
     * The thing, for a caller that cannot do without it.
     *
     * @throws UnavailableException with all reasons if it is not there
     */
    default T orElseThrow() {
        return switch (this) {
            case Available<T>(T value) -> value;
            case Unavailable<T> unavailable -> throw new UnavailableException(unavailable.reason());
        };
    }

    /** What {@code next} makes of the thing, or the reasons unchanged. */
    default <R> Availability<R> then(Function<? super T, ? extends Availability<R>> next) {
        return switch (this) {
            case Available<T>(T value) -> next.apply(value);
            case Unavailable<T>(List<String> reasons) -> new Unavailable<>(reasons);
        };
    }
}
