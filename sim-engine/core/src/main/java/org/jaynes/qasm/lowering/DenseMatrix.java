package org.jaynes.qasm.lowering;

import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;

/** A square complex matrix over up to six qubits, row-major, (re, im) interleaved. */
final class DenseMatrix {
    final int size;
    final double[] entries;

    /** @param entries 2 * 4^qubits numbers, kept and changed */
    DenseMatrix(int qubits, double[] entries) {
        this.size = 1 << qubits;
        this.entries = entries;
    }

    static DenseMatrix identity(int qubits) {
        int size = 1 << qubits;
        double[] entries = new double[2 * size * size];
        for (int i = 0; i < size; i++) {
            entries[2 * i * (size + 1)] = 1;
        }
        return new DenseMatrix(qubits, entries);
    }

    double re(int row, int column) {
        return entries[2 * (row * size + column)];
    }

    double im(int row, int column) {
        return entries[2 * (row * size + column) + 1];
    }

    void set(int row, int column, double re, double im) {
        entries[2 * (row * size + column)] = re;
        entries[2 * (row * size + column) + 1] = im;
    }

    /**
     * Multiplies by a gate from the left.
     *
     * @param qubits qubit of each bit of a row number; must contain those of the gate
     */
    void multiply(Gate gate, int[] qubits) {
        double[] matrix = gate.unitary().matrix(gate.angleValues(Environment.EMPTY));
        int controls = 0;
        int values = 0;
        for (int j = 0; j < gate.controlCount(); j++) {
            int bit = 1 << position(gate.control(j), qubits);
            controls |= bit;
            values |= gate.controlValue(j) ? bit : 0;
        }
        int[] targets = new int[gate.targetCount()];
        int mask = 0;
        for (int j = 0; j < targets.length; j++) {
            targets[j] = 1 << position(gate.target(j), qubits);
            mask |= targets[j];
        }
        for (int row = 0; row < size; row++) {
            if ((row & mask) == 0 && (row & controls) == values) {
                for (int column = 0; column < size; column++) {
                    multiply(matrix, row, column, targets);
                }
            }
        }
    }

    private void multiply(double[] matrix, int row, int column, int[] targets) {
        int n = 1 << targets.length;
        double[] old = new double[2 * n];
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            int r = row;
            for (int j = 0; j < targets.length; j++) {
                r |= (i >> j & 1) == 1 ? targets[j] : 0;
            }
            rows[i] = r;
            old[2 * i] = re(r, column);
            old[2 * i + 1] = im(r, column);
        }
        for (int i = 0; i < n; i++) {
            double re = 0;
            double im = 0;
            for (int k = 0; k < n; k++) {
                double a = matrix[2 * (i * n + k)];
                double b = matrix[2 * (i * n + k) + 1];
                re += a * old[2 * k] - b * old[2 * k + 1];
                im += a * old[2 * k + 1] + b * old[2 * k];
            }
            set(rows[i], column, re, im);
        }
    }

    private static int position(int qubit, int[] qubits) {
        for (int i = 0; i < qubits.length; i++) {
            if (qubits[i] == qubit) {
                return i;
            }
        }
        throw new IllegalArgumentException("qubit " + qubit + " is not one of the matrix");
    }
}
