package org.jaynes.bench.decoder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.bench.peers.PythonEnvironment;
import tools.jackson.databind.JsonNode;

/** Another decoder, behind the program {@code matching.py}. */
final class MatchingPeer implements AutoCloseable {
    private final String name;
    private final PeerProcess process;
    private final Path folder;
    private int count;

    /** Installs the decoders if need be and starts one. */
    static MatchingPeer start(String name, Path folder) throws IOException {
        Files.createDirectories(folder);
        PythonEnvironment python =
                PythonEnvironment.prepare(folder.resolve("python"), MatchingPeer.class, "matching-requirements.txt");
        Path script = Files.writeString(
                folder.resolve("matching.py"), PythonEnvironment.resource(MatchingPeer.class, "matching.py"));
        Map<String, String> oneThread = Map.of("OMP_NUM_THREADS", "1");
        return new MatchingPeer(
                name,
                PeerProcess.start(name, python, script, List.of(name), oneThread, folder.resolve(name + ".log")),
                folder);
    }

    private MatchingPeer(String name, PeerProcess process, Path folder) {
        this.name = name;
        this.process = process;
        this.folder = folder;
    }

    String name() {
        return name;
    }

    String version() {
        return process.ask(Map.of("do", "describe")).get("version").asString();
    }

    /** Gives it the first shots of a file. */
    void prepare(Path model, Path shots, int shotCount) {
        count = shotCount;
        process.ask(Map.of("do", "prepare", "dem", model.toString(), "shots", shots.toString(), "count", shotCount));
    }

    /** Decodes all shots; seconds of processor time. */
    double run() {
        return process.ask(Map.of("do", "run")).get("seconds").asDouble();
    }

    /** Decodes each shot in a call of its own. */
    CallTimes single() {
        return CallTimes.of(process.ask(Map.of("do", "single"))
                .get("nanoseconds")
                .valueStream()
                .mapToLong(JsonNode::asLong)
                .toArray());
    }

    /**
     * What it found.
     *
     * @param weights of the solutions; not numbers where it gives none
     * @param predictions the first eight observables
     */
    record Results(double[] weights, byte[] predictions) {}

    Results results() throws IOException {
        Path weights = folder.resolve("weights").toAbsolutePath();
        Path predictions = folder.resolve("predictions").toAbsolutePath();
        process.ask(Map.of("do", "results", "weights", weights.toString(), "predictions", predictions.toString()));
        double[] read = new double[count];
        ByteBuffer.wrap(Files.readAllBytes(weights))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(read);
        return new Results(read, Files.readAllBytes(predictions));
    }

    @Override
    public void close() {
        process.close();
    }
}
