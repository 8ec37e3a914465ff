package org.jaynes.photonics;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Random interferometers, inputs and matrices from a seed that a failing test prints. */
public final class RandomOptics {
    private final Random random;

    public RandomOptics(long seed) {
        random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    /** Independent complex Gaussian entries. */
    public ComplexMatrix gaussian(int rows, int columns) {
        return ComplexMatrix.of(
                rows,
                columns,
                random.doubles((long) rows * columns, -1, 1)
                        .map(_ -> random.nextGaussian())
                        .toArray(),
                DoubleStream.generate(random::nextGaussian)
                        .limit((long) rows * columns)
                        .toArray());
    }

    /** A Haar-random unitary: the Gram-Schmidt process on the columns of a Gaussian matrix. */
    public ComplexMatrix unitary(int modes) {
        ComplexMatrix g = gaussian(modes, modes);
        double[] re = g.realParts();
        double[] im = g.imaginaryParts();
        for (int column = 0; column < modes; column++) {
            // Twice, so that rounding leaves the columns orthogonal.
            for (int before = 0; before < 2 * column; before++) {
                int other = before % column;
                double a = 0;
                double b = 0;
                for (int i = 0; i < modes; i++) {
                    int x = i * modes + other;
                    int y = i * modes + column;
                    a += re[x] * re[y] + im[x] * im[y];
                    b += re[x] * im[y] - im[x] * re[y];
                }
                for (int i = 0; i < modes; i++) {
                    int x = i * modes + other;
                    int y = i * modes + column;
                    re[y] -= a * re[x] - b * im[x];
                    im[y] -= a * im[x] + b * re[x];
                }
            }
            double norm = 0;
            for (int i = 0; i < modes; i++) {
                norm = Math.hypot(norm, Math.hypot(re[i * modes + column], im[i * modes + column]));
            }
            for (int i = 0; i < modes; i++) {
                re[i * modes + column] /= norm;
                im[i * modes + column] /= norm;
            }
        }
        return ComplexMatrix.of(modes, modes, re, im);
    }

    /** Some photons, anywhere. */
    public FockState input(int modes, int photons) {
        int[] occupations = new int[modes];
        for (int i = 0; i < photons; i++) {
            occupations[random.nextInt(modes)]++;
        }
        return FockState.of(occupations);
    }

    /** At most one photon in each mode. */
    public FockState spreadInput(int modes, int photons) {
        int[] occupations = new int[modes];
        for (int left = photons; left > 0; ) {
            int mode = random.nextInt(modes);
            if (occupations[mode] == 0) {
                occupations[mode] = 1;
                left--;
            }
        }
        return FockState.of(occupations);
    }

    /** Random angles for these loops. */
    public TimeBinInterferometer loops(
            int modes, boolean phases, BeamSplitterConvention convention, Integer... lengths) {
        List<Integer> loops = List.of(lengths);
        int count = TimeBinInterferometer.beamSplitters(modes, loops);
        return new TimeBinInterferometer(modes, loops, angles(count), phases ? angles(count) : List.of(), convention);
    }

    private List<Double> angles(int count) {
        List<Double> angles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            angles.add((random.nextDouble() * 2 - 1) * Math.PI);
        }
        return angles;
    }
}
