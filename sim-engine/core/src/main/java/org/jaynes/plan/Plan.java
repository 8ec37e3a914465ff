package org.jaynes.plan;

/** Passes of micro-ops that compute a stretch of gates. Immutable. */
public final class Plan {
    private final int[] layout;

    Plan(int[] layout) {
        this.layout = layout.clone();
    }

    /** The index bit that holds each qubit after the plan has run. */
    public int[] layout() {
        return layout.clone();
    }
}
