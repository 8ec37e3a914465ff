package org.jaynes.decoder.simulation;

import java.util.Arrays;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;

/**
 * Noise channels on frames. Errors are rare: the trials of a channel, its targets times the shots of a block, are skipped
 * over to the next error. What is drawn depends on the block alone; errors outside of the batch are passed over.
 */
final class FrameNoise {
    private static final int SHOT_BITS = Integer.numberOfTrailingZeros(Blocks.SHOTS);

    private final EventRandom random;
    private final Frames frames;
    private final long[] chain;
    private final long[] hits;
    private int firstWord;

    FrameNoise(EventRandom random, Frames frames) {
        this.random = random;
        this.frames = frames;
        this.chain = new long[frames.words()];
        this.hits = new long[frames.words()];
    }

    void start(long block, int firstWordOfBatch) {
        random.startBlock(block);
        firstWord = firstWordOfBatch;
        Arrays.fill(chain, 0);
    }

    /** Fills a row of this event with random bits. */
    void randomize(long[] row, int number) {
        random.fill(row, number, firstWord);
    }

    void nextEvent() {
        random.nextEvent();
    }

    /** Flips each of the last results with a probability. */
    void flipResults(ResultHistory results, int count, double probability) {
        random.nextEvent();
        long trials = (long) count << SHOT_BITS;
        double scale = EventRandom.scaleOf(probability);
        for (long trial = random.nextPlainSuccess(-1, scale, trials);
                trial < trials;
                trial = random.nextPlainSuccess(trial, scale, trials)) {
            flip(results.back(count - (int) (trial >> SHOT_BITS)), trial);
        }
    }

    private void flip(long[] row, long trial) {
        int word = ((int) trial & (Blocks.SHOTS - 1)) / 64 - firstWord;
        if (word >= 0 && word < row.length) {
            row[word] ^= 1L << trial;
        }
    }

    private void flip(int qubit, int operator, long trial) {
        if ((operator & 1) != 0) {
            flip(frames.x[qubit], trial);
        }
        if ((operator & 2) != 0) {
            flip(frames.z[qubit], trial);
        }
    }

    /** One of the equally likely operators of a table, a table entry per case: bits X, Z of the first and second qubit. */
    void depolarize(StimInstruction.Operation operation, int qubitsPerTarget) {
        double probability = operation.arguments()[0];
        int cases = (1 << (2 * qubitsPerTarget)) - 1;
        int[] targets = operation.targets();
        random.nextEvent();
        long trials = (long) (targets.length / qubitsPerTarget) << SHOT_BITS;
        double scale = EventRandom.scaleOf(probability);
        for (long trial = probability == 0 ? trials : random.nextSuccess(-1, scale, trials);
                trial < trials;
                trial = random.nextSuccess(trial, scale, trials)) {
            int operator = 1 + random.choice(cases);
            int target = (int) (trial >> SHOT_BITS) * qubitsPerTarget;
            flip(targets[target], operator, trial);
            if (qubitsPerTarget == 2) {
                flip(targets[target + 1], operator >> 2, trial);
            }
        }
    }

    /** The same operator on each target. */
    void singlePauli(StimInstruction.Operation operation, int operator) {
        double probability = operation.arguments()[0];
        random.nextEvent();
        long trials = (long) operation.targets().length << SHOT_BITS;
        double scale = EventRandom.scaleOf(probability);
        for (long trial = probability == 0 ? trials : random.nextPlainSuccess(-1, scale, trials);
                trial < trials;
                trial = random.nextPlainSuccess(trial, scale, trials)) {
            flip(operation.targets()[(int) (trial >> SHOT_BITS)], operator, trial);
        }
    }

    /**
     * Cases that exclude each other.
     *
     * @param operators per case, bits X, Z of the first qubit, then of the second
     * @param heralds a row per target that is flipped where any case happens, the last results; 0 for none
     */
    void exclusive(
            StimInstruction.Operation operation,
            double[] probabilities,
            int[] operators,
            int qubitsPerTarget,
            ResultHistory results,
            int heralds) {
        double total = Math.min(1, Arrays.stream(probabilities).sum());
        int[] targets = operation.targets();
        random.nextEvent();
        long trials = (long) (targets.length / qubitsPerTarget) << SHOT_BITS;
        double scale = EventRandom.scaleOf(total);
        for (long trial = total == 0 ? trials : random.nextSuccess(-1, scale, trials);
                trial < trials;
                trial = random.nextSuccess(trial, scale, trials)) {
            int target = (int) (trial >> SHOT_BITS);
            int operator = operators[caseOf(probabilities, random.fraction() * total)];
            flip(targets[target * qubitsPerTarget], operator, trial);
            if (qubitsPerTarget == 2) {
                flip(targets[target * 2 + 1], operator >> 2, trial);
            }
            if (heralds > 0) {
                flip(results.back(heralds - target), trial);
            }
        }
    }

    private static int caseOf(double[] probabilities, double where) {
        double rest = where;
        int last = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] > 0) {
                last = i;
                if (rest < probabilities[i]) {
                    return i;
                }
                rest -= probabilities[i];
            }
        }
        // Rounding of the sum.
        return last;
    }

    /** A product that happens in all of its factors or none; with {@code onlyElse} only where none of the chain has. */
    void correlated(StimInstruction.Operation operation, boolean onlyElse) {
        random.nextEvent();
        random.fillSuccesses(hits, firstWord, operation.arguments()[0]);
        for (int i = 0; i < hits.length; i++) {
            hits[i] &= onlyElse ? ~chain[i] : -1;
            chain[i] = onlyElse ? chain[i] | hits[i] : hits[i];
        }
        for (int target : operation.targets()) {
            frames.multiply(hits, StimTarget.hasX(target), StimTarget.hasZ(target), StimTarget.number(target));
        }
    }
}
