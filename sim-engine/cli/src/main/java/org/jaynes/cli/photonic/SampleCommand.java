package org.jaynes.cli.photonic;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.cli.CommonOptions;
import org.jaynes.cli.InputException;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.jaynes.photonics.sampling.PhotonSamples;
import org.jaynes.photonics.sampling.SamplingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jaynes photonic sample}. */
@Command(name = "sample", description = "Draws shots.", mixinStandardHelpOptions = true)
final class SampleCommand extends JobCommand {
    @Option(names = "--shots", paramLabel = "N", description = "How many (default: n_samples of the job, else 1000).")
    private @Nullable Integer shots;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Key of all random numbers (default: seed of the job, else drawn and printed).")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads (default: JAYNES_THREADS, else all processors).")
    private @Nullable Integer threads;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "counts: how often each outcome was seen; results: the outcomes in order"
                    + " (default: ${DEFAULT-VALUE}).")
    private String form = "counts";

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            converter = SamplerName.Converter.class,
            description = SamplerName.HELP)
    private @Nullable SamplerName sampler;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    void execute(JobFile.Job job) {
        if (!form.equals("counts") && !form.equals("results")) {
            throw new InputException("--output is '" + form + "'; expected counts or results");
        }
        int count = shots == null ? job.samples().orElse(1000) : shots;
        if (count < 1) {
            throw new InputException("--shots is " + count + "; expected at least 1");
        }
        long key = seed == null ? job.seed().orElseGet(() -> new SecureRandom().nextLong(1L << 53)) : seed;
        SamplingPlan chosen = sampler == null
                ? SamplingPlan.of(job.experiment(), count)
                : SamplingPlan.with(job.experiment(), sampler.algorithm());
        SamplingPlan plan = chosen.on(device.device());
        long start = System.nanoTime();
        PhotonSamples samples = new PhotonSampler(CommonOptions.threads(threads)).sample(plan, count, key);
        double seconds = (System.nanoTime() - start) * 1e-9;
        Map<String, Object> json = result("sample");
        json.put("sampler", plan.algorithm().toString());
        json.put("device", plan.device().name());
        json.put("shots", count);
        json.put("seed", key);
        if (job.experiment().postselection() != null) {
            json.put("acceptance", samples.acceptance());
        }
        Map<String, Object> counts = new LinkedHashMap<>();
        if (form.equals("counts")) {
            samples.histogram().forEach((outcome, n) -> counts.put(outcome.toString(), n));
            json.put("counts", counts);
        } else {
            json.put("results", samples.results());
        }
        json.put("seconds", seconds);
        if (!output.json()) {
            err().printf(
                            "jaynes: %d shots by %s on %s, seed %d, %.3g s%n",
                            count, plan.algorithm(), plan.device().name(), key, seconds);
        }
        output.print(out(), json, out -> {
            if (form.equals("counts")) {
                counts.forEach((outcome, n) -> out.println(outcome + " " + n));
            } else {
                samples.results().forEach(out::println);
            }
        });
    }
}
