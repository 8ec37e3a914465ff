package org.jaynes.decoder.codes;

import java.util.List;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.text.Printing;

/**
 * A memory experiment of a code family.
 *
 * @param code {@code repetition_code}, {@code surface_code}, {@code color_code} or {@code bivariate_bicycle}
 * @param task {@code memory}; {@code rotated_memory_x}, {@code rotated_memory_z}, {@code unrotated_memory_x} or
 *     {@code unrotated_memory_z}; {@code memory_xyz}; {@code memory_x} or {@code memory_z}
 * @param distance of the code, at least 2; odd and at least 3 for the color code; 6, 12 or 18 for bivariate bicycle
 *     codes, which means [[72,12,6]], [[144,12,12]] or [[288,12,18]]
 * @param rounds how often the stabilizers are measured, at least 1; at least 2 for the color code
 * @param noise where errors happen, and how likely
 */
public record MemoryExperiment(String code, String task, int distance, long rounds, NoiseStrengths noise) {
    private static final int LARGEST_DISTANCE = 2047;

    public MemoryExperiment {
        List<String> tasks = switch (code) {
            case "repetition_code" -> RepetitionCode.TASKS;
            case "surface_code" -> SurfaceCode.TASKS;
            case "color_code" -> ColorCode.TASKS;
            case "bivariate_bicycle" -> BivariateBicycleCode.TASKS;
            default ->
                throw new IllegalArgumentException(
                        "unknown code '%s'; known: repetition_code, surface_code, color_code, bivariate_bicycle"
                                .formatted(code));
        };
        if (!tasks.contains(task)) {
            throw new IllegalArgumentException(
                    "unknown task '%s' of %s; known: %s".formatted(task, code, String.join(", ", tasks)));
        }
        boolean color = code.equals("color_code");
        if (distance < (color ? 3 : 2) || distance > LARGEST_DISTANCE || (color && distance % 2 == 0)) {
            throw new IllegalArgumentException("the distance of a %s is %s to %d, not %d"
                    .formatted(code, color ? "odd and 3" : "2", LARGEST_DISTANCE, distance));
        }
        boolean bicycle = code.equals("bivariate_bicycle");
        if (bicycle && !BivariateBicycleCode.DISTANCES.contains(distance)) {
            throw new IllegalArgumentException("the distance of a bivariate_bicycle code is one of %s, not %d"
                    .formatted(BivariateBicycleCode.DISTANCES, distance));
        }
        if (!bicycle && noise.idle() > 0) {
            throw new IllegalArgumentException(
                    "idle_depolarization is for bivariate_bicycle codes only; a %s has before_round_data_depolarization"
                            .formatted(code));
        }
        if (rounds < (color ? 2 : 1)) {
            throw new IllegalArgumentException(
                    "a %s experiment has at least %d rounds, not %d".formatted(code, color ? 2 : 1, rounds));
        }
    }

    /** The circuit. */
    public StimCircuit circuit() {
        return layoutAndCircuit().circuit();
    }

    /** The circuit as {@code stim gen} prints it, and in its manner for bivariate bicycle codes: comments with parameters, a map of the qubits, then instructions. */
    public String text() {
        LaidOutCircuit generated = layoutAndCircuit();
        StringBuilder out = new StringBuilder();
        out.append("# Generated ").append(code).append(" circuit.\n");
        out.append("# task: ").append(task).append('\n');
        out.append("# rounds: ").append(rounds).append('\n');
        out.append("# distance: ").append(distance).append('\n');
        appendParameter(out, "before_round_data_depolarization", noise.beforeRoundData());
        appendParameter(out, "before_measure_flip_probability", noise.beforeMeasure());
        appendParameter(out, "after_reset_flip_probability", noise.afterReset());
        appendParameter(out, "after_clifford_depolarization", noise.afterClifford());
        if (code.equals("bivariate_bicycle")) {
            appendParameter(out, "idle_depolarization", noise.idle());
        }
        out.append("# layout:\n").append(generated.layout());
        out.append("# Legend:\n");
        generated.legend().forEach(line -> out.append("#     ").append(line).append('\n'));
        return out.append(generated.circuit()).append('\n').toString();
    }

    private static void appendParameter(StringBuilder out, String name, double probability) {
        out.append("# ").append(name).append(": ");
        Printing.appendReal(out, probability, 6);
        out.append('\n');
    }

    private LaidOutCircuit layoutAndCircuit() {
        return switch (code) {
            case "repetition_code" -> RepetitionCode.generate(this);
            case "surface_code" -> SurfaceCode.generate(this);
            case "color_code" -> ColorCode.generate(this);
            default -> BivariateBicycleCode.generate(this);
        };
    }
}
