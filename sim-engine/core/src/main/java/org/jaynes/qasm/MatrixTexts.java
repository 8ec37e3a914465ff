package org.jaynes.qasm;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.MatrixUnitary;

/**
 * Writes a matrix as a gate definition.
 *
 * <p>Rows are brought to triangular form by rotations of two rows at a time (Givens rotations; Nielsen and Chuang, Quantum
 * Computation and Quantum Information, section 4.5.1). Rows are taken in the order of a Gray code, so that the two differ in
 * one qubit and a rotation is one ry, turned by rz, controlled by all other qubits. What is left is a phase for each state.
 */
final class MatrixTexts {
    private final int qubits;
    private final int size;
    private final double[] m;

    /** Lines of the rotations in the order in which they were taken, which is the reverse of that in the circuit. */
    private final List<String> rotations = new ArrayList<>();

    private MatrixTexts(MatrixUnitary unitary) {
        this.qubits = unitary.targetCount();
        this.size = 1 << qubits;
        this.m = unitary.matrix();
    }

    /** A definition of a gate {@code name} with the matrix; the first qubit is the lowest bit. */
    static String definition(String name, MatrixUnitary unitary) {
        var texts = new MatrixTexts(unitary);
        texts.eliminate();
        StringBuilder text = new StringBuilder("gate ").append(name).append(' ');
        for (int j = 0; j < texts.qubits; j++) {
            text.append(j == 0 ? "" : ", ").append(qubit(j));
        }
        text.append(" {\n");
        texts.phases(text);
        texts.rotations.reversed().forEach(text::append);
        return text.append('}').toString();
    }

    private static String qubit(int j) {
        return "q" + j;
    }

    private static int gray(int i) {
        return i ^ i >>> 1;
    }

    private void eliminate() {
        for (int j = 0; j < size - 1; j++) {
            int column = gray(j);
            for (int i = size - 1; i > j; i--) {
                rotate(gray(i - 1), gray(i), column);
            }
        }
    }

    /** Turns rows p and q so that the entry of row q in the column becomes zero, and writes down the way back. */
    private void rotate(int p, int q, int column) {
        double aRe = m[2 * (p * size + column)];
        double aIm = m[2 * (p * size + column) + 1];
        double bRe = m[2 * (q * size + column)];
        double bIm = m[2 * (q * size + column) + 1];
        double a = Math.hypot(aRe, aIm);
        double b = Math.hypot(bRe, bIm);
        if (b == 0) {
            return;
        }
        double r = Math.hypot(a, b);
        double c = a / r;
        // s = c b / a, of size |b| / r; without a it may have any phase.
        double sRe = a == 0 ? 1 : (bRe * aRe + bIm * aIm) / (a * r);
        double sIm = a == 0 ? 0 : (bIm * aRe - bRe * aIm) / (a * r);
        for (int k = 0; k < size; k++) {
            int x = 2 * (p * size + k);
            int y = 2 * (q * size + k);
            double pRe = m[x];
            double pIm = m[x + 1];
            double qRe = m[y];
            double qIm = m[y + 1];
            m[x] = c * pRe + sRe * qRe + sIm * qIm;
            m[x + 1] = c * pIm + sRe * qIm - sIm * qRe;
            m[y] = c * qRe - sRe * pRe + sIm * pIm;
            m[y + 1] = c * qIm - sRe * pIm - sIm * pRe;
        }
        boolean pIsZero = (p & (p ^ q)) == 0;
        double turn = 2 * Math.atan2(Math.hypot(sRe, sIm), c);
        double axis = pIsZero ? Math.atan2(sIm, sRe) : Math.atan2(sIm, -sRe);
        write(p & q, p ^ q, turn, axis);
    }

    /** rz(-axis), ry(turn) where all other qubits are as in {@code state}, rz(axis). */
    private void write(int state, int target, double turn, double axis) {
        StringBuilder modifiers = new StringBuilder();
        StringBuilder controls = new StringBuilder();
        for (int j = 0; j < qubits; j++) {
            if (target != 1 << j) {
                modifiers.append((state >> j & 1) == 1 ? "ctrl @ " : "negctrl @ ");
                controls.append(qubit(j)).append(", ");
            }
        }
        String q = qubit(Integer.numberOfTrailingZeros(target));
        String rotation = modifiers + "ry(" + turn + ") " + controls + q + ";\n";
        rotations.add(
                axis == 0
                        ? "  " + rotation
                        : "  rz(" + -axis + ") " + q + "; " + rotation.stripTrailing() + " rz(" + axis + ") " + q
                                + ";\n");
    }

    private void phases(StringBuilder text) {
        for (int state = 0; state < size; state++) {
            int i = 2 * (state * size + state);
            double phase = Math.atan2(m[i + 1], m[i]);
            if (phase == 0) {
                continue;
            }
            StringBuilder controls = new StringBuilder();
            text.append("  ");
            for (int j = 0; j < qubits; j++) {
                text.append((state >> j & 1) == 1 ? "ctrl @ " : "negctrl @ ");
                controls.append(j == 0 ? "" : ", ").append(qubit(j));
            }
            text.append("gphase(").append(phase).append(") ").append(controls).append(";\n");
        }
    }
}
