package org.jaynes.bench.decoder;

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

class MatchingCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesAReport() throws IOException {
        BenchCli.Outcome outcome = BenchCli.run(
                "matching",
                "--distances",
                "3",
                "--probabilities",
                "0.02",
                "--seconds",
                "0.05",
                "--turns",
                "1",
                "--json",
                "--out",
                folder);
        assertEquals(0, outcome.exitCode());
        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertEquals(json, JsonMapper.shared().readTree(folder.resolve("matching.json")));
        assertEquals(3, json.get("measurements").size());
        for (JsonNode row : json.get("measurements")) {
            assertTrue(row.get("microseconds_per_shot").asDouble() > 0, row::toString);
            assertTrue(row.get("single_call_microseconds").get("p99_9").asDouble() > 0, row::toString);
            double failures = row.get("mistakes").asDouble() / row.get("shots").asDouble();
            assertTrue(failures > 0.05 && failures < 0.25, row::toString);
        }
        assertTrue(Files.readString(folder.resolve("matching.txt")).contains("union-find"));
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThrows(InputException.class, () -> BenchCli.run("matching", "--decoders", "bp", "--out", folder));
        assertThrows(InputException.class, () -> BenchCli.run("matching", "--seconds", "0", "--out", folder));
        assertThrows(InputException.class, () -> BenchCli.run("matching", "--turns", "0", "--out", folder));
    }
}
