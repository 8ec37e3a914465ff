package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotReader;
import org.jaynes.decoder.simulation.DetectionConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns measurement results into detection events. */
@Command(
        name = "m2d",
        description = "Turns measurement results into detection events.",
        mixinStandardHelpOptions = true)
final class M2dCommand implements Callable<Integer> {
    @Option(names = "--circuit", required = true, paramLabel = "FILE", description = "The circuit that was run.")
    private Path circuit = Path.of("");

    @Option(names = "--in", paramLabel = "FILE", description = "The measurement results.")
    private @Nullable Path in;

    @Option(names = "--in_format", required = true, paramLabel = Format.NAMES, converter = Format.class)
    private ShotFormat inFormat = ShotFormat.ZERO_ONE;

    @Option(names = "--sweep", paramLabel = "FILE", description = "The sweep bits of each shot; all 0 if not given.")
    private @Nullable Path sweep;

    @Option(names = "--sweep_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat sweepFormat = ShotFormat.ZERO_ONE;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the detection events.")
    private @Nullable Path out;

    @Option(names = "--out_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat outFormat = ShotFormat.ZERO_ONE;

    @Option(
            names = "--append_observables",
            description = "Write the flips of observables after the detectors of each shot.")
    private boolean appendObservables;

    @Mixin
    private ObservableOptions observables = new ObservableOptions();

    @Option(
            names = "--skip_reference_sample",
            description = "Take 0 to be a possible result of all measurements without noise.")
    private boolean skipReferenceSample;

    @Option(
            names = "--ran_without_feedback",
            description = "The results come from the circuit without the gates that measurement records control.")
    private boolean ranWithoutFeedback;

    @Override
    public Integer call() throws IOException {
        DetectionConverter converter =
                new DetectionConverter(Streams.readCircuit(circuit), skipReferenceSample, ranWithoutFeedback);
        if (converter.measurementCount() == 0 && isEmptyForNoBits(inFormat)) {
            throw new InputException(
                    "the circuit measures nothing, and %s says nothing of shots without bits: how many there are is not known"
                            .formatted(inFormat.stimName()));
        }
        ShotLayout measured = ShotLayout.ofMeasurements(converter.measurementCount());
        ShotLayout swept = ShotLayout.ofMeasurements(converter.sweepBitCount());
        EventOutput.Observables place = appendObservables ? EventOutput.Observables.LAST : EventOutput.Observables.NONE;
        try (ShotReader reader = ShotReader.open(Streams.open(in), Streams.nameOf(in), inFormat, measured);
                ShotReader sweepReader = sweep == null
                        ? null
                        : ShotReader.open(Streams.open(sweep), sweep.toString(), sweepFormat, swept);
                EventOutput output = new EventOutput(
                        converter.detectorCount(), converter.observableCount(), out, outFormat, place, observables)) {
            convert(converter, reader, sweepReader, output);
        }
        return ExitCode.DONE;
    }

    private void convert(
            DetectionConverter converter, ShotReader reader, @Nullable ShotReader sweepReader, EventOutput output)
            throws IOException {
        int batch = converter.batchShots();
        long[] row = new long[reader.layout().wordCount()];
        long[] sweepRow = new long[(converter.sweepBitCount() + 63) / 64];
        long[] shots = new long[batch * row.length];
        long[] sweepBits = new long[batch * sweepRow.length];
        long[] detectors = new long[batch * ((converter.detectorCount() + 63) / 64)];
        long[] flips = new long[batch * ((converter.observableCount() + 63) / 64)];
        boolean sweepIsSaid = sweepReader != null && !(sweepRow.length == 0 && isEmptyForNoBits(sweepFormat));
        long done = 0;
        int count;
        do {
            count = 0;
            while (count < batch && reader.read(row)) {
                System.arraycopy(row, 0, shots, count * row.length, row.length);
                if (sweepReader != null && sweepIsSaid && !sweepReader.read(sweepRow)) {
                    throw new InputException(
                            "there are sweep bits for %d shots, and more shots than that".formatted(done + count));
                }
                System.arraycopy(sweepRow, 0, sweepBits, count * sweepRow.length, sweepRow.length);
                count++;
            }
            if (count > 0) {
                converter.convert(count, shots, sweepBits, detectors, flips);
                output.write(count, detectors, flips);
            }
            done += count;
        } while (count == batch);
        if (sweepReader != null && sweepIsSaid && sweepReader.read(sweepRow)) {
            throw new InputException("there are %d shots, and sweep bits for more than that".formatted(done));
        }
    }

    /** Whether a file of this format is empty however many shots of no bits it holds. */
    private static boolean isEmptyForNoBits(ShotFormat format) {
        return format == ShotFormat.B8 || format == ShotFormat.PTB64;
    }
}
