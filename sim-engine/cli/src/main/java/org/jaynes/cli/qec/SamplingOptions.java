package org.jaynes.cli.qec;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.shots.ShotFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands that sample have in common. */
final class SamplingOptions {
    private static final long MOST_SHOTS = 1_000_000_000_000_000_000L;

    @Option(names = "--shots", paramLabel = "N", defaultValue = "1", description = "How many shots; 1 if not given.")
    private long shots;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Shot k of a seed is the same for any number of shots and threads. Drawn if not given. "
                    + "It is not the shot that stim draws.")
    private @Nullable Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads; all processors if not given.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--in", paramLabel = "FILE", description = "What to sample from.")
    private @Nullable Path in;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the shots.")
    private @Nullable Path out;

    @Option(names = "--out_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat outFormat = ShotFormat.ZERO_ONE;

    /** Refuses what cannot be done, before anything is read or written. */
    void check(ShotFormat... formats) {
        if (shots < 0 || shots > MOST_SHOTS) {
            throw new InputException("--shots is 0 to %d, not %d".formatted(MOST_SHOTS, shots));
        }
        if (seed != null && seed < 0) {
            throw new InputException("--seed is at least 0, not " + seed);
        }
        if (threads < 1) {
            throw new InputException("--threads is at least 1, not " + threads);
        }
        for (ShotFormat format : formats) {
            if (format == ShotFormat.PTB64 && shots % 64 != 0) {
                throw new InputException(
                        "ptb64 holds groups of 64 shots; %d shots are no multiple of 64".formatted(shots));
            }
        }
    }

    long shots() {
        return shots;
    }

    long seed() {
        return seed == null ? new SecureRandom().nextLong() : seed;
    }

    int threads() {
        return threads;
    }

    @Nullable
    Path in() {
        return in;
    }

    @Nullable
    Path out() {
        return out;
    }

    ShotFormat outFormat() {
        return outFormat;
    }
}
