package org.jaynes.statevector;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jaynes.execution.PassObserver;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;

/**
 * What is to be computed, and within which limits.
 *
 * @param shots number of shots
 * @param seed key of all random numbers; drawn, and reported in the result, when absent
 * @param precision format of the amplitudes
 * @param parameters a value for each parameter of the circuit, by name
 * @param maxLoopRounds rounds of all loops together that one shot may take
 * @param maxBranches outcomes that {@link Simulator#distribution} and {@link Simulator#expectations} may follow
 * @param minProbability sequences of outcomes less probable than this are not followed by these; their probability is
 *     reported
 * @param planFor the profile to plan for; that of the device on which it runs when absent. One plan gives the same bits,
 *     samples included, on every device, so what ran on a GPU is replayed on a CPU with {@code DeviceProfile.cuda()}
 * @param initialState what the circuit is applied to; |0...0> when absent
 * @param observer who is told how long each pass over a state takes
 */
public record RunOptions(
        int shots,
        OptionalLong seed,
        Precision precision,
        Map<String, Double> parameters,
        long maxLoopRounds,
        int maxBranches,
        double minProbability,
        Optional<DeviceProfile> planFor,
        Optional<InitialState> initialState,
        Optional<PassObserver> observer) {

    public RunOptions {
        parameters = Map.copyOf(parameters);
        if (shots < 0) {
            throw new IllegalArgumentException(shots + " shots; expected 0 or more");
        }
        if (maxLoopRounds < 0 || maxBranches < 1) {
            throw new IllegalArgumentException("at most %d rounds of loops and %d branches; expected 0 and 1 or more"
                    .formatted(maxLoopRounds, maxBranches));
        }
        if (!(minProbability >= 0 && minProbability <= 1)) {
            throw new IllegalArgumentException("minProbability %s; expected 0 to 1".formatted(minProbability));
        }
    }

    /** 1024 shots, a seed that is drawn, single precision, no parameters, a million rounds, 100 000 branches, 1e-9. */
    public RunOptions() {
        this(
                1024,
                OptionalLong.empty(),
                Precision.SINGLE,
                Map.of(),
                1_000_000,
                100_000,
                1e-9,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The default options with this number of shots. */
    public static RunOptions shots(int shots) {
        return new RunOptions().withShots(shots);
    }

    public RunOptions withShots(int number) {
        return with(copy -> copy.shots = number);
    }

    public RunOptions withSeed(long key) {
        return with(copy -> copy.seed = OptionalLong.of(key));
    }

    public RunOptions withPrecision(Precision format) {
        return with(copy -> copy.precision = format);
    }

    public RunOptions withParameters(Map<String, Double> values) {
        return with(copy -> copy.parameters = values);
    }

    public RunOptions withMaxLoopRounds(long rounds) {
        return with(copy -> copy.maxLoopRounds = rounds);
    }

    public RunOptions withMaxBranches(int branches) {
        return with(copy -> copy.maxBranches = branches);
    }

    public RunOptions withMinProbability(double probability) {
        return with(copy -> copy.minProbability = probability);
    }

    /** Plans for another device than the one that does the work. */
    public RunOptions withPlanFor(DeviceProfile profile) {
        return with(copy -> copy.planFor = Optional.of(profile));
    }

    /** Applies the circuit to other amplitudes than those of |0...0>. */
    public RunOptions withInitialState(InitialState state) {
        return with(copy -> copy.initialState = Optional.of(state));
    }

    /** Tells somebody how long each pass takes; on a GPU each is waited for then. */
    public RunOptions withObserver(PassObserver told) {
        return with(copy -> copy.observer = Optional.of(told));
    }

    private RunOptions with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.options();
    }

    /** The options while one of them is changed. */
    private static final class Copy {
        private int shots;
        private OptionalLong seed;
        private Precision precision;
        private Map<String, Double> parameters;
        private long maxLoopRounds;
        private int maxBranches;
        private double minProbability;
        private Optional<DeviceProfile> planFor;
        private Optional<InitialState> initialState;
        private Optional<PassObserver> observer;

        Copy(RunOptions from) {
            shots = from.shots;
            seed = from.seed;
            precision = from.precision;
            parameters = from.parameters;
            maxLoopRounds = from.maxLoopRounds;
            maxBranches = from.maxBranches;
            minProbability = from.minProbability;
            planFor = from.planFor;
            initialState = from.initialState;
            observer = from.observer;
        }

        RunOptions options() {
            return new RunOptions(
                    shots,
                    seed,
                    precision,
                    parameters,
                    maxLoopRounds,
                    maxBranches,
                    minProbability,
                    planFor,
                    initialState,
                    observer);
        }
    }
}
