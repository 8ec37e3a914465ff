package org.jaynes.bindings;

/** A {@link Setting} has a value that it cannot have; the message has where it is set, the value and what it may be. */
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SettingException(Setting.Value value, String expected) {
        super("the %s is '%s'; expected %s".formatted(value.origin(), value.text(), expected));
    }
}
