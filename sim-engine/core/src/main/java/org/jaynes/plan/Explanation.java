package org.jaynes.plan;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a {@link Plan} will cost, for one state.
 *
 * @param qubits number of qubits
 * @param precision format of the amplitudes
 * @param profile the profile it was planned for
 * @param passes how often the state is read and written
 * @param ops micro-ops by kind
 * @param stateBytes memory of the state
 * @param coefficientBytes memory of the coefficients of one row
 * @param trafficBytes bytes that the passes read and write
 * @param flops floating-point operations; a multiply-add counts two
 * @param predictedSeconds per pass, the longer of its memory time and its arithmetic time by the profile
 */
public record Explanation(
        int qubits,
        Precision precision,
        DeviceProfile profile,
        int passes,
        Map<OpKind, Integer> ops,
        double stateBytes,
        double coefficientBytes,
        double trafficBytes,
        double flops,
        double predictedSeconds) {

    static Explanation of(Plan plan) {
        Precision precision = plan.precision();
        DeviceProfile profile = plan.profile();
        double amplitudes = Math.scalb(1.0, plan.indexBits());
        double stateBytes = amplitudes * precision.amplitudeBytes();
        double slotsPerSecond = profile.multiplyAddsPerSecond() / (precision == Precision.SINGLE ? 1 : 2);
        Map<OpKind, Integer> ops = new EnumMap<>(OpKind.class);
        double slots = 0;
        double seconds = 0;
        for (Pass pass : plan.passes()) {
            double passSlots = 0;
            for (MicroOp op : pass.ops()) {
                ops.merge(op.kind(), 1, Integer::sum);
                passSlots += op.slotsPerAmplitude() * amplitudes;
            }
            slots += passSlots;
            seconds += Math.max(
                    profile.memorySeconds(precision, plan.indexBits(), pass.runBits()), passSlots / slotsPerSecond);
        }
        int passes = plan.passes().size();
        return new Explanation(
                plan.indexBits(),
                precision,
                profile,
                passes,
                ops,
                stateBytes,
                (double) plan.coefficientCount() * precision.realBytes(),
                2 * stateBytes * passes,
                2 * slots,
                seconds);
    }

    /** Several lines for people. */
    public String text() {
        String kinds = ops.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return """
                state         %d qubits, %s, %s
                planned for   %s, tiles of 2^%d amplitudes
                passes        %d over the state, %s moved
                micro-ops     %s
                arithmetic    %.3g flops
                coefficients  %s a row
                predicted     %.3g s""".formatted(
                        qubits,
                        precision == Precision.SINGLE ? "complex64" : "complex128",
                        bytes(stateBytes),
                        profile.name(),
                        Math.min(qubits, profile.tileBits(precision)),
                        passes,
                        bytes(trafficBytes),
                        kinds.isEmpty() ? "none" : kinds,
                        flops,
                        bytes(coefficientBytes),
                        predictedSeconds);
    }

    private static String bytes(double count) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
        int unit = 0;
        double value = count;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? "%.0f %s".formatted(value, units[unit]) : "%.3g %s".formatted(value, units[unit]);
    }
}
