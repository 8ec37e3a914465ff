package org.jaynes.decoder.sampling;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.decoder.dem.DemInstruction;
import org.jaynes.decoder.dem.DetectorErrorModel;

/** A model as segments of errors and loops of such; loops stay loops. */
sealed interface ErrorTree permits ErrorSegment, ErrorTree.Loop {
    /** Errors with loops unrolled; {@link Long#MAX_VALUE} stands for that many and more. */
    long errorCount();

    /** A part of a body. */
    record Part(ErrorTree tree, long detectorShift) {}

    /**
     * A body that runs several times.
     *
     * @param parts of the body, each with the number of detectors shifted by before it
     * @param detectorShift detectors that a round shifts by
     * @param errorCount see {@link ErrorTree#errorCount}
     * @param roundErrors errors of a round
     */
    record Loop(long rounds, List<Part> parts, long detectorShift, long roundErrors, long errorCount)
            implements ErrorTree {}

    /** The tree of a model, which is a loop of one round. */
    static Loop of(DetectorErrorModel model, long rounds) {
        List<Part> parts = new ArrayList<>();
        List<DemInstruction.ErrorMechanism> errors = new ArrayList<>();
        List<long[]> targets = new ArrayList<>();
        long shift = 0;
        for (DemInstruction instruction : model.instructions()) {
            switch (instruction) {
                case DemInstruction.ErrorMechanism error -> {
                    errors.add(error);
                    targets.add(ErrorSegment.netTargets(error.targets(), shift));
                }
                case DemInstruction.Shift move -> shift += move.detectors();
                case DemInstruction.Repeat repeat -> {
                    addSegment(parts, errors, targets);
                    if (repeat.count() > 0) {
                        Loop loop = of(repeat.body(), repeat.count());
                        if (loop.errorCount() > 0) {
                            parts.add(new Part(loop, shift));
                        }
                        shift += loop.rounds() * loop.detectorShift();
                    }
                }
                case DemInstruction.Detector _, DemInstruction.Observable _ -> {}
            }
        }
        addSegment(parts, errors, targets);
        long roundErrors = 0;
        for (Part part : parts) {
            roundErrors = saturatedSum(roundErrors, part.tree().errorCount());
        }
        return new Loop(rounds, List.copyOf(parts), shift, roundErrors, saturatedProduct(roundErrors, rounds));
    }

    private static void addSegment(List<Part> parts, List<DemInstruction.ErrorMechanism> errors, List<long[]> targets) {
        if (!errors.isEmpty()) {
            double[] probabilities = errors.stream()
                    .mapToDouble(DemInstruction.ErrorMechanism::probability)
                    .toArray();
            parts.add(new Part(new ErrorSegment(probabilities, targets.toArray(long[][]::new)), 0));
            errors.clear();
            targets.clear();
        }
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static long saturatedProduct(long a, long b) {
        return b > 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }
}
