package org.jaynes.photonics.sampling;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.Interferometer;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.fock.FockDistribution;
import org.jaynes.photonics.fock.Scattering;
import org.jspecify.annotations.Nullable;

/**
 * How the shots of an experiment will be drawn. Thread-safe; what it needs is computed when the first shot is drawn, and
 * kept.
 */
public final class SamplingPlan {
    private final PhotonicExperiment experiment;
    private final SamplingAlgorithm algorithm;
    private final Map<SamplingAlgorithm, SamplingCost> costs;
    private final PhotonicDevice device;
    private final Supplier<Prepared> prepared = new Lazy<>(this::prepare);

    private SamplingPlan(
            PhotonicExperiment experiment,
            SamplingAlgorithm algorithm,
            Map<SamplingAlgorithm, SamplingCost> costs,
            PhotonicDevice device) {
        this.experiment = experiment;
        this.algorithm = algorithm;
        this.costs = costs;
        this.device = device;
    }

    /** The plan with the smallest predicted time for a number of shots. */
    public static SamplingPlan of(PhotonicExperiment experiment, long shots) {
        Map<SamplingAlgorithm, SamplingCost> costs = SamplingCost.all(experiment, PhotonicDevice.best());
        SamplingAlgorithm best = costs.entrySet().stream()
                .min(Comparator.comparingDouble(e -> e.getValue().seconds(shots)))
                .orElseThrow()
                .getKey();
        return new SamplingPlan(experiment, best, costs, PhotonicDevice.best());
    }

    /**
     * A plan with a given algorithm.
     *
     * @throws ExperimentException if the algorithm cannot do this experiment; the message says why
     */
    public static SamplingPlan with(PhotonicExperiment experiment, SamplingAlgorithm algorithm) {
        Map<SamplingAlgorithm, SamplingCost> costs = SamplingCost.all(experiment, PhotonicDevice.best());
        if (!costs.containsKey(algorithm)) {
            throw new ExperimentException("the sampler %s cannot do this experiment; expected one of %s"
                    .formatted(algorithm, costs.keySet()));
        }
        Map<SamplingAlgorithm, SamplingCost> cost = new EnumMap<>(Map.of(algorithm, costs.get(algorithm)));
        return new SamplingPlan(experiment, algorithm, cost, PhotonicDevice.best());
    }

    /**
     * The same plan on another device: the same shots. Of the algorithms, a GPU draws by {@link
     * SamplingAlgorithm#CLIFFORD_CLIFFORD} with up to 24 photons, by {@link SamplingAlgorithm#PROGRESSIVE} and by {@link
     * SamplingAlgorithm#SINGLE_LOOP}, all without angle noise, and computes the distribution of {@link
     * SamplingAlgorithm#TABLE}; {@link #device} tells where others are drawn.
     */
    public SamplingPlan on(PhotonicDevice other) {
        boolean taken = !other.isGpu()
                || switch (algorithm) {
                    case CLIFFORD_CLIFFORD -> GpuChain.takes(experiment);
                    case PROGRESSIVE -> GpuProgressiveWorker.takes(experiment);
                    case SINGLE_LOOP -> GpuSingleLoopWorker.takes(experiment);
                    case TABLE -> true;
                };
        return new SamplingPlan(experiment, algorithm, costs, taken ? other : PhotonicDevice.best());
    }

    /** Where the work is done. */
    public PhotonicDevice device() {
        return device;
    }

    public PhotonicExperiment experiment() {
        return experiment;
    }

    public SamplingAlgorithm algorithm() {
        return algorithm;
    }

    /** The predicted costs of the algorithms that can do the experiment. */
    public Map<SamplingAlgorithm, SamplingCost> costs() {
        return new EnumMap<>(costs);
    }

    /** Several lines for people: what will be done for so many shots, and what the alternatives would cost. */
    public String explain(long shots) {
        StringBuilder text = new StringBuilder("sampler       %s on %s\n".formatted(algorithm, device));
        costs.forEach((candidate, cost) -> text.append(
                "  %-18s %s, %.3g s for %,d shots%n".formatted(candidate, cost, cost.seconds(shots), shots)));
        return text.toString();
    }

    /** What all threads share. */
    record Prepared(
            @Nullable TableSampler table,
            @Nullable Scattering scattering,
            @Nullable WindowSchedule schedule,
            WindowTables tables,
            double acceptance) {}

    Prepared prepared() {
        return prepared.get();
    }

    private Prepared prepare() {
        if (algorithm == SamplingAlgorithm.TABLE) {
            FockDistribution.Conditional conditional = ExactDistribution.conditional(experiment, device);
            return new Prepared(
                    new TableSampler(conditional.distribution()),
                    null,
                    null,
                    new WindowTables(),
                    conditional.probability());
        }
        WindowSchedule schedule = algorithm == SamplingAlgorithm.PROGRESSIVE
                ? WindowSchedule.of((TimeBinInterferometer) experiment.interferometer())
                : null;
        return new Prepared(null, Scattering.of(experiment), schedule, new WindowTables(), 1);
    }

    /** Whether the interferometer is one loop. */
    static boolean isSingleLoop(Interferometer interferometer) {
        return interferometer instanceof TimeBinInterferometer loops
                && loops.loopLengths().size() == 1;
    }
}
