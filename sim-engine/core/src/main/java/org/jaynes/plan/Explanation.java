package org.jaynes.plan;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a {@link Plan} will cost, for one state.
 *
 * @param qubits number of qubits
 * @param precision format of the amplitudes
 * @param profile the profile it was planned for
 * @param tileBits index bits of the largest tile
 * @param passes how often the state is read and written; more often than planned where the device holds smaller tiles only
 * @param repeatsAsGraph whether the device is given the passes as one graph when they come for the second time
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
        int tileBits,
        int passes,
        boolean repeatsAsGraph,
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
        List<Pass> run = plan.withTiles(profile.largestTileBits(precision), profile.lowBits())
                .passes();
        for (Pass pass : run) {
            double passSlots = 0;
            for (MicroOp op : pass.ops()) {
                ops.merge(op.kind(), 1, Integer::sum);
                passSlots += op.slotsPerAmplitude() * amplitudes;
            }
            slots += passSlots;
            seconds += Math.max(
                    profile.memorySeconds(precision, plan.indexBits(), pass.runBits()), passSlots / slotsPerSecond);
        }
        int passes = run.size();
        return new Explanation(
                plan.indexBits(),
                precision,
                profile,
                Math.min(profile.tileBits(precision, plan.indexBits()), profile.largestTileBits(precision)),
                passes,
                profile.repeatsAsGraph(passes, stateBytes),
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
                planned for   %s, tiles of 2^%d amplitudes%s
                passes        %d over the state, %s moved%s
                micro-ops     %s
                arithmetic    %.3g flops
                coefficients  %s a row
                predicted     %.3g s""".formatted(
                        qubits,
                        precision == Precision.SINGLE ? "complex64" : "complex128",
                        bytes(stateBytes),
                        profile.name(),
                        tileBits,
                        blocks(),
                        passes,
                        bytes(trafficBytes),
                        repeatsAsGraph ? "; one graph when they are run again" : "",
                        kinds.isEmpty() ? "none" : kinds,
                        flops,
                        bytes(coefficientBytes),
                        predictedSeconds);
    }

    private String blocks() {
        int most = Math.min(profile.oneTileBits(precision), profile.largestTileBits(precision));
        return profile.gpu() == null
                ? "; up to %d qubits are one tile".formatted(most)
                : "; up to %d qubits are one tile of one block".formatted(most);
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
