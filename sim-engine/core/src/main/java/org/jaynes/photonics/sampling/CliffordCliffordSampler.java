package org.jaynes.photonics.sampling;

import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.fock.Scattering;

/**
 * The chain rule over the photons in random order: where the k-th one goes, given the others, needs the permanents of all
 * minors of the rows drawn so far, from which the weight of every path follows. P. Clifford, R. Clifford, "The classical
 * complexity of boson sampling", arXiv:1706.01260; rows that were drawn several times make the permanents cheaper,
 * "Faster classical boson sampling", arXiv:2005.04214.
 */
final class CliffordCliffordSampler implements PathSampler {
    private final ComplexMatrix paths;
    private final int[] modeOfPath;
    private final MinorPermanents minors;
    private final int[] order;
    private final double[] permanents;
    private final double[] weights;

    /** @param photons how many there can be at most */
    CliffordCliffordSampler(Scattering scattering, int photons) {
        this.paths = scattering.paths();
        this.modeOfPath = scattering.modeOfPath();
        this.minors = new MinorPermanents(paths, photons);
        this.order = new int[photons];
        this.permanents = new double[2 * photons];
        this.weights = new double[paths.rows()];
    }

    @Override
    public void sample(int[] occupations, ShotRandom random, int[] counts) {
        int photons = shuffle(occupations, random);
        minors.clear();
        for (int k = 0; k < photons; k++) {
            minors.addColumn(order[k]);
            minors.compute(permanents);
            weigh(k + 1);
            int path = ShotRandom.choose(weights, weights.length, random.next());
            minors.addRow(path);
            if (modeOfPath[path] >= 0) {
                counts[modeOfPath[path]]++;
            }
        }
    }

    /** The photons' input modes in random order: R. A. Fisher, F. Yates. */
    private int shuffle(int[] occupations, ShotRandom random) {
        int photons = 0;
        for (int mode = 0; mode < occupations.length; mode++) {
            for (int i = 0; i < occupations[mode]; i++) {
                order[photons++] = mode;
            }
        }
        for (int i = photons - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return photons;
    }

    /** weight = |Σ_l u[path][l] per_l|²: fma(re, re, im * im), the sum by ascending l. */
    private void weigh(int size) {
        for (int path = 0; path < weights.length; path++) {
            double re = 0;
            double im = 0;
            for (int l = 0; l < size; l++) {
                double a = paths.re(path, order[l]);
                double b = paths.im(path, order[l]);
                re = Math.fma(-b, permanents[2 * l + 1], Math.fma(a, permanents[2 * l], re));
                im = Math.fma(b, permanents[2 * l], Math.fma(a, permanents[2 * l + 1], im));
            }
            weights[path] = Math.fma(re, re, im * im);
        }
    }
}
