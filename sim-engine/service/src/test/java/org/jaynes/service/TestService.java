package org.jaynes.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service on a free port with two machines, and a client that opens a connection for every request as CUDA-Q does. */
final class TestService implements AutoCloseable {
    static final String BELL = """
            {"bs_angles":[0.5],"input_state":[1,1],"loop_lengths":[1],"n_samples":%d,"ps_angles":[],"target":"PT-1"}""";

    final ScatteringSampler sampler = new ScatteringSampler();
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    final DeviceService service;

    TestService(Path journal) throws IOException {
        this(journal, UnaryOperator.identity());
    }

    TestService(Path journal, UnaryOperator<ServiceOptions> change) throws IOException {
        this(journal, 0, change);
    }

    /** @param pause of the {@linkplain ScatteringSampler#pause sampler}, from the first job on */
    TestService(Path journal, long pause, UnaryOperator<ServiceOptions> change) throws IOException {
        sampler.pause = pause;
        List<Machine> machines = List.of(new Machine("A", sampler), new Machine("B", sampler));
        service = DeviceService.start(change.apply(new ServiceOptions(0, journal, machines).withLog(log::add)));
    }

    record Reply(int status, String body, HttpURLConnection connection) {
        String header(String name) {
            return connection.getHeaderField(name);
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String error() {
            return json().path("error_message").asString("no error_message in " + body);
        }

        Reply hasStatus(int expected) {
            assertEquals(expected, status, body);
            return this;
        }
    }

    Reply get(String path, String... headers) throws IOException {
        return send("GET", path, null, headers);
    }

    Reply post(String path, String body, String... headers) throws IOException {
        return send("POST", path, body, headers);
    }

    Reply send(String method, String path, @Nullable String body, String... headers) throws IOException {
        return request(service.url(), method, path, body, headers);
    }

    /** @param path begins with a slash, as the base ends with one */
    static Reply request(String base, String method, String path, @Nullable String body, String... headers)
            throws IOException {
        URI url = URI.create(base.substring(0, base.length() - 1) + path);
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        if (body != null) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        try (InputStream input = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = input == null ? "" : new String(input.readAllBytes(), StandardCharsets.UTF_8);
            return new Reply(status, text, connection);
        }
    }

    /** Submits a job of some shots at a prefix, and returns its id. */
    String submit(String prefix, int shots) throws IOException {
        return post(prefix + "v1/submit", BELL.formatted(shots))
                .hasStatus(200)
                .json()
                .get("job_id")
                .asString();
    }

    /** Asks as CUDA-Q does, until the answer has no job_status. */
    Reply await(String prefix, String id) throws IOException {
        Reply reply = get(prefix + "v1/get_job/" + id);
        while (reply.status() == 200 && reply.json().has("job_status")) {
            reply = get(prefix + "v1/get_job/" + id);
        }
        return reply;
    }

    @Override
    public void close() {
        service.close();
    }
}
