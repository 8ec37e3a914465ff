package org.jaynes.cli.photonic;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about photons. */
@Command(
        name = "photonic",
        description =
                "Photons in interferometers: samples, probabilities, marginals, tests; noise, detectors, post-selection.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SampleCommand.class,
            ProbabilitiesCommand.class,
            MarginalsCommand.class,
            ExplainPhotonsCommand.class,
            ValidateCommand.class,
        })
public final class PhotonicCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a command of the group there is nothing to do. */
    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
