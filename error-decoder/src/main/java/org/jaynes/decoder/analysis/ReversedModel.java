package org.jaynes.decoder.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jaynes.decoder.dem.DemInstruction;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;

/** Instructions of a model, the last first, with absolute detector numbers, as the walk backwards finds them. */
final class ReversedModel {
    /** A loop whose body is reversed too. */
    private record Loop(long count, ReversedModel body, String tag) {}

    /** {@link DemInstruction}s and {@link Loop}s. */
    private final List<Object> instructions = new ArrayList<>();

    void add(DemInstruction instruction) {
        instructions.add(instruction);
    }

    void addLoop(long count, ReversedModel body, String tag) {
        instructions.add(new Loop(count, body, tag));
    }

    /** By how much the instructions shift detectors. */
    private long detectorShift() {
        long shift = 0;
        for (Object instruction : instructions) {
            shift += switch (instruction) {
                case DemInstruction.Shift move -> move.detectors();
                case Loop loop -> loop.count() * loop.body().detectorShift();
                default -> 0;
            };
        }
        return shift;
    }

    /** Makes a loop body shift detectors by so many in all, in the instruction that comes first here, last in the model. */
    void completeShift(long detectors) {
        long missing = detectors - detectorShift();
        if (missing <= 0) {
            return;
        }
        if (!instructions.isEmpty() && instructions.getFirst() instanceof DemInstruction.Shift shift) {
            instructions.set(
                    0, new DemInstruction.Shift(shift.coordinates(), shift.detectors() + missing, shift.tag()));
        } else {
            instructions.addFirst(new DemInstruction.Shift(new double[0], missing, ""));
        }
    }

    /** The model in its order, detector numbers relative to the shifts before them. */
    DetectorErrorModel inOrder() {
        return new Unreversal().unreverse(this);
    }

    private static final class Unreversal {
        private static final long SMALL = 1 << 26;

        private final Set<Long> seen = new HashSet<>();

        /** Detectors that errors flip, where their numbers are small, as nearly all are. */
        private final BitSet seenDetectors = new BitSet();

        private long shift;

        private void see(long target) {
            if (target >= 0 && target < SMALL) {
                seenDetectors.set((int) target);
            } else {
                seen.add(target);
            }
        }

        private boolean isSeen(long target) {
            return (target >= 0 && target < SMALL) ? seenDetectors.get((int) target) : seen.contains(target);
        }

        DetectorErrorModel unreverse(ReversedModel model) {
            List<DemInstruction> out = new ArrayList<>(model.instructions.size());
            for (Object instruction : model.instructions.reversed()) {
                switch (instruction) {
                    case DemInstruction.Shift move -> {
                        shift += move.detectors();
                        out.add(move);
                    }
                    case DemInstruction.ErrorMechanism error -> {
                        for (long target : error.targets()) {
                            see(target);
                        }
                        out.add(
                                shift == 0
                                        ? error
                                        : new DemInstruction.ErrorMechanism(
                                                error.probability(),
                                                Targets.shifted(error.targets(), -shift),
                                                error.tag()));
                    }
                    case DemInstruction.Detector detector -> {
                        // One that says nothing new is left out.
                        if (detector.coordinates().length > 0
                                || !detector.tag().isEmpty()
                                || !isSeen(DemTarget.detector(detector.detector()))) {
                            out.add(new DemInstruction.Detector(
                                    detector.coordinates(), detector.detector() - shift, detector.tag()));
                        }
                    }
                    case DemInstruction.Observable observable -> {
                        if (!observable.tag().isEmpty() || !isSeen(DemTarget.observable(observable.observable()))) {
                            out.add(observable);
                        }
                    }
                    case Loop loop -> {
                        long before = shift;
                        DetectorErrorModel body = unreverse(loop.body());
                        shift += (shift - before) * (loop.count() - 1);
                        out.add(new DemInstruction.Repeat(loop.count(), body, loop.tag()));
                    }
                    default -> throw new IllegalStateException("not part of a reversed model: " + instruction);
                }
            }
            return new DetectorErrorModel(out);
        }
    }
}
