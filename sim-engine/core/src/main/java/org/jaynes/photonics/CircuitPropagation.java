package org.jaynes.photonics;

import org.jaynes.photonics.OpticalElement.BeamSplitter;
import org.jaynes.photonics.OpticalElement.Block;
import org.jaynes.photonics.OpticalElement.Loss;
import org.jaynes.photonics.OpticalElement.PhaseShifter;

/**
 * A transfer matrix while it passes the elements of a circuit: each acts on rows, as photons would meet it. Row r holds
 * the amplitudes of mode r for a photon that entered mode 0, 1, ….
 */
final class CircuitPropagation {
    private final LinearCircuit circuit;
    private final double[] angles;
    private final int modes;
    private double[] re;
    private double[] im;

    CircuitPropagation(LinearCircuit circuit, double[] angles) {
        circuit.checkAngles(angles);
        this.circuit = circuit;
        this.angles = angles;
        this.modes = circuit.modes();
        this.re = new double[modes * modes];
        this.im = new double[modes * modes];
        for (int i = 0; i < modes; i++) {
            re[i * modes + i] = 1;
        }
    }

    /** The matrix of the whole circuit. */
    ComplexMatrix matrix() {
        circuit.elements().forEach(this::apply);
        return ComplexMatrix.of(modes, modes, re, im);
    }

    private void apply(OpticalElement element) {
        switch (element) {
            case BeamSplitter splitter -> {
                double c = StrictMath.cos(angles[splitter.angle()]);
                double s = StrictMath.sin(angles[splitter.angle()]);
                switch (splitter.convention()) {
                    case REAL -> mix(splitter.first() * modes, splitter.second() * modes, c, s);
                    case SYMMETRIC -> mixSymmetric(splitter.first() * modes, splitter.second() * modes, c, s);
                }
            }
            case PhaseShifter(int mode, int angle) ->
                turn(mode * modes, StrictMath.cos(angles[angle]), StrictMath.sin(angles[angle]));
            case Loss(int mode, double probability) -> scale(mode * modes, Math.sqrt(1 - probability));
            case Block(TransferMatrix block) -> {
                ComplexMatrix product = block.matrix().times(ComplexMatrix.of(modes, modes, re, im));
                re = product.realParts();
                im = product.imaginaryParts();
            }
        }
    }

    private void mix(int a, int b, double c, double s) {
        for (int j = 0; j < modes; j++) {
            double aRe = re[a + j];
            double aIm = im[a + j];
            double bRe = re[b + j];
            double bIm = im[b + j];
            re[a + j] = c * aRe + s * bRe;
            im[a + j] = c * aIm + s * bIm;
            re[b + j] = c * bRe - s * aRe;
            im[b + j] = c * bIm - s * aIm;
        }
    }

    private void mixSymmetric(int a, int b, double c, double s) {
        for (int j = 0; j < modes; j++) {
            double aRe = re[a + j];
            double aIm = im[a + j];
            double bRe = re[b + j];
            double bIm = im[b + j];
            re[a + j] = c * aRe - s * bIm;
            im[a + j] = c * aIm + s * bRe;
            re[b + j] = c * bRe - s * aIm;
            im[b + j] = c * bIm + s * aRe;
        }
    }

    private void turn(int a, double c, double s) {
        for (int j = 0; j < modes; j++) {
            double x = re[a + j];
            double y = im[a + j];
            re[a + j] = c * x - s * y;
            im[a + j] = s * x + c * y;
        }
    }

    private void scale(int a, double factor) {
        for (int j = 0; j < modes; j++) {
            re[a + j] *= factor;
            im[a + j] *= factor;
        }
    }
}
