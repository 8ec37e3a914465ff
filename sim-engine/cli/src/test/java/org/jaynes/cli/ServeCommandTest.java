package org.jaynes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServeCommandTest {
    private static final int SIGTERM_EXIT = 128 + 15;

    @TempDir
    private Path folder;

    /** The command in a process of its own, and where it listens. */
    private record Serving(Process process, String url) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private Serving serve(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--json",
                "--port",
                "0",
                "--journal",
                folder.resolve("journal").toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = output.readLine();
        assertNotNull(line, "the command ended before it served");
        JsonNode announced = JsonMapper.shared().readTree(line);
        assertEquals("jaynes.serve/1", announced.get("schema").stringValue());
        return new Serving(process, announced.get("url").stringValue());
    }

    private static JsonNode ask(String url, @Nullable String body, String... headers) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        if (body != null) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(UTF_8));
        }
        assertEquals(200, connection.getResponseCode(), url);
        try (var input = connection.getInputStream()) {
            return JsonMapper.shared().readTree(input.readAllBytes());
        }
    }

    @Test
    void aResultSurvivesTheProcess() throws Exception {
        String job;
        JsonNode result;
        try (Serving service = serve()) {
            job = ask(service.url + "any/prefix/v1/submit", """
                            {"input_state":[1,0,1,0],"loop_lengths":[1],"bs_angles":[0.3,0.4,0.5],"ps_angles":[],\
                            "n_samples":200,"target":"PT-1"}""").get("job_id").stringValue();
            result = ask(service.url + "any/prefix/v1/get_job/" + job, null);
            assertEquals(200, result.get("results").size());
            assertEquals("ORCA-PT-1-A", result.get("machine").stringValue());
        } // killed
        try (Serving service = serve()) {
            assertEquals(result, ask(service.url + "v1/get_job/" + job, null));
            assertEquals(
                    "[\"ORCA-PT-1-A\",\"ORCA-PT-1-B\"]",
                    ask(service.url + "api/client/machines", null).get("names").toString());
            service.process.destroy();
            assertEquals(SIGTERM_EXIT, service.process.waitFor());
        }
    }

    @Test
    void shotsAreDrawnOnTheDeviceThatIsNamed() throws Exception {
        String body = """
                {"input_state":[1,0,1,0],"loop_lengths":[1,2],"bs_angles":[0.3,0.4,0.5,0.6,0.7],"ps_angles":[],\
                "n_samples":50,"seed":4}""";
        List<JsonNode> results = new ArrayList<>();
        for (String device : List.of("reference", "cpu")) {
            try (Serving service = serve("--device", device)) {
                String job = ask(service.url + "v1/submit", body).get("job_id").stringValue();
                results.add(ask(service.url + "v1/get_job/" + job, null).get("results"));
            }
        }
        assertEquals(results.get(0), results.get(1));
        Cli.run("serve", "--port", "0", "--journal", folder.resolve("none"), "--device", "cuda:77")
                .exits(ExitCode.UNUSABLE_DEVICE)
                .complains("cuda:77");
    }

    @Test
    void tokensAndMachinesAreThoseOfTheOptions() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "secret\n\n other \n");
        try (Serving service = serve("--machine", "X", "--machine", "Y", "--token-file", tokens.toString())) {
            JsonNode names = ask(service.url + "machines", null, "Authorization", "Bearer other");
            assertEquals("[\"X\",\"Y\"]", names.get("names").toString());
        }
    }

    @Test
    void aMachineHasTheNoiseOfItsFile() throws Exception {
        Path blind = Files.writeString(folder.resolve("blind.json"), "{\"detector_efficiency\": 0.0}");
        try (Serving service = serve("--machine", "sound", "--machine", "blind=" + blind)) {
            String body = """
                    {"input_state":[1,1],"loop_lengths":[1],"bs_angles":[0.4],"n_samples":5}""";
            for (String machine : List.of("sound", "blind")) {
                String base = service.url + machine + "/v1/";
                String job = ask(base + "submit", body).get("job_id").stringValue();
                for (JsonNode shot : ask(base + "get_job/" + job, null).get("results")) {
                    int photons = shot.stringValue().chars().map(c -> c - '0').sum();
                    assertEquals(machine.equals("sound") ? 2 : 0, photons);
                }
            }
        }
        Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"input_loss\": 2}");
        Cli.run("serve", "--machine", "A=" + wrong)
                .exits(ExitCode.BAD_INPUT)
                .complains("wrong.json: input_loss is 2.0; expected 0.0 to 1.0");
        Path unknown = Files.writeString(folder.resolve("unknown.json"), "{\"postselect\": 2}");
        Cli.run("serve", "--machine", "A=" + unknown)
                .exits(ExitCode.BAD_INPUT)
                .complains("unknown.json:1:")
                .complains("unknown field 'postselect'");
    }

    @Test
    void whatCannotBeServedIsBadInput() throws IOException {
        Path journal = folder.resolve("other");
        Cli.run("serve", "--port", 99_999, "--journal", journal)
                .exits(ExitCode.BAD_INPUT)
                .complains("port 99999; expected 0 to 65535");
        Cli.run("serve", "--machine", "a b", "--journal", journal)
                .exits(ExitCode.BAD_INPUT)
                .complains("'a b' is no name for a machine");
        Cli.run("serve", "--machine", "A", "--machine", "A", "--journal", journal)
                .exits(ExitCode.BAD_INPUT)
                .complains("two machines are named 'A'");
        Cli.run("serve", "--queue", 0, "--journal", journal)
                .exits(ExitCode.BAD_INPUT)
                .complains("limit of queued jobs is 0");
        Cli.run("serve", "--max-photons", 1000, "--journal", journal)
                .exits(ExitCode.BAD_INPUT)
                .complains("limit of photons is 1000");
        Cli.run("serve", "--token-file", folder.resolve("none"), "--journal", journal)
                .exits(ExitCode.BAD_INPUT)
                .complains("none");
        Cli.run("serve", "--host", "no.such.host.invalid", "--journal", journal)
                .exits(ExitCode.BAD_INPUT)
                .complains("no.such.host.invalid");
        Cli.run("serve", "--threads", 0, "--journal", journal)
                .exits(ExitCode.BAD_INPUT)
                .complains("--threads is '0'");
        Path file = Files.writeString(folder.resolve("file"), "");
        Cli.run("serve", "--port", 0, "--journal", file)
                .exits(ExitCode.BAD_INPUT)
                .complains(file.toString())
                .showsNoStackTrace();
        try (ServerSocket taken = new ServerSocket(0)) {
            Cli.run("serve", "--port", taken.getLocalPort(), "--journal", journal)
                    .exits(ExitCode.BAD_INPUT)
                    .complains("choose another port")
                    .showsNoStackTrace();
        }
    }
}
