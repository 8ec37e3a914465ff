package org.jaynes.decoder.stim;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a Clifford gate of k qubits does to Pauli operators by conjugation. An operator is a number: bit 2q is its X part on
 * the gate's qubit q, bit 2q + 1 its Z part, both together Y. Generators are numbered X_0, Z_0, X_1, Z_1.
 *
 * @param images per generator before the gate, the operator after it, up to sign
 * @param preimages per generator after the gate, the operator before it, up to sign
 * @param negative per generator after the gate, whether it is minus the operator before it
 */
public record CliffordAction(int[] images, int[] preimages, boolean[] negative) {
    private static final Map<StimGate, CliffordAction> BY_GATE = new EnumMap<>(StimGate.class);

    static {
        for (StimGate gate : StimGate.values()) {
            if (!gate.images().isEmpty()) {
                BY_GATE.put(gate, ofImages(gate.images()));
            }
        }
    }

    /**
     * The action of a gate.
     *
     * @throws IllegalArgumentException if it is no Clifford gate with a fixed number of qubits
     */
    public static CliffordAction of(StimGate gate) {
        CliffordAction action = BY_GATE.get(gate);
        if (action == null) {
            throw new IllegalArgumentException(gate + " is no Clifford gate of one or two qubits");
        }
        return action;
    }

    private static CliffordAction ofImages(List<String> signedProducts) {
        int generators = signedProducts.size();
        int[] images =
                signedProducts.stream().mapToInt(CliffordAction::operatorOf).toArray();
        int[] preimages = new int[generators];
        boolean[] negative = new boolean[generators];
        for (int operator = 1; operator < 1 << generators; operator++) {
            int image = 0;
            int quarterTurns = Integer.bitCount(operator & operator >> 1 & 0b0101);
            for (int generator = 0; generator < generators; generator++) {
                if ((operator >> generator & 1) != 0) {
                    int factor = images[generator];
                    quarterTurns += signedProducts.get(generator).charAt(0) == '-' ? 2 : 0;
                    quarterTurns += Integer.bitCount(factor & factor >> 1 & 0b0101);
                    // Z of the left factor moves past X of the right one.
                    quarterTurns += 2 * Integer.bitCount(image >> 1 & factor & 0b0101);
                    image ^= factor;
                }
            }
            if (Integer.bitCount(image) == 1) {
                int generator = Integer.numberOfTrailingZeros(image);
                preimages[generator] = operator;
                negative[generator] = (quarterTurns & 2) != 0;
            }
        }
        return new CliffordAction(images, preimages, negative);
    }

    private static int operatorOf(String signedProduct) {
        int operator = 0;
        for (int qubit = 0; qubit < signedProduct.length() - 1; qubit++) {
            operator |= "IXZY".indexOf(signedProduct.charAt(1 + qubit)) << (2 * qubit);
        }
        return operator;
    }
}
