package org.jaynes.decoder.analysis;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.dem.DemInstruction;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.stim.ClassicalControl;
import org.jaynes.decoder.stim.PauliProduct;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;

/**
 * Finds the detector error model of a circuit.
 *
 * <p>The circuit is walked backwards. {@link Sensitivity} holds what later detectors depend on; at an error, that is what
 * the error flips. Measurements and resets must leave every detector determined: what anticommutes with one is random (a
 * gauge). A model lists errors in the order of their targets, one per set of targets.
 */
public final class ErrorAnalyzer {
    /** Instructions that are walked one by one; about a minute. */
    private static final long MOST_INSTRUCTIONS = 1_000_000_000L;

    private final AnalysisOptions options;
    private final boolean accumulate;
    private final Sensitivity sensitivity;
    private final ErrorTable errors = new ErrorTable();
    private final ChannelErrors channels;
    private ReversedModel model = new ReversedModel();

    private ErrorAnalyzer(AnalysisOptions options, boolean accumulate, Sensitivity sensitivity) {
        this.options = options;
        this.accumulate = accumulate;
        this.sensitivity = sensitivity;
        this.channels = new ChannelErrors(options, sensitivity, this::add);
    }

    /**
     * The detector error model of a circuit.
     *
     * @throws TooLargeException if the circuit has too many instructions to be walked one by one
     * @throws CircuitException if a detector or observable is random, if exclusive errors are not allowed to be
     *     approximated, or if an error cannot be decomposed; the message names the instruction
     */
    public static DetectorErrorModel analyze(StimCircuit circuit, AnalysisOptions options) {
        if (!options.foldLoops() && circuit.instructionCount() > MOST_INSTRUCTIONS) {
            throw new TooLargeException(
                    "the circuit has %d instructions with its loops unrolled; the limit is %d; fold its loops (--fold_loops)"
                            .formatted(circuit.instructionCount(), MOST_INSTRUCTIONS));
        }
        Sensitivity end = new Sensitivity(circuit.qubitCount(), circuit.measurementCount(), circuit.detectorCount());
        ErrorAnalyzer analyzer = new ErrorAnalyzer(options, true, end);
        try {
            analyzer.undoAll(circuit);
        } catch (CircuitException fault) {
            throw fault.in(circuit.source());
        }
        return analyzer.model.inOrder();
    }

    private void undoAll(StimCircuit circuit) {
        undo(circuit);
        for (int qubit = 0; qubit < circuit.qubitCount(); qubit++) {
            checkForGauge(sensitivity.flippedByZ(qubit), "the start in |0> of qubit " + qubit, "");
        }
        flush();
    }

    /** An analyzer that goes back over instructions, finding no errors; random detectors are left out. */
    static ErrorAnalyzer ofEffects(Sensitivity sensitivity) {
        return new ErrorAnalyzer(new AnalysisOptions(false, false, true, 1, false, false), false, sensitivity);
    }

    private void flush() {
        if (options.decomposeErrors()) {
            GlobalDecomposition.decompose(errors, options);
        }
        int[] sorted = errors.sorted();
        for (int i = sorted.length - 1; i >= 0; i--) {
            int error = sorted[i];
            model.add(new DemInstruction.ErrorMechanism(
                    errors.probability(error), errors.targets(error), errors.tag(error)));
        }
        errors.clear();
    }

    private void undo(StimCircuit circuit) {
        List<StimInstruction> instructions = circuit.instructions();
        List<StimInstruction.Operation> elseChain = new ArrayList<>();
        for (int i = instructions.size() - 1; i >= 0; i--) {
            StimInstruction instruction = instructions.get(i);
            if (!isCorrelated(instruction)) {
                checkChain(elseChain, i + 1);
            }
            try {
                if (!undoCorrelated(instruction, elseChain)) {
                    switch (instruction) {
                        case StimInstruction.Operation operation -> undo(operation);
                        case StimInstruction.Repeat repeat -> undo(repeat);
                    }
                }
            } catch (CircuitException fault) {
                throw fault.at(instruction.place(), "instruction %d: %s".formatted(i + 1, instruction.head()));
            }
        }
        checkChain(elseChain, 0);
    }

    private static boolean isCorrelated(StimInstruction instruction) {
        return instruction instanceof StimInstruction.Operation operation
                && (operation.gate() == StimGate.ELSE_CORRELATED_ERROR || operation.gate() == StimGate.E);
    }

    /** Collects ELSE_CORRELATED_ERRORs until the E that they belong to; false if the instruction is neither. */
    private boolean undoCorrelated(StimInstruction instruction, List<StimInstruction.Operation> elseChain) {
        if (instruction instanceof StimInstruction.Operation operation) {
            if (operation.gate() == StimGate.ELSE_CORRELATED_ERROR) {
                elseChain.add(operation);
                return true;
            }
            if (operation.gate() == StimGate.E) {
                elseChain.add(operation);
                addExclusive(elseChain);
                elseChain.clear();
                return true;
            }
        }
        return false;
    }

    /** @param first index of the first instruction of the chain, which has no E before it */
    private static void checkChain(List<StimInstruction.Operation> elseChain, int first) {
        if (!elseChain.isEmpty()) {
            StimInstruction instruction = elseChain.getLast();
            throw new CircuitException("ELSE_CORRELATED_ERROR must follow E or ELSE_CORRELATED_ERROR")
                    .at(instruction.place(), "instruction %d: %s".formatted(first + 1, instruction.head()));
        }
    }

    /** Adds an E and what follows it, given from the last to the first. */
    private void addExclusive(List<StimInstruction.Operation> chain) {
        if (chain.size() == 1) {
            addProduct(chain.getFirst(), chain.getFirst().arguments()[0]);
            return;
        }
        channels.checkApproximation(StimGate.ELSE_CORRELATED_ERROR, new double[0], false);
        double noneYet = 1;
        for (StimInstruction.Operation error : chain.reversed()) {
            double probability = error.arguments()[0] * noneYet;
            noneYet *= 1 - error.arguments()[0];
            channels.checkApproximation(StimGate.ELSE_CORRELATED_ERROR, new double[] {probability}, false);
            addProduct(error, probability);
        }
    }

    private void addProduct(StimInstruction.Operation error, double probability) {
        long[] flipped = Targets.NONE;
        for (int target : error.targets()) {
            flipped = Targets.xor(
                    flipped,
                    sensitivity.flippedBy(StimTarget.hasX(target), StimTarget.hasZ(target), StimTarget.number(target)));
        }
        add(probability, flipped, error.tag());
    }

    private void add(double probability, long[] flipped, String tag) {
        if (accumulate) {
            errors.add(probability, flipped, tag);
        }
    }

    private void undo(StimInstruction.Repeat repeat) {
        if (options.foldLoops()) {
            undoFolded(repeat);
        } else {
            undoRounds(repeat.body(), repeat.count());
        }
    }

    private void undoRounds(StimCircuit body, long rounds) {
        for (long round = 0; round < rounds; round++) {
            undo(body);
        }
    }

    /**
     * Runs a slow and a fast walk through the rounds until they see the same but for a shift: from there on the loop
     * repeats, and all but one period of it becomes a loop of the model.
     */
    private void undoFolded(StimInstruction.Repeat repeat) {
        StimCircuit body = repeat.body();
        long rounds = repeat.count();
        ErrorAnalyzer fast = new ErrorAnalyzer(options, false, sensitivity.copy());
        long fastRound = 0;
        long slowRound = 0;
        boolean met = false;
        while (fastRound < rounds && !met) {
            try {
                fast.undo(body);
            } catch (CircuitException atALaterRound) {
                // Found again, with its place, when the slow walk gets there.
                fastRound = rounds;
                break;
            }
            fastRound++;
            met = fast.sensitivity.isShiftedCopyOf(sensitivity);
            if (!met && fastRound % 2 == 0) {
                undo(body);
                slowRound++;
                met = fast.sensitivity.isShiftedCopyOf(sensitivity);
            }
        }
        if (fastRound < rounds) {
            long period = fastRound - slowRound;
            long periods = (rounds - slowRound) / period;
            if (periods > 1) {
                long measurements = sensitivity.measurementsBefore() - fast.sensitivity.measurementsBefore();
                long detectors = sensitivity.detectorsBefore() - fast.sensitivity.detectorsBefore();
                sensitivity.shift(-(periods - 1) * measurements, -(periods - 1) * detectors);
                foldPeriod(body, period, periods, detectors, repeat.tag());
                slowRound += periods * period;
            }
        }
        undoRounds(body, rounds - slowRound);
    }

    private void foldPeriod(StimCircuit body, long period, long periods, long detectors, String tag) {
        flush();
        ReversedModel outer = model;
        model = new ReversedModel();
        undoRounds(body, period);
        flush();
        model.completeShift(detectors);
        if (accumulate) {
            outer.addLoop(periods, model, tag);
        }
        model = outer;
    }

    /** Goes back over an operation that is no E or ELSE_CORRELATED_ERROR. */
    void undo(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        switch (gate) {
            case DETECTOR -> undoDetector(operation);
            case OBSERVABLE_INCLUDE -> undoObservable(operation);
            case SHIFT_COORDS -> {
                if (accumulate) {
                    model.add(new DemInstruction.Shift(operation.arguments(), 0, operation.tag()));
                }
            }
            case TICK, QUBIT_COORDS, I_ERROR, II_ERROR -> {}
            case SPP, SPP_DAG -> forEachProductReversed(operation, this::undoRotation);
            case MPP, MXX, MYY, MZZ -> forEachProductReversed(operation, this::undoMeasurement);
            case M, MX, MY, MR, MRX, MRY, R, RX, RY -> undoCollapse(operation);
            case MPAD -> {
                for (int i = 0; i < operation.targets().length; i++) {
                    addMeasurementError(operation, sensitivity.takeMeasurement());
                }
            }
            default -> {
                if (gate.images().isEmpty()) {
                    channels.undo(operation);
                } else {
                    undoClifford(operation);
                }
            }
        }
    }

    private void undoDetector(StimInstruction.Operation operation) {
        long detector = sensitivity.takeDetector();
        long[] set = {DemTarget.detector(detector)};
        for (int target : operation.targets()) {
            sensitivity.multiplyRecord(set, StimTarget.number(target));
        }
        if (accumulate) {
            model.add(new DemInstruction.Detector(operation.arguments(), detector, operation.tag()));
        }
    }

    private void undoObservable(StimInstruction.Operation operation) {
        long observable = (long) operation.arguments()[0];
        long[] set = {DemTarget.observable(observable)};
        for (int target : operation.targets()) {
            int number = StimTarget.number(target);
            if (StimTarget.isRecord(target)) {
                sensitivity.multiplyRecord(set, number);
            } else {
                sensitivity.multiply(set, StimTarget.hasX(target), StimTarget.hasZ(target), number);
            }
        }
        if (accumulate) {
            model.add(new DemInstruction.Observable(observable, operation.tag()));
        }
    }

    private void undoClifford(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        int[] targets = operation.targets();
        if (gate.targets() == StimGate.Targets.QUBITS) {
            for (int i = targets.length - 1; i >= 0; i--) {
                sensitivity.undo(gate, targets[i]);
            }
            return;
        }
        for (int i = targets.length - 2; i >= 0; i -= 2) {
            if (StimTarget.isBit(targets[i]) || StimTarget.isBit(targets[i + 1])) {
                undoControlled(gate, targets[i], targets[i + 1]);
            } else {
                sensitivity.undo(gate, targets[i], targets[i + 1]);
            }
        }
    }

    private void undoControlled(StimGate gate, int first, int second) {
        ClassicalControl control = ClassicalControl.of(gate, first, second);
        if (control != null) {
            sensitivity.undoControlled(control.bit(), control.x(), control.z(), control.qubit());
        }
    }

    private void undoCollapse(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        String name = gate.name();
        boolean z = !name.endsWith("X");
        boolean x = name.endsWith("X") || name.endsWith("Y");
        for (int i = operation.targets().length - 1; i >= 0; i--) {
            int qubit = StimTarget.number(operation.targets()[i]);
            if (gate.resets()) {
                checkForGauge(sensitivity.flippedBy(x, z, qubit), gate + " of qubit " + qubit, operation.tag());
                sensitivity.forget(qubit);
            }
            if (gate.measures()) {
                undoMeasurement(operation, PauliProduct.single(qubit, x, z, false));
            }
        }
    }

    private void undoMeasurement(StimInstruction.Operation operation, PauliProduct product) {
        long[] detectors = sensitivity.takeMeasurement();
        addMeasurementError(operation, detectors);
        product.forEach((qubit, x, z) -> sensitivity.multiply(detectors, x, z, qubit));
        checkForGauge(flippedBy(product), "%s of %s".formatted(operation.gate(), product), operation.tag());
    }

    private void addMeasurementError(StimInstruction.Operation operation, long[] detectors) {
        if (operation.arguments().length > 0) {
            add(operation.arguments()[0], detectors, operation.tag());
        }
    }

    /** exp(i pi/4 P): what anticommutes with P is multiplied by it. */
    private void undoRotation(StimInstruction.Operation operation, PauliProduct product) {
        long[] anticommuting = flippedBy(product);
        product.forEach((qubit, x, z) -> sensitivity.multiply(anticommuting, x, z, qubit));
    }

    private long[] flippedBy(PauliProduct product) {
        long[][] flipped = {Targets.NONE};
        product.forEach((qubit, x, z) -> flipped[0] = Targets.xor(flipped[0], sensitivity.flippedBy(x, z, qubit)));
        return flipped[0];
    }

    private interface ProductAction {
        void undo(StimInstruction.Operation operation, PauliProduct product);
    }

    private void forEachProductReversed(StimInstruction.Operation operation, ProductAction action) {
        for (PauliProduct product : PauliProduct.of(operation).reversed()) {
            action.undo(operation, product);
        }
    }

    private void checkForGauge(long[] random, String where, String tag) {
        if (random.length == 0) {
            return;
        }
        if (options.allowGaugeDetectors() && !DemTarget.isObservable(random[random.length - 1])) {
            add(0.5, random, tag);
            sensitivity.removeGauge(random);
            return;
        }
        throw new CircuitException("%s makes these random, because they anticommute with it: %s%s"
                .formatted(
                        where,
                        Targets.show(random),
                        options.allowGaugeDetectors()
                                ? " (observables may never be random)"
                                : "; allow random detectors with --allow_gauge_detectors"));
    }
}
