package org.jaynes.cli.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jaynes.execution.DeviceName;
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
 * @param decoding each kernel for error correction against the CPU; none but for GPUs whose
 *     other checks have passed
 * @param speed null if a check failed: a device that computes wrongly is not timed
 */
public record Selftest(
        String device,
        String profile,
        long seed,
        List<Parity> checks,
        List<DecodingChecks.Check> decoding,
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
                    : new KernelChecks(device, reference, seed, progress)
                            .run(new PhotonicChecks(device, seed).checks());
        }
        DeviceName name = DeviceName.parse(device.name());
        // A device that has failed refuses everything else.
        boolean agrees = checks.stream().allMatch(Parity::passed);
        List<DecodingChecks.Check> decoding =
                agrees && name.kind() == DeviceName.Kind.CUDA ? DecodingChecks.run(name.ordinal(), seed) : List.of();
        Selftest untimed = new Selftest(device.name(), device.profile().name(), seed, checks, decoding, null);
        return untimed.passed() ? untimed.timed(Speed.measure(device, qubits)) : untimed;
    }

    private Selftest timed(Speed measured) {
        return new Selftest(device, profile, seed, checks, decoding, measured);
    }

    /** Whether every kernel gave the bits of the reference, or of the CPU. */
    public boolean passed() {
        return checks.stream().allMatch(Parity::passed) && decoding.stream().allMatch(DecodingChecks.Check::passed);
    }

    /** What to tell people of the kernels for error correction; nothing where none has been run. */
    public List<String> decodingLines() {
        if (decoding.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        long passed = decoding.stream().filter(DecodingChecks.Check::passed).count();
        lines.add("%d of %d checks of decoding give the CPU's bits".formatted(passed, decoding.size()));
        decoding.stream()
                .filter(check -> !check.passed())
                .forEach(check -> lines.add("FAILED: %s: %s".formatted(check.kernel(), check.difference())));
        return lines;
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
        if (!decoding.isEmpty()) {
            json.put(
                    "decoding",
                    decoding.stream().map(DecodingChecks.Check::toJson).toList());
        }
        if (speed != null) {
            json.put("speed", speed.toJson());
        }
        return json;
    }
}
