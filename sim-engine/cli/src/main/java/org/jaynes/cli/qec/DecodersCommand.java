package org.jaynes.cli.qec;

import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.decoder.Decoders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the decoders. */
@Command(name = "decoders", description = "Lists the decoders.", mixinStandardHelpOptions = true)
final class DecodersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        for (Decoders.Named decoder : Decoders.all()) {
            spec.commandLine().getOut().printf("%-16s %s%n", decoder.name(), decoder.summary());
        }
        return ExitCode.DONE;
    }
}
