package org.jaynes.cli.photonic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jaynes.cli.InputException;
import org.jaynes.cli.JsonTree;
import org.jaynes.cli.JsonTree.Value;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.Distinguishability;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Interferometer;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.Postselection;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.TransferMatrix;
import org.jspecify.annotations.Nullable;

/** Reads a photonic job: the fields of an ORCA request, or a unitary, and what is not ideal. */
final class JobFile {
    private static final Set<String> FIELDS = new TreeSet<>(Set.of(
            "input_state",
            "loop_lengths",
            "bs_angles",
            "ps_angles",
            "unitary",
            "n_samples",
            "seed",
            "convention",
            "noise",
            "target"));
    private static final Set<String> NOISE = new TreeSet<>(DeviceModel.FIELDS);

    static {
        NOISE.addAll(Set.of("gram", "postselect", "postselect_attempts"));
    }

    private final Path file;
    private final Value root;
    private final Map<String, Value> fields;

    private JobFile(Path file, Value root) {
        this.file = file;
        this.root = root;
        this.fields = root.object(FIELDS);
    }

    /**
     * A job.
     *
     * @param samples what {@code n_samples} says
     * @param seed what {@code seed} says
     */
    record Job(PhotonicExperiment experiment, OptionalInt samples, OptionalLong seed) {}

    /** @throws InputException for whatever is wrong in the file, with its place */
    static Job read(Path file) throws IOException {
        Value root = JsonTree.read(file);
        try {
            return new JobFile(file, root).job();
        } catch (ExperimentException e) {
            throw new InputException(file, String.valueOf(e.getMessage()));
        }
    }

    private Job job() throws IOException {
        FockState input = FockState.of(
                required("input_state").list().stream().mapToInt(Value::whole).toArray());
        PhotonicExperiment experiment = new PhotonicExperiment(interferometer(input.modes()), input);
        Value noise = fields.get("noise");
        if (noise != null) {
            experiment = withNoise(experiment, noise.object(NOISE));
        }
        Value samples = fields.get("n_samples");
        Value seed = fields.get("seed");
        return new Job(
                experiment,
                samples == null ? OptionalInt.empty() : OptionalInt.of(positive(samples)),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed.wholeLong()));
    }

    private static int positive(Value value) {
        int number = value.whole();
        if (number < 1) {
            throw value.wrong("found " + number + "; expected at least 1");
        }
        return number;
    }

    private Value required(String name) {
        Value value = fields.get(name);
        if (value == null) {
            throw root.wrong("the field \"" + name + "\" is missing");
        }
        return value;
    }

    private Interferometer interferometer(int modes) throws IOException {
        Value unitary = fields.get("unitary");
        if (unitary != null) {
            for (String name : List.of("loop_lengths", "bs_angles", "ps_angles", "convention")) {
                Value other = fields.get(name);
                if (other != null) {
                    throw other.wrong("the field \"" + name + "\" does not go with \"unitary\"; expected one of them");
                }
            }
            return new TransferMatrix(
                    unitary.content() instanceof String path
                            ? NpyMatrix.read(file.resolveSibling(path))
                            : matrix(unitary));
        }
        return new TimeBinInterferometer(
                modes,
                required("loop_lengths").list().stream().map(Value::whole).toList(),
                required("bs_angles").list().stream().map(Value::number).toList(),
                fields.containsKey("ps_angles")
                        ? required("ps_angles").list().stream()
                                .map(Value::number)
                                .toList()
                        : List.of(),
                convention());
    }

    private BeamSplitterConvention convention() {
        Value convention = fields.get("convention");
        if (convention == null) {
            return BeamSplitterConvention.REAL;
        }
        return switch (convention.text()) {
            case "real" -> BeamSplitterConvention.REAL;
            case "symmetric" -> BeamSplitterConvention.SYMMETRIC;
            default -> throw convention.wrong("found \"" + convention.text() + "\"; expected real or symmetric");
        };
    }

    /** Rows of numbers or of pairs [re, im]. */
    private static ComplexMatrix matrix(Value value) {
        List<List<Value>> rows = value.list().stream().map(Value::list).toList();
        double[][] re = new double[rows.size()][];
        double[][] im = new double[rows.size()][];
        for (int i = 0; i < re.length; i++) {
            re[i] = rows.get(i).stream().mapToDouble(entry -> part(entry, 0)).toArray();
            im[i] = rows.get(i).stream().mapToDouble(entry -> part(entry, 1)).toArray();
        }
        return ComplexMatrix.of(re, im);
    }

    private static double part(Value entry, int part) {
        if (entry.content() instanceof Number real) {
            return part == 0 ? real.doubleValue() : 0;
        }
        List<Value> pair = entry.list();
        if (pair.size() != 2) {
            throw entry.wrong("found a list of " + pair.size() + "; expected a number or [re, im]");
        }
        return pair.get(part).number();
    }

    private static PhotonicExperiment withNoise(PhotonicExperiment experiment, Map<String, Value> given) {
        DeviceModel device = DeviceModel.of(given);
        Noise noise = device.noise();
        Value gram = given.get("gram");
        if (gram != null) {
            if (given.containsKey("photon_overlap")) {
                throw gram.wrong("the field \"gram\" does not go with \"photon_overlap\"; expected one of them");
            }
            noise = noise.withDistinguishability(new Distinguishability.Gram(matrix(gram)));
        }
        return experiment.withNoise(noise).withDetector(device.detector()).withPostselection(postselection(given));
    }

    private static @Nullable Postselection postselection(Map<String, Value> given) {
        Value photons = given.get("postselect");
        Value attempts = given.get("postselect_attempts");
        if (photons == null) {
            if (attempts != null) {
                throw attempts.wrong("the field \"postselect_attempts\" needs \"postselect\", the number of photons");
            }
            return null;
        }
        return new Postselection(
                photons.whole(), attempts == null ? Postselection.DEFAULT_ATTEMPTS : positive(attempts));
    }
}
