package org.jaynes.bench.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks as CUDA-Q's target orca does: on a new connection for every request, and again at once while a job runs. */
public final class OrcaClient {
    private final String url;

    /** @param url base of the service, with a slash at its end */
    public OrcaClient(String url) {
        this.url = url;
    }

    /**
     * Submits a job and waits for its result.
     *
     * @return the text of the answer with the results
     */
    public byte[] run(String request) throws IOException {
        String submitted = new String(send("v1/submit", request.getBytes(UTF_8)), UTF_8);
        String job = submitted.replaceFirst("(?s).*\"job_id\"\\s*:\\s*\"([^\"]*)\".*", "$1");
        byte[] answer;
        do {
            answer = send("v1/get_job/" + job, new byte[0]);
        } while (new String(answer, 0, Math.min(answer.length, 40), UTF_8).contains("job_status"));
        return answer;
    }

    private byte[] send(String path, byte[] body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("Content-Type", "application/json");
        if (body.length > 0) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body);
        }
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            try (InputStream error = connection.getErrorStream()) {
                throw new IOException("%s%s answered %d: %s"
                        .formatted(
                                url,
                                path,
                                connection.getResponseCode(),
                                error == null ? "" : new String(error.readAllBytes(), UTF_8)));
            }
        }
        try (InputStream answer = connection.getInputStream()) {
            return answer.readAllBytes();
        }
    }
}
