package org.jaynes.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PcssDialectTest {
    @TempDir
    private Path journal;

    private static final String TASK = """
            {"machine":"B","payload":{"input_state":[1,1,1],"bs_angles":[0.1,0.2],"n_samples":20,"loop_lengths":[1],\
            "postselection":%s,"postselection_threshold":%s,"machine":"B","extra_options":{}}}""";

    private static JsonNode submit(TestService service, String base, String body) throws IOException {
        return service.post(base + "tasks", body).hasStatus(200).json();
    }

    private static void awaitEnd(TestService service, String base, String uid) throws IOException {
        String status = "";
        while (!status.equals("Completed")) {
            status = service.get(base + "tasks/" + uid + "/status")
                    .hasStatus(200)
                    .json()
                    .get("status")
                    .stringValue();
            assertTrue(java.util.Set.of("Queued", "Running", "Completed").contains(status), status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/client/", "/api/open/"})
    void aTaskGoesItsWay(String base) throws IOException {
        try (TestService service = new TestService(journal)) {
            JsonNode task = submit(service, base, TASK.formatted("false", "null"));
            String uid = task.get("uid").stringValue();
            assertEquals("B", task.get("machine").stringValue());
            assertEquals(uid, task.get("job_ids").get("ids").get(0).stringValue());
            assertTrue(task.get("created").stringValue().matches("\\d{4}-\\d\\d-\\d\\dT.*Z"), task::toString);
            awaitEnd(service, base, uid);
            JsonNode results = service.get(base + "tasks/" + uid + "/results")
                    .hasStatus(200)
                    .json();
            assertTrue(results.isArray(), results::toString);
            assertEquals(20, results.size());
            assertEquals(
                    results, service.await("/", uid).json().get("results"), "the other dialect knows the job as well");
        }
    }

    @Test
    void resultsAreAnEmptyObjectUntilTheyAreThere() throws Exception {
        try (TestService service = new TestService(journal)) {
            service.sampler.gate.acquire(1_000);
            String uid = submit(service, "/", TASK.formatted("false", "null"))
                    .get("uid")
                    .stringValue();
            assertEquals(
                    "{}",
                    service.get("/tasks/" + uid + "/results").hasStatus(200).body());
            service.sampler.gate.release(1_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "3", "2"})
    void postselectionKeepsShotsWithEnoughPhotons(String threshold) throws IOException {
        try (TestService service = new TestService(journal)) {
            service.sampler.lossy = true;
            String uid = submit(service, "/", TASK.formatted("true", threshold))
                    .get("uid")
                    .stringValue();
            awaitEnd(service, "/", uid);
            int least = threshold.equals("2") ? 2 : 3;
            JsonNode results = service.get("/tasks/" + uid + "/results").json();
            assertEquals(20, results.size());
            for (JsonNode shot : results) {
                assertTrue(shot.stringValue().chars().map(c -> c - '0').sum() >= least, results::toString);
            }
        }
    }

    @Test
    void cancelledTasksEndWithAnErrorForThoseWhoAsk() throws Exception {
        try (TestService service = new TestService(journal)) {
            service.sampler.gate.acquire(1_000);
            String uid = submit(service, "/", TASK.formatted("false", "null"))
                    .get("uid")
                    .stringValue();
            service.post("/tasks/" + uid + "/cancel", "").hasStatus(200);
            TestService.Reply status = service.get("/tasks/" + uid + "/status").hasStatus(410);
            assertEquals("Cancelled", status.json().get("status").stringValue());
            service.get("/tasks/" + uid + "/results").hasStatus(410);
            assertEquals(
                    "the job was cancelled",
                    service.get("/v1/get_job/" + uid).hasStatus(200).error());
            assertTrue(service.post("/tasks/" + uid + "/cancel", "")
                    .hasStatus(409)
                    .error()
                    .contains("is cancelled"));
            service.sampler.gate.release(1_000);
            String next = submit(service, "/", TASK.formatted("false", "null"))
                    .get("uid")
                    .stringValue();
            awaitEnd(service, "/", next);
        }
    }

    @Test
    void failedTasksEndWithAnErrorForThoseWhoAsk() throws IOException {
        try (TestService service = new TestService(journal)) {
            String task = TASK.formatted("false", "null").replace("\"n_samples\":20", "\"n_samples\":666");
            String uid = submit(service, "/", task).get("uid").stringValue();
            service.await("/", uid);
            TestService.Reply status = service.get("/tasks/" + uid + "/status").hasStatus(422);
            assertEquals("Failed", status.json().get("status").stringValue());
            assertTrue(status.error().contains("the sampler has a fault"), status::body);
        }
    }

    @Test
    void machinesAndTheirQueues() throws Exception {
        try (TestService service = new TestService(journal)) {
            assertEquals(
                    "{\"names\":[\"A\",\"B\"]}",
                    service.get("/api/client/machines").hasStatus(200).body());
            service.sampler.gate.acquire(1_000);
            submit(service, "/", TASK.formatted("false", "null"));
            submit(service, "/", TASK.formatted("false", "null"));
            assertEquals(
                    "{\"A\":0,\"B\":2}",
                    service.get("/machines/queue-count").hasStatus(200).body());
            service.sampler.gate.release(1_000);
            assertEquals(
                    "ok",
                    service.get("/api/health/test-connection")
                            .hasStatus(200)
                            .json()
                            .get("status")
                            .stringValue());
            service.get("/health").hasStatus(200);
        }
    }

    @Test
    void unknownTasksAndPathsAre404() throws IOException {
        try (TestService service = new TestService(journal)) {
            assertEquals(
                    "unknown task 5",
                    service.get("/tasks/5/status").hasStatus(404).error());
            service.get("/tasks/5/payload").hasStatus(404);
            assertTrue(service.get("/nothing").hasStatus(404).error().contains("/v1/submit"));
        }
    }
}
