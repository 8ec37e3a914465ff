package org.jaynes.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is left of the jobs when a service ends, in order or not. */
class RestartTest {
    @TempDir
    private Path journal;

    /** Serves until it is killed, so slowly that a job of 100 000 shots does not end. */
    static final class SlowService {
        private SlowService() {}

        static void main(String[] arguments) throws Exception {
            long pause = Long.parseLong(arguments[1]);
            TestService service = new TestService(Path.of(arguments[0]), pause, UnaryOperator.identity());
            System.out.println(service.service.url());
            service.service.awaitClose();
        }
    }

    /** Starts a service in a process of its own, and gives it to the action before it is killed. */
    private String serveAndKill(long pause, ProcessAction action) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowService.class.getName(),
                        journal.toString(),
                        Long.toString(pause))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String url = output.readLine();
            assertNotNull(url, "the service did not start");
            action.with(url);
            return url;
        } finally {
            process.destroyForcibly().waitFor(); // SIGKILL
        }
    }

    @FunctionalInterface
    private interface ProcessAction {
        void with(String url) throws IOException;
    }

    @Test
    void noJobIsLostWhenTheProcessIsKilled() throws Exception {
        Map<String, Integer> waiting = new LinkedHashMap<>();
        Map<String, String> results = new LinkedHashMap<>();
        serveAndKill(50, url -> {
            for (int shots = 1; shots <= 5; shots++) {
                String id = submit(url, "B", shots);
                results.put(
                        id,
                        TestService.request(url, "GET", "/v1/get_job/" + id, null)
                                .body());
            }
            waiting.put(submit(url, "A", 100_000), 100_000); // running when the process is killed
            for (int shots = 1; shots <= 20; shots++) {
                waiting.put(submit(url, "A", shots), shots);
            }
        });
        try (TestService service = new TestService(journal)) {
            for (var kept : results.entrySet()) {
                assertEquals(kept.getValue(), service.await("/", kept.getKey()).body());
            }
            for (var job : waiting.entrySet()) {
                assertEquals(
                        job.getValue(),
                        service.await("/", job.getKey())
                                .hasStatus(200)
                                .json()
                                .get("results")
                                .size());
            }
        }
    }

    /** Killed again and again in the middle of traffic: every id that a client was told leads to a result. */
    @Test
    void everyJobThatWasAcceptedEndsAfterManyKills() throws Exception {
        Map<String, Integer> accepted = new LinkedHashMap<>();
        for (int life = 0; life < 3; life++) {
            int shots = 10 + life;
            serveAndKill(1, url -> {
                for (int i = 0; i < 15; i++) {
                    accepted.put(submit(url, i % 2 == 0 ? "A" : "B", shots), shots);
                }
            });
        }
        try (TestService service = new TestService(journal)) {
            for (var job : accepted.entrySet()) {
                assertEquals(
                        job.getValue(),
                        service.await("/", job.getKey())
                                .hasStatus(200)
                                .json()
                                .get("results")
                                .size());
            }
        }
    }

    @Test
    void aJobThatEndsTheServiceAgainAndAgainIsGivenUp() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int life = 0; life < 3; life++) {
            serveAndKill(50, url -> {
                if (ids.isEmpty()) {
                    ids.add(submit(url, "A", 100_000));
                }
                String state = "";
                while (!state.contains("\"A\",state=\"running\"} 1")) {
                    state = TestService.request(url, "GET", "/metrics", null).body();
                }
            });
        }
        try (TestService service = new TestService(journal)) {
            String error = service.await("/", ids.getFirst()).hasStatus(200).error();
            assertTrue(error.contains("the service ended 3 times while it ran"), error);
        }
        try (TestService service = new TestService(journal)) {
            String error = service.await("/", ids.getFirst()).hasStatus(200).error();
            assertTrue(error.contains("the service ended 3 times while it ran"), error);
        }
    }

    private static String submit(String url, String machine, int shots) throws IOException {
        return TestService.request(url, "POST", "/" + machine + "/v1/submit", TestService.BELL.formatted(shots))
                .hasStatus(200)
                .json()
                .get("job_id")
                .stringValue();
    }

    @Test
    void theSameSeedGivesTheSameShotsAfterARestart() throws Exception {
        String id;
        JsonNode before;
        try (TestService service = new TestService(journal)) {
            id = service.submit("/", 500);
            before = service.await("/", id).json();
        }
        // As if the power had failed before the result was on the disk.
        Path file = journal.resolve("jobs-00000001.log");
        List<String> lines = Files.readAllLines(file);
        lines.removeIf(line -> line.contains(" completed "));
        Files.write(file, lines);
        try (TestService service = new TestService(journal)) {
            assertEquals(before, service.await("/", id).json());
        }
    }

    @Test
    void failedAndCancelledJobsStayWhatTheyAre() throws Exception {
        String failed;
        String cancelled;
        try (TestService service = new TestService(journal)) {
            failed = service.submit("/", 666);
            service.await("/", failed);
            service.sampler.pause = 50;
            cancelled = service.submit("/", 100_000);
            service.post("/tasks/" + cancelled + "/cancel", "").hasStatus(200);
        }
        try (TestService service = new TestService(journal)) {
            assertTrue(service.await("/", failed).error().contains("the sampler has a fault"));
            assertEquals("the job was cancelled", service.await("/", cancelled).error());
        }
    }

    @Test
    void jobsThatTheNewServiceDoesNotTakeFailWithTheReason() throws Exception {
        String large;
        String other;
        try (TestService service = new TestService(journal, options -> options.withGrace(Duration.ofMillis(1)))) {
            service.sampler.pause = 50;
            service.submit("/A/", 100_000);
            service.submit("/B/", 100_000);
            large = service.submit("/A/", 2_000);
            other = service.submit("/B/", 10);
        }
        ScatteringSampler sampler = new ScatteringSampler();
        ServiceOptions options = new ServiceOptions(0, journal, List.of(new Machine("A", sampler)))
                .withLimits(Limits.DEFAULT.withSamples(1_000));
        try (DeviceService service = DeviceService.start(options)) {
            assertTrue(error(service, large).contains("n_samples: expected 1 to 1000, got 2000"));
            assertTrue(error(service, other).contains("machine 'B' is not there any more"));
        }
    }

    private static String error(DeviceService service, String id) throws IOException {
        return TestService.request(service.url(), "GET", "/v1/get_job/" + id, null)
                .error();
    }

    @Test
    void theOldestResultsAreForgottenFirst() throws Exception {
        List<String> ids = new ArrayList<>();
        try (TestService service =
                new TestService(journal, options -> options.withLimits(Limits.DEFAULT.withKeptJobs(3)))) {
            for (int i = 0; i < 5; i++) {
                ids.add(service.submit("/", 1));
                service.await("/", ids.getLast());
            }
            service.get("/v1/get_job/" + ids.get(1)).hasStatus(404);
            service.get("/v1/get_job/" + ids.get(2)).hasStatus(200);
        }
        try (TestService service =
                new TestService(journal, options -> options.withLimits(Limits.DEFAULT.withKeptJobs(2)))) {
            service.get("/v1/get_job/" + ids.get(2)).hasStatus(404);
            service.get("/v1/get_job/" + ids.get(3)).hasStatus(200);
        }
    }

    @Test
    void theJournalStaysWithinItsLimitAndKeepsWhatHasNotEnded() throws Exception {
        long limit = 100_000;
        String waiting;
        List<String> ids = new ArrayList<>();
        try (TestService service = new TestService(
                journal,
                options ->
                        options.withGrace(Duration.ofMillis(1)).withLimits(Limits.DEFAULT.withJournalBytes(limit)))) {
            service.sampler.pause = 50;
            waiting = service.submit("/A/", 100_000);
            for (int i = 0; i < 60; i++) {
                ids.add(service.submit("/B/", 900));
                service.await("/", ids.getLast());
            }
            service.get("/v1/get_job/" + ids.getFirst()).hasStatus(404);
            service.get("/v1/get_job/" + ids.getLast()).hasStatus(200);
        }
        long bytes = 0;
        try (var files = Files.list(journal)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertTrue(bytes < 2 * limit, "the journal has " + bytes + " bytes");
        try (TestService service = new TestService(journal)) {
            assertEquals(
                    100_000, service.await("/", waiting).json().get("results").size());
        }
    }
}
