package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * {@link StepAmplitudes} as {@code JaynesWindowStepArguments} takes them: for s = 0, 1, … photons behind the step a sparse
 * matrix, a row for each state behind.
 *
 * @param photonsBefore photons before the step for which there are matrices, at most
 * @param photonsAdded photons behind the step less those before it
 * @param firstRow native ints, for each s, and one more
 * @param firstEntry native ints, for each row, and one more
 * @param columns native ints, by entry: the state before the step
 * @param re native doubles, by entry
 * @param im likewise; of no meaning if all are zero
 * @param bytes of all
 */
record StepMatrix(
        int photonsBefore,
        int photonsAdded,
        MemorySegment firstRow,
        MemorySegment firstEntry,
        MemorySegment columns,
        MemorySegment re,
        MemorySegment im,
        long bytes) {

    /** Makes matrices; keeps its scratch memory. Not thread-safe. */
    static final class Builder {
        private ModeLadder[] ladders = {};
        private int[] firstRow = new int[16];
        private int[] firstEntry = new int[64];
        private int rows;
        private int[] columns = new int[256];
        private double[] re = new double[256];
        private double[] im = new double[256];
        private int entries;

        /**
         * The matrices for an outcome and up to so many photons before the step.
         *
         * @param memory gives native memory of at least a number of bytes, aligned to 8
         */
        StepMatrix build(
                StepAmplitudes amplitudes, int[] leaving, int photonsBefore, LongFunction<MemorySegment> memory) {
            int added = amplitudes.arriving();
            for (int n : leaving) {
                added -= n;
            }
            int numbers = photonsBefore + added + 1;
            ladders = ModeLadder.Ladders.of(amplitudes.kept()).upTo(Math.max(numbers - 1, photonsBefore));
            firstRow = numbers < firstRow.length ? firstRow : new int[2 * numbers];
            rows = 0;
            entries = 0;
            for (int s = 0; s < numbers; s++) {
                firstRow[s] = rows;
                append(amplitudes, leaving, s, s - added);
            }
            firstRow[numbers] = rows;
            start(rows);
            return toNative(photonsBefore, added, numbers, amplitudes.isReal(), memory);
        }

        private StepMatrix toNative(
                int photonsBefore, int added, int numbers, boolean real, LongFunction<MemorySegment> memory) {
            int imaginary = real ? 0 : entries;
            long bytes = 8L * (entries + imaginary) + 4L * (entries + rows + numbers + 2);
            MemorySegment all = memory.apply(bytes);
            MemorySegment a = all.asSlice(0, 8L * entries);
            MemorySegment b = all.asSlice(8L * entries, 8L * imaginary);
            MemorySegment c = all.asSlice(8L * (entries + imaginary), 4L * entries);
            MemorySegment d = all.asSlice(8L * (entries + imaginary) + 4L * entries, 4L * (rows + 1));
            MemorySegment e = all.asSlice(8L * (entries + imaginary) + 4L * (entries + rows + 1), 4L * (numbers + 1));
            MemorySegment.copy(re, 0, a, ValueLayout.JAVA_DOUBLE, 0, entries);
            MemorySegment.copy(im, 0, b, ValueLayout.JAVA_DOUBLE, 0, imaginary);
            MemorySegment.copy(columns, 0, c, ValueLayout.JAVA_INT, 0, entries);
            MemorySegment.copy(firstEntry, 0, d, ValueLayout.JAVA_INT, 0, rows + 1);
            MemorySegment.copy(firstRow, 0, e, ValueLayout.JAVA_INT, 0, numbers + 1);
            return new StepMatrix(photonsBefore, added, e, d, c, a, b, bytes);
        }

        private void start(int row) {
            if (row == firstEntry.length) {
                firstEntry = Arrays.copyOf(firstEntry, 2 * row);
            }
            firstEntry[row] = entries;
        }

        private void append(StepAmplitudes amplitudes, int[] leaving, int behind, int before) {
            int states = ladders[behind].states();
            int sources = before < 0 ? 0 : ladders[before].states();
            double[] a = before < 0 ? new double[0] : amplitudes.re(before, leaving);
            double[] b = before < 0 ? a : amplitudes.im(before, leaving);
            for (int i = 0; i < states; i++) {
                start(rows++);
                reserve(entries + sources);
                for (int j = 0; j < sources; j++) {
                    int at = j * states + i;
                    if (a[at] != 0 || b[at] != 0) {
                        columns[entries] = j;
                        re[entries] = a[at];
                        im[entries++] = b[at];
                    }
                }
            }
        }

        private void reserve(int count) {
            if (count > columns.length) {
                columns = Arrays.copyOf(columns, 2 * count);
                re = Arrays.copyOf(re, 2 * count);
                im = Arrays.copyOf(im, 2 * count);
            }
        }
    }
}
