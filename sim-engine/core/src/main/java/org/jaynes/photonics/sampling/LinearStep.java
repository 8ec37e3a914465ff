package org.jaynes.photonics.sampling;

import java.util.Arrays;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.TimeBinInterferometer;

/**
 * The optics of one time step of {@link WindowSchedule}. Columns are what is stored in the loops that take part, and the
 * mode that arrives; rows are what is stored then, the mode that leaves, and where photons are lost.
 *
 * @param kept number of loops that take part
 * @param rows by row and column, re and im in turn
 * @param isReal whether all imaginary parts are zero, in all steps of the interferometer
 */
record LinearStep(int kept, double[][] rows, boolean isReal) {
    double re(int row, int column) {
        return rows[row][2 * column];
    }

    double im(int row, int column) {
        return rows[row][2 * column + 1];
    }

    /** Rows where photons are lost. */
    int losses() {
        return rows.length - kept - 1;
    }

    /**
     * @param rotations of the parameters of the interferometer's circuit
     * @param loss for each of the two modes behind a beam splitter
     */
    static LinearStep of(TimeBinInterferometer loops, WindowSchedule.Step step, Rotations rotations, double loss) {
        int kept = step.loops().length;
        int size = 2 * kept + 2;
        int count = kept + 1;
        for (int splitter : step.splitters()) {
            count += loss > 0 && splitter >= 0 ? 2 : 0;
        }
        double[][] rows = new double[count][size];
        // What passes through the loops; it becomes the mode that leaves.
        double[] passing = rows[kept];
        passing[2 * kept] = 1;
        int lost = kept + 1;
        for (int i = 0; i < kept; i++) {
            double[] stored = rows[i];
            int splitter = step.splitters()[i];
            if (splitter < 0) {
                System.arraycopy(passing, 0, stored, 0, size);
                Arrays.fill(passing, 0);
                passing[2 * i] = 1;
                continue;
            }
            meet(loops, splitter, rotations, i, passing, stored);
            if (loss > 0) {
                scale(Math.sqrt(loss), passing, rows[lost++]);
                scale(Math.sqrt(loss), stored, rows[lost++]);
                scale(Math.sqrt(1 - loss), passing, passing);
                scale(Math.sqrt(1 - loss), stored, stored);
            }
        }
        return new LinearStep(kept, rows, loops.isReal());
    }

    /** What was stored, column i, is the earlier mode of a beam splitter, and goes on; what passes is stored. */
    private static void meet(
            TimeBinInterferometer loops, int splitter, Rotations rotations, int i, double[] passing, double[] stored) {
        double c = rotations.cos(splitter);
        double s = rotations.sin(splitter);
        boolean plain = loops.convention() == BeamSplitterConvention.REAL;
        scale(c, passing, stored);
        stored[2 * i + (plain ? 0 : 1)] += plain ? -s : s;
        for (int k = 0; k < passing.length; k += 2) {
            double a = s * passing[k];
            double b = s * passing[k + 1];
            passing[k] = plain ? a : -b;
            passing[k + 1] = plain ? b : a;
        }
        passing[2 * i] += c;
        if (!loops.psAngles().isEmpty()) {
            int phase = loops.bsAngles().size() + splitter;
            double p = rotations.cos(phase);
            double q = rotations.sin(phase);
            for (int k = 0; k < passing.length; k += 2) {
                double a = passing[k];
                double b = passing[k + 1];
                passing[k] = p * a - q * b;
                passing[k + 1] = p * b + q * a;
            }
        }
    }

    private static void scale(double factor, double[] x, double[] y) {
        for (int k = 0; k < x.length; k++) {
            y[k] = factor * x[k];
        }
    }
}
