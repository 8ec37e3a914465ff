package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts the shots for which a decoder predicts wrong observables. */
@Command(
        name = "count_mistakes",
        description = "Counts the shots for which a decoder predicts wrong observables.",
        mixinStandardHelpOptions = true)
final class CountMistakesCommand implements Callable<Integer> {
    @Mixin
    private DecodingOptions options = new DecodingOptions();

    @Option(names = "--in_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat inFormat = ShotFormat.ZERO_ONE;

    @Option(
            names = "--obs_in",
            paramLabel = "FILE",
            description = "The flips of the observables, where the shots do not include them.")
    private @Nullable Path observablesIn;

    @Option(names = "--obs_in_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat observablesFormat = ShotFormat.ZERO_ONE;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the count.")
    private @Nullable Path out;

    @Option(
            names = "--time",
            description = "Say on standard error how long decoding took, and what a GPU left to the CPU.")
    private boolean time;

    private long mistakes;

    @Override
    public Integer call() throws IOException {
        if (options.appendedObservables() == (observablesIn != null)) {
            throw new InputException(
                    "give the flips of the observables either by --in_includes_appended_observables or by --obs_in");
        }
        try (DecodingOptions closing = options) {
            count(closing);
        }
        return ExitCode.DONE;
    }

    private void count(DecodingOptions options) throws IOException {
        CompiledDecoder decoder = options.compile();
        ShotBatches batches = new ShotBatches(options, decoder, inFormat);
        if (observablesIn == null) {
            batches.forEach((predictions, appended) -> compare(predictions, appended));
        } else {
            try (ShotReader reader = ShotReader.open(
                    Streams.open(observablesIn),
                    observablesIn.toString(),
                    observablesFormat,
                    ConvertCommand.layout(0, 0, decoder.observableCount()))) {
                batches.forEach((predictions, _) -> compare(predictions, read(reader, predictions)));
                requireEnd(reader, batches.shotCount());
            }
        }
        Streams.write(out, "%d / %d%n".formatted(mistakes, batches.shotCount()));
        if (time) {
            double perShot = batches.microseconds() / Math.max(1, batches.shotCount());
            options.say(String.format(
                    Locale.ROOT, "decoding took %.0f us, %.4g us per shot", batches.microseconds(), perShot));
            decoder.deviceShare().ifPresent(options::say);
        }
    }

    private void compare(Predictions predictions, long[] observables) {
        int words = predictions.observableWords();
        for (int shot = 0; shot < predictions.shotCount(); shot++) {
            int at = shot * words;
            if (!Arrays.equals(predictions.observables(), at, at + words, observables, at, at + words)) {
                mistakes++;
            }
        }
    }

    private long[] read(ShotReader reader, Predictions predictions) throws IOException {
        int words = predictions.observableWords();
        long[] rows = new long[predictions.shotCount() * words];
        long[] row = new long[words];
        for (int shot = 0; shot < predictions.shotCount(); shot++) {
            if (!reader.read(row)) {
                throw new InputException(
                        Objects.requireNonNull(observablesIn), "has fewer shots than " + Streams.nameOf(options.in()));
            }
            System.arraycopy(row, 0, rows, shot * words, words);
        }
        return rows;
    }

    private void requireEnd(ShotReader reader, long shots) throws IOException {
        if (reader.layout().bitCount() > 0
                && reader.read(new long[reader.layout().wordCount()])) {
            throw new InputException(
                    Objects.requireNonNull(observablesIn),
                    "has more than the %d shots of %s".formatted(shots, Streams.nameOf(options.in())));
        }
    }
}
