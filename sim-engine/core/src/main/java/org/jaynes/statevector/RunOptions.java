package org.jaynes.statevector;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
        return new RunOptions(
                number,
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

    public RunOptions withSeed(long key) {
        return new RunOptions(
                shots,
                OptionalLong.of(key),
                precision,
                parameters,
                maxLoopRounds,
                maxBranches,
                minProbability,
                planFor,
                initialState,
                observer);
    }

    public RunOptions withPrecision(Precision format) {
        return new RunOptions(
                shots,
                seed,
                format,
                parameters,
                maxLoopRounds,
                maxBranches,
                minProbability,
                planFor,
                initialState,
                observer);
    }

    public RunOptions withParameters(Map<String, Double> values) {
        return new RunOptions(
                shots,
                seed,
                precision,
                values,
                maxLoopRounds,
                maxBranches,
                minProbability,
                planFor,
                initialState,
                observer);
    }

    public RunOptions withMaxLoopRounds(long rounds) {
        return new RunOptions(
                shots,
                seed,
                precision,
                parameters,
                rounds,
                maxBranches,
                minProbability,
                planFor,
                initialState,
                observer);
    }

    public RunOptions withMaxBranches(int branches) {
        return new RunOptions(
                shots,
                seed,
                precision,
                parameters,
                maxLoopRounds,
                branches,
                minProbability,
                planFor,
                initialState,
                observer);
    }

    public RunOptions withMinProbability(double probability) {
        return new RunOptions(
                shots,
                seed,
                precision,
                parameters,
                maxLoopRounds,
                maxBranches,
                probability,
                planFor,
                initialState,
                observer);
    }

    /** Plans for another device than the one that does the work. */
    public RunOptions withPlanFor(DeviceProfile profile) {
        return new RunOptions(
                shots,
                seed,
                precision,
                parameters,
                maxLoopRounds,
                maxBranches,
                minProbability,
                Optional.of(profile),
                initialState,
                observer);
    }

    /** Applies the circuit to other amplitudes than those of |0...0>. */
    public RunOptions withInitialState(InitialState state) {
        return new RunOptions(
                shots,
                seed,
                precision,
                parameters,
                maxLoopRounds,
                maxBranches,
                minProbability,
                planFor,
                Optional.of(state),
                observer);
    }

    /** Tells somebody how long each pass takes; on a GPU each is waited for then. */
    public RunOptions withObserver(PassObserver told) {
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
                Optional.of(told));
    }
}
