package org.jaynes.decoder.simulation;

import java.util.Arrays;
import org.jaynes.decoder.stim.CliffordAction;

/**
 * A stabilizer state U|0...0>, held as what the inverse of U makes of each generator X_q and Z_q. Gates then change only the
 * rows of their qubits, and Z_q is determined if its row has no X part. Rows are bit-packed over qubits. An operator is
 * (-1)^sign i^(x.z) X^x Z^z.
 */
final class InverseTableau {
    private final int qubits;

    /** Row 2q is the preimage of X_q, row 2q + 1 that of Z_q. */
    private final long[][] x;

    private final long[][] z;
    private final boolean[] sign;

    /** The state |0...0>. */
    InverseTableau(int qubits) {
        int words = BitTable.wordsOf(qubits);
        this.qubits = qubits;
        this.x = new long[2 * qubits][words];
        this.z = new long[2 * qubits][words];
        this.sign = new boolean[2 * qubits];
        for (int qubit = 0; qubit < qubits; qubit++) {
            x[2 * qubit][qubit >> 6] = 1L << qubit;
            z[2 * qubit + 1][qubit >> 6] = 1L << qubit;
        }
    }

    private InverseTableau(InverseTableau other) {
        this.qubits = other.qubits;
        this.x = Arrays.stream(other.x).map(long[]::clone).toArray(long[][]::new);
        this.z = Arrays.stream(other.z).map(long[]::clone).toArray(long[][]::new);
        this.sign = other.sign.clone();
    }

    InverseTableau copy() {
        return new InverseTableau(this);
    }

    /** Whether it is the same tableau; equal states may have different ones. */
    boolean sameAs(InverseTableau other) {
        return Arrays.equals(sign, other.sign) && Arrays.deepEquals(z, other.z) && Arrays.deepEquals(x, other.x);
    }

    /** Bytes that a tableau takes. */
    static double bytesFor(int qubits) {
        return 4.0 * qubits * BitTable.wordsOf(qubits) * Long.BYTES;
    }

    /** Applies a gate to its one or two qubits. */
    void apply(CliffordAction action, int... targets) {
        int generators = action.preimages().length;
        long[][] newX = new long[generators][];
        long[][] newZ = new long[generators][];
        boolean[] newSign = new boolean[generators];
        for (int generator = 0; generator < generators; generator++) {
            int operator = action.preimages()[generator];
            int row = row(targets, generator);
            if (operator == 1 << generator) {
                newX[generator] = x[row];
                newZ[generator] = z[row];
                newSign[generator] = sign[row] ^ action.negative()[generator];
                continue;
            }
            Product product = new Product(x[row].length);
            int quarterTurns = Integer.bitCount(operator & operator >> 1 & 0b0101);
            for (int factor = 0; factor < generators; factor++) {
                if ((operator >> factor & 1) != 0) {
                    quarterTurns += product.multiply(row(targets, factor));
                }
            }
            newX[generator] = product.productX;
            newZ[generator] = product.productZ;
            newSign[generator] = ((quarterTurns & 2) != 0) ^ action.negative()[generator];
        }
        for (int generator = 0; generator < generators; generator++) {
            int row = row(targets, generator);
            x[row] = newX[generator];
            z[row] = newZ[generator];
            sign[row] = newSign[generator];
        }
    }

    private static int row(int[] targets, int generator) {
        return 2 * targets[generator >> 1] + (generator & 1);
    }

    /** Applies a Pauli operator. */
    void applyPauli(int qubit, boolean withX, boolean withZ) {
        sign[2 * qubit] ^= withZ;
        sign[2 * qubit + 1] ^= withX;
    }

    /** Measures Z; a random result is 0. Returns whether it is 1. */
    boolean measure(int qubit) {
        long[] randomness = x[2 * qubit + 1];
        int pivot = lowestBit(randomness);
        if (pivot >= 0) {
            collapse(randomness.clone(), z[2 * qubit + 1].clone(), pivot, qubit);
        }
        return sign[2 * qubit + 1];
    }

    /** Makes the preimage of Z_qubit a product of Z operators: changes U by gates that do nothing to |0...0>. */
    private void collapse(long[] others, long[] measuredZ, int pivot, int qubit) {
        others[pivot >> 6] &= ~(1L << pivot);
        boolean pivotIsY = (measuredZ[pivot >> 6] >>> pivot & 1) != 0;
        // CX from the pivot to each other qubit changes the Z part at the pivot by the parity of theirs.
        for (int word = 0; word < others.length; word++) {
            pivotIsY ^= (Long.bitCount(others[word] & measuredZ[word]) & 1) != 0;
        }
        for (int row = 0; row < 2 * qubits; row++) {
            conjugateByControlledX(row, pivot, others);
            conjugateByHadamard(row, pivot, pivotIsY);
        }
        if (sign[2 * qubit + 1]) {
            for (int row = 0; row < 2 * qubits; row++) {
                sign[row] ^= (z[row][pivot >> 6] >>> pivot & 1) != 0;
            }
        }
    }

    /** X^x Z^z goes to X^x' Z^z' without a phase; the phase of the Hermitian form follows from the numbers of Y. */
    private void conjugateByControlledX(int row, int control, long[] targets) {
        long[] rowX = x[row];
        long[] rowZ = z[row];
        boolean controlX = (rowX[control >> 6] >>> control & 1) != 0;
        int ys = 0;
        int parity = 0;
        for (int word = 0; word < targets.length; word++) {
            ys += Long.bitCount(rowX[word] & rowZ[word]);
            parity ^= Long.bitCount(rowZ[word] & targets[word]);
            if (controlX) {
                rowX[word] ^= targets[word];
            }
        }
        rowZ[control >> 6] ^= (long) (parity & 1) << control;
        for (int word = 0; word < targets.length; word++) {
            ys -= Long.bitCount(rowX[word] & rowZ[word]);
        }
        sign[row] ^= (ys & 2) != 0;
    }

    /** H, which exchanges X and Z, or its sibling that exchanges Y and Z. */
    private void conjugateByHadamard(int row, int qubit, boolean exchangesY) {
        int word = qubit >> 6;
        long bit = 1L << qubit;
        boolean hasX = (x[row][word] & bit) != 0;
        boolean hasZ = (z[row][word] & bit) != 0;
        if (exchangesY) {
            sign[row] ^= hasX && !hasZ;
            x[row][word] ^= hasZ ? bit : 0;
        } else {
            sign[row] ^= hasX && hasZ;
            if (hasX != hasZ) {
                x[row][word] ^= bit;
                z[row][word] ^= bit;
            }
        }
    }

    /** Puts a qubit that was just measured into |0>. */
    void clear(int qubit) {
        sign[2 * qubit] = false;
        sign[2 * qubit + 1] = false;
    }

    private static int lowestBit(long[] words) {
        for (int word = 0; word < words.length; word++) {
            if (words[word] != 0) {
                return 64 * word + Long.numberOfTrailingZeros(words[word]);
            }
        }
        return -1;
    }

    /** A product of rows that grows to the right. */
    private final class Product {
        final long[] productX;
        final long[] productZ;

        Product(int words) {
            this.productX = new long[words];
            this.productZ = new long[words];
        }

        /** Multiplies by a row; returns the quarter turns of phase that this adds to the Hermitian form. */
        int multiply(int row) {
            long[] rowX = x[row];
            long[] rowZ = z[row];
            int quarterTurns = sign[row] ? 2 : 0;
            for (int word = 0; word < productX.length; word++) {
                long leftX = productX[word];
                long leftZ = productZ[word];
                quarterTurns += Long.bitCount(leftX & leftZ)
                        + Long.bitCount(rowX[word] & rowZ[word])
                        + 2 * Long.bitCount(leftZ & rowX[word]);
                productX[word] = leftX ^ rowX[word];
                productZ[word] = leftZ ^ rowZ[word];
                quarterTurns -= Long.bitCount(productX[word] & productZ[word]);
            }
            return quarterTurns;
        }
    }
}
