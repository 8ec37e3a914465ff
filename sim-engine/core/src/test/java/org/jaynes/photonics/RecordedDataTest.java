package org.jaynes.photonics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.fock.FockDistribution;
import org.jaynes.photonics.marginal.Marginals;
import org.jaynes.photonics.marginal.ModeDistribution;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanent;
import org.jaynes.photonics.permanent.Permanents;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Distributions and permanents computed by other programs, one file each, on every device: plain Java, the CPU library
 * with each instruction set, and the emulated GPU. */
class RecordedDataTest {
    private static final double TOLERANCE = 1e-10;

    private static final List<String> DISTRIBUTIONS = List.of(
            "tbi_hom",
            "tbi_hom_pi5",
            "tbi_4modes_bunched_input",
            "tbi_6modes_3photons_loops13",
            "tbi_8modes_4photons_loops11",
            "tbi_8modes_4photons_loops124_phases",
            "haar_5modes_3photons",
            "lossy_5modes_3photons",
            "partial_4modes_3photons");

    private static List<PhotonicDevice> devices() {
        List<PhotonicDevice> devices = new ArrayList<>(List.of(PhotonicDevice.reference()));
        devices.addAll(Devices.compared());
        return devices;
    }

    private static PhotonicExperiment experiment(JsonText.JsonObject recorded) {
        FockState input = FockState.of(Arrays.stream(recorded.numbers("input_state"))
                .mapToInt(x -> (int) x)
                .toArray());
        Interferometer interferometer = recorded.has("loop_lengths")
                ? loops(recorded, input.modes())
                : new TransferMatrix(ComplexMatrix.of(recorded.rows("unitary_re"), recorded.rows("unitary_im")));
        Noise noise = recorded.has("input_loss")
                ? Noise.NONE
                        .withInputLoss(recorded.number("input_loss"))
                        .withBeamSplitterLoss(recorded.number("bs_loss"))
                        .withDetectorEfficiency(recorded.number("detector_efficiency"))
                        .withOverlap(recorded.number("photon_overlap"))
                : Noise.NONE;
        return new PhotonicExperiment(interferometer, input).withNoise(noise);
    }

    private static TimeBinInterferometer loops(JsonText.JsonObject recorded, int modes) {
        List<Integer> lengths =
                recorded.doubles("loop_lengths").stream().map(Double::intValue).toList();
        return new TimeBinInterferometer(
                modes,
                lengths,
                recorded.doubles("bs_angles"),
                recorded.doubles("ps_angles"),
                BeamSplitterConvention.REAL);
    }

    private static Map<FockState, Double> probabilities(JsonText.JsonObject recorded) {
        Map<FockState, Double> probabilities = new LinkedHashMap<>();
        ((Map<?, ?>) recorded.get("probabilities"))
                .forEach((outcome, p) -> probabilities.put(FockState.parse(outcome.toString()), (double) p));
        return probabilities;
    }

    @ParameterizedTest
    @FieldSource("DISTRIBUTIONS")
    void unitariesAreTheRecordedOnes(String name) {
        JsonText.JsonObject recorded = JsonText.resource(name + ".json");
        if (!recorded.has("unitary_re")) {
            assertTrue(recorded.has("input_loss"), "only files with losses have no unitary");
            return;
        }
        ComplexMatrix matrix = experiment(recorded).interferometer().matrix();
        double[][] re = recorded.rows("unitary_re");
        double[][] im = recorded.rows("unitary_im");
        for (int i = 0; i < re.length; i++) {
            for (int j = 0; j < re.length; j++) {
                assertEquals(re[i][j], matrix.re(i, j), 1e-14);
                assertEquals(im[i][j], matrix.im(i, j), 1e-14);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("DISTRIBUTIONS")
    void distributionsAreTheRecordedOnes(String name) {
        JsonText.JsonObject recorded = JsonText.resource(name + ".json");
        PhotonicExperiment experiment = experiment(recorded);
        Map<FockState, Double> expected = probabilities(recorded);
        for (PhotonicDevice device : devices()) {
            FockDistribution distribution =
                    ExactDistribution.conditional(experiment, device).distribution();
            expected.forEach((outcome, p) ->
                    assertEquals(p, distribution.probability(outcome), TOLERANCE, () -> outcome + " on " + device));
            List<FockState> outcomes = new ArrayList<>();
            distribution.forEach((counts, _) -> outcomes.add(FockState.of(counts)));
            assertEquals(List.copyOf(expected.keySet()), outcomes, device.toString());
            assertClose(recorded.numbers("mean_photons"), distribution.means(), device.toString());
        }
    }

    /** Means, and the distribution of every pair of neighbours, without the whole distribution. */
    @ParameterizedTest
    @FieldSource("DISTRIBUTIONS")
    void marginalsAreThoseOfTheRecordedDistributions(String name) {
        JsonText.JsonObject recorded = JsonText.resource(name + ".json");
        PhotonicExperiment experiment = experiment(recorded);
        Map<FockState, Double> expected = probabilities(recorded);
        List<int[]> pairs = new ArrayList<>();
        for (int mode = 0; mode + 1 < experiment.modes(); mode++) {
            pairs.add(new int[] {mode, mode + 1});
        }
        for (PhotonicDevice device : devices()) {
            Marginals marginals = Marginals.of(experiment).on(device);
            assertClose(recorded.numbers("mean_photons"), marginals.means(), device.toString());
            for (ModeDistribution pair : marginals.distributions(pairs)) {
                double[] sums = new double[pair.radix() * pair.radix()];
                expected.forEach((outcome, p) -> sums[
                        outcome.photonsIn(pair.modes()[0]) * pair.radix() + outcome.photonsIn(pair.modes()[1])] += p);
                assertClose(sums, pair.probabilities(), "modes " + Arrays.toString(pair.modes()) + " on " + device);
            }
        }
    }

    private static void assertClose(double[] expected, double[] found, String what) {
        assertEquals(expected.length, found.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], TOLERANCE, what);
        }
    }

    @Test
    void permanentsAreTheRecordedOnes() {
        List<?> matrices = JsonText.resource("permanents.json").list("matrices");
        for (PhotonicDevice device : devices()) {
            for (Object entry : matrices) {
                JsonText.JsonObject recorded = new JsonText.JsonObject((Map<?, ?>) entry);
                double[][] re = recorded.rows("re");
                double[][] im = recorded.has("im") ? recorded.rows("im") : new double[re.length][re.length];
                double[] expected = recorded.numbers("permanent_of_matrix_over_scale");
                ComplexMatrix matrix = ComplexMatrix.of(re, im).times(1 / recorded.number("scale"));
                String what = recorded.text("name") + ", n = " + re.length + " on " + device;
                double size = TOLERANCE * Math.hypot(expected[0], expected[1]);
                Permanent p = Permanents.ofAll(List.of(matrix), Arithmetic.DOUBLE, device)
                        .getFirst();
                assertEquals(expected[0], p.re(), size, what);
                assertEquals(expected[1], p.im(), size, what);
                Permanent precise = Permanents.ofAll(List.of(matrix), Arithmetic.DOUBLE_DOUBLE, device)
                        .getFirst();
                assertEquals(expected[0], precise.re(), 1e-4 * size, what);
                assertEquals(expected[1], precise.im(), 1e-4 * size, what);
            }
        }
        assertTrue(matrices.size() >= 8);
    }

    /** The copies in this module are what lies in {@code ../shared/data/photonics}, and all of it. */
    @Test
    void theRecordsAreTheSharedOnes() throws IOException {
        Path folder = Path.of("..", "..", "..", "shared", "data", "photonics");
        if (!Files.isDirectory(folder)) {
            System.out.println("RecordedDataTest did not compare its records: there is no ../shared/data/photonics");
            Assumptions.abort("there is no ../shared/data/photonics");
        }
        List<String> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName()).replace(".json", "");
                found.add(name);
                JsonText.JsonObject shared = JsonText.file(file);
                assertEquals(
                        shared.get("probabilities"),
                        JsonText.resource(name + ".json").get("probabilities"),
                        name);
                assertEquals(
                        shared.get("input_state"),
                        JsonText.resource(name + ".json").get("input_state"),
                        name);
            }
        }
        assertEquals(
                DISTRIBUTIONS.stream().sorted().toList(),
                found.stream().sorted().toList());
        assertEquals(
                JsonText.file(folder.resolve("permanents").resolve("permanents.json"))
                        .get("matrices"),
                JsonText.resource("permanents.json").get("matrices"));
    }
}
