package org.jaynes.photonics.sampling;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.TimeBinInterferometer;

/**
 * The optics of one time step of {@link WindowSchedule}. Columns are what is stored in the loops that take part, and the
 * mode that arrives; rows are what is stored then, the mode that leaves, and where photons are lost.
 *
 * @param kept number of loops that take part
 * @param rows by row and column, re and im in turn
 */
record LinearStep(int kept, double[][] rows) {
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
     * @param angles those of the interferometer's circuit, or of one shot with noisy angles
     * @param loss for each of the two modes behind a beam splitter
     */
    static LinearStep of(TimeBinInterferometer loops, WindowSchedule.Step step, double[] angles, double loss) {
        int kept = step.loops().length;
        List<double[]> stored = new ArrayList<>();
        List<double[]> lost = new ArrayList<>();
        double[] passing = unit(kept, kept);
        for (int i = 0; i < kept; i++) {
            double[] earlier = unit(kept, i);
            int splitter = step.splitters()[i];
            if (splitter < 0) {
                stored.add(passing);
                passing = earlier;
                continue;
            }
            double c = StrictMath.cos(angles[splitter]);
            double s = StrictMath.sin(angles[splitter]);
            boolean plain = loops.convention() == BeamSplitterConvention.REAL;
            double[] first = sum(c, 0, earlier, plain ? s : 0, plain ? 0 : s, passing);
            double[] second = sum(plain ? -s : 0, plain ? 0 : s, earlier, c, 0, passing);
            if (!loops.psAngles().isEmpty()) {
                double phase = angles[loops.bsAngles().size() + splitter];
                first = scaled(StrictMath.cos(phase), StrictMath.sin(phase), first);
            }
            if (loss > 0) {
                lost.add(scaled(Math.sqrt(loss), 0, first));
                lost.add(scaled(Math.sqrt(loss), 0, second));
                first = scaled(Math.sqrt(1 - loss), 0, first);
                second = scaled(Math.sqrt(1 - loss), 0, second);
            }
            stored.add(second);
            passing = first;
        }
        stored.add(passing);
        stored.addAll(lost);
        return new LinearStep(kept, stored.toArray(double[][]::new));
    }

    private static double[] unit(int kept, int column) {
        double[] row = new double[2 * kept + 2];
        row[2 * column] = 1;
        return row;
    }

    private static double[] sum(double a, double b, double[] x, double c, double d, double[] y) {
        double[] first = scaled(a, b, x);
        double[] second = scaled(c, d, y);
        for (int i = 0; i < first.length; i++) {
            first[i] += second[i];
        }
        return first;
    }

    private static double[] scaled(double a, double b, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i += 2) {
            y[i] = a * x[i] - b * x[i + 1];
            y[i + 1] = a * x[i + 1] + b * x[i];
        }
        return y;
    }
}
