package org.jaynes.photonics;

/** How alike the photons are: overlaps of their internal states (time, spectrum, polarisation). */
public sealed interface Distinguishability {
    /**
     * The same overlap between any two photons. The visibility of the Hong–Ou–Mandel dip is its square. Any number of
     * photons may share an input mode; the state of such a mode is the normalised product of the photons' creation
     * operators.
     *
     * @param overlap |&lt;i|j&gt;|, from 0 (classical particles) to 1 (identical photons)
     */
    record Overlap(double overlap) implements Distinguishability {
        /** @throws ExperimentException if the overlap is not from 0 to 1 */
        public Overlap {
            if (!(overlap >= 0 && overlap <= 1)) {
                throw new ExperimentException("photon_overlap is %s; expected 0 to 1".formatted(overlap));
            }
        }
    }

    /**
     * Any overlaps. Photons are counted by ascending input mode, which may hold one photon each.
     *
     * @param matrix &lt;i|j&gt;: Hermitian, ones on the diagonal, positive semidefinite
     */
    record Gram(ComplexMatrix matrix) implements Distinguishability {
        /** @throws ExperimentException if the matrix is no matrix of overlaps */
        public Gram {
            int n = matrix.rows();
            boolean fits = matrix.columns() == n;
            for (int i = 0; fits && i < n; i++) {
                fits = Math.abs(matrix.re(i, i) - 1) < 1e-9;
                for (int j = 0; fits && j < n; j++) {
                    fits = Math.hypot(matrix.re(i, j) - matrix.re(j, i), matrix.im(i, j) + matrix.im(j, i)) < 1e-9;
                }
            }
            if (!fits || !HermitianFactor.isPositive(matrix, 1e-9 * n)) {
                throw new ExperimentException("gram is no matrix of overlaps: expected a square Hermitian matrix"
                        + " with ones on the diagonal and no negative eigenvalue");
            }
        }
    }

    /** Whether all photons are identical. */
    default boolean isNone() {
        return this instanceof Overlap(double overlap) && overlap == 1;
    }
}
