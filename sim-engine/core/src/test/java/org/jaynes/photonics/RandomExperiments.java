package org.jaynes.photonics;

import java.util.Random;

/** Random experiments of a few photons in a few modes, with every noise now and then. */
public final class RandomExperiments {
    private RandomExperiments() {}

    /**
     * An experiment without angle noise.
     *
     * @param mayLose whether photons can get lost at beam splitters
     */
    public static PhotonicExperiment next(RandomOptics optics, int modes, int photons, boolean mayLose) {
        Random random = optics.random();
        Noise noise = Noise.NONE;
        boolean gram = random.nextInt(4) == 0;
        boolean spread = gram || random.nextBoolean();
        FockState input = spread ? optics.spreadInput(modes, Math.min(modes, photons)) : optics.input(modes, photons);
        if (gram) {
            noise = noise.withDistinguishability(new Distinguishability.Gram(gram(optics, input.photons())));
        } else if (random.nextBoolean()) {
            noise = noise.withOverlap(random.nextInt(4) == 0 ? 0 : random.nextDouble());
        }
        noise = random.nextInt(3) == 0 ? noise.withInputLoss(random.nextDouble()) : noise;
        noise = random.nextInt(3) == 0 ? noise.withDetectorEfficiency(random.nextDouble()) : noise;
        noise = random.nextInt(4) == 0 ? noise.withDarkCounts(random.nextDouble() / 2) : noise;
        noise = random.nextInt(4) == 0 ? noise.withG2(random.nextDouble() / 2) : noise;
        Interferometer interferometer = interferometer(optics, modes, mayLose);
        if (interferometer instanceof TimeBinInterferometer && mayLose && random.nextInt(2) == 0) {
            noise = noise.withBeamSplitterLoss(random.nextDouble() / 2);
        }
        Detector detector = switch (random.nextInt(4)) {
            case 0 -> new Detector.Threshold();
            case 1 -> new Detector.Multiplexed(1 + random.nextInt(3));
            default -> new Detector.PhotonNumber();
        };
        return new PhotonicExperiment(interferometer, input, noise, detector, null);
    }

    private static Interferometer interferometer(RandomOptics optics, int modes, boolean mayLose) {
        Random random = optics.random();
        BeamSplitterConvention convention =
                random.nextBoolean() ? BeamSplitterConvention.REAL : BeamSplitterConvention.SYMMETRIC;
        boolean phases = random.nextBoolean();
        return switch (random.nextInt(mayLose ? 4 : 5)) {
            case 0 -> optics.loops(modes, phases, convention, 1);
            case 1 -> optics.loops(modes, phases, convention, 1, Math.min(2, modes));
            case 2 -> optics.loops(modes, phases, convention, Math.min(2, modes), 1, 1);
            case 3 -> optics.loops(modes, phases, convention, Math.min(3, modes));
            default -> new TransferMatrix(optics.unitary(modes));
        };
    }

    /** Overlaps of random inner states, of which some are equal. */
    static ComplexMatrix gram(RandomOptics optics, int photons) {
        int states = 1 + optics.random().nextInt(3);
        ComplexMatrix g = optics.gaussian(states, Math.max(photons, 1));
        double[] norms = new double[photons];
        for (int j = 0; j < photons; j++) {
            for (int i = 0; i < states; i++) {
                norms[j] += g.squaredNorm(i, j);
            }
        }
        ComplexMatrix product = g.adjoint().times(g);
        double[] re = product.realParts();
        double[] im = product.imaginaryParts();
        for (int i = 0; i < photons; i++) {
            for (int j = 0; j < photons; j++) {
                double norm = Math.sqrt(norms[i] * norms[j]);
                re[i * photons + j] /= norm;
                im[i * photons + j] /= norm;
            }
        }
        return photons == 0 ? ComplexMatrix.identity(0) : ComplexMatrix.of(photons, photons, re, im);
    }
}
