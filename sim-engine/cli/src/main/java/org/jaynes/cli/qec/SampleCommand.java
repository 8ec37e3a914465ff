package org.jaynes.cli.qec;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotWriter;
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
        try (ShotWriter writer = ShotWriter.open(Streams.create(options.out()), options.outFormat(), layout)) {
            OrderedBatches.run(
                    options.shots(), sampler.batchShots(), options.threads(), () -> new Worker(sampler, seed, writer));
        }
        return ExitCode.DONE;
    }

    private static final class Worker implements OrderedBatches.Worker {
        private final MeasurementSampler.Session session;
        private final ShotWriter writer;
        private final long[] shots;
        private final long[] row;

        Worker(MeasurementSampler sampler, long seed, ShotWriter writer) {
            this.session = sampler.newSession(seed);
            this.writer = writer;
            this.shots = new long[sampler.batchShots() * sampler.shotWords()];
            this.row = new long[sampler.shotWords()];
        }

        @Override
        public void sample(long firstShot, int count) {
            session.sample(firstShot, count, shots);
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
