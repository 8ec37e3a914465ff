package org.jaynes.decoder.ldpc;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.decoder.JaynesPropagationArguments;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.cuda.DeviceArena;

/** A matrix in the memory of a device, and the sizes that follow from it: see {@code JaynesPropagationArguments}. */
final class DeviceMatrix {
    private static final int LANES = JaynesDecoder.JAYNES_WARP();
    private static final int NONE = -1;
    private static final int ALIGNMENT = 16;

    /** Threads at least where the schedule is layered: they have work before and after the levels. */
    private static final int FEWEST_FOR_LEVELS = 4 * LANES;

    private final CheckMatrix matrix;
    private final Precision precision;
    private final SlotOrder rows;
    private final SlotOrder columns;
    private final int placeBits;
    private final int signWords;

    /**
     * Lays out a matrix.
     *
     * @param precision in which numbers are kept, single or half
     * @throws DecoderModelException if the matrix is too large for the layout on devices
     */
    DeviceMatrix(CheckMatrix matrix, Precision precision) {
        this.matrix = matrix;
        this.precision = precision;
        this.rows = SlotOrder.of(LANES, matrix.rowCount(), row -> matrix.rowStart[row + 1] - matrix.rowStart[row]);
        this.columns = SlotOrder.of(
                LANES, matrix.columnCount(), column -> matrix.columnStart[column + 1] - matrix.columnStart[column]);
        this.placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, rows.placeCount() - 1));
        this.signWords = (rows.longest() + Integer.SIZE - 1) / Integer.SIZE;
        boolean fits = ((long) rows.longest() << placeBits) < 0xFFFFFFFFL
                && (long) Math.max(rows.slotCount(), columns.slotCount()) * LANES < Integer.MAX_VALUE
                && stateBytes() < Integer.MAX_VALUE;
        if (!fits) {
            throw new DecoderModelException(
                    "%d detectors, up to %d errors for one of them, and %d errors in all are too many for the kernels of devices; decode on the cpu"
                            .formatted(matrix.rowCount(), rows.longest(), matrix.columnCount()));
        }
    }

    SlotOrder columns() {
        return columns;
    }

    /** Threads that have work in both halves of an iteration. */
    int mostThreads() {
        return LANES * Math.max(1, Math.max(rows.groupCount(), columns.groupCount()));
    }

    /** Bytes of the state of a shot. */
    long stateBytes() {
        // Halves come in pairs: one more follows the posterior of no column.
        long numbers = precision == Precision.HALF
                ? (columns.placeCount() + 2L + 2L * rows.placeCount()) / 2
                : columns.placeCount() + 1L + 2L * rows.placeCount();
        long words = numbers + (1L + signWords) * rows.placeCount() + 2L * rows.groupCount() + columns.groupCount();
        return (words * Integer.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Copies the matrix to a device and sets what the arguments say of it. */
    void upload(DeviceArena arena, MemorySegment arguments) {
        int[] slotColumns = new int[rows.slotCount() * LANES];
        int[] slotMessages = new int[columns.slotCount() * LANES];
        Arrays.fill(slotColumns, columns.placeCount());
        Arrays.fill(slotMessages, NONE);
        for (int edge = 0; edge < matrix.edgeCount(); edge++) {
            int k = edge - matrix.rowStart[matrix.edgeRow[edge]];
            slotColumns[rows.position(rows.placeOf()[matrix.edgeRow[edge]], k)] =
                    columns.placeOf()[matrix.edgeColumn[edge]];
        }
        for (int column = 0; column < matrix.columnCount(); column++) {
            for (int k = matrix.columnStart[column]; k < matrix.columnStart[column + 1]; k++) {
                int edge = matrix.columnEdges[k];
                int row = matrix.edgeRow[edge];
                int position = columns.position(columns.placeOf()[column], k - matrix.columnStart[column]);
                slotMessages[position] = (edge - matrix.rowStart[row]) << placeBits | rows.placeOf()[row];
            }
        }
        JaynesPropagationArguments.row_slots(arguments, ints(arena, rows.slots()));
        JaynesPropagationArguments.slot_columns(arguments, ints(arena, slotColumns));
        JaynesPropagationArguments.column_slots(arguments, ints(arena, columns.slots()));
        JaynesPropagationArguments.slot_messages(arguments, ints(arena, slotMessages));
        JaynesPropagationArguments.row_at(arguments, ints(arena, padded(rows)));
        JaynesPropagationArguments.column_at(arguments, ints(arena, padded(columns)));
        JaynesPropagationArguments.state_bytes(arguments, (int) stateBytes());
        JaynesPropagationArguments.row_group_count(arguments, rows.groupCount());
        JaynesPropagationArguments.column_group_count(arguments, columns.groupCount());
        JaynesPropagationArguments.column_count(arguments, matrix.columnCount());
        JaynesPropagationArguments.place_bits(arguments, placeBits);
        JaynesPropagationArguments.sign_words(arguments, signWords);
        JaynesPropagationArguments.detector_words(arguments, matrix.detectorWords());
        JaynesPropagationArguments.observable_words(arguments, matrix.observableWords());
        uploadColumns(arena, arguments);
    }

    /**
     * Copies the rows in levels, which the layered schedule takes them in.
     *
     * @return how many threads have work there: a warp for each row of a level
     */
    int uploadLevels(DeviceArena arena, MemorySegment arguments) {
        RowLevels levels = RowLevels.of(matrix);
        int[] levelRows = new int[matrix.rowCount()];
        int[] levelEdges = new int[matrix.rowCount() + 1];
        int[] edgeColumns = new int[matrix.edgeCount()];
        int next = 0;
        for (int i = 0; i < levelRows.length; i++) {
            int row = levels.rows()[i];
            levelRows[i] = rows.placeOf()[row];
            for (int edge = matrix.rowStart[row]; edge < matrix.rowStart[row + 1]; edge++) {
                edgeColumns[next++] = columns.placeOf()[matrix.edgeColumn[edge]];
            }
            levelEdges[i + 1] = next;
        }
        JaynesPropagationArguments.levels(arguments, ints(arena, levels.starts()));
        JaynesPropagationArguments.level_rows(arguments, ints(arena, levelRows));
        JaynesPropagationArguments.level_edges(arguments, ints(arena, levelEdges));
        JaynesPropagationArguments.edge_columns(arguments, ints(arena, edgeColumns));
        JaynesPropagationArguments.level_count(arguments, levels.count());
        return (int) Math.max(FEWEST_FOR_LEVELS, Math.min((long) LANES * levels.widest(), Integer.MAX_VALUE));
    }

    private void uploadColumns(DeviceArena arena, MemorySegment arguments) {
        float[] priors = new float[columns.placeCount() + 1];
        for (int place = 0; place < matrix.columnCount(); place++) {
            priors[place] = precision.prior(matrix.prior(columns.at()[place]));
        }
        // What rows read where they have no edge: too large to be a minimum, whatever is subtracted from it.
        priors[columns.placeCount()] = Float.POSITIVE_INFINITY;
        JaynesPropagationArguments.priors(arguments, arena.upload(MemorySegment.ofArray(priors)));
        JaynesPropagationArguments.weights(arguments, arena.upload(MemorySegment.ofArray(matrix.priors())));
        JaynesPropagationArguments.observables(arguments, arena.upload(MemorySegment.ofArray(matrix.observableRows())));
        long[] certain = new long[matrix.observableWords()];
        matrix.startObservables(certain);
        JaynesPropagationArguments.certain(arguments, arena.upload(MemorySegment.ofArray(certain)));
    }

    private static int[] padded(SlotOrder order) {
        int[] at = Arrays.copyOf(order.at(), order.placeCount());
        Arrays.fill(at, order.at().length, at.length, NONE);
        return at;
    }

    private static long ints(DeviceArena arena, int[] values) {
        return arena.upload(MemorySegment.ofArray(values));
    }
}
