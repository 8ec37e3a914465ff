package org.jaynes.cli.qec;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotWriter;
import org.jaynes.decoder.simulation.DeviceMeasurementSampler;
import org.jaynes.decoder.simulation.MeasurementSampler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples measurement results of a circuit. */
@Command(name = "sample", description = "Samples measurement results of a circuit.", mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
    @Mixin
    private SamplingOptions options = new SamplingOptions();

    @Option(
            names = "--skip_reference_sample",
            description =
                    "Take all results without noise to be 0. Where they cannot be, flips are written in place of results.")
    private boolean skipReferenceSample;

    @Option(
            names = "--skip_loop_folding",
            description = "Has no effect; loops of the reference sample fold where they repeat, which costs little.")
    @SuppressWarnings("UnusedVariable") // Scripts that are written for stim may give it.
    private boolean skipLoopFolding;

    @Override
    public Integer call() throws IOException {
        options.check(options.outFormat());
        if (options.shots() == 0) {
            Streams.write(options.out(), "");
            return ExitCode.DONE;
        }
        MeasurementSampler sampler = new MeasurementSampler(Streams.readCircuit(options.in()), skipReferenceSample);
        long seed = options.seed();
        ShotLayout layout = ShotLayout.ofMeasurements(sampler.measurementCount());
        int words = sampler.shotWords();
        try (DecodingDevice device = options.openDevice();
                ShotWriter writer = ShotWriter.open(Streams.create(options.out()), options.outFormat(), layout)) {
            if (device == null) {
                int batch = sampler.batchShots();
                OrderedBatches.run(
                        options.shots(),
                        batch,
                        options.threads(),
                        () -> new Worker(sampler.newSession(seed)::sample, batch, words, writer));
            } else {
                DeviceMeasurementSampler onDevice = sampler.on(device);
                options.runOnDevice(
                        words,
                        () -> new Worker(
                                (first, count, shots) -> onDevice.sample(seed, first, count, shots),
                                SamplingOptions.deviceBatch(words),
                                words,
                                writer));
            }
        }
        return ExitCode.DONE;
    }

    private static final class Worker implements OrderedBatches.Worker {
        private final Sampler sampler;
        private final ShotWriter writer;
        private final long[] shots;
        private final long[] row;

        /** Fills rows of results. */
        interface Sampler {
            void sample(long firstShot, int count, long[] shots);
        }

        Worker(Sampler sampler, int batchShots, int words, ShotWriter writer) {
            this.sampler = sampler;
            this.writer = writer;
            this.shots = new long[batchShots * words];
            this.row = new long[words];
        }

        @Override
        public void sample(long firstShot, int count) {
            sampler.sample(firstShot, count, shots);
        }

        @Override
        public void write(int count) throws IOException {
            for (int shot = 0; shot < count; shot++) {
                System.arraycopy(shots, shot * row.length, row, 0, row.length);
                writer.write(row);
            }
        }
    }
}
