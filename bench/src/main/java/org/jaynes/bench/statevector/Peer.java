package org.jaynes.bench.statevector;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.plan.Precision;
import tools.jackson.databind.JsonNode;

/** Another simulator, behind the program {@code peers.py}. */
final class Peer implements Contender {
    private final String name;
    private final PeerProcess process;
    private final JsonNode description;

    Peer(String name, PeerProcess process) {
        this.name = name;
        this.process = process;
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
    public int mostQubits() {
        return name.equals(Strange.NAME) ? Strange.MOST_QUBITS : Integer.MAX_VALUE;
    }

    @Override
    public Precision precision() {
        return description.get("precision").asString().equals("single") ? Precision.SINGLE : Precision.DOUBLE;
    }

    @Override
    public List<String> settings() {
        return description.get("settings").valueStream().map(JsonNode::asString).toList();
    }

    @Override
    public void prepare(Path circuit, String setting) {
        process.ask(Map.of("do", "prepare", "circuit", circuit.toString(), "setting", setting));
    }

    @Override
    public double run() {
        return process.ask(Map.of("do", "run")).get("seconds").asDouble();
    }

    @Override
    public Agreement compare(Path state) {
        JsonNode answer = process.ask(Map.of("do", "compare", "state", state.toString()));
        return new Agreement(
                answer.get("infidelity").asDouble(),
                answer.get("norm").asDouble(),
                answer.get("how").asString());
    }

    @Override
    public void close() {
        process.close();
    }
}
