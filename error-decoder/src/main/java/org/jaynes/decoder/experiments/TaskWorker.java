package org.jaynes.decoder.experiments;

import java.util.Arrays;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.simulation.DetectionSampler;

/** Does pieces of one task in one thread. */
final class TaskWorker {
    private final TaskCount count;
    private final PreparedTask task;
    private final DetectionSampler.Session sampler;
    private final DecoderSession decoder;
    private final long[] detectors;
    private final long[] observables;

    /** The batch that the arrays hold. */
    private long sampledFirst = -1;

    TaskWorker(TaskCount count) {
        this.count = count;
        this.task = count.prepared();
        this.sampler = task.sampler.newSession(count.seed());
        this.decoder = task.decoder.newSession();
        this.detectors = new long[task.sampler.batchShots() * task.sampler.detectorWords()];
        this.observables = new long[task.sampler.batchShots() * task.sampler.observableWords()];
    }

    TaskCount count() {
        return count;
    }

    PieceResult run(TaskCount.Piece piece) {
        long start = System.nanoTime();
        int granules = Math.ceilDiv(piece.shots(), Limits.GRANULE);
        int[] errors = new int[granules];
        int[] unconverged = new int[granules];
        int batch = task.sampler.batchShots();
        for (long first = piece.first(); first < piece.end(); ) {
            long batchFirst = first / batch * batch;
            int shots = (int) (Math.min(piece.end(), batchFirst + batch) - first);
            sample(batchFirst);
            decode((int) (first - batchFirst), shots, (int) (first - piece.first()), errors, unconverged);
            first += shots;
        }
        return new PieceResult(errors, unconverged, System.nanoTime() - start);
    }

    /** Whole batches, even for a piece that is smaller: most often the next one is of the same batch. */
    private void sample(long batchFirst) {
        if (batchFirst != sampledFirst) {
            sampler.sample(batchFirst, task.sampler.batchShots(), detectors, observables);
            sampledFirst = batchFirst;
        }
    }

    private void decode(int first, int shots, int offset, int[] errors, int[] unconverged) {
        Predictions predictions = new Predictions(task.decoder, task.sampler.batchShots());
        decoder.decodeBatch(detectors, first, shots, predictions);
        int words = task.sampler.observableWords();
        for (int i = 0; i < shots; i++) {
            int shot = first + i;
            int granule = (offset + i) / Limits.GRANULE;
            int from = shot * words;
            if (!Arrays.equals(predictions.observables(), from, from + words, observables, from, from + words)) {
                errors[granule]++;
            }
            if (!predictions.converged(shot)) {
                unconverged[granule]++;
            }
        }
    }
}
