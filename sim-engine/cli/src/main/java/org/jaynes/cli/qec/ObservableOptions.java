package org.jaynes.cli.qec;

import java.nio.file.Path;
import org.jaynes.decoder.shots.ShotFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where flips of observables go that belong to detection events. */
final class ObservableOptions {
    @Option(names = "--obs_out", paramLabel = "FILE", description = "Where to write the flips of observables.")
    private @Nullable Path out;

    @Option(names = "--obs_out_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat format = ShotFormat.ZERO_ONE;

    @Nullable
    Path out() {
        return out;
    }

    ShotFormat format() {
        return format;
    }
}
