package org.jaynes.bench.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jaynes.bench.BenchCli;
import org.jaynes.cli.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SamplingCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesATableAndJson() throws IOException {
        BenchCli.Outcome outcome = BenchCli.run(
                "sampling", "--distances", "3", "--noise", "0.01", "--runs", "1", "--out", folder.toString());
        assertEquals(0, outcome.exitCode(), outcome.err());
        JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("sampling.json")));
        assertEquals("jaynes.bench.sampling/1", report.get("schema").asString());
        assertEquals(4, report.get("results").size());
        for (JsonNode result : report.get("results")) {
            assertTrue(result.get("jaynes").asDouble() > 0, result.toString());
        }
        assertEquals(5, Files.readAllLines(folder.resolve("sampling.txt")).size());
    }

    @Test
    void noRunsAreRefused() {
        InputException refused = assertThrows(
                InputException.class, () -> BenchCli.run("sampling", "--runs", "0", "--out", folder.toString()));
        assertEquals("--runs is 0; expected at least 1", refused.getMessage());
    }
}
