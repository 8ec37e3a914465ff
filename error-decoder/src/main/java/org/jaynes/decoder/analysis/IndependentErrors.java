package org.jaynes.decoder.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jaynes.decoder.CircuitException;
import org.jspecify.annotations.Nullable;

/**
 * Channels whose cases exclude each other, written as errors that happen independently. Source: Stim,
 * src/stim/util_bot/error_decomp.cc; the order of the operations is the same so that the results are.
 */
final class IndependentErrors {
    private static final int MOST_STEPS = 50;

    private IndependentErrors() {}

    /** Probability of each of X, Y, Z, independent, that make a one-qubit depolarization of this strength. */
    static double perPauliOfDepolarize1(double probability) {
        if (probability > 0.75) {
            throw new CircuitException(
                    "DEPOLARIZE1(%s) mixes more than completely; the limit is 0.75".formatted(probability));
        }
        return 0.5 - 0.5 * Math.sqrt(1 - (4 * probability) / 3);
    }

    /** Probability of each of the 15 Pauli errors, independent, that make a two-qubit depolarization. */
    static double perPauliOfDepolarize2(double probability) {
        if (probability > 0.9375) {
            throw new CircuitException(
                    "DEPOLARIZE2(%s) mixes more than completely; the limit is 0.9375".formatted(probability));
        }
        // The eighth root, rounded once: three roots in double would round three times.
        MathContext digits = MathContext.DECIMAL128;
        BigDecimal base = new BigDecimal(1 - (16 * probability) / 15);
        return 0.5 - 0.5 * base.sqrt(digits).sqrt(digits).sqrt(digits).doubleValue();
    }

    /** Independent probabilities of X, Y, Z for exclusive ones; null if none were found that are exact. */
    static double @Nullable [] ofPauliChannel(double x, double y, double z) {
        double i = Math.max(0.0, 1.0 - x - y - z);
        // With the identity not the likeliest case, solve the channel times the likeliest Pauli error.
        if (i < x) {
            return complemented(ofPauliChannel(i, z, y), 0);
        }
        if (i < y) {
            return complemented(ofPauliChannel(z, i, x), 1);
        }
        if (i < z) {
            return complemented(ofPauliChannel(y, x, i), 2);
        }
        double[] exact = closedForm(x, y, z);
        return exact != null ? exact : iterated(x, y, z);
    }

    private static double @Nullable [] complemented(double @Nullable [] probabilities, int which) {
        if (probabilities != null) {
            probabilities[which] = 1 - probabilities[which];
        }
        return probabilities;
    }

    private static double @Nullable [] closedForm(double x, double y, double z) {
        if (!(x + z < 0.5 && x + y < 0.5 && y + z < 0.5)) {
            return null;
        }
        double xz = Math.sqrt(1 - 2 * x - 2 * z);
        double xy = Math.sqrt(1 - 2 * x - 2 * y);
        double yz = Math.sqrt(1 - 2 * y - 2 * z);
        double a = 0.5 - 0.5 * xz * xy / yz;
        double b = 0.5 - 0.5 * xy * yz / xz;
        double c = 0.5 - 0.5 * xz * yz / xy;
        return a >= 0 && b >= 0 && c >= 0 ? new double[] {a, b, c} : null;
    }

    /** Newton steps on the diagonal of the Jacobian. */
    private static double @Nullable [] iterated(double x, double y, double z) {
        double a = x;
        double b = y;
        double c = z;
        for (int step = 0; step < MOST_STEPS; step++) {
            double ab = a * b;
            double ac = a * c;
            double bc = b * c;
            double abNot = (1.0 - a) * (1.0 - b);
            double acNot = (1.0 - a) * (1.0 - c);
            double bcNot = (1.0 - b) * (1.0 - c);
            double dx = a * bcNot + (1.0 - a) * bc - x;
            double dy = b * acNot + (1.0 - b) * ac - y;
            double dz = c * abNot + (1.0 - c) * ab - z;
            if (Math.abs(dx) + Math.abs(dy) + Math.abs(dz) < 1e-14) {
                return new double[] {a, b, c};
            }
            a = Math.max(a - dx / (bcNot - bc), 0.0);
            b = Math.max(b - dy / (acNot - ac), 0.0);
            c = Math.max(c - dz / (abNot - ac), 0.0);
        }
        return null;
    }
}
