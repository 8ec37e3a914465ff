package org.jaynes.bench.photonics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.bench.peers.PeerProcess;
import tools.jackson.databind.JsonNode;

/** Another library, behind the program {@code peers.py}. */
final class Peer implements Contender {
    private final String name;
    private final PeerProcess process;
    private final Path folder;
    private final JsonNode description;
    private int items = 1;

    /** @param folder for files of results */
    Peer(String name, PeerProcess process, Path folder) {
        this.name = name;
        this.process = process;
        this.folder = folder;
        this.description = process.ask(Map.of("do", "describe"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return description.get("version").asString();
    }

    @Override
    public List<String> settings(Workload workload) {
        JsonNode known = description.get("settings").get(workload.kind());
        return known == null || workload.request().isEmpty()
                ? List.of()
                : known.valueStream().map(JsonNode::asString).toList();
    }

    @Override
    public void prepare(Workload workload, String setting) {
        Map<String, Object> request = new LinkedHashMap<>(workload.request());
        request.put("kind", workload.kind());
        items = process.ask(Map.of("do", "prepare", "workload", request, "setting", setting))
                .path("items")
                .asInt(workload.items());
    }

    @Override
    public double run() {
        return process.ask(Map.of("do", "run")).get("seconds").asDouble() / items;
    }

    @Override
    public double[] numbers() throws IOException {
        Path file = folder.resolve(name + ".numbers").toAbsolutePath();
        process.ask(Map.of("do", "result", "file", file.toString()));
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        double[] numbers = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(numbers);
        return numbers;
    }

    @Override
    public void close() {
        process.close();
    }
}
