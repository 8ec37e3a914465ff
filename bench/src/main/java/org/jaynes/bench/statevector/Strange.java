package org.jaynes.bench.statevector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jaynes.bench.peers.PeerException;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.bench.peers.PythonEnvironment;

/** The simulator Strange, of Maven Central: a program in Java, which uses Jaynes to read circuits. */
final class Strange {
    static final String NAME = "strange";

    /** Beyond, a circuit takes hours. */
    static final int MOST_QUBITS = 20;

    /** As StrangePeer.java tells it. */
    private static final String VERSION = "0.1.3";

    private Strange() {}

    /**
     * Fetches it with Maven, if it is not there yet, and starts it in a JVM of its own.
     *
     * @param folder where it lives
     * @throws PeerException if it cannot be fetched or started
     */
    static PeerProcess start(Path folder) throws IOException {
        Path jar = folder.resolve("strange-" + VERSION + ".jar").toAbsolutePath();
        if (!Files.exists(jar)) {
            fetch(folder);
        }
        Path source = Files.writeString(
                folder.resolve("StrangePeer.java"), PythonEnvironment.resource(Strange.class, "StrangePeer.java"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = jar + System.getProperty("path.separator") + System.getProperty("java.class.path");
        return PeerProcess.start(
                NAME, List.of(java, "-cp", classes, source.toString()), Map.of(), folder.resolve(NAME + ".log"));
    }

    private static void fetch(Path folder) throws IOException {
        Path log = folder.resolve("strange-maven.log");
        try {
            int status = new ProcessBuilder(
                            "mvn",
                            "-B",
                            "-ntp",
                            "dependency:copy",
                            "-Dartifact=org.redfx:strange:" + VERSION,
                            "-DoutputDirectory=" + folder.toAbsolutePath())
                    .directory(folder.toFile()) // no project: the plugin would go through its modules
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new PeerException("Maven could not fetch org.redfx:strange:%s; see %s".formatted(VERSION, log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted while Maven fetched Strange", e);
        }
    }
}
