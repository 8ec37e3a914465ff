package org.jaynes.statevector;

import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jspecify.annotations.Nullable;

/**
 * What a Clifford gate on one or two qubits makes of Pauli products, signs left out: G P G† for every P on its qubits. A
 * product is written as bits, the X bits of the qubits in the gate's order, then their Z bits.
 */
final class CliffordMap {
    /** Most qubits of a gate, controls included. */
    static final int MAX_QUBITS = 2;

    /** How far an entry of G P G† may be from that of a Pauli product, by rounding of the gate's matrix. */
    private static final double TOLERANCE = 1e-12;

    /** For angles that are constants. */
    static final Environment CONSTANTS = name -> {
        throw new IllegalStateException("not a constant: parameter " + name);
    };

    private CliffordMap() {}

    /** The image of each of the 4^k products, or null if the gate has angles to be bound or is no Clifford gate. */
    static int @Nullable [] of(Gate gate) {
        int qubits = gate.qubits().length;
        if (qubits == 0 || qubits > MAX_QUBITS || !gate.isConstant()) {
            return null;
        }
        double[] matrix = matrix(gate);
        int[] images = new int[1 << (2 * qubits)];
        for (int generator = 0; generator < 2 * qubits; generator++) {
            int image = image(matrix, 1 << generator, qubits);
            if (image < 0) {
                return null;
            }
            for (int v = 0; v < 1 << generator; v++) {
                images[v | 1 << generator] = images[v] ^ image;
            }
        }
        return images;
    }

    /** The matrix of a gate with its controls: bit j of a row or column number is qubit j of the gate. */
    private static double[] matrix(Gate gate) {
        double[] target = gate.unitary().matrix(gate.angleValues(CONSTANTS));
        int size = 1 << gate.qubits().length;
        int controls = gate.controlCount();
        int mask = (1 << controls) - 1;
        int targetSize = size >> controls;
        double[] matrix = new double[2 * size * size];
        for (int column = 0; column < size; column++) {
            if ((column & mask) != gate.controlValues()) {
                matrix[2 * (column * size + column)] = 1;
                continue;
            }
            for (int row = 0; row < targetSize; row++) {
                int to = 2 * (((row << controls) | (column & mask)) * size + column);
                int from = 2 * (row * targetSize + (column >> controls));
                matrix[to] = target[from];
                matrix[to + 1] = target[from + 1];
            }
        }
        return matrix;
    }

    /** The product that G P G† is up to a sign, or -1 if it is none. */
    private static int image(double[] g, int pauli, int qubits) {
        int size = 1 << qubits;
        double[] image = new double[g.length];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                for (int k = 0; k < size; k++) {
                    // (G P)[row, k] = G[row, k ^ x] times i^y (-1)^parity(k & z), as P |k> is that times |k ^ x>.
                    int x = pauli & size - 1;
                    int z = pauli >> qubits;
                    int turns = (Integer.bitCount(x & z) + 2 * Integer.bitCount(k & z)) % 4;
                    int a = 2 * (row * size + (k ^ x));
                    int b = 2 * (column * size + k);
                    double re = g[a] * g[b] + g[a + 1] * g[b + 1];
                    double im = g[a + 1] * g[b] - g[a] * g[b + 1];
                    int to = 2 * (row * size + column);
                    image[to] += turns == 0 ? re : turns == 1 ? -im : turns == 2 ? -re : im;
                    image[to + 1] += turns == 0 ? im : turns == 1 ? re : turns == 2 ? -im : -re;
                }
            }
        }
        return product(image, size, qubits);
    }

    private static int product(double[] matrix, int size, int qubits) {
        for (int x = 0; x < size; x++) {
            for (int z = 0; z < size; z++) {
                for (int sign = 0; sign < 4; sign += 2) {
                    if (isProduct(matrix, size, x, z, sign)) {
                        return x | z << qubits;
                    }
                }
            }
        }
        return -1;
    }

    private static boolean isProduct(double[] matrix, int size, int x, int z, int sign) {
        for (int column = 0; column < size; column++) {
            int turns = (sign + Integer.bitCount(x & z) + 2 * Integer.bitCount(column & z)) % 4;
            for (int row = 0; row < size; row++) {
                boolean occupied = row == (column ^ x);
                double re = occupied && turns % 2 == 0 ? 1 - turns : 0;
                double im = occupied && turns % 2 == 1 ? 2 - turns : 0;
                int entry = 2 * (row * size + column);
                if (Math.abs(matrix[entry] - re) > TOLERANCE || Math.abs(matrix[entry + 1] - im) > TOLERANCE) {
                    return false;
                }
            }
        }
        return true;
    }
}
