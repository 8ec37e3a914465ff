package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.bindings.generated.photonics.JaynesWindowGroup;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnColumn;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnRow;

/** {@link WindowKernels} in plain Java: the definition of their arithmetic. */
final class ReferenceWindowKernels implements WindowKernels {
    private static final int RUN = JaynesPhotonics.JAYNES_WINDOW_RUN();
    private static final int LANES = JaynesPhotonics.JAYNES_PHOTON_LANES();

    private final double[] run = new double[RUN];

    @Override
    public double step(WindowMove move, StepMatrix matrix, WindowVector x, WindowVector y) {
        double[] sums = new double[LANES];
        for (int group = 0; group < move.groupCount(); group++) {
            Arrays.fill(run, 0);
            addGroup(JaynesWindowGroup.asSlice(move.groups(), group), move.rows(), matrix, x, y);
            for (int q = 0; q < LANES; q++) {
                sums[q] += (run[q] + run[q + 2 * LANES]) + (run[q + LANES] + run[q + 3 * LANES]);
            }
        }
        return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    }

    private void addGroup(MemorySegment group, MemorySegment rows, StepMatrix matrix, WindowVector x, WindowVector y) {
        int start = JaynesWindowGroup.x_start(group);
        int width = JaynesWindowGroup.columns(group);
        int s = JaynesWindowGroup.matrix(group);
        int firstRow = index(matrix.firstRow(), s);
        int rowCount = index(matrix.firstRow(), s + 1) - firstRow;
        for (int from = 0; from < width; from += RUN) {
            int count = Math.min(RUN, width - from);
            for (int row = 0; row < rowCount; row++) {
                int to = index(rows, JaynesWindowGroup.first_row(group) + row) + from;
                for (int k = 0; k < count; k++) {
                    addElement(matrix, firstRow + row, x, start + from + k, width, y, to + k, k);
                }
            }
        }
    }

    private void addElement(
            StepMatrix matrix, int row, WindowVector x, int from, int width, WindowVector y, int to, int lane) {
        double re = 0;
        double im = 0;
        for (int e = index(matrix.firstEntry(), row); e < index(matrix.firstEntry(), row + 1); e++) {
            double a = matrix.re().getAtIndex(ValueLayout.JAVA_DOUBLE, e);
            int at = from + index(matrix.columns(), e) * width;
            re = Math.fma(a, x.re(at), re);
            if (!x.isReal()) {
                double b = matrix.im().getAtIndex(ValueLayout.JAVA_DOUBLE, e);
                re = Math.fma(-b, x.im(at), re);
                im = Math.fma(b, x.re(at), Math.fma(a, x.im(at), im));
            }
        }
        y.set(to, re, im);
        run[lane] = Math.fma(re, re, run[lane]);
        if (!x.isReal()) {
            run[lane] = Math.fma(im, im, run[lane]);
        }
    }

    private static int index(MemorySegment ints, int at) {
        return ints.getAtIndex(ValueLayout.JAVA_INT, at);
    }

    @Override
    public void turn(WindowTurn turn, WindowVector x, WindowVector y) {
        for (int i = 0; i < turn.rowCount(); i++) {
            MemorySegment row = JaynesWindowTurnRow.asSlice(turn.rows(), i);
            int to = JaynesWindowTurnRow.y_start(row);
            for (int j = 0; j < JaynesWindowTurnRow.columns(row); j++) {
                MemorySegment column =
                        JaynesWindowTurnColumn.asSlice(turn.columns(), JaynesWindowTurnRow.first_column(row) + j);
                int base = JaynesWindowTurnRow.first_base(row) + JaynesWindowTurnColumn.base(column);
                int from = index(turn.bases(), base) + JaynesWindowTurnColumn.offset(column);
                y.set(to + j, x.re(from), x.im(from));
            }
        }
    }
}
