package org.jaynes.decoder.analysis;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jaynes.decoder.stim.StimGate;

/**
 * For a Clifford gate of k qubits, which Pauli operators before it are the operators X_0, Z_0, X_1, Z_1 after it, up to
 * sign. An operator is a number: bit 2q is its X part on qubit q, bit 2q + 1 its Z part.
 */
final class CliffordPullback {
    private static final Map<StimGate, int[]> BY_GATE = new EnumMap<>(StimGate.class);

    static {
        for (StimGate gate : StimGate.values()) {
            if (!gate.images().isEmpty()) {
                BY_GATE.put(gate, invert(gate.images()));
            }
        }
    }

    private CliffordPullback() {}

    /** Per generator after the gate, the operator before it; 2k entries. Empty for what is no Clifford gate. */
    static int[] of(StimGate gate) {
        return BY_GATE.getOrDefault(gate, new int[0]);
    }

    private static int[] invert(List<String> images) {
        int generators = images.size();
        int[] before = new int[generators];
        for (int operator = 1; operator < 1 << generators; operator++) {
            int image = 0;
            for (int generator = 0; generator < generators; generator++) {
                if ((operator >> generator & 1) != 0) {
                    image ^= operatorOf(images.get(generator));
                }
            }
            if (Integer.bitCount(image) == 1) {
                before[Integer.numberOfTrailingZeros(image)] = operator;
            }
        }
        return before;
    }

    private static int operatorOf(String signedProduct) {
        int operator = 0;
        for (int qubit = 0; qubit < signedProduct.length() - 1; qubit++) {
            operator |= "IXZY".indexOf(signedProduct.charAt(1 + qubit)) << (2 * qubit);
        }
        return operator;
    }
}
