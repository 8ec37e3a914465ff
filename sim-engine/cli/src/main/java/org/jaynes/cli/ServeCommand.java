package org.jaynes.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jaynes.cli.photonic.DeviceModel;
import org.jaynes.cli.photonic.DeviceOption;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.jaynes.service.DeviceService;
import org.jaynes.service.Limits;
import org.jaynes.service.Machine;
import org.jaynes.service.ServiceOptions;
import org.jaynes.service.TimeBinSampler;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jaynes serve}: photonic simulators as devices behind HTTP, until a signal ends it. */
@Command(
        name = "serve",
        description = {
            "Serves photonic simulators to clients of ORCA devices: CUDA-Q's target orca behind any path, and the PCSS"
                    + " gateway's clients.",
            "Runs until SIGINT or SIGTERM, and ends in order then; jobs that have not ended run at the next start."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--host", paramLabel = "H", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "Port, or 0 for a free one (default: ${DEFAULT-VALUE}, as CUDA-Q expects).")
    private int port = 8080;

    @Option(
            names = "--machine",
            paramLabel = "NAME[=NOISE.json]",
            description = "A machine with a queue of its own, and its noise and detectors in the form of a photonic"
                    + " job's noise; may be given several times (default: ORCA-PT-1-A and ORCA-PT-1-B, without noise).")
    private List<String> machines = List.of("ORCA-PT-1-A", "ORCA-PT-1-B");

    @Option(
            names = "--journal",
            paramLabel = "FOLDER",
            description = "Where jobs and results are kept (default: jaynes/serve-PORT in XDG_STATE_HOME or"
                    + " ~/.local/state).")
    private @Nullable Path journal;

    @Option(
            names = "--journal-size",
            paramLabel = "MB",
            description = "Size of the journal above which the oldest results go (default: ${DEFAULT-VALUE}).")
    private int journalMegabytes = (int) (Limits.DEFAULT.journalBytes() >> 20);

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Tokens, one a line, of which clients must show one (default: nobody has to).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Jobs that may wait for a machine (default: ${DEFAULT-VALUE}).")
    private int queue = Limits.DEFAULT.queuedJobs();

    @Option(
            names = "--max-modes",
            paramLabel = "N",
            description = "Modes that a job may have (default: ${DEFAULT-VALUE}).")
    private int modes = Limits.DEFAULT.modes();

    @Option(
            names = "--max-photons",
            paramLabel = "N",
            description = "Photons that a job may have (default: ${DEFAULT-VALUE}).")
    private int photons = Limits.DEFAULT.photons();

    @Option(
            names = "--max-samples",
            paramLabel = "N",
            description = "Shots that a job may have (default: ${DEFAULT-VALUE}).")
    private int samples = Limits.DEFAULT.samples();

    @Option(
            names = "--max-seconds",
            paramLabel = "N",
            description = "Seconds that a job may run (default: ${DEFAULT-VALUE}).")
    private int seconds = (int) Limits.DEFAULT.runTime().toSeconds();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of a job (default: JAYNES_THREADS, else all processors).")
    private @Nullable Integer threads;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--json", description = "Say where it listens as a JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ServiceOptions options = options(err);
        DeviceService service = start(options);
        Thread closing = new Thread(service::close, "close");
        Runtime.getRuntime().addShutdownHook(closing);
        announce(service, options, spec.commandLine().getOut());
        service.awaitClose();
        return ExitCode.DONE;
    }

    private ServiceOptions options(PrintWriter err) throws IOException {
        try {
            Limits limits = Limits.DEFAULT
                    .withModes(modes)
                    .withPhotons(photons)
                    .withSamples(samples)
                    .withQueuedJobs(queue)
                    .withJournalBytes((long) journalMegabytes << 20)
                    .withRunTime(Duration.ofSeconds(seconds));
            PhotonSampler sampler = new PhotonSampler(CommonOptions.threads(threads));
            PhotonicDevice on = device.device();
            List<Machine> served = new ArrayList<>();
            for (String machine : machines) {
                served.add(machine(machine, sampler, on));
            }
            return new ServiceOptions(port, folder(), served)
                    .withHost(host)
                    .withTokens(tokens())
                    .withLimits(limits)
                    .withLog(line -> {
                        err.println("jaynes: " + line);
                        err.flush();
                    });
        } catch (IllegalArgumentException e) {
            throw new InputException(Failure.message(e));
        }
    }

    /** A machine from {@code NAME} or {@code NAME=NOISE.json}. */
    private static Machine machine(String given, PhotonSampler sampler, PhotonicDevice on) throws IOException {
        int equals = given.indexOf('=');
        if (equals < 0) {
            return new Machine(given, new TimeBinSampler(Noise.NONE, new Detector.PhotonNumber(), sampler, on));
        }
        DeviceModel model = DeviceModel.read(Path.of(given.substring(equals + 1)));
        return new Machine(
                given.substring(0, equals), new TimeBinSampler(model.noise(), model.detector(), sampler, on));
    }

    /** State that belongs to a user and a computer, so beside the caches and not within them. */
    private Path folder() {
        if (journal != null) {
            return journal;
        }
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return base.resolve("jaynes").resolve("serve-" + port);
    }

    private Set<String> tokens() {
        if (tokenFile == null) {
            return Set.of();
        }
        Set<String> tokens;
        try (var lines = Files.lines(tokenFile)) {
            tokens = lines.map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.toSet());
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new InputException(tokenFile, "cannot be read as UTF-8 text: " + Failure.message(e));
        }
        if (tokens.isEmpty()) {
            throw new InputException(tokenFile, "has no token; expected one a line");
        }
        return tokens;
    }

    private static DeviceService start(ServiceOptions options) {
        try {
            return DeviceService.start(options);
        } catch (IOException e) {
            throw new InputException(Failure.message(e));
        }
    }

    private void announce(DeviceService service, ServiceOptions options, PrintWriter out) {
        if (options.tokens().isEmpty() && !isLoopback()) {
            options.log()
                    .accept("everybody who reaches " + service.url() + " can use it; --token-file asks for a token");
        }
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("schema", "jaynes.serve/1");
            object.put("url", service.url());
            object.put("machines", names(options));
            object.put("journal", options.journal().toString());
            Json.write(out, object);
        } else {
            out.println("serving " + String.join(", ", names(options)) + " at " + service.url());
        }
        out.flush();
    }

    private static List<String> names(ServiceOptions options) {
        return options.machines().stream().map(Machine::name).toList();
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
