package org.jaynes.cli.photonic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jaynes.cli.InputException;
import org.jaynes.cli.JsonTree;
import org.jaynes.cli.JsonTree.Value;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.Noise;

/**
 * What the object {@code noise} of a job says about a device whatever the job is: sources, losses and detectors.
 *
 * @param noise the photons of all sources have the same overlap
 */
public record DeviceModel(Noise noise, Detector detector) {
    /** The fields that describe a device; a job may have others beside them. */
    static final Set<String> FIELDS = Set.of(
            "input_loss",
            "bs_loss",
            "detector_efficiency",
            "photon_overlap",
            "g2",
            "angle_noise",
            "dark_counts",
            "threshold_detectors",
            "pseudo_pnr");

    /**
     * A file with such an object and nothing else.
     *
     * @throws InputException for whatever is wrong in the file, with its place
     */
    public static DeviceModel read(Path file) throws IOException {
        Map<String, Value> given = JsonTree.read(file).object(new TreeSet<>(FIELDS));
        try {
            return of(given);
        } catch (ExperimentException e) {
            throw new InputException(file, String.valueOf(e.getMessage()));
        }
    }

    /** From the fields of the object, others of which are left alone. */
    static DeviceModel of(Map<String, Value> given) {
        Noise noise = Noise.NONE
                .withInputLoss(number(given, "input_loss", 0))
                .withBeamSplitterLoss(number(given, "bs_loss", 0))
                .withDetectorEfficiency(number(given, "detector_efficiency", 1))
                .withG2(number(given, "g2", 0))
                .withAngleNoise(number(given, "angle_noise", 0))
                .withDarkCounts(number(given, "dark_counts", 0))
                .withOverlap(number(given, "photon_overlap", 1));
        return new DeviceModel(noise, detector(given));
    }

    private static double number(Map<String, Value> given, String name, double otherwise) {
        Value value = given.get(name);
        return value == null ? otherwise : value.number();
    }

    private static Detector detector(Map<String, Value> given) {
        Value threshold = given.get("threshold_detectors");
        Value multiplexed = given.get("pseudo_pnr");
        boolean isThreshold = threshold != null && threshold.truth();
        if (isThreshold && multiplexed != null) {
            throw multiplexed.wrong(
                    "the field \"pseudo_pnr\" does not go with \"threshold_detectors\"; expected one of them");
        }
        if (multiplexed != null) {
            return new Detector.Multiplexed(multiplexed.whole());
        }
        return isThreshold ? new Detector.Threshold() : new Detector.PhotonNumber();
    }
}
