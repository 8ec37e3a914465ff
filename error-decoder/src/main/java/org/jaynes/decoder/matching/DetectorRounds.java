package org.jaynes.decoder.matching;

import java.util.Arrays;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.dem.DemInstruction;
import org.jaynes.decoder.dem.DetectorErrorModel;

/** The rounds of a model's detectors. */
final class DetectorRounds {
    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final int[] rounds;
    private double[] shift = new double[0];

    private DetectorRounds(int detectors) {
        this.rounds = new int[detectors];
        Arrays.fill(rounds, UNKNOWN);
    }

    /** The round of each detector, from 0; a detector without coordinates that no edge touches is in round 0. */
    static int[] of(DetectorErrorModel model, DetectorGraph graph) {
        DetectorRounds reader = new DetectorRounds(graph.nodeCount);
        reader.visit(model, 0);
        int least = Arrays.stream(reader.rounds)
                .filter(round -> round != UNKNOWN)
                .min()
                .orElse(0);
        for (int edge = 0; edge < graph.edgeCount; edge++) {
            reader.require(graph.ends[2 * edge]);
            if (!graph.isBoundary(edge)) {
                reader.require(graph.ends[2 * edge + 1]);
            }
        }
        return Arrays.stream(reader.rounds)
                .map(round -> round == UNKNOWN ? 0 : round - least)
                .toArray();
    }

    private void require(int detector) {
        if (rounds[detector] == UNKNOWN) {
            throw new DecoderModelException(
                    "detector D%d has no coordinates, so its round is not known; sliding windows need detector(x, y, ..., round) for each"
                            .formatted(detector));
        }
    }

    private long visit(DetectorErrorModel model, long detectorShift) {
        long offset = detectorShift;
        for (DemInstruction instruction : model.instructions()) {
            switch (instruction) {
                case DemInstruction.Detector detector -> declare(detector, offset);
                case DemInstruction.Shift move -> {
                    offset += move.detectors();
                    if (move.coordinates().length > shift.length) {
                        shift = Arrays.copyOf(shift, move.coordinates().length);
                    }
                    for (int i = 0; i < move.coordinates().length; i++) {
                        shift[i] += move.coordinates()[i];
                    }
                }
                case DemInstruction.Repeat repeat -> {
                    for (long round = 0; round < repeat.count(); round++) {
                        offset = visit(repeat.body(), offset);
                    }
                }
                case DemInstruction.ErrorMechanism _, DemInstruction.Observable _ -> {}
            }
        }
        return offset;
    }

    private void declare(DemInstruction.Detector detector, long offset) {
        int last = detector.coordinates().length - 1;
        if (last >= 0) {
            double time = detector.coordinates()[last] + (last < shift.length ? shift[last] : 0);
            rounds[(int) (offset + detector.detector())] = (int) Math.floor(time);
        }
    }
}
