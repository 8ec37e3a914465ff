package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotReader;
import org.jaynes.decoder.shots.ShotWriter;
import org.jaynes.decoder.stim.StimCircuit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes shots in another format. */
@Command(
        name = "convert",
        description = {
            "Writes shots in another format.",
            "How many bits a shot has comes from a circuit, a model, numbers of bits of each kind, or --bits_per_shot."
        },
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
    @Option(names = "--in", paramLabel = "FILE", description = "The shots.")
    private @Nullable Path in;

    @Option(names = "--in_format", required = true, paramLabel = Format.NAMES, converter = Format.class)
    private ShotFormat inFormat = ShotFormat.ZERO_ONE;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the shots.")
    private @Nullable Path out;

    @Option(names = "--out_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat outFormat = ShotFormat.ZERO_ONE;

    @Option(
            names = "--obs_out",
            paramLabel = "FILE",
            description = "Where to write the observables instead of after the rest of the shot.")
    private @Nullable Path observablesOut;

    @Option(names = "--obs_out_format", paramLabel = Format.NAMES, defaultValue = "01", converter = Format.class)
    private ShotFormat observablesFormat = ShotFormat.ZERO_ONE;

    @Option(names = "--circuit", paramLabel = "FILE", description = "The circuit that the shots come from.")
    private @Nullable Path circuit;

    @Option(
            names = "--types",
            paramLabel = "M|D|L",
            description = "With --circuit: which kinds of bits a shot has, such as M or DL.")
    private @Nullable String types;

    @Option(names = "--dem", paramLabel = "FILE", description = "The model that the shots come from.")
    private @Nullable Path model;

    @Option(names = "--num_measurements", paramLabel = "N")
    private long measurements;

    @Option(names = "--num_detectors", paramLabel = "N")
    private long detectors;

    @Option(names = "--num_observables", paramLabel = "N")
    private long observables;

    @Option(names = "--bits_per_shot", paramLabel = "N", description = "Where the kinds of the bits are not known.")
    private long bitsPerShot;

    @Override
    public Integer call() throws IOException {
        ShotLayout layout = layout();
        ShotLayout mainLayout =
                observablesOut == null ? layout : new ShotLayout(layout.measurements(), layout.detectors(), 0);
        ShotLayout observableLayout = new ShotLayout(0, 0, layout.observables());
        long[] row = new long[layout.wordCount()];
        long[] main = new long[mainLayout.wordCount()];
        long[] observable = new long[observableLayout.wordCount()];
        try (ShotReader reader = ShotReader.open(Streams.open(in), Streams.nameOf(in), inFormat, layout);
                ShotWriter writer = ShotWriter.open(Streams.create(out), outFormat, mainLayout);
                ShotWriter observableWriter = observablesOut == null
                        ? null
                        : ShotWriter.open(Streams.create(observablesOut), observablesFormat, observableLayout)) {
            while (reader.read(row)) {
                Bits.copy(row, 0, main, mainLayout.bitCount());
                writer.write(main);
                if (observableWriter != null) {
                    Bits.copy(row, mainLayout.bitCount(), observable, observableLayout.bitCount());
                    observableWriter.write(observable);
                }
            }
        }
        return ExitCode.DONE;
    }

    private ShotLayout layout() throws IOException {
        if (measurements < 0 || detectors < 0 || observables < 0 || bitsPerShot < 0) {
            throw new InputException("numbers of bits must be at least 0");
        }
        long m = measurements;
        long d = detectors;
        long l = observables;
        boolean known = m > 0 || d > 0 || l > 0;
        if (model != null) {
            DetectorErrorModel errors = Streams.readModel(model);
            d = errors.detectorCount();
            l = errors.observableCount();
            known = known || d > 0 || l > 0;
        }
        if (circuit != null) {
            String kinds = requireTypes();
            StimCircuit source = Streams.readCircuit(circuit);
            m = kinds.contains("M") ? source.measurementCount() : 0;
            d = kinds.contains("D") ? source.detectorCount() : 0;
            l = kinds.contains("L") ? source.observableCount() : 0;
            known = true;
        }
        if (!known) {
            m = requireBitsPerShot();
        }
        return layout(m, d, l);
    }

    private String requireTypes() {
        if (types == null) {
            throw new InputException("--circuit needs --types: which of M, D and L the shots hold");
        }
        if (!types.matches("[MDL]+") || types.chars().distinct().count() != types.length()) {
            throw new InputException("--types is made of M, D and L, each at most once, not '%s'".formatted(types));
        }
        return types;
    }

    private long requireBitsPerShot() {
        if (outFormat == ShotFormat.DETS) {
            throw new InputException("dets names the kinds of the bits; "
                    + "give --circuit with --types, --dem, or the number of bits of each kind");
        }
        if (bitsPerShot == 0) {
            throw new InputException("how many bits a shot has is not known; "
                    + "give --circuit with --types, --dem, the number of bits of each kind, or --bits_per_shot");
        }
        return bitsPerShot;
    }

    /** A layout, if its shots can be held in memory. */
    static ShotLayout layout(long measurements, long detectors, long observables) {
        try {
            return new ShotLayout(
                    Math.toIntExact(measurements), Math.toIntExact(detectors), Math.toIntExact(observables));
        } catch (ArithmeticException e) {
            throw new TooLargeException(
                    "a shot of %d measurements, %d detectors and %d observables; the limit is %d bits"
                            .formatted(measurements, detectors, observables, Integer.MAX_VALUE));
        }
    }
}
