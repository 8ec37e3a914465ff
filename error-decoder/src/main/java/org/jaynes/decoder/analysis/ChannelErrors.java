package org.jaynes.decoder.analysis;

import java.util.Arrays;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimInstruction;

/** Turns noise channels into independent errors: which cases a channel has, how likely each is, and what it flips. */
final class ChannelErrors {
    /** Takes an error that was found. */
    interface Sink {
        void add(double probability, long[] flipped, String tag);
    }

    private final AnalysisOptions options;
    private final Sensitivity sensitivity;
    private final Sink sink;

    ChannelErrors(AnalysisOptions options, Sensitivity sensitivity, Sink sink) {
        this.options = options;
        this.sensitivity = sensitivity;
        this.sink = sink;
    }

    /** Goes back over a noise channel, adding its errors. */
    void undo(StimInstruction.Operation operation) {
        double[] arguments = operation.arguments();
        int[] targets = operation.targets();
        switch (operation.gate()) {
            case X_ERROR, Y_ERROR, Z_ERROR -> {
                boolean x = operation.gate() != StimGate.Z_ERROR;
                boolean z = operation.gate() != StimGate.X_ERROR;
                for (int qubit : targets) {
                    sink.add(arguments[0], sensitivity.flippedBy(x, z, qubit), operation.tag());
                }
            }
            case DEPOLARIZE1 -> {
                double[] cases = equal(4, IndependentErrors.perPauliOfDepolarize1(arguments[0]));
                for (int qubit : targets) {
                    addCases(operation, cases, false, sensitivity.flippedByZ(qubit), sensitivity.flippedByX(qubit));
                }
            }
            case DEPOLARIZE2 -> {
                double[] cases = equal(16, IndependentErrors.perPauliOfDepolarize2(arguments[0]));
                for (int i = 0; i < targets.length; i += 2) {
                    addCases(
                            operation,
                            cases,
                            false,
                            sensitivity.flippedByZ(targets[i]),
                            sensitivity.flippedByX(targets[i]),
                            sensitivity.flippedByZ(targets[i + 1]),
                            sensitivity.flippedByX(targets[i + 1]));
                }
            }
            case PAULI_CHANNEL_1 -> undoPauliChannel1(operation);
            case PAULI_CHANNEL_2 -> undoPauliChannel2(operation);
            case HERALDED_ERASE -> {
                checkApproximation(operation.gate(), arguments, false);
                double each = arguments[0] * 0.25;
                undoHeralded(operation, new double[] {Math.max(0.0, 1.0 - 4 * each), 0, 0, 0, each, each, each, each});
            }
            case HERALDED_PAULI_CHANNEL_1 -> {
                checkApproximation(operation.gate(), arguments, true);
                double none = Math.max(0.0, 1.0 - arguments[0] - arguments[1] - arguments[2] - arguments[3]);
                undoHeralded(
                        operation,
                        new double[] {none, 0, 0, 0, arguments[0], arguments[3], arguments[1], arguments[2]});
            }
            default -> throw new IllegalStateException("no noise channel: " + operation.gate());
        }
    }

    private static double[] equal(int cases, double probability) {
        double[] probabilities = new double[cases];
        Arrays.fill(probabilities, 1, cases, probability);
        return probabilities;
    }

    private void undoPauliChannel1(StimInstruction.Operation operation) {
        double[] exclusive = operation.arguments();
        double[] independent = IndependentErrors.ofPauliChannel(exclusive[0], exclusive[1], exclusive[2]);
        if (independent == null) {
            checkApproximation(operation.gate(), exclusive, true);
        }
        double[] xyz = independent == null ? exclusive : independent;
        double[] cases = {0, xyz[0], xyz[2], xyz[1]};
        for (int qubit : operation.targets()) {
            addCases(
                    operation,
                    cases,
                    independent == null,
                    sensitivity.flippedByX(qubit),
                    sensitivity.flippedByZ(qubit));
        }
    }

    private void undoPauliChannel2(StimInstruction.Operation operation) {
        checkApproximation(operation.gate(), operation.arguments(), true);
        // From I X Y Z = 0 1 2 3 to a bit for the X part and a bit for the Z part.
        int[] parts = {0, 1, 3, 2};
        double[] cases = new double[16];
        for (int error = 1; error < 16; error++) {
            cases[parts[error & 3] | parts[error >> 2] << 2] = operation.arguments()[error - 1];
        }
        int[] targets = operation.targets();
        for (int i = 0; i < targets.length; i += 2) {
            addCases(
                    operation,
                    cases,
                    true,
                    sensitivity.flippedByX(targets[i + 1]),
                    sensitivity.flippedByZ(targets[i + 1]),
                    sensitivity.flippedByX(targets[i]),
                    sensitivity.flippedByZ(targets[i]));
        }
    }

    private void undoHeralded(StimInstruction.Operation operation, double[] cases) {
        for (int i = operation.targets().length - 1; i >= 0; i--) {
            int qubit = operation.targets()[i];
            long[] herald = sensitivity.takeMeasurement();
            addCases(operation, cases, true, sensitivity.flippedByZ(qubit), sensitivity.flippedByX(qubit), herald);
        }
    }

    /**
     * Adds the cases of a channel.
     *
     * @param probabilities of the 2^s combinations of the s basis errors, bit k of the index being basis error k
     * @param exclusive whether the cases exclude each other
     */
    private void addCases(
            StimInstruction.Operation operation, double[] probabilities, boolean exclusive, long[]... basis) {
        long[][] cases = new long[1 << basis.length][];
        cases[0] = Targets.NONE;
        for (int error = 1; error < cases.length; error++) {
            cases[error] =
                    Targets.xor(cases[error & (error - 1)], basis[Integer.numberOfTrailingZeros(error & -error)]);
        }
        double[] merged = exclusive ? mergedWhereEqual(probabilities, cases) : probabilities;
        if (options.decomposeErrors()) {
            ChannelDecomposition.decompose(cases);
        }
        for (int error = 1; error < cases.length; error++) {
            sink.add(merged[error], cases[error], operation.tag());
        }
    }

    /** Exclusive cases that flip the same are one case with the sum of the probabilities. */
    private static double[] mergedWhereEqual(double[] probabilities, long[][] cases) {
        double[] merged = probabilities.clone();
        for (int difference = 1; difference < cases.length; difference++) {
            if (cases[difference].length == 0) {
                for (int kept = 0; kept < cases.length; kept++) {
                    int dropped = kept ^ difference;
                    if (dropped > kept) {
                        merged[kept] += merged[dropped];
                        merged[dropped] = 0;
                    }
                }
            }
        }
        return merged;
    }

    /**
     * Refuses cases that exclude each other where the options do not allow them to count as independent.
     *
     * @param oneCaseIsExact whether a channel in which only one case can happen needs no approximation
     */
    void checkApproximation(StimGate gate, double[] probabilities, boolean oneCaseIsExact) {
        if (oneCaseIsExact && Arrays.stream(probabilities).filter(p -> p > 0).count() <= 1) {
            return;
        }
        double limit = options.approximateDisjointErrors();
        if (limit == 0) {
            throw new CircuitException(
                    "the cases of %s exclude each other and have no exact independent form; allow the approximation (--approximate_disjoint_errors)"
                            .formatted(gate));
        }
        for (double probability : probabilities) {
            if (probability > limit) {
                throw new CircuitException(
                        "%s has a case of probability %s, too likely to be approximated as independent; the limit given is %s"
                                .formatted(gate, probability, limit));
            }
        }
    }
}
