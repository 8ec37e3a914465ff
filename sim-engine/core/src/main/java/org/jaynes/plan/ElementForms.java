package org.jaynes.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns matrices on wires into {@link Element}s in their cheapest form. Global phases go into one factor; diagonals of
 * one and two wires become products of phases, so that equal ones can be multiplied together.
 */
final class ElementForms {
    private static final double ROOT_HALF = Math.sqrt(0.5);

    private final Registers registers;
    private final List<Element> elements = new ArrayList<>();
    private final Factor globalFactor = new Factor();

    ElementForms(Registers registers) {
        this.registers = registers;
    }

    List<Element> elements() {
        return elements;
    }

    Factor globalFactor() {
        return globalFactor;
    }

    /** A 2x2 matrix on a wire. */
    void single(int wire, Value matrix) {
        if (Shape.isDiagonal(matrix)) {
            diagonalOfOne(wire, registers.map((on, in) -> diagonalEntries(in[0]), matrix));
        } else if (Shape.isAntidiagonal(matrix)) {
            diagonalOfOne(wire, registers.map((on, in) -> exchangedEntries(in[0]), matrix));
            flip(wire, 0, 0);
        } else if (isBalanced(matrix)) {
            balanced(wire, matrix);
        } else if (Shape.isReal(matrix)) {
            mixing(OpKind.REAL, matrix, 0, 0, wire);
        } else if (Shape.isCross(matrix)) {
            mixing(OpKind.CROSS, matrix, 0, 0, wire);
        } else {
            rotationBetweenPhases(wire, matrix);
        }
    }

    /** A 2x2 matrix on a wire with controls. */
    void controlledSingle(int wire, Value matrix, long controlMask, long controlValues) {
        if (controlMask == 0) {
            single(wire, matrix);
        } else if (Shape.isDiagonal(matrix)) {
            controlledDiagonal(
                    wire, registers.map((on, in) -> diagonalEntries(in[0]), matrix), controlMask, controlValues);
        } else if (Shape.isAntidiagonal(matrix)) {
            controlledDiagonal(
                    wire, registers.map((on, in) -> exchangedEntries(in[0]), matrix), controlMask, controlValues);
            flip(wire, controlMask, controlValues);
        } else {
            OpKind kind = Shape.isReal(matrix) ? OpKind.REAL : Shape.isCross(matrix) ? OpKind.CROSS : OpKind.MATRIX;
            mixing(kind, matrix, controlMask, controlValues, wire);
        }
    }

    void flip(int wire, long controlMask, long controlValues) {
        elements.add(new Element.Mixing(OpKind.FLIP, new int[] {wire}, null, controlMask, controlValues));
    }

    /** A dense matrix. */
    void mixing(OpKind kind, Value matrix, long controlMask, long controlValues, int... wires) {
        elements.add(new Element.Mixing(kind, wires, matrix, controlMask, controlValues));
    }

    /** A diagonal on three or more wires, or with controls. */
    void table(int[] wires, Value diagonal, long controlMask, long controlValues) {
        elements.add(new Element.Table(wires, diagonal, controlMask, controlValues));
    }

    /** A diagonal on two wires, bit 0 of a position being the first. */
    void diagonalOfTwo(int first, int second, Value diagonal) {
        Value phases = registers.map((on, in) -> phasesOfTwo(on, in[0]), diagonal);
        globalFactor.multiply(diagonal, 0);
        phase(1L << first, 1L << first, Factor.of(phases, 1));
        phase(1L << second, 1L << second, Factor.of(phases, 2));
        long both = 1L << first | 1L << second;
        phase(both, both, Factor.of(phases, 3));
    }

    private void diagonalOfOne(int wire, Value diagonal) {
        globalFactor.multiply(diagonal, 0);
        Value ratio = registers.map((on, in) -> on.quotient(in[0], 1, in[0], 0), diagonal);
        phase(1L << wire, 1L << wire, Factor.of(ratio, 0));
    }

    private void controlledDiagonal(int wire, Value diagonal, long controlMask, long controlValues) {
        phase(controlMask, controlValues, Factor.of(diagonal, 0));
        Value ratio = registers.map((on, in) -> on.quotient(in[0], 1, in[0], 0), diagonal);
        phase(controlMask | 1L << wire, controlValues | 1L << wire, Factor.of(ratio, 0));
    }

    private void phase(long mask, long values, Factor factor) {
        if (!factor.isOne()) {
            elements.add(new Element.Phase(mask, values, factor));
        }
    }

    /** Whether it is known and all entries have the size 1/sqrt(2), as of H, the square roots of X and Y, U2. */
    private static boolean isBalanced(Value matrix) {
        if (!matrix.isConstant()) {
            return false;
        }
        double[] m = matrix.first();
        for (int entry = 0; entry < 4; entry++) {
            if (Math.abs(Math.hypot(m[2 * entry], m[2 * entry + 1]) - ROOT_HALF) > ComplexMatrix.TOLERANCE) {
                return false;
            }
        }
        double[] turned = quotient(m, 3, 1);
        double[] plain = quotient(m, 2, 0);
        return Math.abs(turned[0] + plain[0]) < ComplexMatrix.TOLERANCE
                && Math.abs(turned[1] + plain[1]) < ComplexMatrix.TOLERANCE;
    }

    /** m = sqrt(2) m00 * diag(1, m10/m00) H diag(1, m01/m00). */
    private void balanced(int wire, Value matrix) {
        double[] m = matrix.first();
        globalFactor.multiply(m[0] / ROOT_HALF, m[1] / ROOT_HALF);
        diagonalOfOne(wire, Value.constant(withOne(quotient(m, 1, 0))));
        elements.add(new Element.Mixing(OpKind.SUM_DIFFERENCE, new int[] {wire}, null, 0, 0));
        diagonalOfOne(wire, Value.constant(withOne(quotient(m, 2, 0))));
    }

    private void rotationBetweenPhases(int wire, Value matrix) {
        Value parts = registers.map((on, in) -> RotationBetweenPhases.of(on, in[0]), matrix);
        if (!RotationBetweenPhases.isExact(matrix, parts)) {
            mixing(OpKind.MATRIX, matrix, 0, 0, wire);
            return;
        }
        globalFactor.multiply(parts, RotationBetweenPhases.GLOBAL);
        phase(1L << wire, 1L << wire, Factor.of(parts, RotationBetweenPhases.BEFORE));
        mixing(OpKind.REAL, registers.map((on, in) -> RotationBetweenPhases.rotation(on, in[0]), parts), 0, 0, wire);
        phase(1L << wire, 1L << wire, Factor.of(parts, RotationBetweenPhases.AFTER));
    }

    private static double[] withOne(double[] ratio) {
        return new double[] {1, 0, ratio[0], ratio[1]};
    }

    private static double[][] diagonalEntries(double[][] m) {
        return new double[][] {m[0], m[1], m[6], m[7]};
    }

    /** The diagonal d for which X d is this antidiagonal matrix. */
    private static double[][] exchangedEntries(double[][] m) {
        return new double[][] {m[4], m[5], m[2], m[3]};
    }

    /** w1, w2, w3 with d(a, b) = d(0, 0) w1^a w2^b w3^(ab); entry 0 is unused. */
    private static double[][] phasesOfTwo(RowArithmetic on, double[][] d) {
        double[][] first = on.quotient(d, 1, d, 0);
        double[][] second = on.quotient(d, 2, d, 0);
        double[][] third = on.quotient(on.quotient(d, 3, d, 2), 0, first, 0);
        return new double[][] {first[0], first[1], first[0], first[1], second[0], second[1], third[0], third[1]};
    }

    /** Entry i of a matrix divided by entry j. */
    private static double[] quotient(double[] m, int i, int j) {
        double[][] numbers = RowArithmetic.ofRow(m);
        return RowArithmetic.row(new RowArithmetic(1).quotient(numbers, i, numbers, j), 0);
    }
}
