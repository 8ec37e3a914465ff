package org.jaynes.decoder.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jaynes.decoder.experiments.Crossing.Point;
import org.junit.jupiter.api.Test;

/** Crossings of curves of which the threshold is known. */
class CrossingTest {
    private static final double THRESHOLD = 0.0078;

    private static double rate(int distance, double p) {
        return 0.03 * Math.pow(p / THRESHOLD, (distance + 1) / 2.0);
    }

    private static List<Point> exact(int distance, double... xs) {
        List<Point> points = new ArrayList<>();
        for (double x : xs) {
            points.add(new Point(x, 1_000_000_000_000L, Math.round(1e12 * rate(distance, x))));
        }
        return points;
    }

    @Test
    void powerLawsCrossAtTheThreshold() {
        double[] xs = {0.002, 0.004, 0.006, 0.009, 0.012};
        Crossing crossing = Crossing.of(exact(3, xs), exact(5, xs)).orElseThrow();
        assertEquals(THRESHOLD, crossing.at(), 1e-7);
        assertEquals(
                crossing.at(),
                Crossing.of(exact(5, xs), exact(3, xs)).orElseThrow().at(),
                1e-15);
        assertTrue(crossing.low() <= THRESHOLD && THRESHOLD <= crossing.high());
    }

    @Test
    void onlyPointsInCommonCount() {
        List<Point> first = exact(3, 0.001, 0.006, 0.007, 0.009);
        List<Point> second = exact(5, 0.006, 0.008, 0.009, 0.02);
        assertEquals(THRESHOLD, Crossing.of(first, second).orElseThrow().at(), 1e-7);
    }

    @Test
    void curvesThatDoNotCrossHaveNone() {
        double[] below = {0.001, 0.002, 0.004};
        assertEquals(Optional.empty(), Crossing.of(exact(3, below), exact(5, below)));
        assertEquals(Optional.empty(), Crossing.of(exact(3, 0.001), exact(5, 0.01)));
        assertEquals(Optional.empty(), Crossing.of(List.of(), List.of()));
        List<Point> none = List.of(new Point(0.005, 100, 0), new Point(0.01, 100, 0));
        assertEquals(Optional.empty(), Crossing.of(none, exact(5, 0.005, 0.01)));
    }

    @Test
    void intervalsAreOpenWhereTheCurvesMayCrossOutside() {
        List<Point> first = List.of(new Point(0.005, 1000, 20), new Point(0.01, 1000, 50));
        List<Point> second = List.of(new Point(0.005, 1000, 15), new Point(0.01, 1000, 51));
        assertEquals(
                Double.POSITIVE_INFINITY,
                Crossing.of(first, second).orElseThrow().high());
    }

    @Test
    void intervalsHoldTheThresholdAsOftenAsTheySay() {
        SplittableRandom random = new SplittableRandom(7);
        int held = 0;
        int trials = 200;
        double width = 0;
        for (int i = 0; i < trials; i++) {
            double[] xs = {0.004, 0.006, 0.0075, 0.009, 0.011};
            Crossing crossing =
                    Crossing.of(counted(3, random, xs), counted(5, random, xs)).orElseThrow();
            held += crossing.low() <= THRESHOLD && THRESHOLD <= crossing.high() ? 1 : 0;
            width += (crossing.high() - crossing.low()) / trials;
        }
        // Nineteen of twenty: 190, with a standard deviation of 3.1.
        assertTrue(held >= 176, held + " of " + trials);
        // Between 0.0075 and 0.009 the ratio changes by 18 %, and its standard error is about 6 % there: about
        // +-0.0005.
        assertEquals(0.001, width, 0.0005);
    }

    private static List<Point> counted(int distance, SplittableRandom random, double... xs) {
        long shots = 20_000;
        List<Point> points = new ArrayList<>();
        for (double x : xs) {
            double rate = rate(distance, x);
            long errors = random.doubles(shots).filter(u -> u < rate).count();
            points.add(new Point(x, shots, errors));
        }
        return points;
    }
}
