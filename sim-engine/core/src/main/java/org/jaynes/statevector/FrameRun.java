package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.Executor;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.Philox;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Plan;

/**
 * Runs the trajectories of a {@link FrameProgram}. Which errors a shot has is drawn before anything is simulated; shots
 * whose errors lead to the same angles share a state, and the states are the rows of batches. What a shot draws depends on
 * the seed, its number and the event, as in {@link ShotSampler}. Immutable.
 */
final class FrameRun {
    /** Trajectories that are drawn and told apart at a time. */
    private static final int BLOCK_SHOTS = 1 << 14;

    /** Decisions of a block of shots that are held at a time. */
    private static final int BLOCK_DECISIONS = 1 << 25;

    private final FrameProgram program;
    private final Plan plan;
    private final int decisions;

    FrameRun(FrameProgram program, Plan plan) {
        this.program = program;
        this.plan = plan;
        this.decisions = (int) program.steps().stream()
                .filter(FrameProgram.Decided.class::isInstance)
                .count();
    }

    Plan plan() {
        return plan;
    }

    FrameProgram program() {
        return program;
    }

    /**
     * Where the errors of a shot have led.
     *
     * @param variants for each decision the number of the variant
     * @param flips qubits with X at the end
     * @param phases qubits with Z at the end, which measurements do not see
     */
    record Frame(byte[] variants, long flips, long phases) {
        /** An observable of the true state, as one of the simulated state. */
        PauliSum carried(PauliSum observable) {
            return new PauliSum(observable.terms().stream()
                    .map(term -> {
                        int crossings = Long.bitCount(term.x() & phases) + Long.bitCount(term.z() & flips);
                        double coefficient = crossings % 2 == 0 ? term.coefficient() : -term.coefficient();
                        return new PauliTerm(coefficient, term.x(), term.z());
                    })
                    .toList());
        }
    }

    /** The errors of one shot. */
    Frame frame(long seed, int shot) {
        byte[] variants = new byte[decisions];
        int next = 0;
        long x = 0;
        long z = 0;
        for (FrameProgram.Step step : program.steps()) {
            switch (step) {
                case FrameProgram.PauliError(int event, int[] qubits, double[] cumulative) -> {
                    int purpose = Philox.purposeAndEvent(Philox.PURPOSE_NOISE, event);
                    double number = Philox.uniform(seed, shot, 0, purpose);
                    int product = 0;
                    while (!(number < cumulative[product])) {
                        product++;
                    }
                    for (int q = 0; q < qubits.length && product != 0; q++, product >>= 2) {
                        x ^= (long) FrameProgram.pauliX(product) << qubits[q];
                        z ^= (long) FrameProgram.pauliZ(product) << qubits[q];
                    }
                }
                case FrameProgram.Passed(int[] qubits, int[] images) -> {
                    int bits = FrameProgram.bits(x, z, qubits);
                    int changed = bits ^ images[bits];
                    x ^= FrameProgram.xMask(changed, qubits);
                    z ^= FrameProgram.zMask(changed, qubits);
                }
                case FrameProgram.Decided(int[] qubits, int[] variantOf, int _, double[][] _, boolean clears) -> {
                    int bits = FrameProgram.bits(x, z, qubits);
                    variants[next++] = (byte) variantOf[bits];
                    if (clears) {
                        x &= ~FrameProgram.xMask(-1, qubits);
                        z &= ~FrameProgram.xMask(-1, qubits);
                    }
                }
            }
        }
        return new Frame(variants, x, z);
    }

    /** The values of all parameters for a frame: the program's own and those of the circuit. */
    Map<String, Double> values(Frame frame, Map<String, Double> parameters) {
        return parameterRows(List.of(new Row(frame.variants(), List.of())), parameters)
                .row(0);
    }

    /** Shots with the same state. */
    private record Row(byte[] variants, List<Integer> shots) {
        int[] shotNumbers() {
            return shots.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** Compares the variants of frames by their contents. */
    private record Key(byte[] variants) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(variants, that.variants);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(variants);
        }
    }

    /** What is done with the state of some shots; called by several threads for different shots. */
    private interface RowReader {
        /**
         * Reads a state.
         *
         * @param states a batch, in which the state is a row
         * @param shots of that state
         * @param frames of the shots, in their order
         */
        void read(StateBuffer states, int row, int[] shots, Frame[] frames);
    }

    /**
     * Runs all shots and draws an outcome of each.
     *
     * @return how often a state was read and written
     */
    long run(Executor executor, RunOptions options, ShotSampler sampler, long seed) {
        ShotSampler.TailWriter tail = sampler.tailWriter(plan.layout(), options.parameters());
        return run(executor, options, seed, (states, row, shots, frames) -> {
            int[] next = {0}; // outcomes come in the order of shots
            sampler.sampleRow(
                    states,
                    row,
                    shots,
                    (shot, index) -> tail.write(shot, index ^ flippedBits(frames[next[0]++].flips())));
        });
    }

    /**
     * Runs all shots and takes the expectation values of observables in the final state of each.
     *
     * @param values to be filled: for each observable a value for each shot
     * @return how often a state was read and written
     */
    long expectations(Executor executor, RunOptions options, List<PauliSum> observables, long seed, double[][] values) {
        return run(executor, options, seed, (states, row, shots, frames) -> {
            for (int o = 0; o < values.length; o++) {
                Map<PauliSum, Double> known = new HashMap<>();
                for (int i = 0; i < shots.length; i++) {
                    values[o][shots[i]] = known.computeIfAbsent(
                            frames[i].carried(observables.get(o)), sum -> expectation(states, row, sum));
                }
            }
        });
    }

    private double expectation(StateBuffer states, int row, PauliSum sum) {
        double value = 0;
        for (PauliGroup group : sum.groups(plan.layout())) {
            value += states.expectation(group)[row];
        }
        return value;
    }

    private long run(Executor executor, RunOptions options, long seed, RowReader reader) {
        int block = Math.clamp(BLOCK_DECISIONS / (decisions + 1), 1, BLOCK_SHOTS);
        long states = 0;
        for (int first = 0; first < options.shots(); first += block) {
            states += runBlock(executor, options, first, Math.min(block, options.shots() - first), seed, reader);
        }
        return states * plan.passes().size();
    }

    private int runBlock(Executor executor, RunOptions options, int first, int count, long seed, RowReader reader) {
        Frame[] frames = new Frame[count];
        executor.forEach(count, (_, item) -> frames[(int) item] = frame(seed, first + (int) item));
        Map<Key, Row> byVariants = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            byte[] variants = frames[i].variants();
            byVariants
                    .computeIfAbsent(new Key(variants), _ -> new Row(variants, new ArrayList<>()))
                    .shots()
                    .add(first + i);
        }
        List<Row> rows = List.copyOf(byVariants.values());
        ParameterRows values = parameterRows(rows, options.parameters());
        new RowBatches(executor, plan, values, options).run((states, firstRow) -> {
            for (int i = 0; i < states.rows() && firstRow + i < rows.size(); i++) {
                int[] shots = rows.get(firstRow + i).shotNumbers();
                Frame[] ofShots = Arrays.stream(shots)
                        .mapToObj(shot -> frames[shot - first])
                        .toArray(Frame[]::new);
                reader.read(states, i, shots, ofShots);
            }
        });
        return rows.size();
    }

    /** Qubits as index bits. */
    private long flippedBits(long qubits) {
        long bits = 0;
        for (long left = qubits; left != 0; left &= left - 1) {
            bits |= 1L << plan.layout()[Long.numberOfTrailingZeros(left)];
        }
        return bits;
    }

    private ParameterRows parameterRows(List<Row> rows, Map<String, Double> parameters) {
        List<String> names = new ArrayList<>(program.parameters());
        int own = names.size();
        names.addAll(parameters.keySet());
        if (names.isEmpty()) {
            return ParameterRows.of(List.of(), List.of(Map.of()));
        }
        double[] values = new double[Math.multiplyExact(rows.size(), names.size())];
        for (int row = 0; row < rows.size(); row++) {
            int start = row * names.size();
            decide(rows.get(row).variants(), values, start);
            for (int p = own; p < names.size(); p++) {
                values[start + p] = Objects.requireNonNull(parameters.get(names.get(p)), "checked before");
            }
        }
        return ParameterRows.of(names, values);
    }

    /** Writes the values of the own parameters. */
    private void decide(byte[] variants, double[] values, int start) {
        int next = 0;
        for (FrameProgram.Step step : program.steps()) {
            if (step instanceof FrameProgram.Decided decided) {
                double[] chosen = decided.values()[variants[next++]];
                System.arraycopy(chosen, 0, values, start + decided.first(), chosen.length);
            }
        }
    }
}
