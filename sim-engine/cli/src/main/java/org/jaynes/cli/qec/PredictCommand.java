package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts which observables the errors behind shots have flipped. */
@Command(
        name = "predict",
        description = "Predicts which observables the errors behind shots have flipped.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private DecodingOptions options = new DecodingOptions();

    @Option(names = "--in_format", paramLabel = Format.NAMES, defaultValue = "b8", converter = Format.class)
    private ShotFormat inFormat = ShotFormat.B8;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the predictions.")
    private @Nullable Path out;

    @Option(names = "--out_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat outFormat = ShotFormat.ZERO_ONE;

    @Override
    public Integer call() throws IOException {
        try (DecodingOptions closing = options) {
            predict(closing);
        }
        return ExitCode.DONE;
    }

    private void predict(DecodingOptions options) throws IOException {
        CompiledDecoder decoder = options.compile();
        int words = decoder.observableWords();
        try (ShotWriter writer = ShotWriter.open(
                Streams.create(out), outFormat, ConvertCommand.layout(0, 0, decoder.observableCount()))) {
            new ShotBatches(options, decoder, inFormat).forEach((predictions, _) -> {
                for (int shot = 0; shot < predictions.shotCount(); shot++) {
                    writer.write(Arrays.copyOfRange(predictions.observables(), shot * words, (shot + 1) * words));
                }
            });
        }
    }
}
