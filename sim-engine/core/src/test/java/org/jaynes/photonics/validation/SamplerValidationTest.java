package org.jaynes.photonics.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jaynes.photonics.BeamSplitterConvention;
import org.jaynes.photonics.Devices;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.RandomOptics;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.fock.FockBasis;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.junit.jupiter.api.Test;

class SamplerValidationTest {
    private static final int SHOTS = 3000;

    private static Set<String> of(ValidationReport report, Check.Verdict verdict) {
        return report.checks().stream()
                .filter(check -> check.verdict() == verdict)
                .map(Check::name)
                .collect(Collectors.toSet());
    }

    private static List<Check> failed(ValidationReport report) {
        return report.checks().stream()
                .filter(check -> check.verdict() == Check.Verdict.FAILED)
                .toList();
    }

    @Test
    void everySamplerPassesEveryCheck() {
        for (int seed = 0; seed < 6; seed++) {
            RandomOptics optics = new RandomOptics(seed);
            PhotonicExperiment experiment = new PhotonicExperiment(
                            seed % 2 == 0
                                    ? optics.loops(6, true, BeamSplitterConvention.REAL, 1, 2)
                                    : optics.loops(6, false, BeamSplitterConvention.REAL, 1),
                            FockState.parse("101010"))
                    .withNoise(
                            seed < 2
                                    ? Noise.NONE
                                    : Noise.NONE.withInputLoss(0.2).withOverlap(0.9));
            ValidationReport report = SamplerValidation.run(experiment, SHOTS, seed);
            assertEquals(List.of(), failed(report), "seed " + seed);
            assertTrue(report.passed());
            assertTrue(
                    of(report, Check.Verdict.PASSED)
                            .containsAll(Set.of(
                                    "hong-ou-mandel",
                                    "suppression-law",
                                    "bunching",
                                    "bayes",
                                    "chi-square",
                                    "marginals")),
                    () -> report.checks().toString());
            assertEquals(
                    List.of("hong-ou-mandel", "bayes", "outcomes"),
                    report.curves().stream().map(Curve::name).toList());
        }
    }

    /** Shots are the same on all devices, and so is what is found in them; the names tell where they were drawn. */
    @Test
    void devicesAreValidated() {
        PhotonicExperiment experiment = new PhotonicExperiment(
                new RandomOptics(2).loops(5, true, BeamSplitterConvention.REAL, 1, 2), FockState.parse("10110"));
        ValidationReport expected = SamplerValidation.run(experiment, 60, 3, PhotonicDevice.reference());
        for (PhotonicDevice device : Devices.compared()) {
            ValidationReport report = SamplerValidation.run(experiment, 60, 3, device);
            for (int i = 0; i < expected.checks().size(); i++) {
                Check check = report.checks().get(i);
                assertEquals(expected.checks().get(i).value(), check.value(), device + ": " + check);
                assertTrue(
                        check.sampler().startsWith(expected.checks().get(i).sampler()),
                        device + ": " + check.sampler());
            }
        }
    }

    @Test
    void whatCannotBeCheckedIsSaid() {
        PhotonicExperiment lossy = new PhotonicExperiment(
                new TransferMatrix(new RandomOptics(1).unitary(4).times(0.9)), FockState.parse("1100"));
        ValidationReport report = SamplerValidation.run(lossy, SHOTS, 1);
        assertEquals(List.of(), failed(report));
        assertTrue(of(report, Check.Verdict.NOT_RUN).contains("bayes"));
        PhotonicExperiment shaky = new PhotonicExperiment(
                        new RandomOptics(1).loops(4, false, BeamSplitterConvention.REAL, 1), FockState.parse("1100"))
                .withNoise(Noise.NONE.withAngleNoise(0.1));
        report = SamplerValidation.run(shaky, 200, 1);
        assertEquals(List.of(), failed(report));
        assertTrue(of(report, Check.Verdict.NOT_RUN).containsAll(Set.of("chi-square", "marginals")));
    }

    /** Shots of photons that interfere less, and of another input, do not fit. */
    @Test
    void otherShotsDoNotFit() {
        PhotonicExperiment ideal =
                new PhotonicExperiment(new TransferMatrix(new RandomOptics(4).unitary(5)), FockState.parse("11100"));
        for (PhotonicExperiment other : List.of(
                ideal.withNoise(Noise.NONE.withOverlap(0.8)),
                ideal.withNoise(Noise.NONE.withInputLoss(0.001)),
                new PhotonicExperiment(ideal.interferometer(), FockState.parse("11010")))) {
            Statistics.Fit fit =
                    Statistics.fit(ExactDistribution.of(ideal), new PhotonSampler().sample(other, 20_000, 3));
            assertTrue(fit.chiSquare() > fit.limit(), fit + " of " + other);
        }
        Statistics.Fit fit = Statistics.fit(ExactDistribution.of(ideal), new PhotonSampler().sample(ideal, 20_000, 3));
        assertTrue(fit.chiSquare() <= fit.limit(), fit::toString);
        assertEquals(fit.expectedDistance(), fit.distance(), 0.3 * fit.expectedDistance());
    }

    @Test
    void deviationsCountStandardErrors() {
        assertEquals(0, Statistics.deviation(501, 1000, 0.5));
        assertEquals(9 / Math.sqrt(250), Statistics.deviation(510, 1000, 0.5), 1e-12);
        assertEquals(0, Statistics.deviation(0, 1000, -1e-17));
        assertEquals(Double.POSITIVE_INFINITY, Statistics.deviation(2, 1000, 0));
    }

    @Test
    void everyModelIsADistribution() {
        FockState input = FockState.parse("12010");
        OutcomeModels models = OutcomeModels.of(new RandomOptics(5).unitary(5), input, 1);
        FockBasis basis = new FockBasis(5, 4);
        double[] sums = new double[4];
        int[] counts = new int[5];
        for (int i = 0; i < basis.size(); i++) {
            basis.read(i, counts);
            FockState outcome = FockState.of(counts);
            sums[0] += models.quantum(outcome);
            int at = 1;
            for (Map.Entry<String, ToDoubleFunction<FockState>> model :
                    models.others().entrySet()) {
                sums[at++] += model.getValue().applyAsDouble(outcome);
            }
        }
        for (double sum : sums) {
            assertEquals(1, sum, 1e-12);
        }
        PhotonicExperiment experiment =
                new PhotonicExperiment(new TransferMatrix(new RandomOptics(5).unitary(5)), input);
        FockState outcome = FockState.parse("20011");
        assertEquals(ExactDistribution.of(experiment).probability(outcome), models.quantum(outcome), 1e-14);
        assertEquals(
                ExactDistribution.of(experiment.withNoise(Noise.NONE.withOverlap(0)))
                        .probability(outcome),
                models.distinguishable(outcome),
                1e-14);
    }
}
