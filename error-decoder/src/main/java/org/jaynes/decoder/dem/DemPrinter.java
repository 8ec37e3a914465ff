package org.jaynes.decoder.dem;

import org.jaynes.decoder.text.Printing;

/** Prints models byte for byte as stim does. */
final class DemPrinter {
    /** Digits of a C++ {@code long double} on x86-64 plus one: what Stim prints probabilities with. */
    private static final int DIGITS = 19;

    private static final double[] NO_COORDINATES = {};

    private DemPrinter() {}

    static void append(StringBuilder out, DetectorErrorModel model, int depth) {
        String separator = "";
        for (DemInstruction instruction : model.instructions()) {
            out.append(separator).repeat("    ", depth);
            append(out, instruction, depth);
            separator = "\n";
        }
    }

    private static void append(StringBuilder out, DemInstruction instruction, int depth) {
        switch (instruction) {
            case DemInstruction.ErrorMechanism error -> {
                appendHead(out, "error", error.tag(), new double[] {error.probability()});
                for (long target : error.targets()) {
                    out.append(' ');
                    DemTarget.append(out, target);
                }
            }
            case DemInstruction.Detector detector -> {
                appendHead(out, "detector", detector.tag(), detector.coordinates());
                out.append(" D").append(detector.detector());
            }
            case DemInstruction.Observable observable -> {
                appendHead(out, "logical_observable", observable.tag(), NO_COORDINATES);
                out.append(" L").append(observable.observable());
            }
            case DemInstruction.Shift shift -> {
                appendHead(out, "shift_detectors", shift.tag(), shift.coordinates());
                out.append(' ').append(shift.detectors());
            }
            case DemInstruction.Repeat repeat -> {
                appendHead(out, "repeat", repeat.tag(), NO_COORDINATES);
                out.append(' ').append(repeat.count()).append(" {\n");
                append(out, repeat.body(), depth + 1);
                out.append('\n').repeat("    ", depth).append('}');
            }
        }
    }

    private static void appendHead(StringBuilder out, String name, String tag, double[] arguments) {
        out.append(name);
        Printing.appendTag(out, tag);
        Printing.appendArguments(out, arguments, DIGITS);
    }
}
