package org.jaynes.plan;

import org.jaynes.bindings.generated.plan.JaynesPlan;

/**
 * What a plan of {@link Planner#planPair} adds up of a pair of states on the way: the imaginary part of &lt;bra|P|ket&gt;, P a
 * product of Pauli operators, over the amplitudes in which some qubits have given values.
 *
 * @param kind {@link OpKind#PROBE_X} or {@link OpKind#PROBE_Y} for X or Y on one qubit, {@link OpKind#PROBE_Z} for Z on each
 *     of at most {@link #MAX_QUBITS}
 * @param qubits those of P. Not to be modified.
 * @param controlMask the qubits that must have values; none of P's
 * @param controlValues a subset of the mask
 */
public record Probe(OpKind kind, int[] qubits, long controlMask, long controlValues) implements PairStep {
    /** Bits of the largest sum that a probe may add up: see {@link Planner#planPair}. */
    public static final int SUM_BITS = JaynesPlan.JAYNES_PROBE_BITS();

    /** Most qubits of a product of Z. */
    public static final int MAX_QUBITS = JaynesPlan.JAYNES_MAX_TABLE_BITS() - 1;

    /** @throws IllegalArgumentException if the kind is no probe, or the product is on a number of qubits that it cannot have */
    public Probe {
        int most = kind == OpKind.PROBE_Z ? MAX_QUBITS : 1;
        if (!kind.isProbe() || qubits.length > most || (kind != OpKind.PROBE_Z && qubits.length == 0)) {
            throw new IllegalArgumentException(
                    "a probe %s on %d qubits; expected PROBE_X or PROBE_Y on one, or PROBE_Z on at most %d"
                            .formatted(kind, qubits.length, MAX_QUBITS));
        }
    }
}
