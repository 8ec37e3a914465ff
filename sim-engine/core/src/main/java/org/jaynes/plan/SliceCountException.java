package org.jaynes.plan;

/** A state cannot be cut into as many slices as were asked for: a gate would find no room in one. */
public final class SliceCountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Bits of the number of slices that there may be. */
    public static final int MAX_SLICE_BITS = 10;

    /** Fewest index bits of a slice: two, for the planner makes matrices on two qubits of gates on one. */
    private static final int MIN_LOCAL_BITS = 2;

    private SliceCountException(String message) {
        super(message);
    }

    /**
     * Checks that a plan can run on so many slices.
     *
     * @param sliceBits of their number
     * @throws SliceCountException if a slice has no room for one of the matrices
     */
    public static void require(Plan plan, int sliceBits) {
        require(plan.indexBits(), sliceBits, widest(plan));
    }

    /** Most qubits that a matrix of a plan acts on. */
    static int widest(Plan plan) {
        return plan.passes().stream()
                .flatMap(pass -> pass.ops().stream())
                .filter(op -> op.kind() != OpKind.DIAGONAL)
                .mapToInt(MicroOp::bitCount)
                .max()
                .orElse(0);
    }

    /**
     * Checks a number of slices.
     *
     * @param indexBits number of qubits of the state
     * @param sliceBits of the number of slices
     * @param widest most qubits that a matrix acts on
     * @throws SliceCountException if a slice has no room for it
     */
    public static void require(int indexBits, int sliceBits, int widest) {
        int needed = Math.max(MIN_LOCAL_BITS, widest);
        int most = Math.min(MAX_SLICE_BITS, Math.max(0, indexBits - needed));
        if (sliceBits > most) {
            throw new SliceCountException(
                    "%d slices of a state of %d qubits; expected at most %d here, for a slice holds the 2^%d amplitudes on which a gate acts"
                            .formatted(1 << sliceBits, indexBits, 1 << most, needed));
        }
    }
}
