package org.jaynes.photonics.fock;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.photonics.Distinguishability;
import org.jaynes.photonics.Distinguishability.Overlap;
import org.jaynes.photonics.FockState;

/**
 * Photons with the same overlap c between any two behave like a mixture: photon i is in the state √c|0&gt; + √(1-c)|i&gt;,
 * and as nothing looks at the inner states, each is either one of the identical ones (state 0) or a classical particle.
 * For photons in modes of their own the probabilities are c and 1 - c. In a mode with n photons, k are identical with
 * probability proportional to C(n, k) c^k (1-c)^(n-k) k!, because the norm of k identical photons is k!.
 */
public final class SourceMixture {
    private SourceMixture() {}

    /**
     * A part of the mixture.
     *
     * @param weight its probability
     * @param identical how many photons of each mode are identical
     * @param classical how many are not
     */
    public record Part(double weight, int[] identical, int[] classical) {}

    /** The probabilities that 0, 1, … n photons of a mode with n photons are identical. */
    public static double[] identicalCounts(int n, double overlap) {
        double[] weights = new double[n + 1];
        double total = 0;
        double factor = 1; // n! / (n-k)! = C(n, k) k!
        for (int k = 0; k <= n; k++) {
            weights[k] = factor * Math.pow(overlap, k) * Math.pow(1 - overlap, n - k);
            total += weights[k];
            factor *= n - k;
        }
        for (int k = 0; k <= n; k++) {
            weights[k] /= total;
        }
        return weights;
    }

    /** The parts with a probability above zero. With a Gram matrix, the inner states are in the scattering. */
    static List<Part> of(FockState input, Distinguishability distinguishability) {
        double overlap = distinguishability instanceof Overlap(double c) ? c : 1;
        List<Part> parts = new ArrayList<>();
        addParts(input, overlap, 0, new Part(1, input.occupations(), new int[input.modes()]), parts);
        return parts;
    }

    private static void addParts(FockState input, double overlap, int mode, Part part, List<Part> parts) {
        if (mode == input.modes()) {
            parts.add(part);
            return;
        }
        int n = input.photonsIn(mode);
        double[] weights = identicalCounts(n, overlap);
        for (int k = n; k >= 0; k--) {
            if (weights[k] > 0) {
                int[] identical = part.identical.clone();
                int[] classical = part.classical.clone();
                identical[mode] = k;
                classical[mode] = n - k;
                addParts(input, overlap, mode + 1, new Part(part.weight * weights[k], identical, classical), parts);
            }
        }
    }
}
