package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import org.jaynes.plan.MicroOp;
import org.jaynes.plan.OpKind;

/**
 * One tile and the micro-ops on it: the formulas of {@code jaynes_plan.h}, one method for each kind of op, meant to be
 * read beside that header.
 */
final class ReferenceTile {
    private final Arithmetic reals;
    /** Amplitudes of the tile, real and imaginary parts apart. */
    private final double[] re;

    private final double[] im;

    ReferenceTile(Arithmetic reals, int tileBits) {
        this.reals = reals;
        this.re = new double[1 << tileBits];
        this.im = new double[1 << tileBits];
    }

    void load(MemorySegment states, long rowStart, long outerIndex, long[] offsets) {
        for (int position = 0; position < re.length; position++) {
            long amplitude = rowStart + (outerIndex | offsets[position]);
            re[position] = reals.get(states, 2 * amplitude);
            im[position] = reals.get(states, 2 * amplitude + 1);
        }
    }

    void store(MemorySegment states, long rowStart, long outerIndex, long[] offsets) {
        for (int position = 0; position < re.length; position++) {
            long amplitude = rowStart + (outerIndex | offsets[position]);
            reals.set(states, 2 * amplitude, re[position]);
            reals.set(states, 2 * amplitude + 1, im[position]);
        }
    }

    /**
     * Applies an op.
     *
     * @param outerIndex the index bits outside the tile, the others 0
     * @param coefficients of the row
     */
    void apply(MicroOp op, long outerIndex, MemorySegment coefficients) {
        if ((outerIndex & op.outerControlMask()) != op.outerControlValue()) {
            return;
        }
        switch (op.kind()) {
            case MATRIX -> matrix(op, coefficients);
            case REAL -> real(op, coefficients);
            case CROSS -> cross(op, coefficients);
            case FLIP -> flip(op);
            case SUM_DIFFERENCE -> sumDifference(op);
            case DIAGONAL -> diagonal(op, outerIndex, coefficients);
            case PROBE_X, PROBE_Y, PROBE_Z -> throw new IllegalArgumentException("a probe is not applied: " + op);
        }
    }

    /** Whether the op acts on the group of amplitudes whose first one, with all target bits 0, is at this position. */
    private static boolean beginsGroup(int position, MicroOp op, int targetMask) {
        return (position & targetMask) == 0 && (position & op.localControlMask()) == op.localControlValue();
    }

    /**
     * What a probe adds up over the tile.
     *
     * @param outerIndex as of {@link #apply}
     */
    long probe(MicroOp op, long outerIndex) {
        if ((outerIndex & op.outerControlMask()) != op.outerControlValue()) {
            return 0;
        }
        int pair = 1 << op.bits()[0];
        int target = op.kind() == OpKind.PROBE_Z ? 0 : 1 << op.bits()[1];
        long sum = 0;
        for (int position = 0; position < re.length; position++) {
            if (beginsGroup(position, op, pair | target)) {
                int other = position | target;
                sum += switch (op.kind()) {
                    case PROBE_X -> (long) Math.rint(termOfX(position, other, position | pair, other | pair));
                    case PROBE_Y -> (long) Math.rint(termOfY(position, other, position | pair, other | pair));
                    default -> sign(op, position, outerIndex) * (long) Math.rint(termOfZ(position, position | pair));
                };
            }
        }
        return sum;
    }

    private double termOfX(int x0, int x1, int w0, int w1) {
        double v = reals.multiply(re[w0], im[x1]);
        v = reals.fma(-im[w0], re[x1], v);
        v = reals.fma(re[w1], im[x0], v);
        return reals.fma(-im[w1], re[x0], v);
    }

    private double termOfY(int x0, int x1, int w0, int w1) {
        double v = reals.multiply(re[w1], re[x0]);
        v = reals.fma(im[w1], im[x0], v);
        v = reals.fma(-re[w0], re[x1], v);
        return reals.fma(-im[w0], im[x1], v);
    }

    private double termOfZ(int x, int w) {
        return reals.fma(-im[w], re[x], reals.multiply(re[w], im[x]));
    }

    private static int sign(MicroOp op, int position, long outerIndex) {
        int sign = 1;
        for (int i = 1; i < op.bitCount(); i++) {
            int bit = op.bits()[i];
            long value = bit < MicroOp.OUTER_BIT ? position >>> bit : outerIndex >>> (bit - MicroOp.OUTER_BIT);
            sign = (value & 1) == 1 ? -sign : sign;
        }
        return sign;
    }

    private void matrix(MicroOp op, MemorySegment coefficients) {
        int size = 1 << op.bitCount();
        int[] offsets = new int[size];
        for (int i = 0; i < size; i++) {
            for (int bit = 0; bit < op.bitCount(); bit++) {
                offsets[i] |= (i >>> bit & 1) << op.bits()[bit];
            }
        }
        double[] m = new double[2 * size * size];
        for (int i = 0; i < m.length; i++) {
            m[i] = reals.get(coefficients, op.coefficientOffset() + i);
        }
        double[] xRe = new double[size];
        double[] xIm = new double[size];
        for (int position = 0; position < re.length; position++) {
            if (beginsGroup(position, op, offsets[size - 1])) {
                for (int i = 0; i < size; i++) {
                    xRe[i] = re[position + offsets[i]];
                    xIm[i] = im[position + offsets[i]];
                }
                for (int row = 0; row < size; row++) {
                    matrixRow(m, row * size, xRe, xIm, position + offsets[row]);
                }
            }
        }
    }

    private void matrixRow(double[] m, int rowStart, double[] xRe, double[] xIm, int target) {
        double yRe = 0;
        double yIm = 0;
        for (int column = 0; column < xRe.length; column++) {
            double mRe = m[2 * (rowStart + column)];
            double mIm = m[2 * (rowStart + column) + 1];
            yRe = column == 0 ? reals.multiply(mRe, xRe[0]) : reals.fma(mRe, xRe[column], yRe);
            yRe = reals.fma(-mIm, xIm[column], yRe);
            yIm = column == 0 ? reals.multiply(mRe, xIm[0]) : reals.fma(mRe, xIm[column], yIm);
            yIm = reals.fma(mIm, xRe[column], yIm);
        }
        re[target] = yRe;
        im[target] = yIm;
    }

    private void real(MicroOp op, MemorySegment coefficients) {
        double m00 = reals.get(coefficients, op.coefficientOffset());
        double m01 = reals.get(coefficients, op.coefficientOffset() + 1);
        double m10 = reals.get(coefficients, op.coefficientOffset() + 2);
        double m11 = reals.get(coefficients, op.coefficientOffset() + 3);
        int target = 1 << op.bits()[0];
        for (int position = 0; position < re.length; position++) {
            if (beginsGroup(position, op, target)) {
                for (double[] part : new double[][] {re, im}) {
                    double x0 = part[position];
                    double x1 = part[position + target];
                    part[position] = reals.fma(m01, x1, reals.multiply(m00, x0));
                    part[position + target] = reals.fma(m11, x1, reals.multiply(m10, x0));
                }
            }
        }
    }

    private void cross(MicroOp op, MemorySegment coefficients) {
        double a = reals.get(coefficients, op.coefficientOffset());
        double b = reals.get(coefficients, op.coefficientOffset() + 1);
        double c = reals.get(coefficients, op.coefficientOffset() + 2);
        double d = reals.get(coefficients, op.coefficientOffset() + 3);
        int target = 1 << op.bits()[0];
        for (int position = 0; position < re.length; position++) {
            if (beginsGroup(position, op, target)) {
                int other = position + target;
                double x0Re = re[position];
                double x0Im = im[position];
                double x1Re = re[other];
                double x1Im = im[other];
                re[position] = reals.fma(-b, x1Im, reals.multiply(a, x0Re));
                im[position] = reals.fma(b, x1Re, reals.multiply(a, x0Im));
                re[other] = reals.fma(d, x1Re, -reals.multiply(c, x0Im));
                im[other] = reals.fma(d, x1Im, reals.multiply(c, x0Re));
            }
        }
    }

    private void flip(MicroOp op) {
        int target = 1 << op.bits()[0];
        for (int position = 0; position < re.length; position++) {
            if (beginsGroup(position, op, target)) {
                for (double[] part : new double[][] {re, im}) {
                    double x0 = part[position];
                    part[position] = part[position + target];
                    part[position + target] = x0;
                }
            }
        }
    }

    private void sumDifference(MicroOp op) {
        int target = 1 << op.bits()[0];
        for (int position = 0; position < re.length; position++) {
            if (beginsGroup(position, op, target)) {
                for (double[] part : new double[][] {re, im}) {
                    double x0 = part[position];
                    double x1 = part[position + target];
                    part[position] = reals.add(x0, x1);
                    part[position + target] = reals.add(x0, -x1);
                }
            }
        }
    }

    private void diagonal(MicroOp op, long outerIndex, MemorySegment coefficients) {
        for (int position = 0; position < re.length; position++) {
            if (beginsGroup(position, op, 0)) {
                long entry = op.coefficientOffset() + 2L * tableIndex(op, position, outerIndex);
                double wRe = reals.get(coefficients, entry);
                double wIm = reals.get(coefficients, entry + 1);
                double xRe = re[position];
                double xIm = im[position];
                re[position] = reals.fma(-wIm, xIm, reals.multiply(wRe, xRe));
                im[position] = reals.fma(wIm, xRe, reals.multiply(wRe, xIm));
            }
        }
    }

    private static int tableIndex(MicroOp op, int position, long outerIndex) {
        int index = 0;
        for (int i = 0; i < op.bitCount(); i++) {
            int bit = op.bits()[i];
            long value = bit < MicroOp.OUTER_BIT ? position >>> bit : outerIndex >>> (bit - MicroOp.OUTER_BIT);
            index |= (int) (value & 1) << i;
        }
        return index;
    }
}
