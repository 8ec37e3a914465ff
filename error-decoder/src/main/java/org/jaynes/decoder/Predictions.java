package org.jaynes.decoder;

/**
 * What a batch of shots decodes to, in the order of the shots. Threads may write different blocks of 64 shots at the
 * same time.
 */
public final class Predictions {
    private final int shotCount;
    private final int detectorWords;
    private final int observableWords;
    private final long[] observables;
    private final double[] weights;
    private final long[] unconverged;

    /** Room for the predictions of a batch; all zero. */
    public Predictions(CompiledDecoder decoder, int shotCount) {
        this.shotCount = shotCount;
        this.detectorWords = decoder.detectorWords();
        this.observableWords = decoder.observableWords();
        this.observables = new long[Math.multiplyExact(shotCount, observableWords)];
        this.weights = new double[shotCount];
        this.unconverged = new long[(shotCount + 63) / 64];
    }

    public int shotCount() {
        return shotCount;
    }

    /** Words of a shot that was decoded. */
    public int detectorWords() {
        return detectorWords;
    }

    /** Words of a prediction. */
    public int observableWords() {
        return observableWords;
    }

    /**
     * The predicted observables: rows of {@link #observableWords()} words, observable {@code k} in bit {@code k % 64} of
     * word {@code k / 64}. The array itself, for bulk reading.
     */
    public long[] observables() {
        return observables;
    }

    /** Whether the prediction of a shot flips an observable. */
    public boolean flips(int shot, int observable) {
        return (observables[shot * observableWords + (observable >> 6)] >>> observable & 1) != 0;
    }

    /** The weight of the solution of a shot, see {@link DecoderSession#weight}. */
    public double weight(int shot) {
        return weights[shot];
    }

    /** Whether the solution of a shot explains every detection event. */
    public boolean converged(int shot) {
        return (unconverged[shot >> 6] >>> shot & 1) == 0;
    }

    /** The number of shots whose solution does not explain every detection event. */
    public int unconvergedCount() {
        int count = 0;
        for (long word : unconverged) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Takes the results of the last shot of a session. */
    public void store(int shot, DecoderSession session) {
        for (int word = 0; word < observableWords; word++) {
            observables[shot * observableWords + word] = session.observables(word);
        }
        store(shot, session.weight(), session.converged());
    }

    /**
     * Takes the results of a shot from elsewhere than a session.
     *
     * @param rows the prediction is the row at {@code offset}
     * @param weight see {@link #weight}
     * @param converged see {@link #converged}
     */
    public void store(int shot, long[] rows, int offset, double weight, boolean converged) {
        System.arraycopy(rows, offset, observables, shot * observableWords, observableWords);
        store(shot, weight, converged);
    }

    private void store(int shot, double weight, boolean converged) {
        weights[shot] = weight;
        unconverged[shot >> 6] &= ~(1L << shot);
        unconverged[shot >> 6] |= converged ? 0 : 1L << shot;
    }
}
