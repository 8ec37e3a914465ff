package org.jaynes.decoder.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.stim.ClassicalControl;
import org.jaynes.decoder.stim.CliffordAction;
import org.jaynes.decoder.stim.PauliProduct;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimCircuitBuilder;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;
import org.jspecify.annotations.Nullable;

/**
 * One shot of a circuit without noise: what a random measurement measures is made +1. Loops are run until the state and
 * the results that feedback uses repeat; what is left is copied.
 */
final class ReferenceSample {
    private static final CliffordAction H = CliffordAction.of(StimGate.H);
    private static final CliffordAction H_YZ = CliffordAction.of(StimGate.H_YZ);
    private static final CliffordAction CX = CliffordAction.of(StimGate.CX);
    private static final CliffordAction S = CliffordAction.of(StimGate.S);
    private static final CliffordAction S_DAG = CliffordAction.of(StimGate.S_DAG);

    private final RunnableCircuit circuit;
    private final boolean feedback;
    private InverseTableau state;
    private final long[] record;
    private int measured;

    private ReferenceSample(RunnableCircuit circuit, boolean feedback) {
        double bytes = InverseTableau.bytesFor(circuit.qubitCount());
        long limit = Runtime.getRuntime().maxMemory();
        if (bytes > 0.4 * limit) {
            throw new TooLargeException(
                    "the reference sample of %d qubits takes %.3g bytes; the limit is 0.4 of the Java heap of %,d bytes; without a reference sample (--skip_reference_sample) it is not needed"
                            .formatted(circuit.qubitCount(), bytes, limit));
        }
        this.circuit = circuit;
        this.feedback = feedback;
        this.state = new InverseTableau(circuit.qubitCount());
        this.record = new long[BitTable.wordsOf(circuit.measurementCount())];
    }

    /**
     * The results, bit k in word k / 64 at position k % 64.
     *
     * @param feedback whether gates that measurement records control are run
     */
    static long[] of(StimCircuit circuit, boolean feedback) {
        RunnableCircuit noiseless = new RunnableCircuit(withoutNoise(circuit));
        ReferenceSample sample = new ReferenceSample(noiseless, feedback);
        sample.run(noiseless.circuit());
        return sample.record;
    }

    /** The circuit without errors; instructions that become neighbours and equal join, as in stim. */
    private static StimCircuit withoutNoise(StimCircuit circuit) {
        StimCircuitBuilder noiseless = new StimCircuitBuilder();
        for (StimInstruction instruction : circuit.instructions()) {
            switch (instruction) {
                case StimInstruction.Repeat repeat ->
                    noiseless.appendRepeat(repeat.count(), withoutNoise(repeat.body()), repeat.tag());
                case StimInstruction.Operation operation -> appendWithoutNoise(noiseless, operation);
            }
        }
        return noiseless.build();
    }

    private static void appendWithoutNoise(StimCircuitBuilder noiseless, StimInstruction.Operation operation) {
        int[] targets = operation.targets();
        switch (operation.gate()) {
            case X_ERROR, Y_ERROR, Z_ERROR, DEPOLARIZE1, DEPOLARIZE2, PAULI_CHANNEL_1, PAULI_CHANNEL_2 -> {}
            case I_ERROR, II_ERROR, E, ELSE_CORRELATED_ERROR -> {}
            case HERALDED_ERASE, HERALDED_PAULI_CHANNEL_1 ->
                noiseless.append(
                        StimGate.MPAD, new double[0], new int[targets.length], targets.length, operation.tag());
            default -> {
                double[] arguments = operation.gate().measures() ? new double[0] : operation.arguments();
                noiseless.append(operation.gate(), arguments, targets, targets.length, operation.tag());
            }
        }
    }

    private void run(StimCircuit block) {
        for (StimInstruction instruction : block.instructions()) {
            switch (instruction) {
                case StimInstruction.Operation operation -> run(operation);
                case StimInstruction.Repeat repeat -> repeat(repeat.body(), repeat.count());
            }
        }
    }

    /** Runs a loop; compares with the state after 1, 2, 4, ... rounds, so that a period is found in time (R. Brent). */
    private void repeat(StimCircuit body, long rounds) {
        int lookback = feedbackLookback(body);
        @Nullable InverseTableau seen = null;
        int seenMeasured = 0;
        long seenRound = 0;
        for (long done = 0; done < rounds; ) {
            run(body);
            done++;
            if (seen != null && state.sameAs(seen) && sameRecent(lookback, seenMeasured)) {
                long periods = (rounds - done) / (done - seenRound);
                copyResults(measured - seenMeasured, periods);
                done += periods * (done - seenRound);
                seen = null;
                seenRound = rounds;
            } else if (done >= 2 * seenRound && rounds - done > done) {
                seen = state.copy();
                seenMeasured = measured;
                seenRound = done;
            }
        }
    }

    private static int feedbackLookback(StimCircuit body) {
        int longest = 0;
        for (StimInstruction instruction : body.instructions()) {
            switch (instruction) {
                case StimInstruction.Operation operation -> {
                    if (operation.gate().targets() == StimGate.Targets.CONTROLLED_PAIRS) {
                        for (int target : operation.targets()) {
                            if (StimTarget.isRecord(target)) {
                                longest = Math.max(longest, StimTarget.number(target));
                            }
                        }
                    }
                }
                case StimInstruction.Repeat repeat -> longest = Math.max(longest, feedbackLookback(repeat.body()));
            }
        }
        return longest;
    }

    private boolean sameRecent(int lookback, int seenMeasured) {
        if (seenMeasured < lookback) {
            return false;
        }
        for (int i = 1; i <= lookback; i++) {
            if (recorded(measured - i) != recorded(seenMeasured - i)) {
                return false;
            }
        }
        return true;
    }

    private void copyResults(int count, long times) {
        for (long i = 0; i < count * times; i++) {
            record(recorded(measured - count));
        }
    }

    private boolean recorded(int index) {
        return (record[index >> 6] >>> index & 1) != 0;
    }

    private void record(boolean result) {
        record[measured >> 6] |= (result ? 1L : 0) << measured;
        measured++;
    }

    private void run(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        switch (gate) {
            case M, MX, MY, MR, MRX, MRY, R, RX, RY -> runCollapse(operation);
            case MXX, MYY, MZZ -> measurePairs(operation);
            case MPP -> {
                for (PauliProduct product : circuit.productsOf(operation)) {
                    record(measure(product));
                }
            }
            case SPP, SPP_DAG -> {
                for (PauliProduct product : circuit.productsOf(operation)) {
                    rotate(product, (gate == StimGate.SPP_DAG) ^ product.negative());
                }
            }
            case MPAD -> {
                for (int target : operation.targets()) {
                    record(StimTarget.number(target) != 0);
                }
            }
            default -> {
                if (!gate.images().isEmpty()) {
                    runClifford(operation);
                }
            }
        }
    }

    private void runClifford(StimInstruction.Operation operation) {
        CliffordAction action = CliffordAction.of(operation.gate());
        int[] targets = operation.targets();
        if (operation.gate().targets() == StimGate.Targets.QUBITS) {
            for (int qubit : targets) {
                state.apply(action, qubit);
            }
            return;
        }
        for (int i = 0; i < targets.length; i += 2) {
            if (StimTarget.isBit(targets[i]) || StimTarget.isBit(targets[i + 1])) {
                runControlled(ClassicalControl.of(operation.gate(), targets[i], targets[i + 1]));
            } else {
                state.apply(action, targets[i], targets[i + 1]);
            }
        }
    }

    /** Sweep bits are 0 in the reference sample. */
    private void runControlled(@Nullable ClassicalControl control) {
        if (feedback
                && control != null
                && StimTarget.isRecord(control.bit())
                && recorded(measured - StimTarget.number(control.bit()))) {
            state.applyPauli(control.qubit(), control.x(), control.z());
        }
    }

    /**
     * Collapses all targets, then reads and resets them one by one. Which of several random results are +1 depends on the
     * order: as in stim, that of the targets for Z, that of the qubits for X and Y.
     */
    private void runCollapse(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        String name = gate.name();
        @Nullable CliffordAction toZ = name.endsWith("X") ? H : name.endsWith("Y") ? H_YZ : null;
        IntStream qubits = Arrays.stream(operation.targets()).map(StimTarget::number);
        (toZ == null ? qubits : qubits.sorted()).forEach(qubit -> measureAndReset(qubit, toZ, false));
        for (int target : operation.targets()) {
            boolean result = measureAndReset(StimTarget.number(target), toZ, gate.resets());
            if (gate.measures()) {
                record(result ^ StimTarget.isInverted(target));
            }
        }
    }

    private boolean measureAndReset(int qubit, @Nullable CliffordAction toZ, boolean reset) {
        if (toZ != null) {
            state.apply(toZ, qubit);
        }
        boolean result = state.measure(qubit);
        if (reset) {
            state.clear(qubit);
        }
        if (toZ != null) {
            state.apply(toZ, qubit);
        }
        return result;
    }

    /** Measures pairs in runs in which no qubit occurs twice, as stim does; the order within a run is as above. */
    private void measurePairs(StimInstruction.Operation operation) {
        int[] targets = operation.targets();
        List<PauliProduct> products = circuit.productsOf(operation);
        Set<Integer> used = new HashSet<>();
        List<Integer> run = new ArrayList<>();
        for (int i = 0; i < products.size(); i++) {
            int first = StimTarget.number(targets[2 * i]);
            int second = StimTarget.number(targets[2 * i + 1]);
            if (used.contains(first) || used.contains(second)) {
                measureRun(operation, products, run);
                used.clear();
                run.clear();
            }
            used.add(first);
            used.add(second);
            run.add(i);
        }
        measureRun(operation, products, run);
    }

    private void measureRun(StimInstruction.Operation operation, List<PauliProduct> products, List<Integer> run) {
        Comparator<Integer> byFirstQubit =
                Comparator.comparingInt(i -> StimTarget.number(operation.targets()[2 * i]));
        Stream<Integer> order =
                operation.gate() == StimGate.MZZ ? run.stream() : run.stream().sorted(byFirstQubit);
        order.forEach(i -> {
            var _ = measure(products.get(i));
        });
        run.forEach(i -> record(measure(products.get(i))));
    }

    private boolean measure(PauliProduct product) {
        if (product.qubits().length == 0) {
            return product.negative();
        }
        turn(product, false);
        boolean result = state.measure(product.qubits()[0]);
        turn(product, true);
        return result ^ product.negative();
    }

    private void rotate(PauliProduct product, boolean inverse) {
        if (product.qubits().length > 0) {
            turn(product, false);
            state.apply(inverse ? S_DAG : S, product.qubits()[0]);
            turn(product, true);
        }
    }

    /** Turns the product into Z of its first qubit, or back: all gates are their own inverses. */
    private void turn(PauliProduct product, boolean back) {
        if (!back) {
            turnFactors(product);
        }
        for (int i = 1; i < product.qubits().length; i++) {
            state.apply(CX, product.qubits()[i], product.qubits()[0]);
        }
        if (back) {
            turnFactors(product);
        }
    }

    private void turnFactors(PauliProduct product) {
        product.forEach((qubit, x, z) -> {
            if (x) {
                state.apply(z ? H_YZ : H, qubit);
            }
        });
    }
}
