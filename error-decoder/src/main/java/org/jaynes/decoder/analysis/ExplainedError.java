package org.jaynes.decoder.analysis;

import java.util.List;
import java.util.Map;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.stim.StimTarget;
import org.jaynes.decoder.text.Printing;

/**
 * What one error of a circuit can flip, and the errors that do.
 *
 * @param targets what is flipped, sorted, see {@link DemTarget}
 * @param detectorCoordinates where detectors are, by number; those without coordinates are left out
 * @param locations errors that flip just that
 */
public record ExplainedError(long[] targets, Map<Long, double[]> detectorCoordinates, List<ErrorLocation> locations) {
    /** Digits of coordinates and arguments. */
    private static final int DIGITS = 6;

    /** The text that {@code stim explain_errors} prints, without a final newline. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("ExplainedError {\n    dem_error_terms: ");
        String separator = "";
        for (long target : targets) {
            out.append(separator)
                    .append(DemTarget.isDetector(target) ? 'D' : 'L')
                    .append(DemTarget.number(target));
            if (DemTarget.isDetector(target)) {
                appendCoordinates(out, detectorCoordinates.getOrDefault(target, Coordinates.NONE));
            }
            separator = " ";
        }
        if (locations.isEmpty()) {
            out.append("\n    [no single circuit error had these exact symptoms]");
        }
        for (ErrorLocation location : locations) {
            out.append('\n');
            append(out, location);
        }
        return out.append("\n}").toString();
    }

    private static void append(StringBuilder out, ErrorLocation location) {
        out.append("    CircuitErrorLocation {\n");
        if (!location.tag().isEmpty()) {
            out.append("        noise_tag: ").append(location.tag()).append('\n');
        }
        if (!location.flippedProduct().isEmpty()) {
            out.append("        flipped_pauli_product: ");
            appendProduct(out, location.flippedProduct());
        }
        if (location.flippedMeasurement() >= 0) {
            out.append("        flipped_measurement.measurement_record_index: ")
                    .append(location.flippedMeasurement())
                    .append('\n');
        }
        if (!location.measuredProduct().isEmpty()) {
            out.append("        flipped_measurement.measured_observable: ");
            appendProduct(out, location.measuredProduct());
        }
        out.append("        Circuit location stack trace:\n");
        out.append("            (after ").append(location.ticks()).append(" TICKs)\n");
        appendFrames(out, location);
        boolean single = location.firstTarget() + 1 == location.lastTarget();
        out.append("            at target")
                .append(single ? " #" : "s #")
                .append(location.firstTarget() + 1)
                .append(single ? "" : " to #" + location.lastTarget())
                .append(" of the instruction\n");
        out.append("            resolving to ").append(location.gate());
        Printing.appendTag(out, location.tag());
        Printing.appendArguments(out, location.arguments(), DIGITS);
        boolean joined = false;
        for (ErrorLocation.Placed placed : location.targets()) {
            boolean combiner = placed.target() == StimTarget.COMBINER;
            out.append(joined || combiner ? "" : " ");
            append(out, placed);
            joined = combiner;
        }
        out.append("\n    }");
    }

    private static void appendFrames(StringBuilder out, ErrorLocation location) {
        List<ErrorLocation.Frame> frames = location.frames();
        for (int level = 0; level < frames.size(); level++) {
            ErrorLocation.Frame frame = frames.get(level);
            if (level > 0) {
                out.append("            after ").append(frame.round()).append(" completed iterations\n");
            }
            out.append("            at instruction #").append(frame.instruction() + 1);
            if (level < frames.size() - 1) {
                out.append(" (a REPEAT ").append(frame.repetitions()).append(" block)");
            } else {
                out.append(" (").append(location.gate()).append(')');
            }
            out.append(level > 0 ? " in the REPEAT block\n" : " in the circuit\n");
        }
    }

    private static void appendProduct(StringBuilder out, List<ErrorLocation.Placed> product) {
        String separator = "";
        for (ErrorLocation.Placed factor : product) {
            out.append(separator);
            append(out, factor);
            separator = "*";
        }
        out.append('\n');
    }

    private static void append(StringBuilder out, ErrorLocation.Placed placed) {
        if (placed.target() == StimTarget.COMBINER) {
            out.append('*');
        } else {
            out.append(StimTarget.show(placed.target()));
            appendCoordinates(out, placed.coordinates());
        }
    }

    private static void appendCoordinates(StringBuilder out, double[] coordinates) {
        String separator = "[coords ";
        for (double coordinate : coordinates) {
            out.append(separator);
            Printing.appendReal(out, coordinate, DIGITS);
            separator = ",";
        }
        out.append(coordinates.length == 0 ? "" : "]");
    }
}
