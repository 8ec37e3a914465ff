package org.jaynes.decoder.dem;

/** An instruction of a {@link DetectorErrorModel}. Tags are free text that has no effect; usually empty. */
public sealed interface DemInstruction {
    /** The text in brackets after the name. */
    String tag();

    /**
     * An independent error.
     *
     * @param probability in [0, 1]
     * @param targets what it flips, see {@link DemTarget}; a target that occurs twice cancels. Separators suggest a
     *     decomposition; the error flips all targets of all components.
     */
    record ErrorMechanism(double probability, long[] targets, String tag) implements DemInstruction {}

    /**
     * Declares a detector, and where it is in space and time.
     *
     * @param coordinates relative to the shifts before it
     * @param detector number relative to the shifts before it
     */
    record Detector(double[] coordinates, long detector, String tag) implements DemInstruction {}

    /**
     * Declares an observable.
     *
     * @param observable its number
     */
    record Observable(long observable, String tag) implements DemInstruction {}

    /**
     * Moves all detectors that follow.
     *
     * @param coordinates added to the coordinates of later detectors, component by component
     * @param detectors added to their numbers
     */
    record Shift(double[] coordinates, long detectors, String tag) implements DemInstruction {}

    /**
     * Runs a body several times; shifts in it add up.
     *
     * @param count how often; 0 is allowed
     */
    record Repeat(long count, DetectorErrorModel body, String tag) implements DemInstruction {}
}
