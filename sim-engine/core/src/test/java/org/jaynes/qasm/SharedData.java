package org.jaynes.qasm;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data beside the repository, which not every checkout has. */
final class SharedData {
    private SharedData() {}

    /** The folder {@code ../shared/data} of the repository, or null when it is not there. */
    static @Nullable Path folder() {
        Path folder = Path.of("../../../shared/data");
        return Files.isDirectory(folder) ? folder : null;
    }
}
