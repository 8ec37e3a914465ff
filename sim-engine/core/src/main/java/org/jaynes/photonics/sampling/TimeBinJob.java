package org.jaynes.photonics.sampling;

import java.util.List;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;

/**
 * A job as it is sent to a PT processor: photon numbers, loops, angles, and how many samples are wanted.
 *
 * @param inputState photon number of each time bin
 * @param loopLengths lengths of the loops
 * @param bsAngles an angle for each beam splitter, see {@link TimeBinInterferometer}
 * @param psAngles a phase for each beam splitter, or none
 * @param samples how many shots, at least 1
 */
public record TimeBinJob(
        List<Integer> inputState,
        List<Integer> loopLengths,
        List<Double> bsAngles,
        List<Double> psAngles,
        int samples) {

    /**
     * Checks everything that can be checked without running.
     *
     * @throws ExperimentException if a field is wrong; the message starts with its name
     */
    public TimeBinJob {
        inputState = List.copyOf(inputState);
        loopLengths = List.copyOf(loopLengths);
        bsAngles = List.copyOf(bsAngles);
        psAngles = List.copyOf(psAngles);
        if (inputState.isEmpty()) {
            throw new ExperimentException("input_state is empty; expected a photon number for each mode");
        }
        for (int i = 0; i < inputState.size(); i++) {
            if (inputState.get(i) < 0) {
                throw new ExperimentException(
                        "input_state[%d] is %d; expected 0 or more photons".formatted(i, inputState.get(i)));
            }
        }
        if (samples < 1) {
            throw new ExperimentException("n_samples is %d; expected at least 1".formatted(samples));
        }
        TimeBinInterferometer checked = new TimeBinInterferometer(
                inputState.size(), loopLengths, bsAngles, psAngles, BeamSplitterConvention.REAL);
        loopLengths = checked.loopLengths();
    }

    /** The experiment of the job, on a machine with this noise and these detectors. */
    public PhotonicExperiment experiment(Noise noise, Detector detector) {
        return new PhotonicExperiment(
                new TimeBinInterferometer(
                        inputState.size(), loopLengths, bsAngles, psAngles, BeamSplitterConvention.REAL),
                FockState.of(inputState.stream().mapToInt(Integer::intValue).toArray()),
                noise,
                detector,
                null);
    }

    /** Runs the job without noise. */
    public PhotonSamples run(PhotonSampler sampler, long seed) {
        return sampler.sample(experiment(Noise.NONE, new Detector.PhotonNumber()), samples, seed);
    }
}
