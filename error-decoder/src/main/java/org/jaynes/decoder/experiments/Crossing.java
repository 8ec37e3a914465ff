package org.jaynes.decoder.experiments;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Where the error rates of two codes cross over a physical error rate: the estimate of a threshold that two distances give.
 *
 * <p>Between neighbouring points the logarithm of the ratio of the rates is taken as linear in the logarithm of x. The
 * crossing lies where points of one sign are best told from points of the other, each counted by its standard errors: so
 * one point that is off by chance moves nothing far. The interval holds nineteen of twenty crossings of curves whose counts
 * are drawn again (a parametric bootstrap).
 *
 * @param at the crossing
 * @param low least of the interval
 * @param high greatest of it
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
        OptionalDouble at = ratios.crossing(ratios.logarithms);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] found = new double[RESAMPLES];
        int count = 0;
        for (int i = 0; i < RESAMPLES; i++) {
            OptionalDouble again = ratios.crossing(ratios.drawn(random));
            if (again.isPresent()) {
                found[count++] = again.getAsDouble();
            }
        }
        double[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        double low = count == 0 ? at.getAsDouble() : sorted[(int) (TAIL * count)];
        double high = count == 0 ? at.getAsDouble() : sorted[count - 1 - (int) (TAIL * count)];
        return Optional.of(new Crossing(
                Math.exp(at.getAsDouble()),
                Math.exp(Math.min(low, at.getAsDouble())),
                Math.exp(Math.max(high, at.getAsDouble()))));
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

        /** The logarithm of x where the values change their sign. */
        OptionalDouble crossing(double[] values) {
            double before = 0;
            double all = 0;
            for (int i = 0; i < values.length; i++) {
                all += values[i] / deviations[i];
            }
            double best = Math.abs(all);
            int place = 0;
            for (int i = 1; i < values.length; i++) {
                before += values[i - 1] / deviations[i - 1];
                double apart = Math.abs(all - 2 * before);
                if (apart > best) {
                    best = apart;
                    place = i;
                }
            }
            if (place == 0) {
                return OptionalDouble.empty();
            }
            double share = values[place - 1] / (values[place - 1] - values[place]);
            return OptionalDouble.of(x[place - 1] + share * (x[place] - x[place - 1]));
        }
    }
}
