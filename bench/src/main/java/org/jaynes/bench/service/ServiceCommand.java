package org.jaynes.bench.service;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jaynes.bench.Machine;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.service.DeviceService;
import org.jaynes.service.ServiceOptions;
import org.jaynes.service.TimeBinSampler;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench service}. */
@Command(
        name = "service",
        description = {
            "Times jobs of 10 000 shots over HTTP, from the begin of the submission to the last byte of the result.",
            "The client opens a connection for every request, as CUDA-Q does; the service forces every request to disk."
        },
        mixinStandardHelpOptions = true)
public final class ServiceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            description = "A service that runs already (default: one is started in this process, with its journal in a"
                    + " temporary folder).")
    private @Nullable String url;

    @Option(names = "--jobs", description = "Jobs of each kind that are timed (default: ${DEFAULT-VALUE}).")
    private int jobs = 200;

    @Option(names = "--warmup", description = "Jobs of each kind before these (default: ${DEFAULT-VALUE}).")
    private int warmup = 300;

    @Option(names = "--shots", description = "Shots of a job (default: ${DEFAULT-VALUE}).")
    private int shots = 10_000;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    @Option(names = "--json", description = "Print the report as one JSON object; the table goes to standard error.")
    private boolean json;

    ServiceCommand() {}

    /** Two kinds of jobs: CUDA-Q's example with two loops, and one loop. */
    private record Workload(String name, int modes, int photons, List<Integer> loops) {
        String request(int shots) {
            int splitters = loops.size() * modes
                    - loops.stream().mapToInt(Integer::intValue).sum();
            String input = IntStream.range(0, modes)
                    .mapToObj(mode -> mode % 2 == 0 && mode / 2 < photons ? "1" : "0")
                    .collect(Collectors.joining(","));
            String angles = IntStream.range(0, splitters)
                    .mapToObj(i -> Double.toString(Math.PI / 8 + i * (Math.PI / 3 - Math.PI / 8) / (splitters - 1)))
                    .collect(Collectors.joining(","));
            return "{\"bs_angles\":[%s],\"input_state\":[%s],\"loop_lengths\":%s,\"n_samples\":%d,\"ps_angles\":[],\"target\":\"PT-1\"}"
                    .formatted(angles, input, loops, shots);
        }
    }

    private static final List<Workload> WORKLOADS = List.of(
            new Workload("8 modes, 4 photons, loops 1 1", 8, 4, List.of(1, 1)),
            new Workload("8 modes, 4 photons, loop 1", 8, 4, List.of(1)),
            new Workload("16 modes, 8 photons, loop 1", 16, 8, List.of(1)));

    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Seconds from the begin of the submission to the last byte of the result, ascending. */
    private record Latencies(Workload workload, double[] seconds) {
        double percentile(int percent) {
            return seconds[Math.min(seconds.length - 1, seconds.length * percent / 100)];
        }
    }

    @Override
    public Integer call() throws IOException {
        if (jobs < 1 || warmup < 0 || shots < 1) {
            throw new InputException("--jobs, --warmup or --shots is too small; expected at least 1, 0 and 1");
        }
        Files.createDirectories(out);
        List<Latencies> measured;
        if (url != null) {
            measured = measure(new OrcaClient(url.endsWith("/") ? url : url + "/"));
        } else {
            Path journal = Files.createTempDirectory("jaynes-bench-service");
            var machine = new org.jaynes.service.Machine("PT-1-A", new TimeBinSampler());
            try (DeviceService service = DeviceService.start(new ServiceOptions(0, journal, List.of(machine)))) {
                measured = measure(new OrcaClient(service.url()));
            } finally {
                delete(journal);
            }
        }
        report(measured);
        return ExitCode.DONE;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private List<Latencies> measure(OrcaClient client) throws IOException {
        PrintWriter print = tableWriter();
        print.println(header());
        List<Latencies> measured = new ArrayList<>();
        for (Workload workload : WORKLOADS) {
            String request = workload.request(shots);
            for (int job = 0; job < warmup; job++) {
                client.run(request);
            }
            double[] seconds = new double[jobs];
            for (int job = 0; job < jobs; job++) {
                long start = System.nanoTime();
                byte[] answer = client.run(request);
                seconds[job] = (System.nanoTime() - start) * 1e-9;
                check(answer, workload);
            }
            Arrays.sort(seconds);
            measured.add(new Latencies(workload, seconds));
            print.println(line(measured.getLast()));
            print.flush();
        }
        return measured;
    }

    /** Every shot must be there with every photon. */
    private void check(byte[] answer, Workload workload) throws IOException {
        String text = new String(answer, java.nio.charset.StandardCharsets.UTF_8);
        String[] results =
                text.substring(text.indexOf('[') + 1, text.lastIndexOf(']')).split(",");
        boolean complete = results.length == shots
                && Arrays.stream(results)
                        .allMatch(shot -> shot.chars()
                                        .filter(Character::isDigit)
                                        .map(digit -> digit - '0')
                                        .sum()
                                == workload.photons);
        if (!complete) {
            throw new IOException("the result is not %d shots of %d photons: %s..."
                    .formatted(shots, workload.photons, text.substring(0, Math.min(200, text.length()))));
        }
    }

    private PrintWriter tableWriter() {
        return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    private static String header() {
        return String.format("%-32s %9s %9s %9s %9s", "job", "min ms", "median ms", "90 % ms", "99 % ms");
    }

    private static String line(Latencies measured) {
        return String.format(
                Locale.ROOT,
                "%-32s %9.2f %9.2f %9.2f %9.2f",
                measured.workload.name,
                measured.percentile(0) * 1e3,
                measured.percentile(50) * 1e3,
                measured.percentile(90) * 1e3,
                measured.percentile(99) * 1e3);
    }

    private void report(List<Latencies> measured) throws IOException {
        Map<String, Object> machine = Machine.describe();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "jaynes.bench.service/1");
        report.put("machine", machine);
        report.put("shots", shots);
        report.put("service", url == null ? "in this process" : url);
        report.put(
                "measurements",
                measured.stream()
                        .map(latencies -> Map.of(
                                "job",
                                latencies.workload.name,
                                "request",
                                latencies.workload.request(shots),
                                "seconds",
                                latencies.seconds))
                        .toList());
        Path data = out.resolve("service.json");
        INDENTED.writeValue(data, report);
        List<String> lines = new ArrayList<>();
        lines.add("%d shots a job, %s".formatted(shots, machine));
        lines.add(header());
        measured.forEach(latencies -> lines.add(line(latencies)));
        Path table = Files.write(out.resolve("service.txt"), lines);
        PrintWriter print = tableWriter();
        print.println("written: " + data + ", " + table);
        print.flush();
        if (json) {
            spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(report));
            spec.commandLine().getOut().flush();
        }
    }
}
