package org.jaynes.bench.noise;

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

class NoiseCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesATableAndJson() throws IOException {
        BenchCli.Outcome outcome =
                BenchCli.run("noise", "--qubits", "4,6", "--shots", "20", "--runs", "1", "--out", folder.toString());
        assertEquals(0, outcome.exitCode(), outcome.err());
        JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("noise.json")));
        assertEquals("jaynes.bench.noise/1", report.get("schema").asString());
        assertEquals(2, report.get("results").size());
        assertTrue(report.get("results").get(0).get("jaynes_us_per_shot").asDouble() > 0, report.toString());
        assertEquals(3, Files.readAllLines(folder.resolve("noise.txt")).size());
    }

    @Test
    void noShotsAreRefused() {
        assertThrows(InputException.class, () -> BenchCli.run("noise", "--shots", "0", "--out", folder.toString()));
    }

    @Test
    void othersMustHaveTheSameMeans() {
        OutcomeMeans ours = new OutcomeMeans(2);
        OutcomeMeans theirs = new OutcomeMeans(2);
        ours.add("01", 500);
        ours.add("10", 500);
        theirs.add("01", 240);
        theirs.add("10", 260);
        ours.requireAgreement(theirs);
        theirs.add("00", 250);
        theirs.add("11", 250);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> ours.requireAgreement(theirs));
        assertTrue(String.valueOf(e.getMessage()).startsWith("qubits 0 and 1 differ in 1.0000"), e.toString());
    }
}
