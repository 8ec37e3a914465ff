package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.decoder.analysis.ErrorExplainer;
import org.jaynes.decoder.analysis.ExplainedError;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.stim.StimCircuit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells which errors of a circuit are behind the errors of its model. */
@Command(
        name = "explain_errors",
        description = "Tells which errors of a circuit are behind the errors of its model.",
        mixinStandardHelpOptions = true)
final class ExplainErrorsCommand implements Callable<Integer> {
    @Option(
            names = "--dem_filter",
            paramLabel = "FILE",
            description = "A model with the errors to explain; all errors if not given.")
    private @Nullable Path filter;

    @Option(names = "--single", description = "Give the simplest error of the circuit only.")
    private boolean single;

    @Option(names = "--in", paramLabel = "FILE", description = "The circuit.")
    private @Nullable Path in;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the explanations.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        DetectorErrorModel errors = filter == null ? null : Streams.readModel(filter);
        StimCircuit circuit = Streams.readCircuit(in);
        StringBuilder text = new StringBuilder();
        for (ExplainedError explained : ErrorExplainer.explain(circuit, errors, single)) {
            text.append(explained).append('\n');
        }
        Streams.write(out, text.toString());
        return ExitCode.DONE;
    }
}
