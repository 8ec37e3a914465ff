package org.jaynes.decoder.simulation;

import java.util.Arrays;
import org.jaynes.decoder.stim.ClassicalControl;
import org.jaynes.decoder.stim.CliffordAction;
import org.jaynes.decoder.stim.PauliProduct;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;
import org.jspecify.annotations.Nullable;

/**
 * Runs a circuit on the frames of a batch of shots. Not thread-safe.
 *
 * <p>Results are kept as differences from a reference: whether the frame flips them. Where results were measured elsewhere
 * ({@link #given}), there is no noise, frames come from sweep bits and feedback alone, and a detector compares the given
 * results, corrected by the frames, with the reference.
 */
final class FrameSimulator {
    /** Operators of the cases of PAULI_CHANNEL_2: IX, IY, IZ, XI, ...; bits X, Z of the first qubit, then of the second. */
    static final int[] PAIRS = new int[15];

    static final int[] XYZ = {1, 3, 2};
    static final int[] IXYZ = {0, 1, 3, 2};

    static {
        for (int i = 1; i < 16; i++) {
            PAIRS[i - 1] = IXYZ[i >> 2] | IXYZ[i & 3] << 2;
        }
    }

    private final RunnableCircuit circuit;
    private final Frames frames;

    /** Null where results are given: then nothing is random. */
    private final @Nullable FrameNoise noise;

    /** What gates look back at: flips, or with feedback that the measured circuit did not have, corrected results. */
    private final ResultHistory flips;

    /** What detectors look back at; the same object where results are not given. */
    private final ResultHistory outcomes;

    private final long[][] detectors;
    private final long[][] observables;
    private final long[] bits;
    private long[][] given = {};
    private long[][] sweep = {};
    private int measured;
    private int detected;

    private FrameSimulator(
            RunnableCircuit circuit,
            int words,
            @Nullable EventRandom random,
            int historyLength,
            boolean separateOutcomes,
            boolean detects) {
        this.circuit = circuit;
        this.frames = new Frames(circuit.qubitCount(), words);
        this.noise = random == null ? null : new FrameNoise(random, frames);
        this.flips = new ResultHistory(historyLength, words);
        this.outcomes = separateOutcomes ? new ResultHistory(historyLength, words) : flips;
        this.detectors = new long[detects ? circuit.detectorCount() : 0][words];
        this.observables = new long[detects ? circuit.observableCount() : 0][words];
        this.bits = new long[words];
    }

    /** Samples measurement flips; {@link #results} has a row for each. */
    static FrameSimulator ofMeasurements(RunnableCircuit circuit, int words, long seed) {
        int length = Math.max(1, circuit.measurementCount());
        return new FrameSimulator(circuit, words, new EventRandom(seed), length, false, false);
    }

    /** Samples detection events. */
    static FrameSimulator ofDetections(RunnableCircuit circuit, int words, long seed) {
        return new FrameSimulator(circuit, words, new EventRandom(seed), circuit.historyLength(), false, true);
    }

    /**
     * Turns given results into detection events.
     *
     * @param inlineFeedback whether the results come from a circuit without feedback, which is made up for
     */
    static FrameSimulator ofGiven(RunnableCircuit circuit, int words, boolean inlineFeedback) {
        return new FrameSimulator(circuit, words, null, circuit.historyLength(), !inlineFeedback, true);
    }

    /** Runs a batch with noise. */
    void run(long block, int firstWord) {
        if (noise != null) {
            noise.start(block, firstWord);
        }
        start();
        if (noise != null) {
            noise.nextEvent();
            for (int qubit = 0; qubit < circuit.qubitCount(); qubit++) {
                // Z does nothing to |0>, so it may be in the frame; measurements in another basis become random by it.
                noise.randomize(frames.z[qubit], qubit);
            }
        }
        run(circuit.circuit());
    }

    /**
     * Runs a batch of given results.
     *
     * @param results a row per measurement, already compared with the reference
     * @param sweepBits a row per sweep bit
     */
    void run(long[][] results, long[][] sweepBits) {
        given = results;
        sweep = sweepBits;
        start();
        run(circuit.circuit());
    }

    private void start() {
        frames.clear();
        flips.clear();
        outcomes.clear();
        for (long[] row : observables) {
            Arrays.fill(row, 0);
        }
        measured = 0;
        detected = 0;
    }

    long[][] results() {
        return flips.rows();
    }

    long[][] detectors() {
        return detectors;
    }

    long[][] observables() {
        return observables;
    }

    private void run(StimCircuit block) {
        for (StimInstruction instruction : block.instructions()) {
            switch (instruction) {
                case StimInstruction.Operation operation -> run(operation);
                case StimInstruction.Repeat repeat -> {
                    for (long round = 0; round < repeat.count(); round++) {
                        run(repeat.body());
                    }
                }
            }
        }
    }

    private void run(StimInstruction.Operation operation) {
        switch (operation.gate()) {
            case DETECTOR -> detect(operation);
            case OBSERVABLE_INCLUDE -> observe(operation);
            case TICK, QUBIT_COORDS, SHIFT_COORDS, I_ERROR, II_ERROR -> {}
            case M, MX, MY, MR, MRX, MRY -> measure(operation);
            case R, RX, RY -> reset(operation);
            case MPP, MXX, MYY, MZZ -> measureProducts(operation);
            case SPP, SPP_DAG -> {
                for (PauliProduct product : circuit.productsOf(operation)) {
                    // What anticommutes with the product is multiplied by it.
                    Arrays.fill(bits, 0);
                    frames.flipWhereAnticommuting(bits, product);
                    frames.multiply(bits, product);
                }
            }
            case MPAD -> {
                addZeros(operation.targets().length);
                flipResults(operation, operation.targets().length);
            }
            default -> {
                if (operation.gate().images().isEmpty()) {
                    runNoise(operation);
                } else {
                    runClifford(operation);
                }
            }
        }
    }

    private void detect(StimInstruction.Operation operation) {
        if (detectors.length == 0) {
            return;
        }
        long[] row = detectors[detected++];
        int[] targets = operation.targets();
        if (targets.length == 0) {
            Arrays.fill(row, 0);
            return;
        }
        System.arraycopy(outcomes.back(StimTarget.number(targets[0])), 0, row, 0, row.length);
        for (int i = 1; i < targets.length; i++) {
            Frames.xor(row, outcomes.back(StimTarget.number(targets[i])));
        }
    }

    private void observe(StimInstruction.Operation operation) {
        if (observables.length == 0) {
            return;
        }
        long[] row = observables[(int) operation.arguments()[0]];
        for (int target : operation.targets()) {
            if (StimTarget.isRecord(target)) {
                Frames.xor(row, outcomes.back(StimTarget.number(target)));
            } else {
                frames.flipWhereAnticommuting(
                        row, StimTarget.hasX(target), StimTarget.hasZ(target), StimTarget.number(target));
            }
        }
    }

    private void runClifford(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        CliffordAction action = CliffordAction.of(gate);
        int[] targets = operation.targets();
        if (gate.targets() == StimGate.Targets.QUBITS) {
            frames.apply1(action, targets);
            return;
        }
        boolean mayHaveBits = gate.targets() == StimGate.Targets.CONTROLLED_PAIRS;
        for (int i = 0; i < targets.length; i += 2) {
            if (mayHaveBits && (StimTarget.isBit(targets[i]) || StimTarget.isBit(targets[i + 1]))) {
                runControlled(ClassicalControl.of(gate, targets[i], targets[i + 1]));
            } else {
                frames.apply2(gate, action, targets[i], targets[i + 1]);
            }
        }
    }

    private void runControlled(@Nullable ClassicalControl control) {
        if (control == null) {
            return;
        }
        int number = StimTarget.number(control.bit());
        if (StimTarget.isRecord(control.bit())) {
            frames.multiply(flips.back(number), control.x(), control.z(), control.qubit());
        } else if (number < sweep.length) {
            frames.multiply(sweep[number], control.x(), control.z(), control.qubit());
        }
    }

    private void measure(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        boolean hasX = gate == StimGate.MX || gate == StimGate.MY || gate == StimGate.MRX || gate == StimGate.MRY;
        boolean hasZ = gate != StimGate.MX && gate != StimGate.MRX;
        int[] targets = operation.targets();
        if (noise != null) {
            noise.nextEvent();
        }
        for (int i = 0; i < targets.length; i++) {
            int qubit = StimTarget.number(targets[i]);
            long[] row = flips.add();
            Arrays.fill(row, 0);
            frames.flipWhereAnticommuting(row, hasX, hasZ, qubit);
            added(row);
            if (gate.resets()) {
                clear(qubit, hasX, hasZ, i);
            } else if (noise != null) {
                noise.randomize(bits, i);
                frames.multiply(bits, hasX, hasZ, qubit);
            }
        }
        flipResults(operation, targets.length);
    }

    private void reset(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        int[] targets = operation.targets();
        if (noise != null) {
            noise.nextEvent();
        }
        for (int i = 0; i < targets.length; i++) {
            clear(targets[i], gate != StimGate.R, gate != StimGate.RX, i);
        }
    }

    /**
     * Leaves the qubit's frame at a power of the operator that was measured or reset to, which does nothing to the state:
     * at random, or without noise at the one that it was. The latter shows in detectors that are random only, and there
     * gives stim's bits.
     */
    private void clear(int qubit, boolean hasX, boolean hasZ, int row) {
        long[] x = frames.x[qubit];
        long[] z = frames.z[qubit];
        long[] kept = hasZ ? z : x;
        if (noise != null) {
            noise.randomize(kept, row);
        }
        if (!hasX) {
            Arrays.fill(x, 0);
        } else if (!hasZ) {
            Arrays.fill(z, 0);
        } else {
            System.arraycopy(z, 0, x, 0, x.length);
        }
    }

    private void measureProducts(StimInstruction.Operation operation) {
        if (noise != null) {
            noise.nextEvent();
        }
        int number = 0;
        for (PauliProduct product : circuit.productsOf(operation)) {
            long[] row = flips.add();
            Arrays.fill(row, 0);
            frames.flipWhereAnticommuting(row, product);
            added(row);
            if (noise != null) {
                noise.randomize(bits, number);
                frames.multiply(bits, product);
            }
            number++;
        }
        flipResults(operation, number);
    }

    private void addZeros(int count) {
        for (int i = 0; i < count; i++) {
            long[] row = flips.add();
            Arrays.fill(row, 0);
            added(row);
        }
    }

    /** A result is complete but for noise, which given results have in them. */
    private void added(long[] row) {
        if (noise == null) {
            long[] outcome = row;
            if (outcomes != flips) {
                outcome = outcomes.add();
                System.arraycopy(row, 0, outcome, 0, row.length);
            }
            Frames.xor(outcome, given[measured]);
        }
        measured++;
    }

    private void flipResults(StimInstruction.Operation operation, int count) {
        if (noise != null && operation.arguments().length > 0 && operation.arguments()[0] > 0) {
            noise.flipResults(flips, count, operation.arguments()[0]);
        }
    }

    private void runNoise(StimInstruction.Operation operation) {
        int heralds = operation.measurementCount();
        addZeros(heralds);
        if (noise == null) {
            return;
        }
        double[] p = operation.arguments();
        switch (operation.gate()) {
            case X_ERROR -> noise.singlePauli(operation, 1);
            case Y_ERROR -> noise.singlePauli(operation, 3);
            case Z_ERROR -> noise.singlePauli(operation, 2);
            case DEPOLARIZE1 -> noise.depolarize(operation, 1);
            case DEPOLARIZE2 -> noise.depolarize(operation, 2);
            case PAULI_CHANNEL_1 -> noise.exclusive(operation, p, XYZ, 1, flips, 0);
            case PAULI_CHANNEL_2 -> noise.exclusive(operation, p, PAIRS, 2, flips, 0);
            case HERALDED_PAULI_CHANNEL_1 -> noise.exclusive(operation, p, IXYZ, 1, flips, heralds);
            case HERALDED_ERASE -> {
                double each = p[0] / 4;
                noise.exclusive(operation, new double[] {each, each, each, each}, IXYZ, 1, flips, heralds);
            }
            case E -> noise.correlated(operation, false);
            case ELSE_CORRELATED_ERROR -> noise.correlated(operation, true);
            default -> throw new IllegalStateException("not simulated: " + operation.gate());
        }
    }
}
