package org.jaynes.cli.photonic;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.fock.ExactDistribution;
import org.jaynes.photonics.fock.FockDistribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jaynes photonic probabilities}. */
@Command(
        name = "probabilities",
        description = "Computes the probabilities of all outcomes, exactly.",
        mixinStandardHelpOptions = true)
final class ProbabilitiesCommand extends JobCommand {
    @Option(
            names = "--above",
            paramLabel = "P",
            description = "Leave out outcomes with at most this probability (default: ${DEFAULT-VALUE}).")
    private double above;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    void execute(JobFile.Job job) {
        PhotonicDevice where = device.device();
        FockDistribution.Conditional conditional = ExactDistribution.conditional(job.experiment(), where);
        Map<String, Object> json = result("probabilities");
        json.put("device", where.name());
        if (job.experiment().postselection() != null) {
            json.put("acceptance", conditional.probability());
        }
        Map<String, Object> probabilities = new LinkedHashMap<>();
        conditional.distribution().above(above).forEach((outcome, p) -> probabilities.put(outcome.toString(), p));
        json.put("probabilities", probabilities);
        output.print(out(), json, out -> probabilities.forEach((outcome, p) -> out.println(outcome + " " + p)));
    }
}
