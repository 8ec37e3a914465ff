package org.jaynes.circuit;

/** The gates of OpenQASM's standard libraries, without controls. */
public enum StandardGate implements Unitary {
    X(1, 0),
    H(1, 0);

    private final int targetCount;
    private final int angleCount;

    StandardGate(int targetCount, int angleCount) {
        this.targetCount = targetCount;
        this.angleCount = angleCount;
    }

    @Override
    public int targetCount() {
        return targetCount;
    }

    @Override
    public int angleCount() {
        return angleCount;
    }
}
