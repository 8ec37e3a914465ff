package org.jaynes.decoder.ldpc;

import java.util.Arrays;

/** One lane in plain Java, in every precision: the definition that the fast lanes are tested against. */
final class ReferenceLane implements MessageLanes {
    private final CheckMatrix matrix;
    private final BeliefPropagation settings;
    private final Precision precision;
    private final double[] posterior;
    private final double[] memory;
    private final double[] gamma;
    private final double[] message;
    private final double[] incoming;
    private final boolean[] syndrome;
    private final boolean[] parity;
    private double[] priors;
    private boolean usesMemory;
    private int iteration;

    ReferenceLane(CheckMatrix matrix, BeliefPropagation settings) {
        this.matrix = matrix;
        this.settings = settings;
        this.precision = settings.precision();
        this.priors = rounded(matrix.priors());
        this.posterior = new double[matrix.columnCount()];
        this.memory = new double[matrix.columnCount()];
        this.gamma = new double[matrix.columnCount()];
        this.message = new double[matrix.edgeCount()];
        this.incoming = new double[matrix.edgeCount()];
        this.syndrome = new boolean[matrix.rowCount()];
        this.parity = new boolean[matrix.rowCount()];
    }

    @Override
    public int laneCount() {
        return 1;
    }

    /** Sets priors for the next starts, by column, in place of those of the matrix. */
    void replacePriors(double[] replaced) {
        priors = rounded(replaced);
    }

    private double[] rounded(double[] exact) {
        double[] rounded = new double[exact.length];
        for (int column = 0; column < exact.length; column++) {
            rounded[column] = precision.stored(precision.round(exact[column]));
        }
        return rounded;
    }

    @Override
    public void start(int lane, long[] shots, int offset) {
        for (int row = 0; row < syndrome.length; row++) {
            syndrome[row] = (shots[offset + (row >>> 6)] >>> row & 1) != 0;
        }
        usesMemory = settings.memory() != 0;
        Arrays.fill(gamma, precision.round((float) settings.memory()));
        System.arraycopy(priors, 0, posterior, 0, posterior.length);
        System.arraycopy(priors, 0, memory, 0, memory.length);
        Arrays.fill(message, 0);
        iteration = 0;
    }

    @Override
    public void startLeg(int lane, float[] strengths) {
        usesMemory = true;
        for (int column = 0; column < gamma.length; column++) {
            gamma[column] = strengths[column];
        }
        System.arraycopy(posterior, 0, memory, 0, memory.length);
        System.arraycopy(priors, 0, posterior, 0, posterior.length);
        Arrays.fill(message, 0);
        iteration = 0;
    }

    @Override
    public void takeOver(int lane, long[] shots, int offset, float[] posteriors) {
        start(lane, shots, offset);
        for (int column = 0; column < posterior.length; column++) {
            posterior[column] = posteriors[column];
        }
    }

    @Override
    public long iterate() {
        iteration++;
        double alpha = settings.alpha(iteration);
        boolean layered = settings.schedule() == Schedule.LAYERED;
        for (int row = 0; row < syndrome.length; row++) {
            for (int edge = matrix.rowStart[row]; edge < matrix.rowStart[row + 1]; edge++) {
                incoming[edge] = precision.round(posterior[matrix.edgeColumn[edge]] - message[edge]);
            }
            switch (settings.rule()) {
                case MIN_SUM -> answerByMinimum(row, alpha);
                case SUM_PRODUCT -> answerByProduct(row, alpha);
            }
            if (layered) {
                for (int edge = matrix.rowStart[row]; edge < matrix.rowStart[row + 1]; edge++) {
                    posterior[matrix.edgeColumn[edge]] =
                            precision.stored(precision.round(incoming[edge] + message[edge]));
                }
            }
        }
        if (!layered) {
            sumColumns();
        }
        return converged() ? 1 : 0;
    }

    private void answerByMinimum(int row, double alpha) {
        boolean negative = syndrome[row];
        double smallest = precision.limit;
        double second = precision.limit;
        int smallestEdge = -1;
        for (int edge = matrix.rowStart[row]; edge < matrix.rowStart[row + 1]; edge++) {
            negative ^= isNegative(incoming[edge]);
            double magnitude = Math.abs(incoming[edge]);
            if (magnitude < smallest) {
                second = smallest;
                smallest = magnitude;
                smallestEdge = edge;
            } else if (magnitude < second) {
                second = magnitude;
            }
        }
        double toOthers = precision.stored(precision.round(alpha * smallest));
        double toSmallest = precision.stored(precision.round(alpha * second));
        for (int edge = matrix.rowStart[row]; edge < matrix.rowStart[row + 1]; edge++) {
            double magnitude = edge == smallestEdge ? toSmallest : toOthers;
            message[edge] = negative ^ isNegative(incoming[edge]) ? -magnitude : magnitude;
        }
    }

    /** Products over the columns before and after each one; computed in double, only the answer is rounded. */
    private void answerByProduct(int row, double alpha) {
        int first = matrix.rowStart[row];
        int end = matrix.rowStart[row + 1];
        boolean negative = syndrome[row];
        double before = 1;
        for (int edge = first; edge < end; edge++) {
            negative ^= isNegative(incoming[edge]);
            message[edge] = before;
            before *= StrictMath.tanh(Math.abs(incoming[edge]) / 2);
        }
        double after = 1;
        for (int edge = end - 1; edge >= first; edge--) {
            // Certainty would be infinite; the largest double below 1 gives about 37.
            double product = Math.min(message[edge] * after, 1 - 0x1p-53);
            after *= StrictMath.tanh(Math.abs(incoming[edge]) / 2);
            double magnitude = precision.round(StrictMath.log((1 + product) / (1 - product)));
            double answer = precision.stored(precision.round(alpha * magnitude));
            message[edge] = negative ^ isNegative(incoming[edge]) ? -answer : answer;
        }
    }

    private void sumColumns() {
        for (int column = 0; column < posterior.length; column++) {
            double sum = usesMemory ? bias(column) : priors[column];
            for (int k = matrix.columnStart[column]; k < matrix.columnStart[column + 1]; k++) {
                sum = precision.round(sum + message[matrix.columnEdges[k]]);
            }
            posterior[column] = precision.stored(sum);
            memory[column] = posterior[column];
        }
    }

    private double bias(int column) {
        double forgotten = precision.round(1 - gamma[column]);
        return precision.round(
                precision.round(priors[column] * forgotten) + precision.round(memory[column] * gamma[column]));
    }

    private static boolean isNegative(double x) {
        return Double.doubleToRawLongBits(x) < 0;
    }

    private boolean converged() {
        System.arraycopy(syndrome, 0, parity, 0, parity.length);
        for (int column = 0; column < posterior.length; column++) {
            if (posterior[column] <= 0) {
                for (int k = matrix.columnStart[column]; k < matrix.columnStart[column + 1]; k++) {
                    parity[matrix.edgeRow[matrix.columnEdges[k]]] ^= true;
                }
            }
        }
        for (boolean odd : parity) {
            if (odd) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int errors(int lane, int[] columns) {
        int count = 0;
        for (int column = 0; column < posterior.length; column++) {
            if (posterior[column] <= 0) {
                columns[count++] = column;
            }
        }
        return count;
    }

    @Override
    public float posterior(int lane, int column) {
        return (float) posterior[column];
    }
}
