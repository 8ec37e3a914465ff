package org.jaynes.service;

import java.util.regex.Pattern;

/**
 * A device that the service offers. It has a queue of its own and runs one job at a time.
 *
 * @param name by which clients choose it: letters, digits, dots, dashes and underscores
 * @param sampler runs its jobs
 */
public record Machine(String name, DeviceSampler sampler) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException if the name cannot stand in a URL */
    public Machine {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no name for a machine; expected up to 64 letters, digits, dots, dashes and underscores"
                            .formatted(name));
        }
    }
}
