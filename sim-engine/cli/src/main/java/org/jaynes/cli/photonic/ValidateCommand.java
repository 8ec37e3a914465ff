package org.jaynes.cli.photonic;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.cli.plot.LinePlot;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.validation.Check;
import org.jaynes.photonics.validation.Curve;
import org.jaynes.photonics.validation.SamplerValidation;
import org.jaynes.photonics.validation.ValidationReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jaynes photonic validate}. */
@Command(
        name = "validate",
        description = {
            "Tests every sampler that can do the job: Hong-Ou-Mandel dip, suppression law, bunching, Bayesian odds against"
                    + " uniform, distinguishable and mean-field samplers, chi-square and marginals of the job itself.",
            "Prints a table; --plots writes pictures. The exit code is 5 if a check fails."
        },
        mixinStandardHelpOptions = true)
final class ValidateCommand extends JobCommand {
    private static final int DEFAULT_SHOTS = 20_000;

    @Option(
            names = "--shots",
            paramLabel = "N",
            description = "Shots of each check (default: n_samples of the job, else 20000).")
    private @Nullable Integer shots;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Key of all random numbers (default: seed of the job, else drawn and printed).")
    private @Nullable Long seed;

    @Option(
            names = "--plots",
            paramLabel = "FOLDER",
            description = "Write a picture of each curve (SVG) into a folder.")
    private @Nullable Path plots;

    @Mixin
    private DeviceOption device = new DeviceOption();

    private int exitCode = ExitCode.DONE;

    @Override
    void execute(JobFile.Job job) throws IOException {
        int count = shots == null ? job.samples().orElse(DEFAULT_SHOTS) : shots;
        if (count < 1) {
            throw new InputException("--shots is " + count + "; expected at least 1");
        }
        long key = seed == null ? job.seed().orElseGet(() -> new SecureRandom().nextLong(1L << 53)) : seed;
        PhotonicDevice on = device.device();
        ValidationReport report = SamplerValidation.run(job.experiment(), count, key, on);
        exitCode = report.passed() ? ExitCode.DONE : ExitCode.ENGINE_FAILED;
        List<Path> files = plots == null ? List.of() : draw(plots, report.curves());
        Map<String, Object> json = result("validate");
        json.put("device", on.name());
        json.put("shots", count);
        json.put("seed", key);
        json.put("passed", report.passed());
        json.put("checks", report.checks().stream().map(ValidateCommand::toJson).toList());
        json.put("curves", report.curves().stream().map(ValidateCommand::toJson).toList());
        json.put("plots", files.stream().map(Path::toString).toList());
        output.print(out(), json, out -> print(out, report, key, files));
    }

    @Override
    int exitCode() {
        return exitCode;
    }

    private static List<Path> draw(Path folder, List<Curve> curves) {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Curve curve : curves) {
                files.add(Files.writeString(
                        folder.resolve(curve.name() + ".svg"), plot(curve).svg()));
            }
        } catch (IOException e) {
            throw new InputException(folder, "--plots: could not be written: " + e);
        }
        return files;
    }

    private static LinePlot plot(Curve curve) {
        List<LinePlot.Curve> curves = curve.series().stream()
                .map(series -> new LinePlot.Curve(series.name(), series.x(), series.y(), series.line()))
                .toList();
        return new LinePlot(curve.title(), curve.xAxis(), curve.yAxis(), curves);
    }

    private static void print(PrintWriter out, ValidationReport report, long key, List<Path> files) {
        out.printf(
                Locale.ROOT, "%-16s %-28s %-8s %10s %10s  %s%n", "check", "sampler", "verdict", "value", "limit", "");
        for (Check check : report.checks()) {
            String numbers = check.verdict() == Check.Verdict.NOT_RUN
                    ? " ".repeat(21)
                    : String.format(Locale.ROOT, "%10.3g %10.3g", check.value(), check.limit());
            out.printf(
                    Locale.ROOT,
                    "%-16s %-28s %-8s %s  %s%n",
                    check.name(),
                    check.sampler(),
                    verdict(check),
                    numbers,
                    check.detail());
        }
        out.println("seed " + key + (report.passed() ? ": no check failed" : ": FAILED"));
        files.forEach(file -> out.println("written: " + file));
    }

    private static String verdict(Check check) {
        return check.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Map<String, Object> toJson(Check check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("check", check.name());
        json.put("sampler", check.sampler());
        json.put("verdict", verdict(check));
        // JSON has no infinity: a count that cannot be has no value.
        if (Double.isFinite(check.value())) {
            json.put("value", check.value());
        }
        if (check.verdict() != Check.Verdict.NOT_RUN) {
            json.put("limit", check.limit());
        }
        json.put("detail", check.detail());
        return json;
    }

    private static Map<String, Object> toJson(Curve curve) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("curve", curve.name());
        json.put("x_axis", curve.xAxis());
        json.put("y_axis", curve.yAxis());
        json.put(
                "series",
                curve.series().stream()
                        .map(series -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("name", series.name());
                            one.put("x", series.x());
                            one.put("y", series.y());
                            return one;
                        })
                        .toList());
        return json;
    }
}
