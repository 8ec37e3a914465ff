package org.jaynes.bench.photonics;

import java.util.Map;
import java.util.function.Supplier;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TransferMatrix;
import org.jaynes.photonics.fock.ExactDistribution;

/**
 * The probabilities of all outcomes.
 *
 * @param cold whether libraries that keep something for the next matrix must begin anew
 */
record DistributionWorkload(ComplexMatrix matrix, FockState input, boolean cold, Map<String, Double> goals)
        implements Workload {
    private PhotonicExperiment experiment() {
        return new PhotonicExperiment(new TransferMatrix(matrix), input);
    }

    @Override
    public String name() {
        return "distribution-%d-%d%s".formatted(input.modes(), input.photons(), cold ? "-cold" : "");
    }

    @Override
    public String kind() {
        return cold ? "cold_distribution" : "distribution";
    }

    @Override
    public Map<String, Object> request() {
        return Map.of("modes", input.modes(), "input", input.occupations(), "matrix", RandomMatrix.request(matrix));
    }

    @Override
    public String item() {
        return "distribution";
    }

    @Override
    public int items() {
        return 1;
    }

    @Override
    public Map<String, Supplier<Outcome>> ways() {
        return Map.of("default", () -> ExactDistribution.of(experiment())::probabilities);
    }

    @Override
    public double distance(double[] numbers) {
        double[] exact = ExactDistribution.conditional(experiment(), PhotonicDevice.reference())
                .distribution()
                .probabilities();
        double largest = numbers.length == exact.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(numbers.length, exact.length); i++) {
            largest = Math.max(largest, Math.abs(numbers[i] - exact[i]));
        }
        return largest;
    }

    @Override
    public double tolerance() {
        return 1e-12;
    }

    @Override
    public String measure() {
        return "largest error of a probability, against plain Java";
    }
}
