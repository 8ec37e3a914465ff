package org.jaynes.decoder.sampling;

import java.util.Arrays;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.simulation.BitTable;
import org.jaynes.decoder.simulation.Blocks;
import org.jaynes.decoder.simulation.EventRandom;

/**
 * Samples detection events and flips of observables of a detector error model, and the errors behind them. Immutable and
 * shareable; sessions are for one thread each. All rows of bits are a shot after the other, bit k in word k / 64 at
 * position k % 64, padding 0.
 */
public final class DemSampler {
    private static final long MOST_ERRORS = 1_000_000_000L;

    private final ErrorTree.Loop errors;
    private final int detectorCount;
    private final int observableCount;
    private final int batchShots;

    /**
     * Prepares a model.
     *
     * @param recordsErrors whether errors will be recorded or replayed, which makes batches smaller
     * @throws TooLargeException if it takes too much time or memory
     */
    public DemSampler(DetectorErrorModel model, boolean recordsErrors) {
        this.detectorCount = requireBits("detectors", model.detectorCount());
        this.observableCount = requireBits("observables", model.observableCount());
        this.errors = ErrorTree.of(model, 1);
        if (errors.errorCount() > MOST_ERRORS) {
            throw new TooLargeException("the model has %d errors with its loops unrolled; the limit is %d"
                    .formatted(errors.errorCount(), MOST_ERRORS));
        }
        double bits = 2.0 * detectorCount + 2.0 * observableCount + (recordsErrors ? errors.errorCount() : 0.0);
        this.batchShots = Blocks.batchShots(
                bits,
                "sampling %d detectors%s"
                        .formatted(
                                detectorCount,
                                recordsErrors ? " and recording %d errors".formatted(errors.errorCount()) : ""));
    }

    /** The same sampler with batches of another size. */
    DemSampler(DemSampler other, int batchShots) {
        this.errors = other.errors;
        this.detectorCount = other.detectorCount;
        this.observableCount = other.observableCount;
        this.batchShots = batchShots;
    }

    private static int requireBits(String kind, long count) {
        if (count > Integer.MAX_VALUE - 64) {
            throw new TooLargeException(
                    "a shot has %d %s; the limit is %d".formatted(count, kind, Integer.MAX_VALUE - 64));
        }
        return (int) count;
    }

    /** Detectors of a shot. */
    public int detectorCount() {
        return detectorCount;
    }

    /** Observables of a shot. */
    public int observableCount() {
        return observableCount;
    }

    /** Errors of the model with loops unrolled, in the order of the text; those of probability 0 are counted. */
    public int errorCount() {
        return (int) errors.errorCount();
    }

    /** Words that the detectors of a shot take. */
    public int detectorWords() {
        return (detectorCount + 63) / 64;
    }

    /** Words that the observables of a shot take. */
    public int observableWords() {
        return (observableCount + 63) / 64;
    }

    /** Words that the errors of a shot take. */
    public int errorWords() {
        return (errorCount() + 63) / 64;
    }

    /** The largest batch that a session samples at once; a power of two of at least 64 shots. */
    public int batchShots() {
        return batchShots;
    }

    /** The errors of the model. */
    ErrorTree.Loop errors() {
        return errors;
    }

    /**
     * The same sampler on a device, with the same shots.
     *
     * @throws TooLargeException if the model, its loops unrolled, is too large for the device's tables
     * @throws org.jaynes.decoder.DecodingDeviceException if the device fails or has not enough memory
     */
    public DeviceDemSampler on(DecodingDevice device) {
        return new DeviceDemSampler(this, device);
    }

    /** Samples the shots of a seed. */
    public Session newSession(long seed) {
        return new Session(seed);
    }

    /**
     * Finds what given errors flip.
     *
     * @param count shots
     * @param happened the errors of each shot, {@link #errorWords} words
     * @param detectors receives the detection events, {@link #detectorWords} words per shot
     * @param observables receives the flips of observables, {@link #observableWords} words per shot
     */
    public void replay(int count, long[] happened, long[] detectors, long[] observables) {
        Arrays.fill(detectors, 0, count * detectorWords(), 0);
        Arrays.fill(observables, 0, count * observableWords(), 0);
        for (int shot = 0; shot < count; shot++) {
            for (int word = 0; word < errorWords(); word++) {
                for (long rest = happened[shot * errorWords() + word]; rest != 0; rest &= rest - 1) {
                    long error = 64L * word + Long.numberOfTrailingZeros(rest);
                    replay(errors, error, 0, shot, detectors, observables);
                }
            }
        }
    }

    private void replay(ErrorTree tree, long error, long shift, int shot, long[] detectors, long[] observables) {
        switch (tree) {
            case ErrorSegment segment -> flip(segment, (int) error, shift, shot, detectors, observables);
            case ErrorTree.Loop loop -> {
                long round = error / loop.roundErrors();
                long inRound = error % loop.roundErrors();
                for (ErrorTree.Part part : loop.parts()) {
                    long size = part.tree().errorCount();
                    if (inRound < size) {
                        long partShift = shift + round * loop.detectorShift() + part.detectorShift();
                        replay(part.tree(), inRound, partShift, shot, detectors, observables);
                        return;
                    }
                    inRound -= size;
                }
            }
        }
    }

    private void flip(ErrorSegment segment, int error, long shift, int shot, long[] detectors, long[] observables) {
        for (int i = segment.start(error); i < segment.start(error + 1); i++) {
            int target = segment.target(i);
            if (target >= 0) {
                int detector = (int) (target + shift);
                detectors[shot * detectorWords() + (detector >> 6)] ^= 1L << detector;
            } else {
                observables[shot * observableWords() + (~target >> 6)] ^= 1L << ~target;
            }
        }
    }

    /** The random numbers and buffers of one thread. */
    public final class Session {
        private final EventRandom random;

        /** Words of a row of shots, of which there is one per detector and per observable. */
        private final int rowWords = batchShots / 64;

        private final long[] detectorRows = new long[detectorCount * rowWords];
        private final long[] observableRows = new long[observableCount * rowWords];

        private Session(long seed) {
            this.random = new EventRandom(seed);
        }

        /**
         * Samples shots; they depend on the seed and their numbers only.
         *
         * @param firstShot a multiple of {@link #batchShots}
         * @param count at most {@link #batchShots}
         * @param detectors receives the detection events, {@link #detectorWords} words per shot
         * @param observables receives the flips of observables, {@link #observableWords} words per shot
         * @param happened receives the errors, {@link #errorWords} words per shot; empty for not at all
         */
        public void sample(long firstShot, int count, long[] detectors, long[] observables, long[] happened) {
            Blocks.check(firstShot, count, batchShots);
            Arrays.fill(detectorRows, 0);
            Arrays.fill(observableRows, 0);
            Arrays.fill(happened, 0);
            random.startBlock(firstShot / Blocks.SHOTS);
            new Walk(this, (int) (firstShot % Blocks.SHOTS), happened).run(errors, 0);
            BitTable.toShots(detectorRows, rowWords, detectorCount, count, detectors);
            BitTable.toShots(observableRows, rowWords, observableCount, count, observables);
        }
    }

    /** A pass over the model for one batch. */
    private final class Walk {
        private final Session session;
        private final int firstShot;
        private final long[] happened;

        /** Of the segment that is being sampled. */
        private long shift;

        private long errorsBefore;

        Walk(Session session, int firstShot, long[] happened) {
            this.session = session;
            this.firstShot = firstShot;
            this.happened = happened;
        }

        void run(ErrorTree.Loop loop, long shiftBefore) {
            long roundShift = shiftBefore;
            for (long round = 0; round < loop.rounds(); round++) {
                for (ErrorTree.Part part : loop.parts()) {
                    switch (part.tree()) {
                        case ErrorTree.Loop inner -> run(inner, roundShift + part.detectorShift());
                        case ErrorSegment segment -> {
                            shift = roundShift + part.detectorShift();
                            segment.sample(session.random, this::happened);
                            errorsBefore += segment.errorCount();
                        }
                    }
                }
                roundShift += loop.detectorShift();
            }
        }

        private void happened(ErrorSegment segment, int error, int shotInBlock) {
            int shot = shotInBlock - firstShot;
            if (shot < 0 || shot >= batchShots) {
                return;
            }
            int word = shot >> 6;
            for (int i = segment.start(error); i < segment.start(error + 1); i++) {
                int target = segment.target(i);
                if (target >= 0) {
                    session.detectorRows[(int) (target + shift) * session.rowWords + word] ^= 1L << shot;
                } else {
                    session.observableRows[~target * session.rowWords + word] ^= 1L << shot;
                }
            }
            if (happened.length > 0 && shot * (long) errorWords() < happened.length) {
                long number = errorsBefore + error;
                happened[shot * errorWords() + (int) (number >> 6)] |= 1L << number;
            }
        }
    }
}
