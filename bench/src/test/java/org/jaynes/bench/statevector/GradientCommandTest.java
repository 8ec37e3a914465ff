package org.jaynes.bench.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GradientCommandTest {
    @TempDir
    private Path folder;

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }

    private JsonNode report(String name) throws IOException {
        return JsonMapper.shared().readTree(folder.resolve(name).toFile());
    }

    @Test
    void gradientsOfSmallCircuitsAreReported() throws IOException {
        int code = run(
                new GradientCommand(),
                "--ansatz",
                "3x2",
                "--runs",
                "1",
                "--device",
                "reference",
                "--out",
                folder.toString());
        assertEquals(ExitCode.DONE, code);
        JsonNode results = report("gradient.json").get("results");
        assertEquals(2, results.size());
        for (JsonNode result : results) {
            assertEquals(12, result.get("angles").asInt());
            assertTrue(result.get("gradient_seconds").asDouble() > 0);
        }
    }

    @Test
    void shotsOfSmallCircuitsAreReported() throws IOException {
        int code = run(
                new ShotsCommand(), "--qubits", "4", "--shots", "10,1000", "--runs", "1", "--out", folder.toString());
        assertEquals(ExitCode.DONE, code);
        assertEquals(11, report("shots.json").get("results").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"16", "1x3", "4x0", "axb"})
    void otherSizesAreRefused(String size) {
        Assertions.assertThrows(InputException.class, () -> Ansatz.parse(size));
    }
}
