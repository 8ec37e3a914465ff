package org.jaynes.photonics.gradient;

import java.util.function.ToDoubleFunction;
import org.jaynes.execution.Philox;
import org.jaynes.photonics.ExperimentException;

/** Gradients from values alone, as from a device that can only be asked for samples. */
public final class GradientEstimators {
    private GradientEstimators() {}

    /**
     * The two-point rule (f(x + d) - f(x - d)) / sin 2d for each angle x: exact for an observable of one photon behind
     * beam splitters of reflectivity cos² x, an estimate for several photons.
     *
     * @param shift d, such as π/6
     */
    public static double[] parameterShift(ToDoubleFunction<double[]> f, double[] angles, double shift) {
        double[] gradient = new double[angles.length];
        for (int i = 0; i < angles.length; i++) {
            gradient[i] = (shifted(f, angles, i, shift) - shifted(f, angles, i, -shift)) / StrictMath.sin(2 * shift);
        }
        return gradient;
    }

    private static double shifted(ToDoubleFunction<double[]> f, double[] angles, int i, double shift) {
        double[] moved = angles.clone();
        moved[i] += shift;
        return f.applyAsDouble(moved);
    }

    /**
     * The shift rule for n photons, exact: as a function of the angle of one beam splitter or phase shifter, any
     * expectation value is a trigonometric polynomial of degree 2n, whose slope follows from 4n values. D. Wierichs, J.
     * Izaac, C. Wang, C. Y.-Y. Lin, Quantum 6, 677 (2022), eq. 27.
     *
     * @param photons the photons that can be in the circuit, at least 1
     */
    public static double[] parameterShift(ToDoubleFunction<double[]> f, double[] angles, int photons) {
        if (photons < 1) {
            throw new ExperimentException("%d photons; expected at least 1".formatted(photons));
        }
        int degree = 2 * photons;
        double[] gradient = new double[angles.length];
        for (int i = 0; i < angles.length; i++) {
            for (int k = 1; k <= 2 * degree; k++) {
                double point = (2 * k - 1) * Math.PI / (2.0 * degree);
                double s = StrictMath.sin(point / 2);
                double weight = ((k & 1) == 1 ? 1 : -1) / (4.0 * degree * s * s);
                gradient[i] += weight * shifted(f, angles, i, point);
            }
        }
        return gradient;
    }

    /**
     * Simultaneous perturbation: all angles move at once in random directions ±1, two values in all. Unbiased up to the
     * third derivatives. J. C. Spall, IEEE Trans. Autom. Control 37 (1992) 332.
     *
     * @param perturbation how far, c / (k + 1)^0.101 in step k
     * @param seed and {@code step}: what the directions are a function of
     */
    public static double[] simultaneousPerturbation(
            ToDoubleFunction<double[]> f, double[] angles, double perturbation, long seed, long step) {
        double[] directions = new double[angles.length];
        double[] forwards = angles.clone();
        double[] backwards = angles.clone();
        for (int i = 0; i < angles.length; i++) {
            int purpose = Philox.purposeAndEvent(Philox.PURPOSE_DIRECTION, i);
            directions[i] = Philox.uniform(seed, step, 0, purpose) < 0.5 ? -1 : 1;
            forwards[i] += perturbation * directions[i];
            backwards[i] -= perturbation * directions[i];
        }
        double slope = (f.applyAsDouble(forwards) - f.applyAsDouble(backwards)) / (2 * perturbation);
        double[] gradient = new double[angles.length];
        for (int i = 0; i < angles.length; i++) {
            gradient[i] = slope * directions[i];
        }
        return gradient;
    }
}
