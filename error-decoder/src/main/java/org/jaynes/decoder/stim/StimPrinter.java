package org.jaynes.decoder.stim;

import org.jaynes.decoder.text.Printing;

/** Prints circuits byte for byte as stim does. */
final class StimPrinter {
    private StimPrinter() {}

    static void append(StringBuilder out, StimCircuit circuit, int depth) {
        String separator = "";
        for (StimInstruction instruction : circuit.instructions()) {
            out.append(separator).repeat("    ", depth);
            switch (instruction) {
                case StimInstruction.Operation operation -> append(out, operation);
                case StimInstruction.Repeat repeat -> {
                    out.append("REPEAT");
                    Printing.appendTag(out, repeat.tag());
                    out.append(' ').append(repeat.count()).append(" {\n");
                    append(out, repeat.body(), depth + 1);
                    out.append('\n').repeat("    ", depth).append('}');
                }
            }
            separator = "\n";
        }
    }

    private static void append(StringBuilder out, StimInstruction.Operation operation) {
        out.append(operation.gate());
        Printing.appendTag(out, operation.tag());
        Printing.appendShortArguments(out, operation.arguments());
        boolean joined = false;
        for (int target : operation.targets()) {
            if (target == StimTarget.COMBINER) {
                out.append('*');
                joined = true;
            } else {
                out.append(joined ? "" : " ");
                StimTarget.append(out, target);
                joined = false;
            }
        }
    }
}
