package org.jaynes.execution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A device, usable or not.
 *
 * @param name as {@link Executors#open(String, int)} takes it
 * @param kind {@code cuda}, {@code cpu} or {@code reference}
 * @param usable whether it can be used
 * @param reason why it cannot, and the remedy; empty if it can
 * @param details what else is known, texts and numbers, in this order where they apply: {@code model}, {@code
 *     memory_bytes}, {@code compute_capability}, {@code driver_version}, {@code driver_library}, {@code binding}, {@code
 *     kernels} (where its kernels are from), {@code free_bytes}, {@code instruction_set}, {@code library}
 */
public record DeviceInfo(String name, String kind, boolean usable, String reason, Map<String, Object> details) {
    public DeviceInfo {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
