package org.jaynes.statevector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jaynes.execution.Executor;
import org.jaynes.execution.PauliGroup;
import org.jaynes.plan.Precision;

/**
 * Applies sums of Pauli products to the amplitudes of a state in the memory of the host. With the signs of {@link
 * PauliSum#groups}, the products of a group take amplitude i times g - i h to amplitude i ^ x.
 *
 * @param bits of an index
 */
record PauliApplication(Precision precision, int bits, List<PauliGroup> groups) {
    private static final int BLOCK_BITS = 12;

    /** What takes a result: complex amplitude j. */
    interface Target {
        void put(long j, double re, double im);
    }

    /** Computes all amplitudes, in blocks on several threads where the host does the work. */
    void apply(Executor executor, MemorySegment ket, Target target) {
        int blockBits = Math.min(bits, BLOCK_BITS);
        executor.forEach(1L << (bits - blockBits), (_, block) -> {
            for (long j = block << blockBits; j < (block + 1) << blockBits; j++) {
                amplitude(ket, j, target);
            }
        });
    }

    private void amplitude(MemorySegment ket, long j, Target target) {
        double re = 0;
        double im = 0;
        for (PauliGroup group : groups) {
            long i = j ^ group.xMask();
            double g = 0;
            double h = 0;
            for (int t = 0; t < group.zMasks().length; t++) {
                double coefficient = group.coefficients()[t];
                double signed = Long.bitCount(i & group.zMasks()[t]) % 2 == 0 ? coefficient : -coefficient;
                g += t < group.realCount() ? signed : 0;
                h += t < group.realCount() ? 0 : signed;
            }
            double a = number(precision, ket, 2 * i);
            double b = number(precision, ket, 2 * i + 1);
            re += a * g + b * h;
            im += b * g - a * h;
        }
        target.put(j, re, im);
    }

    static double number(Precision precision, MemorySegment amplitudes, long index) {
        return precision == Precision.SINGLE
                ? amplitudes.getAtIndex(ValueLayout.JAVA_FLOAT, index)
                : amplitudes.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    static void put(Precision precision, MemorySegment amplitudes, long index, double value) {
        if (precision == Precision.SINGLE) {
            amplitudes.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
        } else {
            amplitudes.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
        }
    }
}
