package org.jaynes.bench.photonics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jaynes.bench.circuits.SplitMix64;
import org.jaynes.cli.InputException;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.sampling.SamplingAlgorithm;

/** The workloads by name. */
final class Workloads {
    /** All names, in the order of the report. */
    static final List<String> ALL = List.of(
            "permanents-12",
            "permanents-16",
            "permanents-20",
            "permanents-24",
            "real-permanents-16",
            "real-permanents-20",
            "samples-16-8",
            "samples-32-16",
            "distribution-16-8",
            "distribution-16-8-cold",
            "cudaq-example",
            "layer-8-4-batch100",
            "loops-1-3-9-30",
            "loops-1-3-9-60",
            "loops-1-3-9-90",
            "loops-1-3-9-120",
            "http-job");

    private static final String PERCEVAL = "perceval";
    private static final Map<String, Double> PERMANENT_GOALS =
            Map.of("thewalrus", 10.0, "piquasso", 10.0, PERCEVAL, 6.0);

    private Workloads() {}

    /** @throws InputException if there is no such workload */
    static Workload of(String name) throws IOException {
        return switch (name) {
            case "permanents-12" -> PermanentWorkload.of(12, 64, false, PERMANENT_GOALS);
            case "permanents-16" -> PermanentWorkload.of(16, 16, false, PERMANENT_GOALS);
            case "permanents-20" -> PermanentWorkload.of(20, 2, false, PERMANENT_GOALS);
            case "permanents-24" -> PermanentWorkload.of(24, 1, false, PERMANENT_GOALS);
            case "real-permanents-16" -> PermanentWorkload.of(16, 16, true, Map.of());
            case "real-permanents-20" -> PermanentWorkload.of(20, 2, true, Map.of());
            case "samples-16-8" -> samples(16, 8, 20_000, 3);
            case "samples-32-16" -> samples(32, 16, 400, 15);
            case "distribution-16-8" -> distribution(false, 3);
            case "distribution-16-8-cold" -> distribution(true, 15);
            case "cudaq-example" -> example(Map.of(PERCEVAL, 5.0, "orca-photonics", 1000.0));
            case "layer-8-4-batch100" -> LayerWorkload.of(100, Map.of("merlin", 10.0));
            case "loops-1-3-9-30", "loops-1-3-9-60", "loops-1-3-9-90", "loops-1-3-9-120" ->
                threeLoops(name, Integer.parseInt(name.substring("loops-1-3-9-".length())));
            case "http-job" -> new ServiceWorkload(example(Map.of()));
            default ->
                throw new InputException(
                        "--workloads has '%s'; expected some of %s".formatted(name, String.join(", ", ALL)));
        };
    }

    /** Single photons in the first modes, behind a random unitary. */
    private static SampleWorkload samples(int modes, int photons, int shots, double goal) {
        ComplexMatrix matrix = RandomMatrix.unitary(modes, 5);
        FockState input = FockState.of(
                IntStream.range(0, modes).map(mode -> mode < photons ? 1 : 0).toArray());
        return new SampleWorkload(
                "samples-%d-%d".formatted(modes, photons),
                "samples",
                new PhotonicExperiment(new TransferMatrix(matrix), input),
                shots,
                // As the others: the chain rule, not a table of all outcomes.
                new SamplingAlgorithm[] {SamplingAlgorithm.CLIFFORD_CLIFFORD},
                Map.of(
                        "modes",
                        modes,
                        "input",
                        input.occupations(),
                        "shots",
                        shots,
                        "matrix",
                        RandomMatrix.request(matrix)),
                Map.of(PERCEVAL, goal));
    }

    private static DistributionWorkload distribution(boolean cold, double goal) {
        FockState input = FockState.of(
                IntStream.range(0, 16).map(mode -> mode < 8 ? 1 : 0).toArray());
        return new DistributionWorkload(RandomMatrix.unitary(16, 5), input, cold, Map.of(PERCEVAL, goal));
    }

    /** The example of CUDA-Q's documentation. */
    private static SampleWorkload example(Map<String, Double> goals) {
        List<Double> angles = IntStream.range(0, 14)
                .mapToObj(i -> Math.PI / 8 + i * (Math.PI / 3 - Math.PI / 8) / 13)
                .toList();
        FockState input = FockState.of(1, 0, 1, 0, 1, 0, 1, 0);
        List<Integer> lengths = List.of(1, 1);
        return new SampleWorkload(
                "cudaq-example",
                "loops",
                new PhotonicExperiment(new TimeBinInterferometer(8, lengths, angles), input),
                10_000,
                new SamplingAlgorithm[0],
                Map.of("input", input.occupations(), "loop_lengths", lengths, "bs_angles", angles, "shots", 10_000),
                goals);
    }

    /** Photons in every other time bin, loops of 1, 3 and 9, random angles of which longer inputs have more. */
    private static SampleWorkload threeLoops(String name, int modes) {
        List<Integer> lengths = List.of(1, 3, 9);
        List<Double> angles = new ArrayList<>();
        for (int length : lengths) {
            SplitMix64 random = new SplitMix64(length);
            DoubleStream.generate(random::unit).limit(modes - length).forEach(unit -> angles.add(2 * Math.PI * unit));
        }
        FockState input =
                FockState.of(IntStream.range(0, modes).map(mode -> 1 - mode % 2).toArray());
        return new SampleWorkload(
                name,
                "loops",
                new PhotonicExperiment(
                        new TimeBinInterferometer(modes, lengths, Collections.unmodifiableList(angles)), input),
                // Time bins that are drawn in a run are the same for all lengths.
                19_200 / modes,
                new SamplingAlgorithm[] {SamplingAlgorithm.PROGRESSIVE},
                Map.of(),
                Map.of());
    }
}
