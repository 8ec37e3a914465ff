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
        /** First rows, first entries, columns. */
        private int[] indices = new int[256];

        private int row;
        private int firstColumn;
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
            int rows = 0;
            reserveIndices(numbers + 1);
            for (int s = 0; s < numbers; s++) {
                indices[s] = rows;
                rows += ladders[s].states();
            }
            indices[numbers] = rows;
            row = numbers + 1;
            firstColumn = row + rows + 1;
            reserveIndices(firstColumn);
            entries = 0;
            for (int s = 0; s < numbers; s++) {
                append(amplitudes, leaving, s, s - added);
            }
            indices[row] = entries;
            return toNative(photonsBefore, added, numbers, amplitudes.isReal(), memory);
        }

        private StepMatrix toNative(
                int photonsBefore, int added, int numbers, boolean real, LongFunction<MemorySegment> memory) {
            int imaginary = real ? 0 : entries;
            int indexCount = firstColumn + entries;
            long bytes = 8L * (entries + imaginary) + 4L * indexCount;
            MemorySegment all = memory.apply(bytes);
            MemorySegment.copy(re, 0, all, ValueLayout.JAVA_DOUBLE, 0, entries);
            MemorySegment.copy(im, 0, all, ValueLayout.JAVA_DOUBLE, 8L * entries, imaginary);
            long at = 8L * (entries + imaginary);
            MemorySegment.copy(indices, 0, all, ValueLayout.JAVA_INT, at, indexCount);
            return new StepMatrix(
                    photonsBefore,
                    added,
                    all.asSlice(at, 4L * (numbers + 1)),
                    all.asSlice(at + 4L * (numbers + 1), 4L * (firstColumn - numbers - 1)),
                    all.asSlice(at + 4L * firstColumn, 4L * entries),
                    all.asSlice(0, 8L * entries),
                    all.asSlice(8L * entries, 8L * imaginary),
                    bytes);
        }

        private void append(StepAmplitudes amplitudes, int[] leaving, int behind, int before) {
            int states = ladders[behind].states();
            int sources = before < 0 ? 0 : ladders[before].states();
            int first = before < 0 ? 0 : amplitudes.compute(before, leaving);
            double[] a = amplitudes.re();
            double[] b = amplitudes.im();
            boolean real = amplitudes.isReal();
            for (int i = 0; i < states; i++) {
                indices[row++] = entries;
                reserve(entries + sources);
                for (int j = 0; j < sources; j++) {
                    int at = first + j * states + i;
                    if (a[at] != 0 || (!real && b[at] != 0)) {
                        indices[firstColumn + entries] = j;
                        re[entries] = a[at];
                        im[entries++] = b[at];
                    }
                }
            }
        }

        private void reserveIndices(int count) {
            if (count > indices.length) {
                indices = Arrays.copyOf(indices, 2 * count);
            }
        }

        private void reserve(int count) {
            reserveIndices(firstColumn + count);
            if (count > re.length) {
                re = Arrays.copyOf(re, 2 * count);
                im = Arrays.copyOf(im, 2 * count);
            }
        }
    }
}
