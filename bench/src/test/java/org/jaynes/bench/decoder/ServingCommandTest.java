package org.jaynes.bench.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jaynes.bench.BenchCli;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.cli.InputException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingCommandTest {
    @TempDir
    private Path folder;

    @Test
    void timesSingleShotsAndComparesThem() throws IOException {
        Assumptions.assumeTrue(
                CudaDriver.find() instanceof Availability.Available<CudaDriver>,
                "NOT TESTED: there is no emulated driver; " + CudaDriver.find());
        assertEquals(
                0,
                BenchCli.run("serving", "--distances", "3", "--shots", "200", "--bicycle", "0", "--out", folder)
                        .exitCode());
        List<String> lines = Files.readAllLines(folder.resolve("serving.txt"));
        assertEquals(4, lines.size(), lines::toString);
        assertTrue(lines.getFirst().contains("Emulated"), lines.getFirst());
        assertTrue(lines.get(2).matches("d=3 p=0.001 +union-find +200 .* 0"), lines.get(2));
        assertTrue(Files.readString(folder.resolve("serving.json")).contains("\"p99_9\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--device=cpu", "--shots=5", "--distances=4", "--bicycle=7", "--probability=0.5", "--blocks=0"})
    void badOptionsAreRefused(String option) {
        assertThrows(InputException.class, () -> BenchCli.run("serving", option, "--out", folder));
    }
}
