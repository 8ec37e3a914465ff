package org.jaynes.decoder.stim;

/** An instruction of a {@link StimCircuit}. Tags are free text that has no effect; usually empty. */
public sealed interface StimInstruction {
    /** The text in brackets after the name. */
    String tag();

    /**
     * A gate, noise channel, measurement or annotation.
     *
     * @param arguments as {@link StimGate#arguments} says
     * @param targets see {@link StimTarget}; as {@link StimGate#targets} says
     */
    record Operation(StimGate gate, double[] arguments, int[] targets, String tag) implements StimInstruction {
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
    record Repeat(long count, StimCircuit body, String tag) implements StimInstruction {}
}
