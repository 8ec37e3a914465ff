package org.jaynes.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.cli.selftest.Parity;
import org.jaynes.cli.selftest.Selftest;
import org.jaynes.cli.selftest.Speed;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.Devices;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jaynes selftest}: is this installation right, and how fast is it? */
@Command(
        name = "selftest",
        description = {
            "Compares every kernel of a device with the reference, bit by bit, and measures bandwidth and latency.",
            "Without --device, of every device that is usable here."
        },
        mixinStandardHelpOptions = true)
final class SelftestCommand extends SimulationCommand {
    private static final int DEFAULT_SEED = 1;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the JSON report to this file as well.")
    private @Nullable Path report;

    @Option(
            names = "--qubits",
            paramLabel = "N",
            description = "Size of the states that bandwidths are measured on (default: ${DEFAULT-VALUE}).")
    private int qubits = 24;

    @Override
    int execute() {
        OutputOptions.requireWritable(report);
        if (qubits < Speed.FEWEST_QUBITS || qubits > Long.SIZE - 2) {
            throw new InputException(
                    "--qubits is %d; expected %d to %d".formatted(qubits, Speed.FEWEST_QUBITS, Long.SIZE - 2));
        }
        List<DeviceInfo> installed = Devices.list();
        List<Selftest> tests = new ArrayList<>();
        for (String name : devices(installed)) {
            try (Progress progress = Progress.start(err(), "testing " + name);
                    Executor executor = Executors.open(name, common.threads())) {
                tests.add(Selftest.run(
                        executor,
                        common.seed().orElse(DEFAULT_SEED),
                        qubits,
                        (part, whole) -> progress.done(part, whole)));
            }
        }
        Map<String, Object> json = json(installed, tests);
        if (report != null) {
            OutputOptions.writeText(report, writer -> Json.write(writer, json));
        }
        output.print(out(), json, out -> tests.forEach(test -> print(out, test)));
        return tests.stream().allMatch(Selftest::passed) ? ExitCode.DONE : ExitCode.ENGINE_FAILED;
    }

    private List<String> devices(List<DeviceInfo> installed) {
        String asked = common.simulatorOptions().device();
        if (!asked.equals("auto")) {
            return List.of(asked);
        }
        List<String> usable = installed.stream()
                .filter(device -> device.usable() && !device.kind().equals("reference"))
                .map(DeviceInfo::name)
                .toList();
        if (usable.isEmpty()) {
            throw new DeviceUnavailableException(
                    "auto", "there is no device to compare with the reference; 'jaynes devices' says why");
        }
        return usable;
    }

    private Map<String, Object> json(List<DeviceInfo> installed, List<Selftest> tests) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.selftest/1");
        json.put("version", JaynesCommand.version());
        json.put("time", Instant.now().toString());
        // The reference is what others are compared with: timed alone, it has passed nothing.
        if (tests.stream().anyMatch(test -> !test.checks().isEmpty())) {
            json.put("passed", tests.stream().allMatch(Selftest::passed));
        }
        json.put("tests", tests.stream().map(Selftest::toJson).toList());
        json.put("devices", installed.stream().map(DevicesCommand::json).toList());
        return json;
    }

    private static void print(PrintWriter out, Selftest test) {
        List<Parity> failed =
                test.checks().stream().filter(check -> !check.passed()).toList();
        out.println(test.device() + " (" + test.profile() + ")");
        if (test.checks().isEmpty()) {
            out.println("    is the reference: nothing to compare it with");
        } else {
            out.printf(
                    "    %d of %d checks give the reference's bits (seed %d)%n",
                    test.checks().size() - failed.size(), test.checks().size(), test.seed());
        }
        for (Parity check : failed) {
            out.printf(
                    "    FAILED: %s, %s precision, %d qubits: %s%n",
                    check.kernel(), name(check.precision()), check.qubits(), check.difference());
        }
        test.decodingLines().forEach(line -> out.println("    " + line));
        Speed speed = test.speed();
        if (speed != null) {
            out.printf(
                    "    copy                 %8.1f GB/s (%d qubits)%n",
                    speed.copyBytesPerSecond() / 1e9, speed.qubits());
            out.printf("    pass with one X      %8.1f GB/s%n", speed.flipPassBytesPerSecond() / 1e9);
            out.printf("    pass with 8 U        %8.1f GB/s%n", speed.densePassBytesPerSecond() / 1e9);
            out.printf("    launch               %8.1f us%n", speed.launchSeconds() * 1e6);
            out.printf("    round trip           %8.1f us%n", speed.roundTripSeconds() * 1e6);
        }
    }
}
