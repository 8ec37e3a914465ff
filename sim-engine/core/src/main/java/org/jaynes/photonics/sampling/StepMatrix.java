package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

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
 * @param im likewise
 */
record StepMatrix(
        int photonsBefore,
        int photonsAdded,
        MemorySegment firstRow,
        MemorySegment firstEntry,
        MemorySegment columns,
        MemorySegment re,
        MemorySegment im) {

    /** @param arriving photons that arrive in the step */
    static StepMatrix of(StepAmplitudes amplitudes, int kept, int arriving, int photonsBefore) {
        return new Builder(amplitudes, kept, arriving - amplitudes.leaving()).build(photonsBefore);
    }

    long bytes() {
        return firstRow.byteSize() + firstEntry.byteSize() + columns.byteSize() + re.byteSize() + im.byteSize();
    }

    private static final class Builder {
        private final StepAmplitudes amplitudes;
        private final int kept;
        private final int added;
        private int[] rowStarts = new int[16];
        private int rows;
        private int[] columns = new int[64];
        private double[] re = new double[64];
        private double[] im = new double[64];
        private int entries;

        Builder(StepAmplitudes amplitudes, int kept, int added) {
            this.amplitudes = amplitudes;
            this.kept = kept;
            this.added = added;
        }

        StepMatrix build(int photonsBefore) {
            int numbers = photonsBefore + added + 1;
            int[] firstRow = new int[numbers + 1];
            for (int s = 0; s < numbers; s++) {
                firstRow[s] = rows;
                append(s);
            }
            firstRow[numbers] = rows;
            start(rows, entries);
            Arena arena = Arena.ofAuto();
            return new StepMatrix(
                    photonsBefore,
                    added,
                    arena.allocateFrom(ValueLayout.JAVA_INT, firstRow),
                    arena.allocateFrom(ValueLayout.JAVA_INT, Arrays.copyOf(rowStarts, rows + 1)),
                    arena.allocateFrom(ValueLayout.JAVA_INT, Arrays.copyOf(columns, entries)),
                    arena.allocateFrom(ValueLayout.JAVA_DOUBLE, Arrays.copyOf(re, entries)),
                    arena.allocateFrom(ValueLayout.JAVA_DOUBLE, Arrays.copyOf(im, entries)));
        }

        private void start(int row, int entry) {
            if (row == rowStarts.length) {
                rowStarts = Arrays.copyOf(rowStarts, 2 * row);
            }
            rowStarts[row] = entry;
        }

        private void append(int behind) {
            int before = behind - added;
            int states = ModeLadder.of(kept, behind).states();
            int sources = before < 0 ? 0 : ModeLadder.of(kept, before).states();
            double[] a = before < 0 ? new double[0] : amplitudes.of(before, false);
            double[] b = before < 0 ? a : amplitudes.of(before, true);
            for (int i = 0; i < states; i++) {
                start(rows++, entries);
                for (int j = 0; j < sources; j++) {
                    if (a[j * states + i] != 0 || b[j * states + i] != 0) {
                        entry(j, a[j * states + i], b[j * states + i]);
                    }
                }
            }
        }

        private void entry(int column, double a, double b) {
            if (entries == columns.length) {
                columns = Arrays.copyOf(columns, 2 * entries);
                re = Arrays.copyOf(re, 2 * entries);
                im = Arrays.copyOf(im, 2 * entries);
            }
            columns[entries] = column;
            re[entries] = a;
            im[entries++] = b;
        }
    }
}
