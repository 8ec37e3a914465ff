package org.jaynes.photonics.marginal;

import java.util.List;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Distinguishability.Gram;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PhotonicKernels;

/**
 * Means and covariances of the photons (with dark counts) that detectors get, as {@code JaynesPhotonMomentArguments} in
 * {@code jaynes_photonics.h} defines them.
 *
 * @param matrix from the modes of the input to those of the output
 * @param used input modes that have photons
 * @param inputs their photons
 */
record PhotonMoments(ComplexMatrix matrix, int[] used, List<InputPhotons> inputs, Noise noise) {
    double[] means(int modes, PhotonicDevice device) {
        if (PhotonicKernels.of(device) instanceof GpuKernels gpu) {
            return new GpuMoments(gpu, this).means(modes);
        }
        double[] means = new double[modes];
        for (int i = 0; i < means.length; i++) {
            means[i] =
                    noise.uniformTransmission() * (1 + noise.secondPhotonProbability()) * mean(i) + noise.darkCounts();
        }
        return means;
    }

    double[] covariances(List<int[]> pairs, PhotonicDevice device) {
        if (PhotonicKernels.of(device) instanceof GpuKernels gpu) {
            return new GpuMoments(gpu, this)
                    .covariances(pairs.stream()
                            .flatMapToInt(java.util.Arrays::stream)
                            .toArray());
        }
        return pairs.parallelStream()
                .mapToDouble(pair -> covariance(pair[0], pair[1]))
                .toArray();
    }

    /** Photons of the input that reach an output, without uniform losses. */
    private double mean(int mode) {
        double mean = 0;
        for (int j = 0; j < used.length; j++) {
            mean += inputs.get(j).photons() * matrix.squaredNorm(mode, used[j]);
        }
        return mean;
    }

    private double covariance(int p, int q) {
        double eta = noise.uniformTransmission();
        double both = coincidences(p, q);
        double second = noise.secondPhotonProbability();
        double meanP = mean(p);
        double meanQ = mean(q);
        // Second photons are independent of all others; two of one source there are never.
        double extra = 2 * second * meanP * meanQ + second * second * meanP * meanQ;
        for (int j = 0; j < used.length; j++) {
            extra -= second
                    * second
                    * inputs.get(j).photons()
                    * matrix.squaredNorm(p, used[j])
                    * matrix.squaredNorm(q, used[j]);
        }
        double expected = (1 + second) * meanP * (1 + second) * meanQ;
        return eta * eta * (both + extra - expected);
    }

    /** &lt;a†_p a†_q a_q a_p&gt; of the photons of the input. */
    private double coincidences(int p, int q) {
        double sum = 0;
        for (int j = 0; j < used.length; j++) {
            int n = inputs.get(j).photons();
            sum += n * (n - 1.0) * matrix.squaredNorm(p, used[j]) * matrix.squaredNorm(q, used[j]);
            for (int k = 0; k < used.length; k++) {
                if (k != j) {
                    sum += n
                            * inputs.get(k).photons()
                            * matrix.squaredNorm(p, used[j])
                            * matrix.squaredNorm(q, used[k]);
                    sum += exchange(j, k) * interference(p, q, used[j], used[k]);
                }
            }
        }
        return sum;
    }

    /** How much two inputs interfere: for single photons their squared overlap. */
    private double exchange(int j, int k) {
        return noise.distinguishability() instanceof Gram(ComplexMatrix gram)
                ? gram.squaredNorm(j, k)
                : inputs.get(j).meanIdentical() * inputs.get(k).meanIdentical();
    }

    /** Re conj(a_pj) conj(a_qk) a_pk a_qj. */
    private double interference(int p, int q, int j, int k) {
        double aRe = matrix.re(p, k) * matrix.re(p, j) + matrix.im(p, k) * matrix.im(p, j);
        double aIm = matrix.im(p, k) * matrix.re(p, j) - matrix.re(p, k) * matrix.im(p, j);
        double bRe = matrix.re(q, j) * matrix.re(q, k) + matrix.im(q, j) * matrix.im(q, k);
        double bIm = matrix.im(q, j) * matrix.re(q, k) - matrix.re(q, j) * matrix.im(q, k);
        return aRe * bRe - aIm * bIm;
    }

    /** n_j of the inputs that are used. */
    double[] photons() {
        return inputs.stream().mapToDouble(InputPhotons::photons).toArray();
    }

    /** How much any two inputs interfere, row by row; nothing on the diagonal. */
    double[] exchange() {
        int count = used.length;
        double[] all = new double[count * count];
        for (int j = 0; j < count; j++) {
            for (int k = 0; k < count; k++) {
                all[j * count + k] = j == k ? 0 : exchange(j, k);
            }
        }
        return all;
    }

    /** Real parts of the matrix' columns that are used, row by row. */
    double[] rowsRe() {
        double[] rows = new double[matrix.rows() * used.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = matrix.re(i / used.length, used[i % used.length]);
        }
        return rows;
    }

    /** Imaginary parts, likewise. */
    double[] rowsIm() {
        double[] rows = new double[matrix.rows() * used.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = matrix.im(i / used.length, used[i % used.length]);
        }
        return rows;
    }
}
