package org.jaynes.photonics;

/**
 * An interferometer given by its matrix: a unitary, or any matrix that no photon leaves more often than it came in (all
 * singular values at most 1); what is missing to a unitary is loss.
 *
 * @param matrix square; rows are output modes, columns input modes
 */
public record TransferMatrix(ComplexMatrix matrix) implements Interferometer {
    /** How far rounding in a file may take a unitary from itself, in every entry of U†U. */
    public static final double TOLERANCE = 1e-9;

    /** @throws ExperimentException if the matrix is not square or amplifies */
    public TransferMatrix {
        if (matrix.rows() != matrix.columns() || matrix.rows() == 0) {
            throw new ExperimentException(
                    "the transfer matrix has %d x %d entries; expected a square matrix with at least one mode"
                            .formatted(matrix.rows(), matrix.columns()));
        }
        if (!HermitianFactor.isPositive(HermitianFactor.missingToIsometry(matrix), TOLERANCE * matrix.rows())) {
            throw new ExperimentException(
                    "the transfer matrix is neither unitary nor lossy: it has a singular value above 1");
        }
    }

    @Override
    public int modes() {
        return matrix.rows();
    }

    /** Whether no photon is lost. */
    public boolean isUnitary() {
        ComplexMatrix missing = HermitianFactor.missingToIsometry(matrix);
        for (int i = 0; i < missing.rows(); i++) {
            for (int j = 0; j < missing.columns(); j++) {
                if (missing.squaredNorm(i, j) > TOLERANCE * TOLERANCE) {
                    return false;
                }
            }
        }
        return true;
    }
}
