package org.jaynes.bench.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jaynes.bench.BenchCli;
import org.jaynes.cli.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderCommandTest {
    @TempDir
    private Path folder;

    @Test
    void runsItsParts() throws IOException {
        assertEquals(
                0,
                BenchCli.run("decoder", "--quick", "--parts", "sampling,threads", "--out", folder)
                        .exitCode());
        assertTrue(Files.exists(folder.resolve("sampling.json")));
        assertTrue(Files.readString(folder.resolve("threads.json")).contains("union-find"));
        assertTrue(Files.readString(folder.resolve("decoder.txt")).contains("two threads / one"));
    }

    @Test
    void figuresAreSetBesideAims() throws IOException {
        Files.writeString(folder.resolve("matching-peers.json"), """
                {"measurements": [
                  {"distance": 3, "probability": 0.001, "decoder": "mwpm", "microseconds_per_shot": 1.0,
                   "single_call_microseconds": {"mean": 0.5}, "mistakes": 4},
                  {"distance": 5, "probability": 0.001, "decoder": "mwpm", "microseconds_per_shot": 2.0, "mistakes": 6},
                  {"distance": 5, "probability": 0.001, "decoder": "pymatching", "microseconds_per_shot": 5.0},
                  {"distance": 7, "probability": 0.001, "decoder": "mwpm", "microseconds_per_shot": 4.0, "mistakes": 1},
                  {"distance": 7, "probability": 0.001, "decoder": "pymatching", "microseconds_per_shot": 2.0},
                  {"distance": 5, "probability": 0.001, "decoder": "mwpm-correlated", "mistakes": 2}]}
                """);
        assertEquals(0, BenchCli.run("decoder", "--summary", "--out", folder).exitCode());
        List<String> lines = Files.readAllLines(folder.resolve("decoder.txt"));
        assertEquals(4, lines.size(), lines::toString);
        assertTrue(lines.get(1).matches("matching, batch.* 1\\.0 +0\\.50 +2\\.50 +2 .*MISSED"), lines.get(1));
        assertTrue(lines.get(2).matches("1 us / single call.* 1\\.0 +2\\.00 +2\\.00 +1 .*json"), lines.get(2));
        assertTrue(lines.get(3).matches("mistakes plain.* 1\\.0 +3\\.00 +3\\.00 +1 .*json"), lines.get(3));
    }

    @Test
    void unknownPartsAreRefused() {
        assertThrows(InputException.class, () -> BenchCli.run("decoder", "--parts", "bp", "--out", folder));
    }
}
