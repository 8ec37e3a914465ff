package org.jaynes.cli.qec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.experiments.Metadata;
import org.jaynes.decoder.experiments.Task;
import org.jaynes.decoder.stim.StimCircuit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which circuits are collected with which decoders. Closing it releases the device. */
final class CollectTasks implements AutoCloseable {
    @Option(
            names = "--circuits",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Circuits. A name such as d=5,p=0.001.stim becomes metadata of its counts.")
    private List<Path> circuits = List.of();

    @Option(
            names = "--decoders",
            required = true,
            arity = "1..*",
            split = ",",
            paramLabel = "NAME[:PARAMETER=VALUE]...",
            description = "Decoders, such as mwpm or bp-osd:order=5:iterations=20.")
    private List<String> decoders = List.of();

    @Option(
            names = "--code",
            description = "Instead of files, memory experiments of this code as of 'jaynes qec gen'; with --task, "
                    + "--distances and --noise.")
    private @Nullable String code;

    @Option(names = "--task", description = "As of 'jaynes qec gen'.")
    private String task = "";

    @Option(
            names = "--distances",
            split = ",",
            arity = "1..*",
            paramLabel = "N",
            description = "Distances of the code.")
    private List<Integer> distances = List.of();

    @Option(
            names = "--noise",
            split = ",",
            arity = "1..*",
            paramLabel = "P",
            description = "Strengths of the noise, for each kind of error of the code the same.")
    private List<Double> noise = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds; as many as the distance if not given.")
    private @Nullable Long rounds;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Where shots are decoded: cpu (default), cuda, cuda:1, ...; counts do not depend on it.")
    private String device = "cpu";

    private @Nullable DecodingDevice opened;

    private record Source(StimCircuit circuit, Metadata metadata) {}

    /** Every circuit with every decoder. */
    List<Task> read() throws IOException {
        DecodingDevice gpu = DecodingDevices.open(device);
        opened = gpu;
        Map<String, Decoder> chosen = new LinkedHashMap<>();
        for (String name : decoders) {
            Decoder decoder = decoder(name);
            if (chosen.put(name, gpu == null ? decoder : model -> decoder.compile(model, gpu)) != null) {
                throw new InputException("--decoders has %s twice".formatted(name));
            }
        }
        List<Task> tasks = new ArrayList<>();
        for (Source source : sources()) {
            DetectorErrorModel model = Task.modelOf(source.circuit);
            chosen.forEach(
                    (name, decoder) -> tasks.add(Task.of(source.circuit, model, name, decoder, source.metadata)));
        }
        return tasks;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private static Decoder decoder(String text) {
        String[] parts = text.split(":", -1);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new InputException(
                        "--decoders: '%s' in '%s'; expected PARAMETER=VALUE".formatted(parts[i], text));
            }
            parameters.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return Decoders.named(parts[0], parameters);
    }

    private List<Source> sources() throws IOException {
        boolean generated = code != null;
        if (generated == !circuits.isEmpty()) {
            throw new InputException("give either --circuits or --code with --task, --distances and --noise");
        }
        List<Source> sources = new ArrayList<>();
        for (Path path : circuits) {
            if (sources.stream().anyMatch(known -> known.metadata.equals(Metadata.ofPath(path.toString())))) {
                throw new InputException(path, "another file has the same metadata; names must differ");
            }
            sources.add(new Source(Streams.readCircuit(path), Metadata.ofPath(path.toString())));
        }
        if (generated && (task.isEmpty() || distances.isEmpty() || noise.isEmpty())) {
            throw new InputException("--code needs --task, --distances and --noise");
        }
        for (int distance : distances) {
            for (double probability : noise) {
                sources.add(experiment(String.valueOf(code), distance, probability));
            }
        }
        return sources;
    }

    private Source experiment(String codeName, int distance, double probability) {
        long roundCount = rounds == null ? distance : rounds;
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("c", codeName + ":" + task);
        values.put("d", (long) distance);
        values.put("p", probability);
        values.put("r", roundCount);
        try {
            NoiseStrengths strengths = codeName.equals("bivariate_bicycle")
                    ? NoiseStrengths.uniformCircuit(probability)
                    : NoiseStrengths.uniform(probability);
            MemoryExperiment experiment = new MemoryExperiment(codeName, task, distance, roundCount, strengths);
            // As a file has it: arguments are rounded to what is printed.
            return new Source(StimCircuit.parse(experiment.text(), "generated"), new Metadata(values));
        } catch (IllegalArgumentException e) {
            // The record checks its parts, and here they are the user's.
            throw new InputException(String.valueOf(e.getMessage()));
        }
    }
}
