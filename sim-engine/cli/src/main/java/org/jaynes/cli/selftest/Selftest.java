package org.jaynes.cli.selftest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What the self-test found out about a device.
 *
 * @param device its name
 * @param profile name of the profile that it plans for
 * @param seed of the random data
 * @param checks each kernel against the reference; none for the reference itself
 * @param speed null if a check failed: a device that computes wrongly is not timed
 */
public record Selftest(
        String device,
        String profile,
        long seed,
        List<Parity> checks,
        @Nullable Speed speed) {

    /**
     * Tests a device.
     *
     * @param qubits size of the states that bandwidths are measured on
     * @param progress told how many checks of how many are done
     * @throws org.jaynes.execution.InsufficientMemoryException if two such states do not fit
     */
    public static Selftest run(Executor device, long seed, int qubits, BiConsumer<Integer, Integer> progress) {
        List<Parity> checks;
        try (Executor reference = Executors.reference()) {
            checks = device.name().equals(reference.name())
                    ? List.of()
                    : new KernelChecks(device, reference, seed, progress).run();
        }
        boolean passed = checks.stream().allMatch(Parity::passed);
        return new Selftest(
                device.name(), device.profile().name(), seed, checks, passed ? Speed.measure(device, qubits) : null);
    }

    /** Whether every kernel gave the bits of the reference. */
    public boolean passed() {
        return checks.stream().allMatch(Parity::passed);
    }

    /** One entry of the report. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("device", device);
        json.put("profile", profile);
        json.put("seed", seed);
        if (!checks.isEmpty()) {
            json.put("passed", passed());
        }
        json.put("checks", checks.stream().map(Parity::toJson).toList());
        if (speed != null) {
            json.put("speed", speed.toJson());
        }
        return json;
    }
}
