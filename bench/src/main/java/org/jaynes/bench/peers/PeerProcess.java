package org.jaynes.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that answers requests: a JSON object per line on its standard input, one for each on its standard output. An
 * answer with a field {@code error} is a failure. Its standard error goes to a file. Not thread-safe.
 */
public final class PeerProcess implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String name;
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final Path log;

    private PeerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.requests = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
        this.log = log;
    }

    /**
     * Starts a Python program.
     *
     * @param name for messages
     * @param script the program
     * @param environment variables that are added to the environment
     * @param log where its standard error goes
     * @throws PeerException if it cannot be started
     */
    public static PeerProcess start(
            String name,
            PythonEnvironment python,
            Path script,
            List<String> arguments,
            Map<String, String> environment,
            Path log) {
        List<String> command = new ArrayList<>(List.of(python.python().toString(), script.toString()));
        command.addAll(arguments);
        return start(name, command, environment, log);
    }

    /**
     * Starts any program.
     *
     * @param name for messages
     * @param environment variables that are added to the environment
     * @param log where its standard error goes
     * @throws PeerException if it cannot be started
     */
    public static PeerProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new PeerProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new PeerException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @throws PeerException if the program refuses or has ended
     */
    public JsonNode ask(Map<String, ?> request) {
        @Nullable String line;
        try {
            requests.write(JSON.writeValueAsString(request));
            requests.write('\n');
            requests.flush();
            line = answers.readLine();
        } catch (IOException e) {
            throw new PeerException(ended(request), e);
        }
        if (line == null) {
            throw new PeerException(ended(request));
        }
        JsonNode answer = JSON.readTree(line);
        if (answer.has("error")) {
            throw new PeerException("%s, asked for %s: %s"
                    .formatted(name, request, answer.get("error").asString()));
        }
        return answer;
    }

    private String ended(Map<String, ?> request) {
        String last = "";
        try {
            List<String> lines = Files.readAllLines(log);
            last = String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            // The log is only a help; without it the message still says which program ended.
        }
        return "%s ended when it was asked for %s; its last words, from %s:%n%s".formatted(name, request, log, last);
    }

    /** Ends the program. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
