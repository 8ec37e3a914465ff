package org.jaynes.decoder.stim;

import org.jaynes.decoder.TextPlace;
import org.jspecify.annotations.Nullable;

/** An instruction of a {@link StimCircuit}. Tags are free text that has no effect; usually empty. */
public sealed interface StimInstruction {
    /** The text in brackets after the name. */
    String tag();

    /** Where it was read, the first one of instructions that were joined; null if it was not read from a text. */
    @Nullable
    TextPlace place();

    /** Its name, with the number of repetitions of a loop, for messages. */
    default String head() {
        return switch (this) {
            case Operation operation -> operation.gate().toString();
            case Repeat repeat -> "REPEAT " + repeat.count();
        };
    }

    /**
     * A gate, noise channel, measurement or annotation.
     *
     * @param arguments as {@link StimGate#arguments} says
     * @param targets see {@link StimTarget}; as {@link StimGate#targets} says
     */
    record Operation(
            StimGate gate,
            double[] arguments,
            int[] targets,
            String tag,
            @Nullable TextPlace place) implements StimInstruction {
        /** How many bits it adds to the measurement record. */
        public int measurementCount() {
            if (!gate.measures()) {
                return 0;
            }
            return switch (gate.targets()) {
                case PAIRS -> targets.length / 2;
                case PAULI_PRODUCTS -> {
                    int combiners = 0;
                    for (int target : targets) {
                        combiners += target == StimTarget.COMBINER ? 1 : 0;
                    }
                    yield targets.length - 2 * combiners;
                }
                default -> targets.length;
            };
        }
    }

    /**
     * Runs a body several times.
     *
     * @param count at least 1
     */
    record Repeat(
            long count,
            StimCircuit body,
            String tag,
            @Nullable TextPlace place) implements StimInstruction {}
}
