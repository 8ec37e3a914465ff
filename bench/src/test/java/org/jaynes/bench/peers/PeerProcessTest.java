package org.jaynes.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in the place of the Python program: only the lines matter. */
class PeerProcessTest {
    private static final String SCRIPT = """
            echo "$1 $THREADS starts" >&2
            while read -r request; do
                case $request in
                *sum*) echo '{"sum": 3}' ;;
                *refuse*) echo '{"error": "cannot"}' ;;
                *) echo 'I give up' >&2; exit 1 ;;
                esac
            done
            """;

    @TempDir
    private Path folder;

    @Test
    void answersComeInTurn() throws IOException {
        try (PeerProcess process = start()) {
            assertEquals(3, process.ask(Map.of("do", "sum")).get("sum").asInt());
            assertEquals(3, process.ask(Map.of("do", "sum")).get("sum").asInt());
        }
        assertEquals("argument 2 starts\n", Files.readString(folder.resolve("log")));
    }

    @Test
    void anErrorIsAnExceptionAndTheProcessGoesOn() throws IOException {
        try (PeerProcess process = start()) {
            PeerException refusal = assertThrows(PeerException.class, () -> process.ask(Map.of("do", "refuse")));
            assertEquals("tester, asked for {do=refuse}: cannot", refusal.getMessage());
            assertEquals(3, process.ask(Map.of("do", "sum")).get("sum").asInt());
        }
    }

    @Test
    void aProcessThatEndsIsToldWithItsLastWords() throws IOException {
        try (PeerProcess process = start()) {
            String message = String.valueOf(assertThrows(PeerException.class, () -> process.ask(Map.of("do", "die")))
                    .getMessage());
            assertTrue(message.startsWith("tester ended when it was asked for {do=die}"), message);
            assertTrue(message.endsWith("I give up"), message);
        }
    }

    private PeerProcess start() throws IOException {
        Path script = Files.writeString(folder.resolve("script"), SCRIPT);
        return PeerProcess.start(
                "tester",
                new PythonEnvironment(Path.of("/bin/sh")),
                script,
                List.of("argument"),
                Map.of("THREADS", "2"),
                folder.resolve("log"));
    }
}
