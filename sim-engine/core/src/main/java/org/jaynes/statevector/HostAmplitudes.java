package org.jaynes.statevector;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jaynes.execution.Executor;
import org.jaynes.execution.PauliGroup;
import org.jaynes.plan.Precision;

/** Work on whole states in the memory of the host, in blocks on several threads where the host does the work. */
final class HostAmplitudes {
    private static final int BLOCK_BITS = 12;

    private final Executor executor;
    private final Precision precision;
    private final int bits;
    private final int blockBits;

    /** @param bits of an index */
    HostAmplitudes(Executor executor, Precision precision, int bits) {
        this.executor = executor;
        this.precision = precision;
        this.bits = bits;
        this.blockBits = Math.min(bits, BLOCK_BITS);
    }

    /** Writes an observable applied to a state. */
    void apply(List<PauliGroup> observable, MemorySegment state, MemorySegment target) {
        new PauliApplication(precision, bits, observable).apply(executor, state, (j, re, im) -> {
            PauliApplication.put(precision, target, 2 * j, re);
            PauliApplication.put(precision, target, 2 * j + 1, im);
        });
    }

    /** The square root of the sum of the squared magnitudes; blocks are added in order, whoever did them. */
    double norm(MemorySegment state) {
        double[] sums = new double[1 << (bits - blockBits)];
        executor.forEach(sums.length, (_, block) -> {
            double sum = 0;
            for (long i = block << (blockBits + 1); i < (block + 1) << (blockBits + 1); i++) {
                double part = PauliApplication.number(precision, state, i);
                sum += part * part;
            }
            sums[(int) block] = sum;
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return Math.sqrt(total);
    }

    void multiply(MemorySegment state, double factor) {
        executor.forEach(1L << (bits - blockBits), (_, block) -> {
            for (long i = block << (blockBits + 1); i < (block + 1) << (blockBits + 1); i++) {
                PauliApplication.put(precision, state, i, factor * PauliApplication.number(precision, state, i));
            }
        });
    }
}
