package org.jaynes.cli.qec;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotReader;

/** Decodes a file of shots batch by batch, in bounded memory. */
final class ShotBatches {
    /** Words of a batch: a few megabytes, and enough shots for all threads. */
    private static final int BATCH_WORDS = 1 << 19;

    private final DecodingOptions options;
    private final CompiledDecoder decoder;
    private final ShotFormat format;
    private final ShotLayout layout;
    private long shotCount;
    private long unconverged;
    private long nanoseconds;

    ShotBatches(DecodingOptions options, CompiledDecoder decoder, ShotFormat format) {
        this.options = options;
        this.decoder = decoder;
        this.format = format;
        this.layout = ConvertCommand.layout(
                0, decoder.detectorCount(), options.appendedObservables() ? decoder.observableCount() : 0);
    }

    /** Takes the results of a batch. */
    @FunctionalInterface
    interface Consumer {
        /**
         * Takes the results of a batch.
         *
         * @param predictions of its shots
         * @param appended the observables that the shots bring along, rows as in the predictions; empty if they bring none
         */
        void accept(Predictions predictions, long[] appended) throws IOException;
    }

    /** Decodes all shots. */
    void forEach(Consumer consumer) throws IOException {
        int detectorWords = decoder.detectorWords();
        int observableWords = options.appendedObservables() ? decoder.observableWords() : 0;
        int batch = Math.max(64, BATCH_WORDS / Math.max(64, detectorWords));
        long[] shots = new long[Math.multiplyExact(batch, detectorWords)];
        long[] appended = new long[Math.multiplyExact(batch, observableWords)];
        long[] row = new long[layout.wordCount()];
        long[] detectors = new long[detectorWords];
        long[] observables = new long[observableWords];
        try (ShotReader reader =
                        ShotReader.open(Streams.open(options.in()), Streams.nameOf(options.in()), format, layout);
                BufferedWriter weights = openWeights()) {
            int count;
            do {
                count = 0;
                while (count < batch && reader.read(row)) {
                    Bits.copy(row, 0, detectors, decoder.detectorCount());
                    System.arraycopy(detectors, 0, shots, count * detectorWords, detectorWords);
                    Bits.copy(row, decoder.detectorCount(), observables, layout.observables());
                    System.arraycopy(observables, 0, appended, count * observableWords, observableWords);
                    count++;
                }
                long start = System.nanoTime();
                Predictions predictions = decoder.decodeBatch(shots, count, options.threads());
                nanoseconds += System.nanoTime() - start;
                check(predictions);
                for (int shot = 0; shot < count && options.weightsOut() != null; shot++) {
                    weights.append(Double.toString(predictions.weight(shot))).append('\n');
                }
                consumer.accept(predictions, appended);
                shotCount += count;
            } while (count == batch);
        }
        if (unconverged > 0) {
            options.say(
                    "the solutions of %d of %d shots do not explain all detection events; their predictions are guesses"
                            .formatted(unconverged, shotCount));
        }
    }

    private BufferedWriter openWeights() throws IOException {
        return new BufferedWriter(new OutputStreamWriter(
                options.weightsOut() == null ? OutputStream.nullOutputStream() : Streams.create(options.weightsOut()),
                StandardCharsets.UTF_8));
    }

    private void check(Predictions predictions) {
        for (int shot = 0; shot < predictions.shotCount(); shot++) {
            if (predictions.weight(shot) == Double.POSITIVE_INFINITY) {
                throw new InputException(
                        "%s: shot %d: no errors of the model flip just these detectors; an odd number of events in a part of the model without a boundary? Do the shots belong to this model?"
                                .formatted(Streams.nameOf(options.in()), shotCount + shot));
            }
        }
        unconverged += predictions.unconvergedCount();
    }

    long shotCount() {
        return shotCount;
    }

    /** Time spent decoding, without reading and writing. */
    double microseconds() {
        return nanoseconds / 1e3;
    }
}
