package org.jaynes.bindings;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting that comes from a system property or, if that is not set, from the environment. It is read each time it is
 * asked for. An empty value counts as not set.
 *
 * @param property the system property, such as {@code jaynes.cuda.library}; the environment variable has the same name
 *     in capitals with underscores, such as {@code JAYNES_CUDA_LIBRARY}
 */
public record Setting(String property) {
    /** {@code auto} (default), {@code panama} or {@code jcuda}: how the CUDA driver is called. */
    public static final Setting CUDA = new Setting("jaynes.cuda");

    /** Path of the CUDA driver library, or {@code emulated} for the emulated driver that comes with Jaynes. */
    public static final Setting CUDA_LIBRARY = new Setting("jaynes.cuda.library");

    /** Path of libjaynes_cpu; default: the one that comes with Jaynes. */
    public static final Setting CPU_LIBRARY = new Setting("jaynes.cpu.library");

    /** Folder for unpacked libraries; default: {@code jaynes} in {@code XDG_CACHE_HOME} or in {@code ~/.cache}. */
    public static final Setting CACHE = new Setting("jaynes.cache");

    /**
     * A value and where it is from.
     *
     * @param origin for messages: {@code system property jaynes.cuda} or {@code environment variable JAYNES_CUDA}
     */
    public record Value(String text, String origin) {}

    public String environmentVariable() {
        return property.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    public Optional<Value> value() {
        return given(System.getProperty(property), "system property " + property)
                .or(() -> given(System.getenv(environmentVariable()), "environment variable " + environmentVariable()));
    }

    /** For messages: how to set it. */
    public String howToSet() {
        return "-D" + property + "=... or " + environmentVariable() + "=...";
    }

    private static Optional<Value> given(@Nullable String text, String origin) {
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(new Value(text.strip(), origin));
    }
}
