package org.jaynes.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OrcaDialectTest {
    @TempDir
    private Path journal;

    /** What cudaq 0.16.0 sent, byte for byte. */
    private static final String RECORDED = """
            {"bs_angles":[0.0,0.1,0.2,0.30000000000000004,0.4,0.5,0.6000000000000001,0.7000000000000001,0.8,0.9,1.0,1.1,\
            1.2000000000000002,1.3],"input_state":[1,0,1,0,1,0,1,0],"loop_lengths":[1,1],"n_samples":3,"ps_angles":[],\
            "target":"PT-1"}""";

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sample/", "/a/b/c/", "/B/", "//double//"})
    void aRecordedRequestIsServedBehindAnyPrefix(String prefix) throws IOException {
        try (TestService service = new TestService(journal)) {
            String id = service.post(prefix + "v1/submit", RECORDED, "Authorization", "Bearer ")
                    .hasStatus(200)
                    .json()
                    .get("job_id")
                    .stringValue();
            JsonNode results = service.await(prefix, id).hasStatus(200).json();
            assertEquals(3, results.get("results").size());
            for (JsonNode shot : results.get("results")) {
                assertTrue(shot.stringValue().matches("\\d{8}"), results::toString);
                assertEquals(4, shot.stringValue().chars().map(c -> c - '0').sum(), results::toString);
            }
            assertFalse(results.has("job_status") || results.has("error_message"), results::toString);
        }
    }

    @Test
    void resultsStayReadableAndSayTheirSeed() throws IOException {
        try (TestService service = new TestService(journal)) {
            String id = service.submit("/", 100);
            String first = service.await("/", id).body();
            assertEquals(first, service.await("/other/prefix/", id).body());
            long seed = service.await("/", id).json().get("seed").asLong();
            String again = service.post(
                            "/v1/submit", TestService.BELL.formatted(100).replace("}", ",\"seed\":" + seed + "}"))
                    .json()
                    .get("job_id")
                    .stringValue();
            assertEquals(first, service.await("/", again).body());
            assertNotEquals(
                    first, service.await("/", service.submit("/", 100)).body(), "another seed gives other shots");
        }
    }

    @Test
    void aListOfOneObjectIsAsGoodAsTheObject() throws IOException {
        try (TestService service = new TestService(journal)) {
            service.post("/v1/submit", "[" + RECORDED + "]").hasStatus(200);
        }
    }

    @Test
    void thePrefixChoosesTheMachine() throws IOException {
        try (TestService service = new TestService(journal)) {
            assertEquals(
                    "A",
                    service.await("/x/", service.submit("/x/", 1))
                            .json()
                            .get("machine")
                            .stringValue());
            assertEquals(
                    "B",
                    service.await("/x/", service.submit("/x/B/", 1))
                            .json()
                            .get("machine")
                            .stringValue());
            String named = TestService.BELL.formatted(1).replace("PT-1", "B");
            String id = service.post("/v1/submit", named)
                    .hasStatus(200)
                    .json()
                    .get("job_id")
                    .stringValue();
            assertEquals("B", service.await("/", id).json().get("machine").stringValue());
            assertTrue(
                    service.post("/A/v1/submit", named).hasStatus(400).error().startsWith("target: "));
            assertTrue(service.post("/v1/submit", TestService.BELL.formatted(1).replace("PT-1", "PT-9"))
                    .hasStatus(400)
                    .error()
                    .startsWith("target: "));
        }
    }

    /** No clock decides: the hold is so long that the test would not end if the answer waited for it. */
    @Test
    void aHeldQuestionIsAnsweredWhenTheJobEnds() throws Exception {
        try (TestService service = new TestService(journal, options -> options.withHold(Duration.ofDays(1)))) {
            service.sampler.gate.acquire(1_000);
            String id = service.submit("/", 10);
            CompletableFuture<TestService.Reply> reply = ask(service, id);
            service.sampler.gate.release(1_000);
            assertEquals(10, reply.get().hasStatus(200).json().get("results").size());
        }
    }

    @Test
    void theHoldEndsWithTheStateOfTheJob() throws Exception {
        try (TestService service = new TestService(journal, options -> options.withHold(Duration.ofMillis(50)))) {
            service.sampler.gate.acquire(1_000);
            String running = service.submit("/", 10);
            String queued = service.submit("/", 10);
            while (!service.get("/v1/get_job/" + running).body().equals("{\"job_status\":\"RUNNING\"}")) {
                Thread.onSpinWait(); // until the machine has taken it
            }
            assertEquals(
                    "{\"job_status\":\"QUEUED\"}",
                    service.get("/v1/get_job/" + queued).body());
            service.sampler.gate.release(1_000);
        }
    }

    @Test
    void closingAnswersHeldQuestionsAndKeepsTheJobs() throws Exception {
        String running;
        String queued;
        try (TestService service = new TestService(
                journal, options -> options.withHold(Duration.ofDays(1)).withGrace(Duration.ofMillis(1)))) {
            service.sampler.pause = 50;
            running = service.submit("/", 100_000);
            queued = service.submit("/", 7);
            CompletableFuture<TestService.Reply> first = ask(service, running);
            CompletableFuture<TestService.Reply> second = ask(service, queued);
            Thread.sleep(100); // lets both questions arrive; the outcome is the same if they do not
            service.service.close();
            for (CompletableFuture<TestService.Reply> reply : java.util.List.of(first, second)) {
                reply.handle((answer, failure) -> {
                            assertTrue(
                                    failure != null || answer.json().has("job_status"),
                                    () -> "a job has ended: " + answer);
                            return true;
                        })
                        .get();
            }
        }
        try (TestService service = new TestService(journal)) {
            assertEquals(
                    100_000, service.await("/", running).json().get("results").size());
            assertEquals(7, service.await("/", queued).json().get("results").size());
        }
    }

    private static CompletableFuture<TestService.Reply> ask(TestService service, String id) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return service.get("/v1/get_job/" + id);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    @Test
    void failuresAreAnErrorMessageAndNothingElse() throws IOException {
        try (TestService service = new TestService(journal)) {
            TestService.Reply reply = service.await("/", service.submit("/", 666));
            assertEquals(200, reply.status());
            assertEquals(Set.of("error_message"), Set.copyOf(reply.json().propertyNames()));
            assertTrue(reply.error().contains("the sampler has a fault"), reply::body);
            String tooLong = service.await("/", service.submit("/", 777)).error();
            assertTrue(tooLong.contains("about 1.00e+09 s, more than the 600 s"), tooLong);
            assertEquals(
                    3,
                    service.await("/", service.submit("/", 3))
                            .json()
                            .get("results")
                            .size());
        }
    }

    @Test
    void unknownJobsAre404AndNeverTheTextThatMakesTheClientAskForEver() throws IOException {
        try (TestService service = new TestService(journal)) {
            String error = service.get("/v1/get_job/abc-123").hasStatus(404).error();
            assertEquals("unknown job abc-123", error);
            assertNotEquals("Job can't be found", error);
        }
    }

    @Test
    void modesWithTenPhotonsOrMoreAreSeparatedByCommas() throws IOException {
        try (TestService service = new TestService(journal)) {
            String body = """
                    {"input_state":[30,0],"loop_lengths":[1],"bs_angles":[0.5],"n_samples":50}""";
            String id = service.post("/v1/submit", body).json().get("job_id").stringValue();
            for (JsonNode shot : service.await("/", id).json().get("results")) {
                String[] modes = shot.stringValue().split(",", -1);
                assertEquals(2, modes.length, shot::toString);
                assertEquals(30, Integer.parseInt(modes[0]) + Integer.parseInt(modes[1]), shot::toString);
            }
        }
    }

    @Test
    void aFullQueueRefusesAndSaysSo() throws Exception {
        try (TestService service = new TestService(
                journal,
                options -> options.withHold(Duration.ofMillis(1)).withLimits(Limits.DEFAULT.withQueuedJobs(2)))) {
            service.sampler.gate.acquire(1_000);
            String running = service.submit("/", 1);
            while (!service.get("/v1/get_job/" + running).body().contains("RUNNING")) {
                Thread.onSpinWait();
            }
            service.submit("/", 1);
            service.submit("/", 1);
            TestService.Reply refusal =
                    service.post("/v1/submit", TestService.BELL.formatted(1)).hasStatus(503);
            assertTrue(refusal.error().contains("queue of machine 'A' is full: 2 jobs wait"), refusal::body);
            assertEquals("1", refusal.header("Retry-After"));
            service.submit("/B/", 1);
            service.sampler.gate.release(1_000);
        }
    }

    @Test
    void tokensAreAskedForWhenThereAreSome() throws IOException {
        try (TestService service = new TestService(journal, options -> options.withTokens(Set.of("s3cret", "other")))) {
            String body = TestService.BELL.formatted(1);
            service.post("/v1/submit", body).hasStatus(401);
            TestService.Reply refusal =
                    service.post("/v1/submit", body, "Authorization", "Bearer ").hasStatus(401);
            assertTrue(refusal.error().contains("token"), refusal::body);
            assertEquals("Bearer", refusal.header("WWW-Authenticate"));
            service.post("/v1/submit", body, "Authorization", "Bearer s3cre").hasStatus(401);
            service.post("/v1/submit", body, "Authorization", "s3cret").hasStatus(401);
            service.post("/v1/submit", body, "Authorization", "Bearer s3cret").hasStatus(200);
            service.post("/v1/submit", body, "X-API-Key", "other").hasStatus(200);
            service.get("/metrics").hasStatus(401);
            service.get("/healthz").hasStatus(200);
        }
    }

    @Test
    void twoHundredJobsAtOnce() throws Exception {
        try (TestService service = new TestService(journal);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            java.util.List<java.util.concurrent.Future<Integer>> replies = new java.util.ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                int shots = i;
                String prefix = i % 2 == 0 ? "/A/" : "/B/";
                replies.add(clients.submit(() -> {
                    String id = service.submit(prefix, shots);
                    return service.await(prefix, id)
                            .hasStatus(200)
                            .json()
                            .get("results")
                            .size();
                }));
            }
            for (int i = 1; i <= 200; i++) {
                assertEquals(i, replies.get(i - 1).get(5, TimeUnit.MINUTES));
            }
            // A machine has counted all its jobs when it begins with another one.
            service.await("/A/", service.submit("/A/", 7));
            service.await("/B/", service.submit("/B/", 7));
            String metrics = service.get("/metrics").hasStatus(200).body();
            assertContains(metrics, "jaynes_jobs_ended_total\\{machine=\"A\",state=\"completed\"} 10[01]\n");
            assertContains(metrics, "jaynes_shots_total\\{machine=\"A\"} 1010[07]\n");
            assertContains(metrics, "jaynes_job_run_seconds_bucket\\{machine=\"B\",le=\"\\+Inf\"} 10[01]\n");
            assertContains(metrics, "jaynes_jobs\\{machine=\"B\",state=\"queued\"} 0\n");
        }
    }

    private static void assertContains(String text, String pattern) {
        assertTrue(Pattern.compile(pattern).matcher(text).find(), () -> "expected " + pattern + " in\n" + text);
    }
}
