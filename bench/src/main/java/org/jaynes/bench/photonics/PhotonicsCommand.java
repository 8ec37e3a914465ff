package org.jaynes.bench.photonics;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.bench.Machine;
import org.jaynes.bench.ReportFiles;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench photonics}. */
@Command(
        name = "photonics",
        description = {
            "Times permanents, samplers, distributions, a layer with its derivatives, loops and a job over HTTP, and"
                    + " writes JSON, a table and a plot.",
            "With --peers, other libraries do the same in turns with Jaynes, each in its fastest setting, and the numbers"
                    + " are compared. They are installed once into target/peers/photonics, at fixed versions."
        },
        mixinStandardHelpOptions = true)
public final class PhotonicsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--workloads", split = ",", description = "Which of them (default: all).")
    private List<String> workloads = Workloads.ALL;

    @Option(names = "--runs", description = "Turns of each library on each workload (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(
            names = "--peers",
            arity = "0..1",
            split = ",",
            fallbackValue = "thewalrus,piquasso,perceval,merlin,orca-photonics",
            description = "Compare with thewalrus, piquasso, perceval, merlin, orca-photonics, or with those that are"
                    + " named.")
    private @Nullable List<String> peers;

    @Option(
            names = "--peer-seconds",
            description = "A library has no further turns on a workload after so many seconds, but at least two runs"
                    + " (default: ${DEFAULT-VALUE}).")
    private double peerSeconds = 10;

    @Option(
            names = "--noise",
            description = "What a shot of each sampler costs with each noise, and without, and what was predicted,"
                    + " instead of all else; writes photonics-noise.*.")
    private boolean noise;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    @Option(names = "--json", description = "Print the report as one JSON object; the table goes to standard error.")
    private boolean json;

    PhotonicsCommand() {}

    @Override
    public Integer call() throws IOException {
        check(runs > 0, "--runs is %d; expected at least 1".formatted(runs));
        check(peerSeconds > 0, "--peer-seconds is %s; expected more than 0".formatted(peerSeconds));
        for (String name : workloads) {
            check(
                    Workloads.ALL.contains(name),
                    "--workloads has '%s'; expected some of %s".formatted(name, String.join(", ", Workloads.ALL)));
        }
        Files.createDirectories(out);
        PrintWriter print =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        if (noise) {
            for (String other : List.of("--peers", "--workloads", "--peer-seconds")) {
                check(
                        !spec.commandLine().getParseResult().hasMatchedOption(other),
                        "--noise with %s; expected one of them, for --noise times samplers alone".formatted(other));
            }
            return compareNoises(print);
        }
        int threads = Runtime.getRuntime().availableProcessors();
        List<Contender> contenders = new ArrayList<>(List.of(new Jaynes()));
        if (peers != null) {
            contenders.addAll(Peers.start(Path.of("target", "peers", "photonics"), peers, threads, print));
        }
        ContestReport report;
        try {
            report = compare(contenders, threads, print);
        } finally {
            contenders.forEach(Contender::close);
        }
        List<Path> files = ReportFiles.write(
                out,
                peers == null ? "photonics" : "photonics-peers",
                report.toJson(),
                report.table(),
                o -> Plot.timeByContender(o, report));
        report.complaints().forEach(complaint -> print.println("NOT EQUAL OR FAILED: " + complaint));
        files.forEach(file -> print.println("written: " + file));
        print.flush();
        if (json) {
            spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(report.toJson()));
            spec.commandLine().getOut().flush();
        }
        return report.complaints().isEmpty() ? ExitCode.DONE : ExitCode.ENGINE_FAILED;
    }

    private int compareNoises(PrintWriter print) throws IOException {
        Map<String, Object> before = Machine.describe();
        List<SamplerCosts.Row> rows = new SamplerCosts(runs, SamplerCosts.WARM_SECONDS, _ -> true).measure();
        List<Map<String, Object>> machine = List.of(before, Machine.describe());
        List<String> table = SamplerCosts.table(rows, machine);
        table.forEach(print::println);
        Map<String, Object> report = SamplerCosts.toJson(rows, machine);
        ReportFiles.write(out, "photonics-noise", report, table, o -> Plot.noiseBySampler(o, rows))
                .forEach(file -> print.println("written: " + file));
        print.flush();
        if (json) {
            spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(report));
            spec.commandLine().getOut().flush();
        }
        return ExitCode.DONE;
    }

    private ContestReport compare(List<Contender> contenders, int threads, PrintWriter print) throws IOException {
        Contest contest = new Contest(runs, peerSeconds, Contest.PAUSE_MILLIS);
        Map<String, Object> before = Machine.describe();
        List<Contest.Row> rows = new ArrayList<>();
        print.println(ContestReport.header());
        for (String name : workloads) {
            Workload workload = Workloads.of(name);
            try {
                rows.add(contest.compare(workload, contenders));
            } finally {
                if (workload instanceof ServiceWorkload service) {
                    service.close();
                }
            }
            ContestReport.lines(rows.getLast()).forEach(print::println);
            print.flush();
        }
        Map<String, String> versions = new LinkedHashMap<>();
        contenders.forEach(contender -> versions.put(contender.name(), contender.version()));
        return new ContestReport(rows, versions, threads, List.of(before, Machine.describe()));
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new InputException(message);
        }
    }
}
