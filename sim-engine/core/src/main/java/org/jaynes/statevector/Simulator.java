package org.jaynes.statevector;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.DeviceFailedException;
import org.jaynes.execution.Executor;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.jaynes.plan.SliceCountException;

/**
 * Simulates circuits exactly by state vectors.
 *
 * <pre>{@code
 * Circuit bell = Circuit.builder(2, 2).h(0).cx(0, 1).measureAll().build();
 * try (Simulator simulator = Simulator.open("auto")) {
 *     RunResult result = simulator.run(bell, RunOptions.shots(1000).withSeed(7));
 *     System.out.println(result.counts() + " on " + result.device());
 * }
 * }</pre>
 *
 * <p>Every method throws
 *
 * <ul>
 *   <li>{@link IllegalArgumentException} for input that makes no sense,
 *   <li>{@link ProgramException} when the circuit divides by zero or indexes bits that are not there while it runs,
 *   <li>{@link org.jaynes.execution.InsufficientMemoryException} before anything is allocated when a state does not fit,
 *   <li>{@link SliceCountException} before any work when a gate finds no room in one of the slices that were asked for,
 *   <li>{@link LimitExceededException} when one of the limits of {@link RunOptions} is exceeded,
 *   <li>{@link DeviceFailedException} when the device failed; with {@code auto} the work is done by the next best device
 *       instead, and the result says so.
 * </ul>
 *
 * <p>Devices are opened when they are first needed. Plans are kept for the circuits that were used last, and on the CPU
 * the memory of states that were closed last, up to a sixteenth of what the machine had free. Thread-safe; closing it does
 * not close the {@link State}s that it made, which must be closed before.
 */
public final class Simulator implements AutoCloseable {
    private static final int CACHED_CIRCUITS = 16;
    /** States up to this size are not shared among threads well, so that shots are. */
    private static final int MAX_BITS_OF_THREADS = 16;

    private static final SecureRandom SEEDS = new SecureRandom();

    /** Seeds that are drawn have 53 bits, so that every JSON reader gets them right. */
    private static final int SEED_BITS = 53;

    private final DevicePool devices;
    private final Map<Key, PreparedCircuit> preparedCircuits = new LinkedHashMap<>(CACHED_CIRCUITS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, PreparedCircuit> eldest) {
            return size() > CACHED_CIRCUITS;
        }
    };

    /** @param circuit compared by identity */
    private record Key(Circuit circuit, Precision precision, DeviceProfile profile, boolean fromZero) {
        @Override
        @SuppressWarnings("ReferenceEquality") // comparing millions of instructions would cost more than planning them
        public boolean equals(Object other) {
            return other instanceof Key that
                    && circuit == that.circuit
                    && precision == that.precision
                    && fromZero == that.fromZero
                    && profile.equals(that.profile);
        }

        @Override
        public int hashCode() {
            return (System.identityHashCode(circuit) * 31 + precision.hashCode()) * 31 + profile.hashCode();
        }
    }

    Simulator(DevicePool devices) {
        this.devices = devices;
    }

    /**
     * A simulator on the named device with all processors.
     *
     * @param device {@code auto}, {@code cuda}, {@code cuda:i}, {@code cpu} or {@code reference}
     * @throws org.jaynes.execution.DeviceUnavailableException if the named device cannot be used: why, and the remedy
     */
    public static Simulator open(String device) {
        return open(new SimulatorOptions(device));
    }

    /**
     * A simulator where the options say.
     *
     * @throws org.jaynes.execution.DeviceUnavailableException if the named device cannot be used: why, and the remedy
     */
    public static Simulator open(SimulatorOptions options) {
        DevicePool devices = new DevicePool(options);
        devices.requireNamed();
        return new Simulator(devices);
    }

    /**
     * Runs the shots of a circuit and counts the outcomes of its classical bits.
     *
     * @throws IllegalArgumentException if the circuit has no classical bits to report; {@link Circuit#measured} adds them
     */
    public RunResult run(Circuit circuit, RunOptions options) {
        requireOutputs(circuit);
        long seed = options.seed().orElseGet(Simulator::drawnSeed);
        return devices.use(circuit.qubitCount(), (executor, choice) -> {
            Meter meter = new Meter();
            PreparedCircuit prepared = prepare(circuit, options, executor);
            ShotSampler sampler = new ShotSampler(prepared, options.shots(), seed, meter);
            Optional<FrameRun> frames = frames(prepared, meter);
            if (frames.isPresent()) {
                Execution.requireParameters(prepared, options);
                meter.passes += frames.get().run(executor, options, sampler, seed);
            } else if (BatchRun.isBetter(prepared)) {
                Execution.requireParameters(prepared, options);
                meter.passes += batchRun(executor, prepared, options, seed).run(sampler);
            } else if (options.shots() > 0) {
                follow(executor, prepared, options, sampler, meter);
            }
            Samples samples = sampler.samples(options.shots());
            return new RunResult(samples, seed, choice, options.precision(), meter.passes, meter.timing());
        });
    }

    /**
     * The exact distribution of a circuit's classical bits. Of a circuit with mid-circuit measurements every sequence of
     * outcomes is followed that is at least as probable as {@link RunOptions#minProbability}. Where that exceeds {@link
     * RunOptions#maxBranches}, as loops do that end by chance, it is tried again with 1000 times that probability, up to
     * 10^-6; {@link Distribution#notFollowed} says what is missing. Of a circuit with channels on up to
     * 13 qubits, which has no other mid-circuit events, it comes from the density matrix.
     *
     * @throws IllegalArgumentException if the circuit has no classical bits to report; {@link Circuit#measured} adds them
     */
    public Distribution distribution(Circuit circuit, RunOptions options) {
        requireOutputs(circuit);
        return devices.use(circuit.qubitCount(), (executor, choice) -> {
            Meter meter = new Meter();
            PreparedCircuit prepared = prepare(circuit, options, executor);
            if (DensityProgram.isBetter(prepared)) {
                Map<String, Double> exact = new DensityRun(executor, prepared, choice, meter).distribution(options);
                return new Distribution(exact, 0, 1, choice, options.precision(), meter.passes, meter.timing());
            }
            DistributionCollector collector = OutcomeEnumerator.followAll(
                    executor, prepared, options, meter, o -> new DistributionCollector(prepared, o));
            return new Distribution(
                    collector.probabilities(),
                    collector.notFollowed(),
                    collector.branches(),
                    choice,
                    options.precision(),
                    meter.passes,
                    meter.timing());
        });
    }

    /**
     * The final state of a circuit, before the measurements at its end. Close it to free its memory.
     *
     * @throws ProgramException if the state depends on the outcome of a measurement or reset
     */
    public State state(Circuit circuit, RunOptions options) {
        return devices.use(circuit.qubitCount(), (executor, choice) -> {
            Meter meter = new Meter();
            PreparedCircuit prepared = prepare(circuit, options, executor);
            try (Execution execution = new Execution(executor, prepared, options, meter)) {
                FinalState last = new FinalState(execution, options.precision());
                last.follow(execution, Boolean.TRUE);
                return last.state(circuit.qubitCount(), prepared.indexBits(), choice, meter);
            }
        });
    }

    /**
     * The exact mixed state at the end of a circuit with channels, before the measurements at its end. Takes 4^n numbers:
     * 512 MiB in single precision at 13 qubits. Close it to free its memory.
     *
     * @throws ProgramException if the circuit has mid-circuit measurements or classical control; run shots of it
     */
    public DensityMatrix densityMatrix(Circuit circuit, RunOptions options) {
        return devices.use(2 * circuit.qubitCount(), (executor, choice) -> {
            PreparedCircuit prepared = prepare(circuit, options, executor);
            Execution.requireParameters(prepared, options);
            return new DensityRun(executor, prepared, choice, new Meter()).matrix(options);
        });
    }

    /**
     * Expectation values of observables in the final state, before the measurements at the circuit's end, for one or many
     * rows of parameters. Over the outcomes of mid-circuit measurements the values are averaged; sequences of outcomes are
     * followed as {@link #distribution} does, and {@link Expectations#notFollowed} says what is missing. Those of circuits
     * with channels come from the density matrix where the distribution does.
     *
     * @param parameterRows a value for each parameter by name; at least one row. {@link RunOptions#parameters} are not used
     * @throws IllegalArgumentException if an observable acts on qubits that the circuit does not have
     */
    public Expectations expectations(
            Circuit circuit, List<PauliSum> observables, List<Map<String, Double>> parameterRows, RunOptions options) {
        return expectations(circuit, observables, ParameterRows.of(circuit.parameters(), parameterRows), options);
    }

    /**
     * The same with the parameters as numbers, which is the quickest for many rows: small circuits are run in batches, on
     * all threads of a device that is the host.
     *
     * @param parameterRows a value for each of the circuit's parameters. {@link RunOptions#parameters} are not used
     * @throws IllegalArgumentException if an observable acts on qubits that the circuit does not have, or the parameters
     *     are not the circuit's
     */
    public Expectations expectations(
            Circuit circuit, List<PauliSum> observables, ParameterRows parameterRows, RunOptions options) {
        observables.forEach(o -> State.requireQubits(o, circuit.qubitCount()));
        return devices.use(circuit.qubitCount(), (executor, choice) -> {
            Meter meter = new Meter();
            PreparedCircuit prepared = prepare(circuit, options, executor);
            if (DensityProgram.isBetter(prepared)) {
                double[][] exact = new DensityRun(executor, prepared, choice, meter)
                        .expectations(observables, parameterRows, options);
                return new Expectations(
                        exact, new double[exact.length], choice, options.precision(), meter.passes, meter.timing());
            }
            ExpectationRun.Values found =
                    new ExpectationRun(executor, prepared, observables, options, meter).values(parameterRows);
            return new Expectations(
                    found.values(), found.notFollowed(), choice, options.precision(), meter.passes, meter.timing());
        });
    }

    /**
     * Expectation values in the final state, before the measurements at the circuit's end, averaged over {@link
     * RunOptions#shots} trajectories: for circuits with more channels and measurements than {@link #expectations} can follow.
     *
     * @throws IllegalArgumentException if an observable acts on qubits that the circuit does not have, or there are no shots
     */
    public SampledExpectations sampledExpectations(Circuit circuit, List<PauliSum> observables, RunOptions options) {
        observables.forEach(o -> State.requireQubits(o, circuit.qubitCount()));
        if (options.shots() < 1) {
            throw new IllegalArgumentException("no shots to average over; expected at least 1");
        }
        long seed = options.seed().orElseGet(Simulator::drawnSeed);
        return devices.use(circuit.qubitCount(), (executor, choice) -> {
            Meter meter = new Meter();
            PreparedCircuit prepared = prepare(circuit, options, executor);
            Execution.requireParameters(prepared, options);
            double[][] values = new double[observables.size()][options.shots()];
            Optional<FrameRun> frames = frames(prepared, meter);
            if (frames.isPresent()) {
                meter.passes += frames.get().expectations(executor, options, observables, seed, values);
            } else if (BatchRun.isBetter(prepared)) {
                meter.passes += batchRun(executor, prepared, options, seed).expectations(observables, values);
            } else {
                try (Execution execution = new Execution(executor, prepared, options, meter)) {
                    new TrajectoryExpectations(prepared, observables, seed, values)
                            .follow(
                                    execution,
                                    IntStream.range(0, options.shots()).toArray());
                }
            }
            return SampledExpectations.of(values, options.shots(), seed, choice, options.precision(), meter);
        });
    }

    private static BatchRun batchRun(Executor executor, PreparedCircuit prepared, RunOptions options, long seed) {
        return new BatchRun(executor, prepared, prepared.batch().orElseThrow(), options, seed);
    }

    private static long drawnSeed() {
        return SEEDS.nextLong() >>> (Long.SIZE - SEED_BITS);
    }

    /**
     * Expectation values and their exact derivatives by all parameters of the circuit, for one or many rows of parameters,
     * by the adjoint method: about three times the gates of the circuit, and one reading of the state for each angle that
     * depends on a parameter, for all observables together. Takes the memory of two states on the device for each
     * observable (fewer at a time when that is too much), and of two on the host.
     *
     * @param parameterRows a value for each of the circuit's parameters. {@link RunOptions#parameters} are not used
     * @throws IllegalArgumentException if an observable acts on qubits that the circuit does not have, or the parameters
     *     are not the circuit's
     * @throws ProgramException if the circuit has measurements, resets or classical control before its end
     */
    public Gradients gradients(
            Circuit circuit, List<PauliSum> observables, List<Map<String, Double>> parameterRows, RunOptions options) {
        observables.forEach(o -> State.requireQubits(o, circuit.qubitCount()));
        ParameterRows rows = ParameterRows.of(circuit.parameters(), parameterRows);
        return devices.use(circuit.qubitCount(), (executor, choice) -> {
            Meter meter = new Meter();
            AdjointProgram program = prepare(circuit, options, executor).adjoint();
            meter.planNanos = meter.elapsed();
            double[][] values = new double[rows.rowCount()][observables.size()];
            double[][][] jacobians = new AdjointRun(
                            executor, program, circuit.parameters(), observables, options, meter)
                    .run(rows, values);
            return new Gradients(
                    values, jacobians, circuit.parameters(), choice, options.precision(), meter.passes, meter.timing());
        });
    }

    /**
     * The quantum Fisher information of the final state, before the measurements at the circuit's end, exactly. Takes the
     * memory of as many states as there are parameters, and one, on the device and on the host.
     *
     * @param options with a value for each parameter
     * @throws ProgramException if the circuit has measurements, resets or classical control before its end
     */
    public FisherInformation fisherInformation(Circuit circuit, RunOptions options) {
        return devices.use(circuit.qubitCount(), (executor, choice) -> {
            Meter meter = new Meter();
            PreparedCircuit prepared = prepare(circuit, options, executor);
            Execution.requireParameters(prepared, options);
            double[][] matrix = new MetricRun(executor, prepared, options, meter).fisherInformation();
            return new FisherInformation(
                    matrix, circuit.parameters(), choice, options.precision(), meter.passes, meter.timing());
        });
    }

    /** The plans of a circuit for the device that would be taken, without running anything. */
    public CircuitPlan explain(Circuit circuit, RunOptions options) {
        return devices.use(circuit.qubitCount(), (executor, choice) -> {
            PreparedCircuit prepared = prepare(circuit, options, executor);
            return CircuitPlan.of(choice, prepared.allPlans(), prepared.isDynamic(), sliceBits(executor));
        });
    }

    private static int sliceBits(Executor executor) {
        return Integer.numberOfTrailingZeros(executor.slices());
    }

    private PreparedCircuit prepare(Circuit circuit, RunOptions options, Executor executor) {
        PreparedCircuit prepared = prepared(circuit, options, executor);
        if (executor.slices() > 1) {
            prepared.allPlans().forEach(plan -> SliceCountException.require(plan, sliceBits(executor)));
        }
        return prepared;
    }

    private PreparedCircuit prepared(Circuit circuit, RunOptions options, Executor executor) {
        DeviceProfile profile = options.planFor().orElseGet(executor::profile);
        options.initialState().ifPresent(state -> {
            if (state.qubitCount() != circuit.qubitCount()) {
                throw new IllegalArgumentException("an initial state of %d qubits for a circuit of %d"
                        .formatted(state.qubitCount(), circuit.qubitCount()));
            }
        });
        boolean fromZero = options.initialState().isEmpty();
        Key key = new Key(circuit, options.precision(), profile, fromZero);
        synchronized (preparedCircuits) {
            PreparedCircuit known = preparedCircuits.get(key);
            if (known != null) {
                return known;
            }
        }
        PreparedCircuit prepared = new PreparedCircuit(circuit, options.precision(), profile, fromZero);
        synchronized (preparedCircuits) {
            preparedCircuits.put(key, prepared);
        }
        return prepared;
    }

    /** Follows all shots; those of small states in as many parts as there are threads. */
    private static void follow(
            Executor executor, PreparedCircuit prepared, RunOptions options, ShotSampler sampler, Meter meter) {
        int shots = options.shots();
        int parts = prepared.isDynamic() && prepared.indexBits() <= MAX_BITS_OF_THREADS
                ? Math.min(executor.hostThreads(), shots)
                : 1;
        Meter[] meters = new Meter[parts];
        executor.forEach(parts, (_, item) -> {
            int part = (int) item;
            meters[part] = new Meter();
            int from = (int) ((long) shots * part / parts);
            int to = (int) ((long) shots * (part + 1) / parts);
            try (Execution execution = new Execution(executor, prepared, options, meters[part])) {
                execution.letShrink();
                sampler.forThread(meters[part])
                        .follow(execution, IntStream.range(from, to).toArray());
            }
        });
        for (Meter part : meters) {
            meter.passes += part.passes;
            meter.planNanos += part.planNanos / parts;
            meter.sampleNanos += part.sampleNanos / parts;
        }
    }

    private static Optional<FrameRun> frames(PreparedCircuit prepared, Meter meter) {
        long start = System.nanoTime();
        Optional<FrameRun> frames = prepared.frames();
        meter.planNanos += System.nanoTime() - start;
        return frames;
    }

    private static void requireOutputs(Circuit circuit) {
        if (circuit.classicalRegisters().stream().noneMatch(r -> r.output())) {
            throw new IllegalArgumentException(
                    "the circuit has no classical bits to report; measure into a register, or"
                            + " take Circuit.measured(), which measures all qubits at the end");
        }
    }

    /** Closes the devices. */
    @Override
    public void close() {
        devices.close();
    }
}
