package org.jaynes.circuit;

/**
 * What a {@link Gate} applies to its targets: a named gate of the standard libraries, or a given matrix. Inside engines
 * also a {@link MatrixOperator}, which is not unitary.
 */
public sealed interface Unitary permits StandardGate, MatrixUnitary, MatrixOperator {
    /** Which entries of the matrix can differ from zero. */
    enum Form {
        /** Only the diagonal. */
        DIAGONAL,
        /** A one in every row and column. */
        PERMUTATION,
        /** One entry in every row and column. */
        MONOMIAL,
        /** Any. */
        GENERAL
    }

    /** Name as in OpenQASM's libraries where it has one there. */
    String label();

    /** Number of targets; 0 for a global phase. */
    int targetCount();

    /** Number of angles. */
    int angleCount();

    /** The narrowest form that the matrix has for all angles. */
    Form form();

    /**
     * The matrix, row-major, (re, im) interleaved: 2 * 4^targetCount numbers. Bit j of a row or column number is target
     * j.
     *
     * @param angles in radians, as many as {@link #angleCount}
     */
    double[] matrix(double... angles);
}
