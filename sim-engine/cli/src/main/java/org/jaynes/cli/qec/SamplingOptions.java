package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.simulation.Blocks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands that sample have in common. */
final class SamplingOptions {
    private static final long MOST_SHOTS = 1_000_000_000_000_000_000L;

    /** Limits of what is sampled on a device at once. */
    private static final int WORDS_OF_BATCH = 1 << 22;

    private static final int MOST_BLOCKS = 64;

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

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Where shots are sampled: cpu (default), cuda, cuda:1, ...; shots do not depend on it.")
    private String device = "cpu";

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

    boolean isOnCpu() {
        return device.equals("cpu");
    }

    /** The GPU that is asked for, or null for the CPU. */
    @Nullable
    DecodingDevice openDevice() {
        return DecodingDevices.open(device);
    }

    /** Samples shots on a device in large batches and writes them; one batch is written while the next is sampled. */
    void runOnDevice(int wordsPerShot, Supplier<? extends OrderedBatches.Worker> newWorker) throws IOException {
        OrderedBatches.run(shots, deviceBatch(wordsPerShot), Math.min(threads, 2), newWorker);
    }

    /** Shots of a batch that is sampled on a device, a multiple of a block of shots. */
    static int deviceBatch(int wordsPerShot) {
        return Blocks.SHOTS * Math.clamp(WORDS_OF_BATCH / Blocks.SHOTS / Math.max(1, wordsPerShot), 1, MOST_BLOCKS);
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
