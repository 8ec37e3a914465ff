package org.jaynes.bench.decoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.bench.Machine;
import org.jaynes.cli.CommonOptions;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.DecodingServer;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.execution.DeviceName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code jaynes bench serving}. */
@Command(
        name = "serving",
        description = {
            "Times single shots on a GPU that a resident kernel serves, from the call to its return, with percentiles, and"
                    + " compares all predictions with the CPU's.",
            "On the emulated driver the figures say nothing about a GPU."
        },
        mixinStandardHelpOptions = true)
public final class ServingCommand implements Callable<Integer> {
    private static final String FORMAT = "%-26s %-12s %8s %9s %9s %9s %9s %9s %6s";

    /** Of the shots, so many are decoded before the clock runs. */
    private static final double WARM_UP = 0.1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--device", description = "cuda (default), cuda:1, ...")
    private String device = "cuda";

    @Option(
            names = "--distances",
            split = ",",
            description = "Surface codes with as many rounds (default: ${DEFAULT-VALUE}).")
    private List<Integer> distances = List.of(3, 5, 7);

    @Option(
            names = "--bicycle",
            description = "Also relays on a bivariate bicycle code of this distance: 6, 12 or 18; 0 for none"
                    + " (default: ${DEFAULT-VALUE}).")
    private int bicycle = 6;

    @Option(names = "--probability", description = "Error probability of the circuits (default: ${DEFAULT-VALUE}).")
    private double probability = 0.001;

    @Option(names = "--shots", description = "Shots of each line (default: ${DEFAULT-VALUE}).")
    private int shots = 10_000;

    @Option(
            names = "--blocks",
            description = "Most blocks of the resident kernel; idle ones read memory of the host again and again"
                    + " (default: ${DEFAULT-VALUE}).")
    private int blocks = 1;

    @Option(names = "--out", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    private final List<Object> lines = new ArrayList<>();
    private final List<String> table = new ArrayList<>();
    private boolean agrees = true;

    ServingCommand() {}

    @Override
    public Integer call() throws IOException {
        DeviceName name = CommonOptions.deviceName(device);
        check(name.kind() == DeviceName.Kind.CUDA, "--device is '%s'; expected cuda, cuda:1, ...", device);
        check(shots >= 100, "--shots is %d; expected at least 100", shots);
        check(blocks >= 1 && blocks <= 1 << 16, "--blocks is %d; expected 1 to 65536", blocks);
        check(
                probability > 0 && probability < 0.1,
                "--probability is %s; expected more than 0, below 0.1",
                probability);
        check(List.of(0, 6, 12, 18).contains(bicycle), "--bicycle is %d; expected 6, 12, 18, or 0 for none", bicycle);
        for (int distance : distances) {
            check(
                    distance >= 3 && distance <= 99 && distance % 2 == 1,
                    "--distances has %d; expected odd numbers from 3 to 99",
                    distance);
        }
        Files.createDirectories(out);
        try (DecodingDevice gpu = DecodingDevice.cuda(name.ordinal())) {
            measure(gpu);
        }
        spec.commandLine().getOut().flush();
        if (!agrees) {
            spec.commandLine().getErr().println("the device and the CPU predict differently; see the table");
        }
        return agrees ? ExitCode.DONE : ExitCode.ENGINE_FAILED;
    }

    private void measure(DecodingDevice gpu) throws IOException {
        show("%s (%s), %d block(s), microseconds from call to return".formatted(gpu.name(), gpu.model(), blocks));
        show(FORMAT.formatted("problem", "decoder", "on gpu", "mean", "p50", "p99", "p99.9", "max", "differ"));
        for (int distance : distances) {
            MemoryShots memory = MemoryShots.sample(distance, probability, shots, 1);
            for (String decoder : List.of("union-find", "mwpm")) {
                measure(gpu, memory.name(), memory.model(), memory.detectors(), decoder, Map.of());
            }
        }
        if (bicycle != 0) {
            CodeProblem problem = CodeProblem.bicycle(bicycle, probability, shots, 1);
            measure(gpu, problem.name(), problem.model(), problem.shots(), "relay", Map.of());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.bench.serving/1");
        json.put("machine", Machine.describe());
        json.put("device", gpu.model());
        json.put("blocks", blocks);
        json.put("lines", lines);
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        mapper.writeValue(out.resolve("serving.json"), json);
        Files.write(out.resolve("serving.txt"), table);
    }

    private void measure(
            DecodingDevice gpu,
            String problem,
            DetectorErrorModel model,
            long[] rows,
            String name,
            Map<String, String> parameters) {
        Decoder decoder = Decoders.named(name, parameters);
        Predictions expected = decoder.compile(model).decodeBatch(rows, shots, 1);
        int words = expected.detectorWords();
        long[] nanoseconds = new long[shots];
        int onDevice = 0;
        int different = 0;
        DecodingServer.Settings settings = new DecodingServer.Settings(16, blocks, 1_000);
        try (DecodingServer server = DecodingServer.start(decoder, model, gpu, settings)) {
            for (int shot = 0; shot < WARM_UP * shots; shot++) {
                server.decode(rows, shot * words);
            }
            for (int shot = 0; shot < shots; shot++) {
                long start = System.nanoTime();
                DecodingServer.Prediction prediction = server.decode(rows, shot * words);
                nanoseconds[shot] = System.nanoTime() - start;
                onDevice += prediction.onDevice() ? 1 : 0;
                different += isEqual(expected, shot, prediction) ? 0 : 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("interrupted");
        }
        agrees &= different == 0;
        CallTimes times = CallTimes.of(nanoseconds);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("problem", problem);
        line.put("decoder", name);
        line.put("shots", shots);
        line.put("on_device", onDevice);
        line.put("microseconds", times.toJson());
        line.put("different", different);
        lines.add(line);
        show(FORMAT.formatted(
                problem,
                name,
                onDevice,
                micros(times.mean()),
                micros(times.p50()),
                micros(times.p99()),
                micros(times.p999()),
                micros(times.greatest()),
                different));
    }

    private static boolean isEqual(Predictions expected, int shot, DecodingServer.Prediction prediction) {
        boolean equal =
                expected.weight(shot) == prediction.weight() && expected.converged(shot) == prediction.converged();
        for (int observable = 0; observable < Long.SIZE * expected.observableWords(); observable++) {
            boolean flipped = (prediction.observables()[observable / Long.SIZE] >>> (observable % Long.SIZE) & 1) != 0;
            equal &= expected.flips(shot, observable) == flipped;
        }
        return equal;
    }

    private static String micros(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void show(String line) {
        table.add(line);
        PrintWriter print = spec.commandLine().getOut();
        print.println(line);
        print.flush();
    }

    private static void check(boolean holds, String message, Object value) {
        if (!holds) {
            throw new InputException(message.formatted(value));
        }
    }
}
