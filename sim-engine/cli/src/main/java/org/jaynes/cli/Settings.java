package org.jaynes.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.bindings.Setting;

/** The settings of the command line that come from system properties or the environment, and their defaults. */
final class Settings {
    /** What {@code --device} is without the option. */
    static final Setting DEVICE = new Setting("jaynes.device");

    /** What {@code --threads} is without the option. */
    static final Setting THREADS = new Setting("jaynes.threads");

    private static final Map<Setting, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put(DEVICE, "auto");
        DEFAULTS.put(THREADS, "all processors");
        DEFAULTS.put(Setting.CUDA, "auto");
        DEFAULTS.put(Setting.CUDA_LIBRARY, "the driver of the system");
        DEFAULTS.put(Setting.CPU_LIBRARY, "the one that comes with Jaynes");
        DEFAULTS.put(Setting.CACHE, "jaynes in XDG_CACHE_HOME or ~/.cache");
    }

    private Settings() {}

    /**
     * A setting as it is now.
     *
     * @param name of the system property
     * @param origin where the value comes from, or {@code default}
     */
    record Current(String name, String environmentVariable, String value, String origin) {}

    static List<Current> all() {
        return DEFAULTS.entrySet().stream()
                .map(entry -> current(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Current current(Setting setting, String otherwise) {
        Setting.Value value = setting.value().orElse(new Setting.Value(otherwise, "default"));
        return new Current(setting.property(), setting.environmentVariable(), value.text(), value.origin());
    }
}
