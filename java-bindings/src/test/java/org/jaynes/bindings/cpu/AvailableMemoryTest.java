package org.jaynes.bindings.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path root;

    private AvailableMemory machine;

    @BeforeEach
    void a_machine_with_8_gibibytes_available() throws IOException {
        machine = new AvailableMemory(root.resolve("proc"), root.resolve("cgroup"));
        write(
                "proc/meminfo",
                "MemTotal:       16777216 kB\nMemFree:         1048576 kB\nMemAvailable:    8388608 kB\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
    }

    private void group(String name, String max, long current, long inactiveFile) throws IOException {
        write("cgroup/" + name + "/memory.max", max + "\n");
        write("cgroup/" + name + "/memory.current", current + "\n");
        write("cgroup/" + name + "/memory.stat", "anon 1\ninactive_file " + inactiveFile + "\nactive_file 2\n");
    }

    @Test
    void without_a_limit_it_is_what_the_system_has() throws IOException {
        assertEquals(8 * GIB, machine.bytes());
        write("proc/self/cgroup", "0::/\n");
        assertEquals(8 * GIB, machine.bytes());
    }

    @Test
    void the_tightest_group_counts() throws IOException {
        write("proc/self/cgroup", "0::/slurm/job_7/step_0\n");
        group("slurm/job_7/step_0", "max", GIB, 0);
        group("slurm/job_7", String.valueOf(4 * GIB), GIB, 0);
        group("slurm", String.valueOf(64 * GIB), 20 * GIB, 0);
        assertEquals(3 * GIB, machine.bytes());
    }

    @Test
    void file_pages_that_can_be_dropped_are_not_used() throws IOException {
        write("proc/self/cgroup", "0::/docker\n");
        group("docker", String.valueOf(4 * GIB), 3 * GIB, 2 * GIB);
        assertEquals(3 * GIB, machine.bytes());
    }

    @Test
    void version_1_groups_count_too() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/a\n");
        write("cgroup/memory/a/memory.limit_in_bytes", 2 * GIB + "\n");
        write("cgroup/memory/a/memory.usage_in_bytes", GIB + "\n");
        assertEquals(GIB, machine.bytes());
        write("cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712\n");
        assertEquals(8 * GIB, machine.bytes());
    }

    @Test
    void a_group_over_its_limit_has_nothing_left() throws IOException {
        write("proc/self/cgroup", "0::/full\n");
        group("full", String.valueOf(GIB), 2 * GIB, 0);
        assertEquals(0, machine.bytes());
    }

    @Test
    void this_machine_has_some() {
        long bytes = HostMemory.availableBytes();
        assertTrue(bytes > 1 << 20 && bytes < 1L << 50, bytes + " bytes");
    }
}
