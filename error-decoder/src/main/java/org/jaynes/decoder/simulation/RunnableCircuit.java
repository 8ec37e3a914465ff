package org.jaynes.decoder.simulation;

import java.util.IdentityHashMap;
import java.util.List;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.stim.ClassicalControl;
import org.jaynes.decoder.stim.PauliProduct;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;

/** A circuit that was checked to be runnable, with what its simulators need to know beforehand. Immutable. */
final class RunnableCircuit {
    /** Instructions with loops unrolled that are run one by one; minutes. */
    private static final long MOST_INSTRUCTIONS = 1_000_000_000L;

    private final StimCircuit circuit;
    private final IdentityHashMap<StimInstruction.Operation, List<PauliProduct>> products = new IdentityHashMap<>();
    private int longestLookback;
    private int mostResultsAtOnce;

    /**
     * @throws CircuitException if a record looks back too far, a classical bit is a target, or a product is not Hermitian
     * @throws TooLargeException if it has too many instructions or bits
     */
    RunnableCircuit(StimCircuit circuit) {
        this.circuit = circuit;
        if (circuit.instructionCount() > MOST_INSTRUCTIONS) {
            throw new TooLargeException("the circuit has %d instructions with its loops unrolled; the limit is %d"
                    .formatted(circuit.instructionCount(), MOST_INSTRUCTIONS));
        }
        requireBits("measurements", circuit.measurementCount());
        requireBits("detectors", circuit.detectorCount());
        requireBits("observables", circuit.observableCount());
        check(circuit, 0);
    }

    private static void requireBits(String kind, long count) {
        if (count > Integer.MAX_VALUE - 64) {
            throw new TooLargeException(
                    "a shot has %d %s; the limit is %d".formatted(count, kind, Integer.MAX_VALUE - 64));
        }
    }

    private void check(StimCircuit block, long measurementsBefore) {
        long measurements = measurementsBefore;
        int position = 0;
        for (StimInstruction instruction : block.instructions()) {
            position++;
            try {
                switch (instruction) {
                    case StimInstruction.Operation operation -> {
                        check(operation, measurements);
                        measurements += operation.measurementCount();
                    }
                    case StimInstruction.Repeat repeat -> {
                        // The first round has the shortest past.
                        check(repeat.body(), measurements);
                        measurements += repeat.body().measurementCount() * repeat.count();
                    }
                }
            } catch (CircuitException e) {
                throw e.at(instruction.place(), "instruction %d: %s".formatted(position, instruction.head()));
            }
        }
    }

    private void check(StimInstruction.Operation operation, long measurementsBefore) {
        int[] targets = operation.targets();
        for (int target : targets) {
            if (StimTarget.isRecord(target)) {
                int lookback = StimTarget.number(target);
                longestLookback = Math.max(longestLookback, lookback);
                if (lookback > measurementsBefore) {
                    throw new CircuitException(
                            "rec[-%d] looks back beyond the first measurement; there are %d before it"
                                    .formatted(lookback, measurementsBefore));
                }
            }
        }
        if (operation.gate().targets() == StimGate.Targets.CONTROLLED_PAIRS) {
            for (int i = 0; i < targets.length; i += 2) {
                if (StimTarget.isBit(targets[i]) || StimTarget.isBit(targets[i + 1])) {
                    var _ = ClassicalControl.of(operation.gate(), targets[i], targets[i + 1]);
                }
            }
        }
        if (operation.gate().targets() == StimGate.Targets.PAULI_PRODUCTS || isPairMeasurement(operation.gate())) {
            products.put(operation, PauliProduct.of(operation));
        }
        mostResultsAtOnce = Math.max(mostResultsAtOnce, operation.measurementCount());
    }

    private static boolean isPairMeasurement(StimGate gate) {
        return gate == StimGate.MXX || gate == StimGate.MYY || gate == StimGate.MZZ;
    }

    StimCircuit circuit() {
        return circuit;
    }

    int qubitCount() {
        return circuit.qubitCount();
    }

    int measurementCount() {
        return (int) circuit.measurementCount();
    }

    int detectorCount() {
        return (int) circuit.detectorCount();
    }

    int observableCount() {
        return (int) circuit.observableCount();
    }

    /** Results that must be kept while the circuit runs. */
    int historyLength() {
        return Math.max(1, Math.max(longestLookback, mostResultsAtOnce));
    }

    /** The products of an operation on products or pairs. */
    List<PauliProduct> productsOf(StimInstruction.Operation operation) {
        return products.getOrDefault(operation, List.of());
    }
}
