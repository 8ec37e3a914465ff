package org.jaynes.decoder.codes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.decoder.SharedData;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BivariateBicycleCodeTest {
    private static final String CODE = "bivariate_bicycle";

    /** Analysis refuses what is random, so it proves that detectors and logical operators commute with the checks. */
    @ParameterizedTest
    @CsvSource({"memory_x, 6, 1, 72", "memory_z, 6, 3, 72", "memory_x, 12, 2, 144", "memory_z, 18, 2, 288"})
    void detectorsAndObservablesAreDetermined(String task, int distance, int rounds, long data) {
        StimCircuit circuit =
                new MemoryExperiment(CODE, task, distance, rounds, NoiseStrengths.uniformCircuit(0.001)).circuit();
        assertEquals(2 * data, circuit.qubitCount());
        assertEquals(data * (rounds + 1), circuit.measurementCount());
        assertEquals(data * rounds, circuit.detectorCount());
        assertEquals(12, circuit.observableCount());
        assertEquals(
                data * rounds,
                ErrorAnalyzer.analyze(circuit, AnalysisOptions.PLAIN).detectorCount());
    }

    @Test
    void numberOfErrorsIsThatOfPublishedCircuits() {
        StimCircuit circuit =
                new MemoryExperiment(CODE, "memory_z", 6, 6, NoiseStrengths.uniformCircuit(0.001)).circuit();
        int[] errors = {0};
        ErrorAnalyzer.analyze(circuit, AnalysisOptions.PLAIN).forEachError((_, _) -> errors[0]++);
        assertEquals(16164, errors[0]);
    }

    /** Observables are bases of the same space and may differ, detectors and probabilities may not. */
    @ParameterizedTest
    @CsvSource({
        "memory_z, 6, 6, 0.003, bb/bb_72_12_6_memory_Z_r6_p0.003.stim",
        "memory_x, 12, 12, 0.001, bb/bb_144_12_12_memory_X_r12_p0.001.stim",
        "memory_z, 12, 12, 0.005, bb/bb_144_12_12_memory_Z_r12_p0.005.stim",
    })
    void errorsAreThoseOfPublishedCircuits(String task, int distance, int rounds, double noise, String published)
            throws IOException {
        StimCircuit theirs = StimCircuit.read(SharedData.file(published));
        StimCircuit ours =
                new MemoryExperiment(CODE, task, distance, rounds, NoiseStrengths.uniformCircuit(noise)).circuit();
        Map<String, Double> expected = errorsByDetectors(theirs);
        Map<String, Double> found = errorsByDetectors(ours);
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((detectors, probability) ->
                assertEquals(probability, found.getOrDefault(detectors, 0.0), 1e-15, detectors));
        assertArrayEquals(sortedProbabilities(theirs), sortedProbabilities(ours), 1e-15);
    }

    private static Map<String, Double> errorsByDetectors(StimCircuit circuit) {
        Map<String, Double> errors = new HashMap<>();
        ErrorAnalyzer.analyze(circuit, AnalysisOptions.PLAIN).forEachError((probability, targets) -> {
            String detectors = Arrays.toString(
                    Arrays.stream(targets).filter(DemTarget::isDetector).toArray());
            errors.merge(detectors, probability, (p, q) -> p * (1 - q) + q * (1 - p));
        });
        return errors;
    }

    /** Errors are told apart by observables too, in whatever basis. */
    private static double[] sortedProbabilities(StimCircuit circuit) {
        List<Double> all = new ArrayList<>();
        ErrorAnalyzer.analyze(circuit, AnalysisOptions.PLAIN).forEachError((probability, _) -> all.add(probability));
        return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
