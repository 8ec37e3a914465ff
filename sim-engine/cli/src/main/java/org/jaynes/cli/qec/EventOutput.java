package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotWriter;
import org.jspecify.annotations.Nullable;

/** Writes detection events, and with them or apart from them the flips of observables. */
final class EventOutput implements AutoCloseable {
    /** Where observables are in the shots themselves. */
    enum Observables {
        NONE,
        LAST,
        /** The order of {@code stim detect --out_format dets}. */
        FIRST
    }

    private final ShotWriter writer;
    private final @Nullable ShotWriter observableWriter;
    private final Observables place;
    private final int detectorCount;
    private final int observableCount;
    private final long[] row;
    private final long[] observableRow;

    EventOutput(
            int detectorCount,
            int observableCount,
            @Nullable Path out,
            ShotFormat format,
            Observables place,
            ObservableOptions options)
            throws IOException {
        ShotLayout layout = new ShotLayout(0, detectorCount, place == Observables.NONE ? 0 : observableCount);
        ShotLayout apart = new ShotLayout(0, 0, observableCount);
        this.place = place;
        this.detectorCount = detectorCount;
        this.observableCount = observableCount;
        this.row = new long[layout.wordCount()];
        this.observableRow = new long[apart.wordCount()];
        this.writer = place == Observables.FIRST
                ? ShotWriter.openDetsWithObservablesFirst(Streams.create(out), layout)
                : ShotWriter.open(Streams.create(out), format, layout);
        this.observableWriter =
                options.out() == null ? null : ShotWriter.open(Streams.create(options.out()), options.format(), apart);
    }

    /** Writes shots; both arrays hold whole words per shot, padding 0. */
    void write(int count, long[] detectors, long[] observables) throws IOException {
        int detectorWords = (detectorCount + 63) / 64;
        int observableWords = observableRow.length;
        for (int shot = 0; shot < count; shot++) {
            System.arraycopy(detectors, shot * detectorWords, row, 0, detectorWords);
            System.arraycopy(observables, shot * observableWords, observableRow, 0, observableWords);
            if (place != Observables.NONE) {
                Bits.append(row, detectorCount, observableRow, observableCount);
            }
            writer.write(row);
            if (observableWriter != null) {
                observableWriter.write(observableRow);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (ShotWriter first = writer;
                ShotWriter second = observableWriter) {
            // Closes both, also if one fails.
            assert first != second;
        }
    }
}
