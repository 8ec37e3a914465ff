package org.jaynes.bindings.cuda;

import org.jaynes.bindings.Setting;
import org.jaynes.bindings.SettingException;

/** How Java calls the CUDA driver. Both ways reach the same driver and may be used in one process. */
public enum Binding {
    /** The foreign function interface of Java, with generated bindings of {@code cuda.h}; the default. */
    PANAMA("panama"),
    /** JCuda's {@code JCudaDriver} (JNI), when JCuda is on the class path. */
    JCUDA("jcuda");

    private static final String AUTO = "auto";

    private final String word;

    Binding(String word) {
        this.word = word;
    }

    /** The word for it in settings and output. */
    public String word() {
        return word;
    }

    /**
     * The one that {@link Setting#CUDA} names; {@link #PANAMA} if it is not set.
     *
     * @throws SettingException if the setting is none of the words
     */
    public static Binding chosen() {
        Setting.Value setting = Setting.CUDA.value().orElse(null);
        if (setting == null || setting.text().equals(AUTO)) {
            return PANAMA;
        }
        for (Binding binding : values()) {
            if (binding.word.equals(setting.text())) {
                return binding;
            }
        }
        throw new SettingException(setting, "auto, panama or jcuda");
    }
}
