package org.jaynes.decoder.stim;

import org.jaynes.decoder.CircuitException;
import org.jspecify.annotations.Nullable;

/**
 * A Pauli operator that acts if a classical bit is set: what CX, CY, CZ, XCZ and YCZ mean where one of their two targets is
 * a measurement record or a sweep bit.
 *
 * @param bit the target that is a bit
 * @param x whether the operator is X or Y
 * @param z whether the operator is Z or Y
 */
public record ClassicalControl(int bit, boolean x, boolean z, int qubit) {
    /**
     * The meaning of a pair of targets of which at least one is a bit; null for CZ of two bits, which does nothing.
     *
     * @throws CircuitException if the gate would have to change a bit
     */
    public static @Nullable ClassicalControl of(StimGate gate, int first, int second) {
        boolean firstIsBit = StimTarget.isBit(first);
        boolean bothAreBits = firstIsBit && StimTarget.isBit(second);
        if (bothAreBits && gate == StimGate.CZ) {
            return null;
        }
        // The operator that the bit applies to the other target.
        String applied = switch (gate) {
            case CX -> firstIsBit ? "X" : "";
            case CY -> firstIsBit ? "Y" : "";
            case CZ -> "Z";
            case XCZ -> firstIsBit ? "" : "X";
            case YCZ -> firstIsBit ? "" : "Y";
            default -> "";
        };
        if (applied.isEmpty() || bothAreBits) {
            throw new CircuitException(
                    "%s cannot act on a measurement record or sweep bit; it can only be controlled by one"
                            .formatted(gate));
        }
        return new ClassicalControl(
                firstIsBit ? first : second,
                !applied.equals("Z"),
                !applied.equals("X"),
                StimTarget.number(firstIsBit ? second : first));
    }
}
