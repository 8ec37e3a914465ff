package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Turns a circuit into its detector error model. */
@Command(
        name = "analyze_errors",
        description = "Turns a circuit into its detector error model.",
        mixinStandardHelpOptions = true)
final class AnalyzeErrorsCommand implements Callable<Integer> {
    @Option(names = "--allow_gauge_detectors", description = "Turn random detectors into errors of probability 1/2.")
    private boolean allowGaugeDetectors;

    @Option(
            names = "--approximate_disjoint_errors",
            paramLabel = "P",
            arity = "0..1",
            fallbackValue = "1",
            description = "Count errors that exclude each other as independent if none is likelier than this; "
                    + "1 if no value is given.")
    private double approximateDisjointErrors;

    @Option(
            names = "--block_decompose_from_introducing_remnant_edges",
            description = "Use only components that occur as errors of their own.")
    private boolean blockRemnantEdges;

    @Option(
            names = "--decompose_errors",
            description = "Split errors that flip more than two detectors into components that flip at most two.")
    private boolean decomposeErrors;

    @Option(names = "--fold_loops", description = "Keep loops as loops where their effect repeats.")
    private boolean foldLoops;

    @Option(
            names = "--ignore_decomposition_failures",
            description = "Leave an error whole that cannot be decomposed instead of refusing it.")
    private boolean ignoreDecompositionFailures;

    @Option(names = "--in", paramLabel = "FILE", description = "The circuit.")
    private @Nullable Path in;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write the model.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        if (!(approximateDisjointErrors >= 0 && approximateDisjointErrors <= 1)) {
            throw new InputException(
                    "--approximate_disjoint_errors is a probability from 0 to 1, not " + approximateDisjointErrors);
        }
        AnalysisOptions options = new AnalysisOptions(
                decomposeErrors,
                foldLoops,
                allowGaugeDetectors,
                approximateDisjointErrors,
                ignoreDecompositionFailures,
                blockRemnantEdges);
        Streams.write(out, ErrorAnalyzer.analyze(Streams.readCircuit(in), options) + "\n");
        return ExitCode.DONE;
    }
}
