package org.jaynes.cli.photonic;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.sampling.SamplingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jaynes photonic explain}. */
@Command(
        name = "explain",
        description = "Tells how shots would be drawn, and what every sampler would cost.",
        mixinStandardHelpOptions = true)
final class ExplainPhotonsCommand extends JobCommand {
    @Option(
            names = "--shots",
            paramLabel = "N",
            description = "For how many (default: n_samples of the job, else 1000).")
    private @Nullable Integer shots;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    void execute(JobFile.Job job) {
        int count = shots == null ? job.samples().orElse(1000) : shots;
        PhotonicExperiment experiment = job.experiment();
        SamplingPlan plan = SamplingPlan.of(experiment, count).on(device.device());
        Map<String, Object> json = result("explain");
        json.put("modes", experiment.modes());
        json.put("photons", experiment.input().photons());
        json.put("device", plan.device().name());
        json.put("shots", count);
        json.put("sampler", plan.algorithm().toString());
        Map<String, Object> costs = new LinkedHashMap<>();
        plan.costs().forEach((algorithm, cost) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("setup_seconds", cost.setupSeconds());
            fields.put("shot_seconds", cost.shotSeconds());
            fields.put("bytes", cost.bytes());
            fields.put("seconds", cost.seconds(count));
            costs.put(algorithm.toString(), fields);
        });
        json.put("samplers", costs);
        output.print(out(), json, out -> {
            out.println("experiment    %d modes, %d photons"
                    .formatted(experiment.modes(), experiment.input().photons()));
            out.print(plan.explain(count));
        });
    }
}
