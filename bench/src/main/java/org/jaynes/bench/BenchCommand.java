package org.jaynes.bench;

import org.jaynes.bench.decoder.DecoderCommand;
import org.jaynes.bench.decoder.LdpcCommand;
import org.jaynes.bench.decoder.MatchingCommand;
import org.jaynes.bench.decoder.ServingCommand;
import org.jaynes.bench.jmh.JmhCommand;
import org.jaynes.bench.noise.NoiseCommand;
import org.jaynes.bench.photonics.PhotonicsCommand;
import org.jaynes.bench.sampling.SamplingCommand;
import org.jaynes.bench.service.ServiceCommand;
import org.jaynes.bench.statevector.GradientCommand;
import org.jaynes.bench.statevector.ShotsCommand;
import org.jaynes.bench.statevector.StatevectorCommand;
import org.jaynes.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jaynes bench}. */
@Command(
        name = "bench",
        description = "Runs benchmarks and writes reports.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            StatevectorCommand.class,
            GradientCommand.class,
            ShotsCommand.class,
            NoiseCommand.class,
            DecoderCommand.class,
            MatchingCommand.class,
            LdpcCommand.class,
            ServingCommand.class,
            SamplingCommand.class,
            PhotonicsCommand.class,
            ServiceCommand.class,
            JmhCommand.class
        })
public final class BenchCommand implements Subcommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Made by the service loader. */
    public BenchCommand() {}

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which benchmark? known: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
