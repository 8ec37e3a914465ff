package org.jaynes.bindings.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much memory a process can still use on Linux.
 *
 * @param proc the {@code proc} file system
 * @param controlGroups where control groups are mounted, {@code /sys/fs/cgroup}
 */
record AvailableMemory(Path proc, Path controlGroups) {
    static AvailableMemory ofThisProcess() {
        return new AvailableMemory(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    long bytes() {
        long bytes = field(lines(proc.resolve("meminfo")), "MemAvailable:").stream()
                .map(kibibytes -> kibibytes * 1024)
                .findFirst()
                // No such file: not Linux. The heap's own limit is the best guess at what the machine can bear.
                .orElseGet(() -> Runtime.getRuntime().maxMemory());
        for (String line : lines(proc.resolve("self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                bytes = Math.min(bytes, leftInVersion2(parts[2]));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                bytes = Math.min(bytes, leftInVersion1(parts[2]));
            }
        }
        return Math.max(0, bytes);
    }

    /** The least that the group or one of its ancestors has left. */
    private long leftInVersion2(String group) {
        long least = Long.MAX_VALUE;
        for (Path folder = inside(controlGroups, group);
                folder != null && folder.startsWith(controlGroups);
                folder = folder.getParent()) {
            least = Math.min(least, left(folder, "memory.max", "memory.current", "inactive_file "));
        }
        return least;
    }

    private long leftInVersion1(String group) {
        Path mount = controlGroups.resolve("memory");
        Path folder = inside(mount, group);
        // In a container the group's path is the host's, and its files are at the mount.
        return left(
                Files.isDirectory(folder) ? folder : mount,
                "memory.limit_in_bytes",
                "memory.usage_in_bytes",
                "total_inactive_file ");
    }

    private static Path inside(Path mount, String group) {
        return mount.resolve(group.replaceFirst("^/+", "")).normalize();
    }

    /** Limit less use, where file pages that can be dropped do not count as used; without a limit the largest long. */
    private static long left(Path folder, String limitFile, String useFile, String droppable) {
        OptionalLong limit = number(folder.resolve(limitFile));
        OptionalLong use = number(folder.resolve(useFile));
        if (limit.isEmpty() || use.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long cached = field(lines(folder.resolve("memory.stat")), droppable).stream()
                .findFirst()
                .orElse(0L);
        return limit.getAsLong() - Math.max(0, use.getAsLong() - cached);
    }

    private static List<Long> field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
                .map(Long::valueOf)
                .toList();
    }

    /** A number of at most 18 digits; version 1 of control groups says "no limit" with a longer one, version 2 with a word. */
    private static OptionalLong number(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() || !lines.getFirst().matches("\\d{1,18}")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(lines.getFirst()));
    }

    /** A file that is absent or not for us to read says nothing. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
