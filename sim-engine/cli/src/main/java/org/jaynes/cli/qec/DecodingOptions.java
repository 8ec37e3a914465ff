package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that decode shots share: the model, the shots, the decoder. Closing it releases the device. */
final class DecodingOptions implements AutoCloseable {
    private static final String PLAIN = "mwpm";
    private static final String CORRELATED = "mwpm-correlated";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--dem",
            required = true,
            paramLabel = "FILE",
            description = "The model; for matching one that was made with --decompose_errors.")
    private Path dem = Path.of("");

    @Option(names = "--in", paramLabel = "FILE", description = "The shots.")
    private @Nullable Path in;

    @Option(
            names = "--in_includes_appended_observables",
            description = "Each shot has the flips of the observables after its detectors.")
    private boolean appendedObservables;

    @Option(
            names = "--decoder",
            paramLabel = "NAME",
            description = "How to decode (default: mwpm); 'jaynes qec decoders' lists them.")
    private String decoder = PLAIN;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "A parameter of the decoder; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--enable_correlations",
            description = "The same as --decoder mwpm-correlated -p compare=0, which are pymatching's rules.")
    private boolean correlations;

    @Option(
            names = "--weights_out",
            paramLabel = "FILE",
            description = "Where to write the weight of each solution, a line per shot.")
    private @Nullable Path weightsOut;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that decode (default: all processors); predictions do not depend on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description =
                    "Where batches are decoded: cpu (default), cuda, cuda:1, ...; predictions do not depend on it.")
    private String device = "cpu";

    private @Nullable DecodingDevice opened;

    /** Reads the model and prepares the decoder for it. */
    CompiledDecoder compile() throws IOException {
        Decoder chosen = Decoders.named(decoderName(), parameters);
        if (threads < 1) {
            throw new InputException("--threads is %d; expected at least 1".formatted(threads));
        }
        DetectorErrorModel model = Streams.readModel(dem);
        DecodingDevice gpu = DecodingDevices.open(device);
        opened = gpu;
        CompiledDecoder compiled = gpu == null ? chosen.compile(model) : chosen.compile(model, gpu);
        compiled.notice().ifPresent(this::say);
        return compiled;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }

    /** Says something that is not the result. */
    void say(String text) {
        spec.commandLine().getErr().println("jaynes: " + text);
    }

    String decoderName() {
        if (!correlations) {
            return decoder;
        }
        if (!decoder.equals(PLAIN) && !decoder.equals(CORRELATED)) {
            throw new InputException("--enable_correlations is for matching; leave it out with --decoder " + decoder);
        }
        parameters.putIfAbsent("compare", "0");
        return CORRELATED;
    }

    @Nullable
    Path in() {
        return in;
    }

    boolean appendedObservables() {
        return appendedObservables;
    }

    @Nullable
    Path weightsOut() {
        return weightsOut;
    }

    int threads() {
        return threads;
    }
}
