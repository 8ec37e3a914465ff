package org.jaynes.photonics;

import org.jaynes.photonics.Distinguishability.Gram;
import org.jspecify.annotations.Nullable;

/**
 * Photons, what they pass, and what looks at them: all that decides the distribution of outcomes. Immutable.
 *
 * @param interferometer what the photons pass
 * @param input photon numbers at its inputs; a mode may hold several
 * @param noise what is not ideal
 * @param detector the detectors at its outputs
 * @param postselection which shots count, or null for all
 */
public record PhotonicExperiment(
        Interferometer interferometer,
        FockState input,
        Noise noise,
        Detector detector,
        @Nullable Postselection postselection) {

    /** @throws ExperimentException if the parts do not fit each other */
    public PhotonicExperiment {
        if (input.modes() != interferometer.modes()) {
            throw new ExperimentException("input_state has %d modes; the interferometer has %d"
                    .formatted(input.modes(), interferometer.modes()));
        }
        if (noise.distinguishability() instanceof Gram(ComplexMatrix gram)) {
            if (input.isBunched()) {
                throw new ExperimentException(
                        "gram: input_state %s has several photons in a mode; expected at".formatted(input)
                                + " most one, or photon_overlap in place of gram");
            }
            if (gram.rows() != input.photons()) {
                throw new ExperimentException("gram has %d rows; expected %d, one for each photon of input_state"
                        .formatted(gram.rows(), input.photons()));
            }
        }
        if (interferometer instanceof TransferMatrix && (noise.angleNoise() > 0 || noise.beamSplitterLoss() > 0)) {
            throw new ExperimentException("%s needs an interferometer of loops; a matrix has no beam splitters"
                    .formatted(noise.angleNoise() > 0 ? "angle_noise" : "bs_loss"));
        }
    }

    /** Photons without noise, counted by perfect detectors. */
    public PhotonicExperiment(Interferometer interferometer, FockState input) {
        this(interferometer, input, Noise.NONE, new Detector.PhotonNumber(), null);
    }

    public PhotonicExperiment withNoise(Noise value) {
        return new PhotonicExperiment(interferometer, input, value, detector, postselection);
    }

    public PhotonicExperiment withDetector(Detector value) {
        return new PhotonicExperiment(interferometer, input, noise, value, postselection);
    }

    public PhotonicExperiment withPostselection(@Nullable Postselection value) {
        return new PhotonicExperiment(interferometer, input, noise, detector, value);
    }

    public int modes() {
        return interferometer.modes();
    }

    /** Amplitudes with all losses that differ from path to path, and without angle noise. */
    public ComplexMatrix lossyMatrix() {
        return switch (interferometer) {
            case TimeBinInterferometer loops ->
                loops.circuit(noise.beamSplitterLoss()).matrix(loops.angles());
            case TransferMatrix given -> given.matrix();
        };
    }
}
