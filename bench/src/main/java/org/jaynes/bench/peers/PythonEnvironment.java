package org.jaynes.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A Python environment of fixed packages. It is made once, which takes python3 with venv and pip, the network and up to a
 * gigabyte of disk, and kept.
 *
 * @param python its interpreter
 */
public record PythonEnvironment(Path python) {
    /**
     * Makes the environment, or finds it made for the same requirements.
     *
     * @param folder where it lies
     * @param owner class beside which the requirements lie as a resource
     * @param requirements name of the resource, a requirements file of pip
     * @param options of pip
     * @throws PeerException if it cannot be made
     */
    public static PythonEnvironment prepare(Path folder, Class<?> owner, String requirements, String... options) {
        String wanted = resource(owner, requirements);
        Path python = folder.toAbsolutePath().resolve("bin").resolve("python");
        // Written last, so that an environment that was left half made is made again. Some packages install a
        // requirements.txt of their own here.
        Path made = folder.resolve("jaynes-requirements.txt");
        try {
            if (Files.isExecutable(python)
                    && Files.exists(made)
                    && Files.readString(made).equals(wanted)) {
                return new PythonEnvironment(python);
            }
            Files.createDirectories(folder);
            run(
                    folder,
                    List.of(
                            "python3",
                            "-m",
                            "venv",
                            "--clear",
                            folder.toAbsolutePath().toString()));
            Path list = Files.writeString(folder.resolve("wanted.txt"), wanted).toAbsolutePath();
            List<String> install = new ArrayList<>(
                    List.of(python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"));
            install.addAll(List.of(options));
            install.addAll(List.of("-r", list.toString()));
            run(folder, install);
            Files.move(list, made);
        } catch (IOException e) {
            throw new PeerException(folder + ": the Python environment cannot be made: " + e.getMessage(), e);
        }
        return new PythonEnvironment(python);
    }

    /** The text of a resource beside a class. */
    public static String resource(Class<?> owner, String name) {
        try (InputStream input = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
            return new String(input.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path folder, List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new PeerException(
                    "%s cannot be started (%s); install Python 3 with venv and pip (apt install python3-venv python3-pip)"
                            .formatted(command.getFirst(), e.getMessage()),
                    e);
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new PeerException("%s: '%s' ended with %d:%n%s"
                        .formatted(folder, String.join(" ", command), exitCode, output.strip()));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted while the Python environment was made", e);
        }
    }
}
