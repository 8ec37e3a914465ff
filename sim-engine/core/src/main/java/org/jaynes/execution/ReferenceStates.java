package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jaynes.bindings.cpu.HostMemory;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.MicroOp;
import org.jaynes.plan.Pass;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;

/** States of the reference executor: plain loops, one item after the other, in the order of {@code jaynes_plan.h}. */
final class ReferenceStates extends AbstractStateBuffer {
    private final HostMemory memory;
    private final MemorySegment states;
    private final Arithmetic reals;
    private final long amplitudes;

    ReferenceStates(int indexBits, int rows, Precision precision, HostMemory memory) {
        super(ReferenceExecutor.NAME, indexBits, rows, precision);
        this.memory = memory;
        this.states = memory.segment();
        this.reals = Arithmetic.of(precision);
        this.amplitudes = 1L << indexBits;
    }

    @Override
    void doInitialize(long index) {
        states.fill((byte) 0);
        for (int row = 0; row < rows(); row++) {
            reals.set(states, 2 * (row * amplitudes + index), 1);
        }
    }

    @Override
    void doApply(Plan plan, Coefficients coefficients, long slice, long[] sums) {
        long rowBytes = plan.coefficientCount() * precision().realBytes();
        for (int number = 0; number < plan.passes().size(); number++) {
            Pass pass = plan.passes().get(number);
            ReferenceTile tile = new ReferenceTile(reals, pass.tileBits());
            long[] offsets = tileOffsets(pass);
            long outerBits = (amplitudes - 1) & ~offsets[offsets.length - 1];
            for (int row = 0; row < rows(); row++) {
                int coefficientRow = coefficients.rows() == 1 ? 0 : row;
                MemorySegment numbers = coefficients.values().asSlice(coefficientRow * rowBytes, rowBytes);
                long outerIndex = 0;
                do {
                    Interruption.check();
                    if (!isZero(outerIndex | slice << indexBits(), pass)) {
                        tile.load(states, row * amplitudes, outerIndex, offsets);
                        for (MicroOp op : pass.ops()) {
                            if (op.kind().isProbe()) {
                                int sum = row * plan.probeCount() + (int) op.coefficientOffset();
                                sums[sum] += tile.probe(op, outerIndex | slice << indexBits());
                            } else {
                                tile.apply(op, outerIndex | slice << indexBits(), numbers);
                            }
                        }
                        tile.store(states, row * amplitudes, outerIndex, offsets);
                    }
                    outerIndex = (outerIndex - outerBits) & outerBits;
                } while (outerIndex != 0);
            }
            passed(plan, number, pass);
        }
    }

    /** Index of each position of a tile whose outer bits are 0. */
    private static long[] tileOffsets(Pass pass) {
        long[] offsets = new long[1 << pass.tileBits()];
        for (int position = 1; position < offsets.length; position++) {
            int lowest = Integer.numberOfTrailingZeros(position);
            offsets[position] = offsets[position & (position - 1)] | 1L << pass.tileQubits()[lowest];
        }
        return offsets;
    }

    private double probability(int row, long index) {
        return reals.probability(states, row * amplitudes + index);
    }

    @Override
    double[] doProbabilities() {
        double[] probabilities = new double[Math.toIntExact(rows() * amplitudes)];
        Arrays.setAll(probabilities, i -> probability(0, i));
        return probabilities;
    }

    @Override
    double[] doMarginal(int[] bits, int foldBits) {
        long mask = 0;
        for (int bit : bits) {
            mask |= 1L << bit;
        }
        long others = (amplitudes - 1) & ~mask;
        int chunkBits = Math.min(Fold.CHUNK_BITS, indexBits() - bits.length);
        double[] chunk = new double[1 << chunkBits];
        double[] sums = new double[Math.toIntExact((long) rows() << (indexBits() - chunkBits))];
        int item = 0;
        for (int row = 0; row < rows(); row++) {
            for (int v = 0; v < 1 << bits.length; v++) {
                long index = 0;
                do {
                    for (int i = 0; i < chunk.length; i++) {
                        chunk[i] = probability(row, index | spread(v, bits));
                        index = (index - others) & others;
                    }
                    sums[item++] = Fold.fold(chunk, 0, chunkBits);
                } while (index != 0);
            }
        }
        return Fold.levels(sums, foldBits);
    }

    private static long spread(int value, int[] bits) {
        long index = 0;
        for (int j = 0; j < bits.length; j++) {
            index |= (long) (value >>> j & 1) << bits[j];
        }
        return index;
    }

    @Override
    double[] doPauli(PauliGroup group, int foldBits) {
        int chunkBits = Math.min(Fold.CHUNK_BITS, indexBits());
        double[] chunk = new double[1 << chunkBits];
        double[] sums = new double[Math.toIntExact((long) rows() << (indexBits() - chunkBits))];
        for (int item = 0; item < sums.length; item++) {
            long first = (long) item << chunkBits;
            int row = (int) (first >>> indexBits());
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = pauliValue(group, row, (first + i) & (amplitudes - 1));
            }
            sums[item] = Fold.fold(chunk, 0, chunkBits);
        }
        return Fold.levels(sums, foldBits);
    }

    private double pauliValue(PauliGroup group, int row, long index) {
        long a = row * amplitudes + index;
        long b = row * amplitudes + (index ^ group.xMask());
        double aRe = reals.get(states, 2 * a);
        double aIm = reals.get(states, 2 * a + 1);
        double bRe = reals.get(states, 2 * b);
        double bIm = reals.get(states, 2 * b + 1);
        double re = Math.fma(bRe, aRe, bIm * aIm);
        double im = Math.fma(bRe, aIm, -(bIm * aRe));
        double g = signedSum(group, 0, group.realCount(), index);
        double h = signedSum(group, group.realCount(), group.zMasks().length, index);
        return Math.fma(re, g, im * h);
    }

    private static double signedSum(PauliGroup group, int from, int to, long index) {
        double sum = 0;
        for (int term = from; term < to; term++) {
            boolean odd = (Long.bitCount(index & group.zMasks()[term]) & 1) == 1;
            sum += odd ? -group.coefficients()[term] : group.coefficients()[term];
        }
        return sum;
    }

    @Override
    void doSample(
            int row, int randomRow, double[] cumulative, long seed, long firstShot, int purpose, long[] outcomes) {
        SampleWalk walk = new SampleWalk(cumulative, indexBits(), index -> probability(row, index));
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = walk.outcome(Philox.uniform(seed, firstShot + i, randomRow, purpose));
        }
    }

    @Override
    void doCollapse(int bit, int value, double scale) {
        for (long i = 0; i < rows() * amplitudes; i++) {
            boolean kept = (i >>> bit & 1) == value;
            for (long real = 2 * i; real < 2 * i + 2; real++) {
                reals.set(states, real, kept ? reals.multiply(reals.get(states, real), scale) : 0.0);
            }
        }
    }

    @Override
    void doCopyFrom(AbstractStateBuffer source) {
        states.copyFrom(((ReferenceStates) source).states);
    }

    @Override
    void doRead(long offsetBytes, MemorySegment target) {
        target.copyFrom(states.asSlice(offsetBytes, target.byteSize()));
    }

    @Override
    void doWrite(long offsetBytes, MemorySegment source) {
        states.asSlice(offsetBytes, source.byteSize()).copyFrom(source);
    }

    @Override
    void release() {
        memory.close();
    }
}
