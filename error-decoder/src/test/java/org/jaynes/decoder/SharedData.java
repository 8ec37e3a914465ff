package org.jaynes.decoder;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Published data beside the repository, in {@code ../shared/data/qec}, that some further tests use. */
public final class SharedData {
    private SharedData() {}

    /** A file; a test that needs it is reported as skipped where it is not there. */
    public static Path file(String name) {
        Path file = Path.of("../../shared/data/qec").resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "not run: there is no " + file);
        return file;
    }
}
