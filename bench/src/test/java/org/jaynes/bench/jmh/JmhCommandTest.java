package org.jaynes.bench.jmh;

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

class JmhCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesAShortReport() throws IOException {
        BenchCli.Outcome outcome = BenchCli.run("jmh", "ForeignCall", "--quick", "--json", "--out", folder);
        assertEquals(0, outcome.exitCode());
        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertEquals(json, JsonMapper.shared().readTree(folder.resolve("jmh.json")));
        assertEquals(2, json.get("results").size());
        JsonNode first = json.get("results").get(0);
        assertEquals(
                "ForeignCallBenchmark.synchronizeIdleStream",
                first.get("benchmark").asString());
        assertEquals("PANAMA", first.get("parameters").get("binding").asString());
        assertTrue(first.get("score").asDouble() > 0);
        assertTrue(Files.readString(folder.resolve("jmh.txt")).contains("--quick: not figures"));
    }

    @Test
    void aPatternWithoutABenchmarkIsRefused() {
        assertThrows(InputException.class, () -> BenchCli.run("jmh", "nothing", "--json", "--out", folder));
    }

    @Test
    void whatIsNoPatternIsRefused() {
        InputException refusal =
                assertThrows(InputException.class, () -> BenchCli.run("jmh", "(", "--json", "--out", folder));
        assertTrue(String.valueOf(refusal.getMessage()).contains("'(' is no regular expression"), refusal.toString());
    }
}
