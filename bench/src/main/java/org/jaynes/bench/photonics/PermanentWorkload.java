package org.jaynes.bench.photonics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanent;
import org.jaynes.photonics.permanent.Permanents;

/**
 * Permanents of matrices of one size.
 *
 * @param real whether entries are real
 */
record PermanentWorkload(int size, boolean real, List<ComplexMatrix> matrices, Map<String, Double> goals)
        implements Workload {
    static PermanentWorkload of(int size, int count, boolean real, Map<String, Double> goals) {
        List<ComplexMatrix> matrices = LongStream.rangeClosed(1, count)
                .mapToObj(seed -> RandomMatrix.uniform(size, real, seed))
                .toList();
        return new PermanentWorkload(size, real, matrices, goals);
    }

    @Override
    public String name() {
        return (real ? "real-permanents-" : "permanents-") + size;
    }

    @Override
    public String kind() {
        return "permanents";
    }

    @Override
    public Map<String, Object> request() {
        return Map.of(
                "size",
                size,
                "real",
                real,
                "matrices",
                matrices.stream().map(RandomMatrix::request).toList());
    }

    @Override
    public String item() {
        return "permanent";
    }

    @Override
    public int items() {
        return matrices.size();
    }

    @Override
    public Map<String, Supplier<Outcome>> ways() {
        Map<String, Supplier<Outcome>> ways = new LinkedHashMap<>();
        ways.put("a call each", () -> {
            List<Permanent> results = matrices.stream().map(Permanents::of).toList();
            return () -> numbers(results);
        });
        if (matrices.size() > 1) {
            ways.put("one call", () -> {
                List<Permanent> results = Permanents.ofAll(matrices, Arithmetic.DOUBLE);
                return () -> numbers(results);
            });
        }
        return ways;
    }

    private static double[] numbers(List<Permanent> permanents) {
        double[] numbers = new double[2 * permanents.size()];
        for (int i = 0; i < permanents.size(); i++) {
            numbers[2 * i] = permanents.get(i).re();
            numbers[2 * i + 1] = permanents.get(i).im();
        }
        return numbers;
    }

    @Override
    public double distance(double[] numbers) {
        double largest = numbers.length == 2 * matrices.size() ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(numbers.length / 2, matrices.size()); i++) {
            Permanent exact = Permanents.of(matrices.get(i), Arithmetic.DOUBLE_DOUBLE);
            double difference = Math.hypot(numbers[2 * i] - exact.re(), numbers[2 * i + 1] - exact.im());
            largest = Math.max(largest, difference / Math.hypot(exact.re(), exact.im()));
        }
        return largest;
    }

    /** Some digits are lost to cancellation, one for every two or three rows. */
    @Override
    public double tolerance() {
        return 1e-7;
    }

    @Override
    public String measure() {
        return "relative error, against pairs of doubles";
    }
}
