package org.jaynes.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/**
 * stim 1.16.0, where it is installed: {@code python3 -m pip install --target .tools/stim stim==1.16.0} in the root of the
 * repository does it. Tests that need it are skipped, and reported so, where it is not.
 */
public final class StimPeer {
    private final Path packages;
    private final Path folder;
    private final List<String> jobs = new ArrayList<>();

    private StimPeer(Path packages, Path folder) {
        this.packages = packages;
        this.folder = folder;
    }

    /**
     * The peer.
     *
     * @param folder for the files of jobs, which are named relative to it
     */
    public static StimPeer in(Path folder) {
        Path packages = Path.of("../.tools/stim").toAbsolutePath().normalize();
        Assumptions.assumeTrue(Files.isDirectory(packages), "not run: stim is not installed in " + packages);
        return new StimPeer(packages, folder);
    }

    /** Has stim write a circuit's reference sample. */
    public void reference(String circuit, String out) {
        jobs.add(String.join("\t", "reference", circuit, out));
    }

    /** Has stim run a command; {@code REFUSED} is its output where it fails. */
    public void command(String out, String... arguments) {
        jobs.add("stim\t" + out + "\t" + String.join("\t", arguments));
    }

    /** Runs the jobs. */
    public void run() throws IOException, InterruptedException {
        Path script = folder.resolve("stim_peer.py");
        try (InputStream source = Objects.requireNonNull(StimPeer.class.getResourceAsStream("stim_peer.py"))) {
            Files.write(script, source.readAllBytes());
        }
        Files.write(folder.resolve("jobs.txt"), jobs);
        Path log = folder.resolve("log.txt");
        ProcessBuilder python = new ProcessBuilder("python3", script.toString(), folder.toString());
        python.environment().put("PYTHONPATH", packages.toString());
        int exitCode = python.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertEquals(0, exitCode, () -> read(log));
        assertTrue(jobs.size() > 0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
