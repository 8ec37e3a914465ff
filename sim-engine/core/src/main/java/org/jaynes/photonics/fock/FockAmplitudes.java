package org.jaynes.photonics.fock;

import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanent;
import org.jaynes.photonics.permanent.Permanents;

/**
 * The state behind an interferometer: an amplitude for every distribution of the photons over its outputs. Immutable.
 * Memory: 16 bytes a state of the basis, and twice that while it is computed.
 */
public final class FockAmplitudes {
    private final FockBasis basis;
    private final double[] re;
    private final double[] im;

    private FockAmplitudes(FockBasis basis, double[] re, double[] im) {
        this.basis = basis;
        this.re = re;
        this.im = im;
    }

    /**
     * The state that a unitary makes of a Fock state; of a lossy matrix, the part in which no photon is lost.
     *
     * @param matrix rows are output modes, columns input modes
     * @throws org.jaynes.execution.InsufficientMemoryException if the state does not fit into the Java heap
     */
    public static FockAmplitudes of(ComplexMatrix matrix, FockState input) {
        if (matrix.columns() != input.modes()) {
            throw new ExperimentException("input %s has %d modes; the matrix has %d columns"
                    .formatted(input, input.modes(), matrix.columns()));
        }
        int photons = input.photons();
        HeapMemory.require(
                "the state of %d photons in %d modes".formatted(photons, matrix.rows()),
                32 * FockBasis.count(matrix.rows(), photons));
        PhotonStep.Complex state = PhotonStep.vacuum();
        FockBasis basis = new FockBasis(matrix.rows(), 0);
        for (int mode : input.photonModes()) {
            basis = new FockBasis(matrix.rows(), basis.photons() + 1);
            state = new PhotonStep(basis).forward(column(matrix, mode), state);
        }
        double[] factorials = basis.factorials();
        double[] re = state.re();
        double[] im = state.im();
        for (int i = 0; i < re.length; i++) {
            double norm = Math.sqrt(factorials[i] / input.factorials());
            re[i] *= norm;
            im[i] *= norm;
        }
        return new FockAmplitudes(basis, re, im);
    }

    static PhotonStep.Complex column(ComplexMatrix matrix, int column) {
        PhotonStep.Complex u = PhotonStep.Complex.zeros(matrix.rows());
        for (int i = 0; i < matrix.rows(); i++) {
            u.re()[i] = matrix.re(i, column);
            u.im()[i] = matrix.im(i, column);
        }
        return u;
    }

    /**
     * One amplitude alone, from a permanent with repeated rows and columns: &lt;output|U|input&gt; = per / √(Π s_i! Π
     * t_j!).
     *
     * @return the amplitude with an estimate of its error; 0 when the photon numbers differ
     */
    public static Permanent amplitude(ComplexMatrix matrix, FockState input, FockState output, Arithmetic arithmetic) {
        if (input.photons() != output.photons()) {
            return new Permanent(0, 0, 0);
        }
        Permanent p = Permanents.of(matrix, output.occupations(), input.occupations(), arithmetic);
        double norm = 1 / Math.sqrt(output.factorials()) / Math.sqrt(input.factorials());
        return new Permanent(p.re() * norm, p.im() * norm, p.error() * norm);
    }

    /** The states and their order. */
    public FockBasis basis() {
        return basis;
    }

    /** Real part of the amplitude of the state with this index. */
    public double re(int index) {
        return re[index];
    }

    /** Imaginary part of the amplitude of the state with this index. */
    public double im(int index) {
        return im[index];
    }
}
