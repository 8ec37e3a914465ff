package org.jaynes.decoder.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;
import org.jspecify.annotations.Nullable;

/**
 * Finds the errors of a circuit behind the errors of its model. The circuit is walked backwards, as {@link ErrorAnalyzer}
 * does, and each single error is noted under what it flips. Detectors that are random are left out where they are.
 */
public final class ErrorExplainer {
    private static final long MOST_INSTRUCTIONS = 1_000_000_000L;

    /** Pauli operators I, X, Y, Z: whether they have an X part and a Z part. */
    private static final boolean[] HAS_X = {false, true, true, false};

    private static final boolean[] HAS_Z = {false, false, true, true};

    private final boolean single;
    private final boolean filtered;
    private final ErrorAnalyzer analyzer;
    private final Sensitivity sensitivity;
    private final Map<Integer, double[]> qubitCoordinates;
    private final Map<Long, double[]> detectorCoordinates = new HashMap<>();
    private final TreeMap<long[], List<ErrorLocation>> locations = new TreeMap<>(Targets::compare);
    private final List<ErrorLocation.Frame> frames = new ArrayList<>();
    private double[] shift;
    private long ticks;

    private ErrorExplainer(StimCircuit circuit, @Nullable DetectorErrorModel filter, boolean single) {
        this.single = single;
        this.filtered = filter != null;
        this.sensitivity = new Sensitivity(circuit.qubitCount(), circuit.measurementCount(), circuit.detectorCount());
        this.analyzer = ErrorAnalyzer.ofEffects(sensitivity);
        this.qubitCoordinates = Coordinates.ofQubits(circuit);
        this.shift = Coordinates.shiftOf(circuit);
        this.ticks = ticksOf(circuit);
        if (filter != null) {
            filter.forEachError((_, targets) -> locations.put(netTargets(targets), new ArrayList<>()));
        }
    }

    /**
     * Explains the errors of a circuit.
     *
     * @param filter a model with the errors to explain; null for all errors of the circuit
     * @param single whether to give the simplest circuit error of each only
     * @return in the order of what they flip
     * @throws CircuitException if the circuit cannot be walked; the message names the instruction
     * @throws TooLargeException if the circuit has too many instructions
     */
    public static List<ExplainedError> explain(
            StimCircuit circuit, @Nullable DetectorErrorModel filter, boolean single) {
        if (circuit.instructionCount() > MOST_INSTRUCTIONS) {
            throw new TooLargeException("the circuit has %d instructions with its loops unrolled; the limit is %d"
                    .formatted(circuit.instructionCount(), MOST_INSTRUCTIONS));
        }
        ErrorExplainer explainer = new ErrorExplainer(circuit, filter, single);
        explainer.undo(circuit, 1);
        List<ExplainedError> explained = new ArrayList<>();
        explainer.locations.forEach((targets, found) ->
                explained.add(new ExplainedError(targets, explainer.detectorCoordinates, List.copyOf(found))));
        return explained;
    }

    private static long ticksOf(StimCircuit circuit) {
        long ticks = 0;
        for (StimInstruction instruction : circuit.instructions()) {
            ticks += switch (instruction) {
                case StimInstruction.Operation operation -> operation.gate() == StimGate.TICK ? 1 : 0;
                case StimInstruction.Repeat repeat -> repeat.count() * ticksOf(repeat.body());
            };
        }
        return ticks;
    }

    private static long[] netTargets(long[] targets) {
        long[] net = Targets.NONE;
        for (long target : targets) {
            if (target != DemTarget.SEPARATOR) {
                net = Targets.xor(net, new long[] {target});
            }
        }
        return net;
    }

    private void undo(StimCircuit block, long rounds) {
        List<StimInstruction> instructions = block.instructions();
        int level = frames.size();
        frames.add(new ErrorLocation.Frame(0, 0, 0));
        for (long round = rounds - 1; round >= 0; round--) {
            for (int i = instructions.size() - 1; i >= 0; i--) {
                StimInstruction instruction = instructions.get(i);
                try {
                    switch (instruction) {
                        case StimInstruction.Operation operation -> {
                            frames.set(level, new ErrorLocation.Frame(i, round, 0));
                            undo(operation);
                        }
                        case StimInstruction.Repeat repeat -> {
                            frames.set(level, new ErrorLocation.Frame(i, round, repeat.count()));
                            undo(repeat.body(), repeat.count());
                        }
                    }
                } catch (CircuitException fault) {
                    throw fault.at(instruction.place(), "instruction %d: %s".formatted(i + 1, instruction.head()));
                }
            }
        }
        frames.removeLast();
    }

    private void undo(StimInstruction.Operation operation) {
        switch (operation.gate()) {
            case TICK -> ticks--;
            case SHIFT_COORDS -> shift = Coordinates.sum(shift, operation.arguments(), -1);
            case DETECTOR -> {
                analyzer.undo(operation);
                if (operation.arguments().length > 0) {
                    detectorCoordinates.put(
                            sensitivity.detectorsBefore(), Coordinates.at(shift, operation.arguments()));
                }
            }
            case X_ERROR -> addPauli(operation, 1, operation.arguments()[0]);
            case Y_ERROR -> addPauli(operation, 2, operation.arguments()[0]);
            case Z_ERROR -> addPauli(operation, 3, operation.arguments()[0]);
            case DEPOLARIZE1 -> addPaulis(operation, _ -> operation.arguments()[0]);
            case PAULI_CHANNEL_1 -> addPaulis(operation, pauli -> operation.arguments()[pauli - 1]);
            case DEPOLARIZE2 -> addPairs(operation, _ -> operation.arguments()[0]);
            case PAULI_CHANNEL_2 -> addPairs(operation, pair -> operation.arguments()[pair - 1]);
            case E, ELSE_CORRELATED_ERROR -> addProduct(operation);
            case HERALDED_ERASE -> undoHeralded(operation, _ -> operation.arguments()[0]);
            case HERALDED_PAULI_CHANNEL_1 ->
                undoHeralded(operation, pauli -> operation.arguments()[pauli]);
            case I_ERROR, II_ERROR -> {}
            case M, MX, MY, MR, MRX, MRY, MXX, MYY, MZZ, MPP -> undoMeasurements(operation);
            default -> analyzer.undo(operation);
        }
    }

    /** How likely a case is; only whether it can happen matters. */
    private interface Probability {
        double of(int pauli);
    }

    private void addPaulis(StimInstruction.Operation operation, Probability probability) {
        for (int pauli = 1; pauli < 4; pauli++) {
            addPauli(operation, pauli, probability.of(pauli));
        }
    }

    private void addPauli(StimInstruction.Operation operation, int pauli, double probability) {
        for (int i = operation.targets().length - 1; i >= 0 && probability > 0; i--) {
            int target = operation.targets()[i];
            add(flippedBy(pauli, target), operation, i, i + 1, List.of(placed(pauli(pauli, target))), -1, List.of());
        }
    }

    private void addPairs(StimInstruction.Operation operation, Probability probability) {
        int[] targets = operation.targets();
        for (int i = 0; i < targets.length; i += 2) {
            for (int pair = 1; pair < 16; pair++) {
                if (probability.of(pair) > 0) {
                    List<ErrorLocation.Placed> product = new ArrayList<>();
                    if (pair >> 2 != 0) {
                        product.add(placed(pauli(pair >> 2, targets[i])));
                    }
                    if ((pair & 3) != 0) {
                        product.add(placed(pauli(pair & 3, targets[i + 1])));
                    }
                    long[] flipped = Targets.xor(flippedBy(pair >> 2, targets[i]), flippedBy(pair & 3, targets[i + 1]));
                    add(flipped, operation, i, i + 2, product, -1, List.of());
                }
            }
        }
    }

    private void addProduct(StimInstruction.Operation operation) {
        if (operation.arguments()[0] > 0) {
            long[] flipped = Targets.NONE;
            List<ErrorLocation.Placed> product = new ArrayList<>();
            for (int target : operation.targets()) {
                flipped = Targets.xor(
                        flipped,
                        sensitivity.flippedBy(
                                StimTarget.hasX(target), StimTarget.hasZ(target), StimTarget.number(target)));
                product.add(placed(target));
            }
            add(flipped, operation, 0, operation.targets().length, product, -1, List.of());
        }
    }

    private void undoHeralded(StimInstruction.Operation operation, Probability probability) {
        for (int i = operation.targets().length - 1; i >= 0; i--) {
            int target = operation.targets()[i];
            long[] herald = sensitivity.takeMeasurement();
            long number = sensitivity.measurementsBefore();
            for (int pauli = 0; pauli < 4; pauli++) {
                if (probability.of(pauli) > 0) {
                    List<ErrorLocation.Placed> product = pauli == 0 ? List.of() : List.of(placed(pauli(pauli, target)));
                    add(Targets.xor(herald, flippedBy(pauli, target)), operation, i, i + 1, product, number, List.of());
                }
            }
        }
    }

    /** Goes back over the targets, pairs or products of a measurement one by one, each after noting that its result may flip. */
    private void undoMeasurements(StimInstruction.Operation operation) {
        int[] targets = operation.targets();
        StimGate gate = operation.gate();
        for (int end = targets.length; end > 0; ) {
            int start = end - 1;
            while (start > 0 && targets[start - 1] == StimTarget.COMBINER) {
                start -= 2;
            }
            start -= gate.targets() == StimGate.Targets.PAIRS ? 1 : 0;
            if (operation.arguments().length > 0 && operation.arguments()[0] > 0) {
                List<ErrorLocation.Placed> product = new ArrayList<>();
                for (int i = start; i < end; i++) {
                    if (targets[i] != StimTarget.COMBINER) {
                        product.add(placed(measured(gate, targets[i])));
                    }
                }
                long number = sensitivity.measurementsBefore() - 1;
                add(sensitivity.lastMeasurement(), operation, start, end, List.of(), number, product);
            }
            analyzer.undo(new StimInstruction.Operation(
                    gate,
                    operation.arguments(),
                    Arrays.copyOfRange(targets, start, end),
                    operation.tag(),
                    operation.place()));
            end = start;
        }
    }

    private static int measured(StimGate gate, int target) {
        if (gate == StimGate.MPP) {
            return target;
        }
        char basis = gate.name().endsWith("X") ? 'X' : gate.name().endsWith("Y") ? 'Y' : 'Z';
        int pauli = StimTarget.pauli(basis, StimTarget.number(target));
        return StimTarget.isInverted(target) ? StimTarget.inverted(pauli) : pauli;
    }

    private static int pauli(int pauli, int target) {
        return StimTarget.pauli("IXYZ".charAt(pauli), target);
    }

    private long[] flippedBy(int pauli, int target) {
        return sensitivity.flippedBy(HAS_X[pauli], HAS_Z[pauli], StimTarget.number(target));
    }

    private ErrorLocation.Placed placed(int target) {
        double[] place = target == StimTarget.COMBINER || StimTarget.isBit(target)
                ? Coordinates.NONE
                : qubitCoordinates.getOrDefault(StimTarget.number(target), Coordinates.NONE);
        return new ErrorLocation.Placed(target, place);
    }

    private void add(
            long[] flipped,
            StimInstruction.Operation operation,
            int firstTarget,
            int lastTarget,
            List<ErrorLocation.Placed> product,
            long flippedMeasurement,
            List<ErrorLocation.Placed> measuredProduct) {
        if (flipped.length == 0 || (filtered && !locations.containsKey(flipped))) {
            return;
        }
        List<ErrorLocation.Placed> targets = new ArrayList<>();
        for (int i = firstTarget; i < lastTarget; i++) {
            targets.add(placed(operation.targets()[i]));
        }
        ErrorLocation location = new ErrorLocation(
                ticks,
                product,
                flippedMeasurement,
                measuredProduct,
                operation.gate(),
                operation.arguments(),
                operation.tag(),
                firstTarget,
                lastTarget,
                targets,
                List.copyOf(frames));
        List<ErrorLocation> found = locations.computeIfAbsent(flipped, _ -> new ArrayList<>());
        if (!single || found.isEmpty()) {
            found.add(location);
        } else if (isSimpler(location, found.getFirst())) {
            found.set(0, location);
        }
    }

    /** In stim, locations whose measured products have different sizes do not replace each other. */
    private static boolean isSimpler(ErrorLocation location, ErrorLocation other) {
        return location.measuredProduct().size() == other.measuredProduct().size()
                && ErrorLocation.SIMPLEST_FIRST.compare(location, other) < 0;
    }
}
