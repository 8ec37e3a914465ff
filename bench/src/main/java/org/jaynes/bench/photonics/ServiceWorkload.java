package org.jaynes.bench.photonics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jaynes.bench.service.OrcaClient;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.service.DeviceService;
import org.jaynes.service.Machine;
import org.jaynes.service.ServiceOptions;
import org.jaynes.service.TimeBinSampler;

/** A job over HTTP, from the begin of the submission to the last byte of the result, with a client as CUDA-Q's. */
final class ServiceWorkload implements Workload, AutoCloseable {
    private static final Pattern OUTCOME = Pattern.compile("\"(\\d+)\"");

    private final SampleWorkload samples;
    private final Path journal;
    private final DeviceService service;
    private final String job;

    /** Starts a service in this process, with its journal in a temporary folder. */
    ServiceWorkload(SampleWorkload samples) throws IOException {
        this.samples = samples;
        this.journal = Files.createTempDirectory("jaynes-bench-photonics");
        this.service = DeviceService.start(
                new ServiceOptions(0, journal, List.of(new Machine("PT-1-A", new TimeBinSampler()))));
        TimeBinInterferometer loops =
                (TimeBinInterferometer) samples.experiment().interferometer();
        this.job =
                "{\"bs_angles\":%s,\"input_state\":%s,\"loop_lengths\":%s,\"n_samples\":%d,\"ps_angles\":[],\"target\":\"PT-1\"}"
                        .formatted(
                                loops.bsAngles(),
                                java.util.Arrays.toString(
                                        samples.experiment().input().occupations()),
                                loops.loopLengths(),
                                samples.items());
    }

    @Override
    public String name() {
        return "http-job";
    }

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public Map<String, Object> request() {
        return Map.of();
    }

    @Override
    public String item() {
        return "job";
    }

    @Override
    public int items() {
        return 1;
    }

    @Override
    public Map<String, Supplier<Outcome>> ways() {
        OrcaClient client = new OrcaClient(service.url());
        return Map.of("a connection for every request", () -> {
            try {
                byte[] answer = client.run(job);
                return () -> shots(new String(answer, UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static double[] shots(String answer) {
        Matcher outcomes = OUTCOME.matcher(answer.substring(answer.indexOf('[') + 1));
        DoubleStream.Builder numbers = DoubleStream.builder();
        while (outcomes.find()) {
            outcomes.group(1).chars().forEach(digit -> numbers.add(digit - '0'));
        }
        return numbers.build().toArray();
    }

    @Override
    public double distance(double[] numbers) {
        return samples.distance(numbers);
    }

    @Override
    public double tolerance() {
        return samples.tolerance();
    }

    @Override
    public String measure() {
        return samples.measure();
    }

    @Override
    public Map<String, Double> goals() {
        return Map.of();
    }

    @Override
    public void close() throws IOException {
        service.close();
        try (var files = Files.list(journal)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(journal);
    }
}
