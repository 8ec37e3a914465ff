package org.jaynes.decoder.ldpc;

import java.util.Arrays;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.ShotPriors;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * The decoding problem of a detector error model: a sparse matrix over GF(2) with a row for each detector and a column
 * for each set of detectors that errors flip together, a probability for each column, and the observables that it flips.
 * Immutable.
 *
 * <p>Errors that flip the same detectors are one column, whose probability is that of an odd number of them. If they
 * flip different observables, no shot can tell them apart, and the column flips those of the likeliest.
 *
 * <p>An <em>edge</em> is a one of the matrix; edges are numbered by row, then column.
 */
public final class CheckMatrix {
    /** Priors of smaller or larger probability are set to this, about that of 1e-28. */
    private static final double LARGEST_PRIOR = 64;

    /** Instead of a column, for errors that flip no detectors. */
    static final int NO_COLUMN = -1;

    final int[] rowStart;
    final int[] edgeColumn;
    final int[] edgeRow;
    final int[] columnStart;
    final int[] columnEdges;
    final double[] probabilities;

    /** Of each error of the model, its column or {@link #NO_COLUMN}, and its probability. */
    private final int[] errorColumn;

    private final double[] errorProbability;
    private final double[] priors;
    private final long[] observables;
    private final long[] certain;
    private final int observableCount;

    /**
     * A matrix by its columns; the arrays are kept.
     *
     * @param rowCount number of detectors
     * @param columnStart where a column's rows start in {@code columnRows}; one more than columns
     * @param columnRows rows of the columns, ascending in each
     * @param probabilities of the columns
     * @param observableCount number of observables
     * @param observables rows of 64-bit words, one row for each column
     * @param certain a row of the observables that flip in any case
     * @param errorColumn the column of each error of the model, or {@link #NO_COLUMN}
     * @param errorProbability the probability of each error of the model
     */
    CheckMatrix(
            int rowCount,
            int[] columnStart,
            int[] columnRows,
            double[] probabilities,
            int observableCount,
            long[] observables,
            long[] certain,
            int[] errorColumn,
            double[] errorProbability) {
        this.columnStart = columnStart;
        this.probabilities = probabilities;
        this.observableCount = observableCount;
        this.observables = observables;
        this.certain = certain;
        this.errorColumn = errorColumn;
        this.errorProbability = errorProbability;
        this.rowStart = new int[rowCount + 1];
        for (int row : columnRows) {
            rowStart[row + 1]++;
        }
        for (int row = 0; row < rowCount; row++) {
            rowStart[row + 1] += rowStart[row];
        }
        this.edgeColumn = new int[columnRows.length];
        this.edgeRow = new int[columnRows.length];
        this.columnEdges = new int[columnRows.length];
        int[] next = Arrays.copyOf(rowStart, rowCount);
        for (int column = 0; column < probabilities.length; column++) {
            for (int k = columnStart[column]; k < columnStart[column + 1]; k++) {
                int edge = next[columnRows[k]]++;
                edgeColumn[edge] = column;
                edgeRow[edge] = columnRows[k];
                columnEdges[k] = edge;
            }
        }
        this.priors = new double[probabilities.length];
        for (int column = 0; column < priors.length; column++) {
            priors[column] = logLikelihoodRatio(probabilities[column]);
        }
    }

    /**
     * The problem of a model. Separators are ignored: a column has all detectors of all components.
     *
     * @throws DecoderModelException if the model has too many detectors, observables or errors for arrays
     */
    public static CheckMatrix of(DetectorErrorModel model) {
        return new CheckMatrixBuilder(model).build();
    }

    /** ln((1 - p) / p), at most 64 in magnitude; the same bits everywhere. */
    static double logLikelihoodRatio(double probability) {
        double ratio = StrictMath.log(1 - probability) - StrictMath.log(probability);
        return Math.clamp(ratio, -LARGEST_PRIOR, LARGEST_PRIOR);
    }

    /** The number of detectors. */
    public int rowCount() {
        return rowStart.length - 1;
    }

    /** The number of distinguishable errors. */
    public int columnCount() {
        return probabilities.length;
    }

    /** The number of ones. */
    public int edgeCount() {
        return edgeColumn.length;
    }

    public int observableCount() {
        return observableCount;
    }

    /** The number of errors of the model, loops unrolled. */
    public int errorCount() {
        return errorColumn.length;
    }

    /** The rows of a column, ascending. */
    public int[] rowsOf(int column) {
        int[] rows = new int[columnStart[column + 1] - columnStart[column]];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = edgeRow[columnEdges[columnStart[column] + k]];
        }
        return rows;
    }

    /** The columns of a row, ascending. */
    public int[] columnsOf(int row) {
        return Arrays.copyOfRange(edgeColumn, rowStart[row], rowStart[row + 1]);
    }

    /** The probability that an odd number of a column's errors happens. */
    public double probability(int column) {
        return probabilities[column];
    }

    /** All priors; not to be changed. */
    double[] priors() {
        return priors;
    }

    /** The column's {@code ln((1 - p) / p)}: what an error there adds to a solution's weight; at most 64 in magnitude. */
    public double prior(int column) {
        return priors[column];
    }

    /**
     * The priors of one shot.
     *
     * @param changes how its errors differ from the model
     * @param shotPriors receives them
     * @throws IllegalArgumentException if the model has no such error
     */
    void applyChanges(ShotPriors changes, double[] shotPriors) {
        double[] changed = errorProbability.clone();
        for (int i = 0; i < changes.count(); i++) {
            if (changes.error(i) >= changed.length) {
                throw new IllegalArgumentException(
                        "error number %d; the model has %d".formatted(changes.error(i), changed.length));
            }
            changed[changes.error(i)] = changes.probability(i);
        }
        double[] shotProbabilities = new double[probabilities.length];
        for (int error = 0; error < changed.length; error++) {
            int column = errorColumn[error];
            if (column != NO_COLUMN) {
                shotProbabilities[column] = oddNumber(shotProbabilities[column], changed[error]);
            }
        }
        for (int column = 0; column < shotPriors.length; column++) {
            shotPriors[column] = logLikelihoodRatio(shotProbabilities[column]);
        }
    }

    /** The probability that exactly one of two independent errors happens. */
    static double oddNumber(double p, double q) {
        return p * (1 - q) + q * (1 - p);
    }

    /** Words of a row of observables. */
    int observableWords() {
        return (observableCount + 63) >>> 6;
    }

    /** Adds (modulo 2) the observables that a column flips to a row of them. */
    void flipObservables(int column, long[] row) {
        int words = row.length;
        for (int word = 0; word < words; word++) {
            row[word] ^= observables[column * words + word];
        }
    }

    /** Rows of observables, one for each column; not to be changed. */
    long[] observableRows() {
        return observables;
    }

    /** Sets a row to the observables that flip whatever the shot: those of errors without detectors with p > 1/2. */
    void startObservables(long[] row) {
        System.arraycopy(certain, 0, row, 0, row.length);
    }

    /** Words of a row of detectors. */
    int detectorWords() {
        return (rowCount() + 63) >>> 6;
    }
}
