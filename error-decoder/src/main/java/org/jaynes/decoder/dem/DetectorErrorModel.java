package org.jaynes.decoder.dem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A detector error model, immutable. Loops stay loops: memory is that of the text, however often a body repeats.
 */
public final class DetectorErrorModel {
    private final List<DemInstruction> instructions;
    private final long detectorShift;
    private final long detectorCount;
    private final long observableCount;

    /**
     * A model of these instructions.
     *
     * @throws ArithmeticException if detector numbers, with all shifts, do not fit into 63 bits
     */
    public DetectorErrorModel(List<DemInstruction> instructions) {
        this.instructions = List.copyOf(instructions);
        long shift = 0;
        long detectors = 0;
        long observables = 0;
        for (DemInstruction instruction : this.instructions) {
            switch (instruction) {
                case DemInstruction.ErrorMechanism error -> {
                    for (long target : error.targets()) {
                        if (DemTarget.isDetector(target)) {
                            detectors = Math.max(detectors, Math.addExact(shift, target + 1));
                        } else if (DemTarget.isObservable(target)) {
                            observables = Math.max(observables, DemTarget.number(target) + 1);
                        }
                    }
                }
                case DemInstruction.Detector detector ->
                    detectors = Math.max(detectors, Math.addExact(shift, detector.detector() + 1));
                case DemInstruction.Observable observable ->
                    observables = Math.max(observables, observable.observable() + 1);
                case DemInstruction.Shift move -> shift = Math.addExact(shift, move.detectors());
                case DemInstruction.Repeat repeat -> {
                    DetectorErrorModel body = repeat.body();
                    // As in stim, observables of a body that never runs count; its detectors do not.
                    observables = Math.max(observables, body.observableCount);
                    if (repeat.count() > 0) {
                        long lastRound = Math.multiplyExact(body.detectorShift, repeat.count() - 1);
                        if (body.detectorCount > 0) {
                            detectors = Math.max(
                                    detectors, Math.addExact(Math.addExact(shift, lastRound), body.detectorCount));
                        }
                        shift = Math.addExact(shift, Math.addExact(lastRound, body.detectorShift));
                    }
                }
            }
        }
        this.detectorShift = shift;
        this.detectorCount = detectors;
        this.observableCount = observables;
    }

    /**
     * Reads a {@code .dem} text.
     *
     * @param sourceName what faults call the text, such as its file name
     * @throws org.jaynes.decoder.TextFormatException if it breaks the format's rules, with the place
     */
    public static DetectorErrorModel parse(String text, String sourceName) {
        return new DemParser(text.getBytes(StandardCharsets.UTF_8), sourceName).parse();
    }

    /** Reads a {@code .dem} file; see {@link #parse}. */
    public static DetectorErrorModel read(Path file) throws IOException {
        return new DemParser(Files.readAllBytes(file), file.toString()).parse();
    }

    public List<DemInstruction> instructions() {
        return instructions;
    }

    /** One more than the highest detector number that is named anywhere: the number of detector bits of a shot. */
    public long detectorCount() {
        return detectorCount;
    }

    /** One more than the highest observable number that is named anywhere. */
    public long observableCount() {
        return observableCount;
    }

    /** By how much the model as a whole shifts the detectors of what follows it. */
    public long detectorShift() {
        return detectorShift;
    }

    /**
     * Calls back for every error, loops unrolled one round at a time, in order.
     *
     * <p>The targets that the callback receives are the model's own array where nothing is shifted: do not change them.
     */
    public void forEachError(ErrorVisitor visitor) {
        visitErrors(0, visitor);
    }

    /** What {@link #forEachError} calls. */
    @FunctionalInterface
    public interface ErrorVisitor {
        /**
         * An error.
         *
         * @param probability in [0, 1]
         * @param targets with all shifts applied, see {@link DemTarget}
         */
        void error(double probability, long[] targets);
    }

    private void visitErrors(long shiftBefore, ErrorVisitor visitor) {
        long shift = shiftBefore;
        for (DemInstruction instruction : instructions) {
            switch (instruction) {
                case DemInstruction.ErrorMechanism error ->
                    visitor.error(error.probability(), shifted(error.targets(), shift));
                case DemInstruction.Shift move -> shift += move.detectors();
                case DemInstruction.Repeat repeat -> {
                    for (long round = 0; round < repeat.count(); round++) {
                        repeat.body().visitErrors(shift, visitor);
                        shift += repeat.body().detectorShift;
                    }
                }
                case DemInstruction.Detector _, DemInstruction.Observable _ -> {}
            }
        }
    }

    private static long[] shifted(long[] targets, long shift) {
        if (shift == 0) {
            return targets;
        }
        long[] moved = new long[targets.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = DemTarget.shifted(targets[i], shift);
        }
        return moved;
    }

    /** The text as stim 1.16.0 prints it on x86-64, without a final newline. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        DemPrinter.append(out, this, 0);
        return out.toString();
    }
}
