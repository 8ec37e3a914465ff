package org.jaynes.cli.qec;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands of quantum error correction. */
@Command(
        name = "qec",
        description = "Quantum error correction: circuits, error models, shots, decoders; "
                + "the options and files of stim and pymatching.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            GenCommand.class,
            AnalyzeErrorsCommand.class,
            ConvertCommand.class,
            PredictCommand.class,
            CountMistakesCommand.class,
            DecodersCommand.class,
            CollectCommand.class,
            PlotCommand.class,
            SampleCommand.class,
            DetectCommand.class,
            M2dCommand.class,
            SampleDemCommand.class,
            ExplainErrorsCommand.class,
        })
public final class QecCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a command of the group there is nothing to do. */
    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
