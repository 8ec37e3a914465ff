package org.jaynes.decoder.simulation;

import java.util.Arrays;
import org.jaynes.decoder.stim.CliffordAction;
import org.jaynes.decoder.stim.PauliProduct;
import org.jaynes.decoder.stim.StimGate;

/**
 * Pauli frames of a batch of shots: by which Pauli operator each shot differs from the reference. {@code x[q]} and
 * {@code z[q]} are its X and Z parts on qubit q, a bit per shot.
 */
final class Frames {
    final long[][] x;
    final long[][] z;
    private final int words;
    private long[][] spare;

    Frames(int qubits, int words) {
        this.x = new long[qubits][words];
        this.z = new long[qubits][words];
        this.words = words;
        this.spare = new long[4][words];
    }

    void clear() {
        for (int qubit = 0; qubit < x.length; qubit++) {
            Arrays.fill(x[qubit], 0);
            Arrays.fill(z[qubit], 0);
        }
    }

    static void xor(long[] to, long[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] ^= from[i];
        }
    }

    /** Multiplies the frames of some shots by an operator. */
    void multiply(long[] shots, boolean hasX, boolean hasZ, int qubit) {
        if (hasX) {
            xor(x[qubit], shots);
        }
        if (hasZ) {
            xor(z[qubit], shots);
        }
    }

    void multiply(long[] shots, PauliProduct product) {
        for (int i = 0; i < product.qubits().length; i++) {
            multiply(shots, product.x()[i], product.z()[i], product.qubits()[i]);
        }
    }

    /** Flips the shots whose frames anticommute with an operator. */
    void flipWhereAnticommuting(long[] shots, boolean hasX, boolean hasZ, int qubit) {
        if (hasX) {
            xor(shots, z[qubit]);
        }
        if (hasZ) {
            xor(shots, x[qubit]);
        }
    }

    void flipWhereAnticommuting(long[] shots, PauliProduct product) {
        for (int i = 0; i < product.qubits().length; i++) {
            flipWhereAnticommuting(shots, product.x()[i], product.z()[i], product.qubits()[i]);
        }
    }

    /** Applies a one-qubit gate to qubits, one after the other. Only what X and Z become matters, not signs. */
    void apply1(CliffordAction action, int[] qubits) {
        switch (action.images()[0] | action.images()[1] << 2) {
            case 0b10_01 -> {}
            case 0b01_10 -> {
                for (int qubit : qubits) {
                    exchange(qubit);
                }
            }
            case 0b10_11 -> {
                for (int qubit : qubits) {
                    xor(z[qubit], x[qubit]);
                }
            }
            case 0b11_01 -> {
                for (int qubit : qubits) {
                    xor(x[qubit], z[qubit]);
                }
            }
            case 0b01_11 -> {
                for (int qubit : qubits) {
                    xor(z[qubit], x[qubit]);
                    exchange(qubit);
                }
            }
            case 0b11_10 -> {
                for (int qubit : qubits) {
                    xor(x[qubit], z[qubit]);
                    exchange(qubit);
                }
            }
            default -> throw new IllegalStateException("no Clifford gate");
        }
    }

    private void exchange(int qubit) {
        long[] row = x[qubit];
        x[qubit] = z[qubit];
        z[qubit] = row;
    }

    /** Applies a two-qubit gate to a pair. */
    void apply2(StimGate gate, CliffordAction action, int first, int second) {
        switch (gate) {
            case CX -> {
                xor(x[second], x[first]);
                xor(z[first], z[second]);
            }
            case CZ -> {
                xor(z[first], x[second]);
                xor(z[second], x[first]);
            }
            case II -> {}
            default -> applyAny2(action.images(), first, second);
        }
    }

    private void applyAny2(int[] images, int first, int second) {
        long[][] before = {x[first], z[first], x[second], z[second]};
        for (int part = 0; part < 4; part++) {
            Arrays.fill(spare[part], 0);
            for (int generator = 0; generator < 4; generator++) {
                if ((images[generator] >> part & 1) != 0) {
                    xor(spare[part], before[generator]);
                }
            }
        }
        x[first] = spare[0];
        z[first] = spare[1];
        x[second] = spare[2];
        z[second] = spare[3];
        spare = before;
    }

    int words() {
        return words;
    }
}
