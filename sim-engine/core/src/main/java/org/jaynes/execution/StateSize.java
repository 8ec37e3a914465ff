package org.jaynes.execution;

import org.jaynes.bindings.generated.plan.JaynesPlan;
import org.jaynes.plan.Precision;

/** Memory that states take. */
final class StateSize {
    private static final int MAX_INDEX_BITS = JaynesPlan.JAYNES_MAX_INDEX_BITS();

    private StateSize() {}

    /** Bytes of all rows; a double, because it may be more than a long holds. Exact up to 2^53. */
    static double bytes(int indexBits, int rows, Precision precision) {
        if (indexBits < 0 || rows < 1) {
            throw new IllegalArgumentException(
                    "%d states of %d qubits; expected at least one, of at least 0".formatted(rows, indexBits));
        }
        return Math.scalb((double) rows * precision.amplitudeBytes(), indexBits);
    }

    /**
     * Compares with what there is.
     *
     * @throws InsufficientMemoryException if the states need more
     */
    static void requireFits(String device, int indexBits, int rows, Precision precision, long limitBytes) {
        if (bytes(indexBits, rows, precision) > limitBytes || indexBits > MAX_INDEX_BITS) {
            throw new InsufficientMemoryException(
                    describe(indexBits, rows, precision), device, (long) bytes(indexBits, rows, precision), limitBytes);
        }
    }

    /** For messages: what is to be allocated. */
    static String describe(int indexBits, int rows, Precision precision) {
        return "%s of %d qubits in %s precision"
                .formatted(
                        rows == 1 ? "a state" : "a batch of " + rows + " states",
                        indexBits,
                        precision == Precision.SINGLE ? "single" : "double");
    }
}
