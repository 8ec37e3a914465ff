package org.jaynes.circuit;

/**
 * A unitary given by its matrix.
 *
 * @param targetCount number of targets, 1 to 6
 */
public record MatrixUnitary(int targetCount) implements Unitary {
    @Override
    public int angleCount() {
        return 0;
    }
}
