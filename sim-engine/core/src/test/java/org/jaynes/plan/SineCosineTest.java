package org.jaynes.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SineCosineTest {
    private static final long SEED = 7;

    @Test
    void it_is_off_by_an_ulp_at_most() {
        SplittableRandom random = new SplittableRandom(SEED);
        check(random.doubles(200_000, -10, 10).toArray());
        check(random.doubles(200_000, -1e6, 1e6).toArray());
        check(random.doubles(10_000, -1e-8, 1e-8).toArray());
    }

    @Test
    void special_angles() {
        double[] near = new SplittableRandom(SEED)
                .ints(50_000, -600_000, 600_000)
                .mapToDouble(n -> n * (Math.PI / 2))
                .flatMap(x -> DoubleStream.of(x, Math.nextUp(x), Math.nextDown(x)))
                .toArray();
        check(near);
        check(0, Math.PI / 4, -Math.PI / 4, Math.PI / 2, Math.PI, 2 * Math.PI, Double.MIN_VALUE, 1e7, -3e15, 1e300);
    }

    @Test
    void an_angle_gets_the_same_bits_alone_and_among_others() {
        double[] angles = new SplittableRandom(SEED).doubles(1003, -100, 100).toArray();
        double[] sines = new double[angles.length];
        double[] cosines = new double[angles.length];
        for (int repeat = 0; repeat < 2000; repeat++) { // so that it is compiled, and for several angles at once
            SineCosine.of(angles, sines, cosines);
        }
        for (int i = 0; i < angles.length; i++) {
            double[] sine = new double[1];
            double[] cosine = new double[1];
            SineCosine.of(new double[] {angles[i]}, sine, cosine);
            assertArrayEquals(new double[] {sines[i], cosines[i]}, new double[] {sine[0], cosine[0]});
        }
    }

    private static void check(double... angles) {
        double[] sines = new double[angles.length];
        double[] cosines = new double[angles.length];
        SineCosine.of(angles, sines, cosines);
        for (int i = 0; i < angles.length; i++) {
            String message = "angle " + Double.toHexString(angles[i]) + ", seed " + SEED;
            double sine = StrictMath.sin(angles[i]);
            double cosine = StrictMath.cos(angles[i]);
            // The reduction's own rounding counts where the result is next to zero.
            assertEquals(sine, sines[i], 1.5 * Math.ulp(sine) + 1e-26, message);
            assertEquals(cosine, cosines[i], 1.5 * Math.ulp(cosine) + 1e-26, message);
        }
    }
}
