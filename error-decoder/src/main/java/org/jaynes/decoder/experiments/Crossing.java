package org.jaynes.decoder.experiments;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Where the error rates of two codes cross over a physical error rate: the estimate of a threshold that two distances give.
 *
 * <p>Between neighbouring points the logarithm of the ratio of the rates is taken as linear in the logarithm of x. The
 * crossing lies where points of one sign are best told from points of the other, each counted by its standard errors: so
 * one point that is off by chance moves nothing far. The interval holds nineteen of twenty crossings of curves that are
 * drawn again: each ratio with its standard error, its logarithm normally distributed (a parametric bootstrap). Curves
 * that cross nowhere between the points do so below or above all of them.
 *
 * @param at the crossing
 * @param low least of the interval; 0 if it may lie below all points
 * @param high greatest of it; infinite if it may lie above all points
 */
public record Crossing(double at, double low, double high) {
    private static final int RESAMPLES = 1000;
    private static final double TAIL = 0.025;

    /** So that the same counts have the same interval. */
    private static final long SEED = 1;

    /**
     * What was counted at a physical error rate.
     *
     * @param x greater than 0
     * @param shots that count
     * @param errors among them
     */
    public record Point(double x, long shots, long errors) {}

    /**
     * The crossing of two curves at the points that both have.
     *
     * @param first ascending by x
     * @param second ascending by x
     * @return empty if they have fewer than two points with errors in common, or do not cross between them
     */
    public static Optional<Crossing> of(List<Point> first, List<Point> second) {
        Ratios ratios = Ratios.of(first, second);
        double at = ratios.crossing(ratios.logarithms, ratios.slope());
        if (Double.isInfinite(at)) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] again = new double[RESAMPLES];
        Arrays.setAll(again, _ -> ratios.crossing(ratios.drawn(random), ratios.slope()));
        Arrays.sort(again);
        int tail = (int) (TAIL * RESAMPLES);
        return Optional.of(new Crossing(
                Math.exp(at),
                Math.exp(Math.min(again[tail], at)),
                Math.exp(Math.max(again[RESAMPLES - 1 - tail], at))));
    }

    /**
     * The ratio of two curves at their common points.
     *
     * @param x logarithms
     * @param logarithms of rate of the first / rate of the second
     * @param deviations standard errors of these
     */
    private record Ratios(double[] x, double[] logarithms, double[] deviations) {
        static Ratios of(List<Point> first, List<Point> second) {
            double[] x = new double[first.size()];
            double[] logarithms = new double[x.length];
            double[] deviations = new double[x.length];
            int count = 0;
            for (Point a : first) {
                Optional<Point> same = second.stream()
                        .filter(b -> b.x == a.x && b.errors > 0 && a.errors > 0)
                        .findFirst();
                if (same.isPresent()) {
                    Point b = same.get();
                    x[count] = Math.log(a.x);
                    logarithms[count] = Math.log(rate(a) / rate(b));
                    deviations[count] = Math.sqrt(variance(a) + variance(b));
                    count++;
                }
            }
            return new Ratios(
                    Arrays.copyOf(x, count), Arrays.copyOf(logarithms, count), Arrays.copyOf(deviations, count));
        }

        private static double rate(Point point) {
            return (double) point.errors / point.shots;
        }

        /** Of the logarithm of the rate; half an error less than all, so that no variance is 0. */
        private static double variance(Point point) {
            return (1 - Math.min(rate(point), 1 - 0.5 / point.shots)) / point.errors;
        }

        double[] drawn(SplittableRandom random) {
            double[] drawn = new double[x.length];
            Arrays.setAll(drawn, i -> logarithms[i] + deviations[i] * random.nextGaussian());
            return drawn;
        }

        /** 1 if the ratio grows over x, -1 if it falls. */
        double slope() {
            double left = 0;
            double right = 0;
            for (int i = 0; i < x.length; i++) {
                left += 2 * i < x.length ? logarithms[i] / deviations[i] : 0;
                right += 2 * i >= x.length - 1 ? logarithms[i] / deviations[i] : 0;
            }
            return right >= left ? 1 : -1;
        }

        /** The logarithm of x where the values change their sign; infinite if that is below or above all points. */
        double crossing(double[] values, double slope) {
            double after = 0;
            for (int i = 0; i < values.length; i++) {
                after += slope * values[i] / deviations[i];
            }
            double best = Math.abs(after);
            double at = after > 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            double before = 0;
            for (int i = 1; i < values.length; i++) {
                double moved = slope * values[i - 1] / deviations[i - 1];
                before += moved;
                after -= moved;
                if (after - before > best) {
                    best = after - before;
                    double share = values[i - 1] / (values[i - 1] - values[i]);
                    at = x[i - 1] + share * (x[i] - x[i - 1]);
                }
            }
            return at;
        }
    }
}
