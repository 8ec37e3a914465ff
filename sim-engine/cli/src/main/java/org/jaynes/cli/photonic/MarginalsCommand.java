package org.jaynes.cli.photonic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jaynes.photonics.FockState;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.marginal.Marginals;
import org.jaynes.photonics.marginal.ModeDistribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jaynes photonic marginals}. */
@Command(
        name = "marginals",
        description = {
            "Computes what a few modes show whatever the others do, exactly and in polynomial time.",
            "Without --modes, the distribution of each mode alone."
        },
        mixinStandardHelpOptions = true)
final class MarginalsCommand extends JobCommand {
    @Option(
            names = "--modes",
            paramLabel = "I,J,...",
            split = ",",
            description = "The joint distribution of these modes.")
    private List<Integer> modes = new ArrayList<>();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    void execute(JobFile.Job job) {
        PhotonicDevice where = device.device();
        Marginals marginals = Marginals.of(job.experiment()).on(where);
        Map<String, Object> json = result("marginals");
        json.put("device", where.name());
        double[] means = marginals.means();
        json.put("means", means);
        if (modes.isEmpty()) {
            List<double[]> single = marginals
                    .distributions(IntStream.range(0, means.length)
                            .mapToObj(mode -> new int[] {mode})
                            .toList())
                    .stream()
                    .map(ModeDistribution::probabilities)
                    .toList();
            json.put("distributions", single);
            output.print(out(), json, out -> {
                for (int mode = 0; mode < means.length; mode++) {
                    out.println("%d mean %s %s".formatted(mode, means[mode], Arrays.toString(single.get(mode))));
                }
            });
            return;
        }
        ModeDistribution joint = marginals.distribution(
                modes.stream().mapToInt(Integer::intValue).toArray());
        Map<String, Object> probabilities = new LinkedHashMap<>();
        double[] values = joint.probabilities();
        for (int index = values.length - 1; index >= 0; index--) {
            int[] counts = new int[modes.size()];
            int rest = index;
            for (int i = counts.length - 1; i >= 0; i--) {
                counts[i] = rest % joint.radix();
                rest /= joint.radix();
            }
            if (values[index] > 1e-15) {
                probabilities.put(FockState.of(counts).toString(), values[index]);
            }
        }
        json.put("modes", modes);
        json.put("probabilities", probabilities);
        output.print(out(), json, out -> probabilities.forEach((outcome, p) -> out.println(outcome + " " + p)));
    }
}
