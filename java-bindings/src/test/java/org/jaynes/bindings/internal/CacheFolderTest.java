package org.jaynes.bindings.internal;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jaynes.bindings.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    private static final byte[] CONTENT = "library".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void a_file_is_written_once_and_only_its_owner_can_use_it() throws IOException {
        CacheFolder cache = new CacheFolder(folder.resolve("made/when/needed"));
        Path file = cache.put("lib.so", CONTENT);
        assertArrayEquals(CONTENT, Files.readAllBytes(file));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        FileTime old = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(file, old);
        assertEquals(file, cache.put("lib.so", CONTENT));
        assertEquals(old, Files.getLastModifiedTime(file), "it was there already");
    }

    @Test
    void other_content_has_another_path() throws IOException {
        CacheFolder cache = new CacheFolder(folder);
        assertNotEquals(cache.put("lib.so", CONTENT), cache.put("lib.so", new byte[7]));
    }

    @Test
    void a_file_that_was_changed_is_replaced() throws IOException {
        CacheFolder cache = new CacheFolder(folder);
        Path file = cache.put("lib.so", CONTENT);
        Files.writeString(file, "LIBRARY");
        assertArrayEquals(CONTENT, Files.readAllBytes(cache.put("lib.so", CONTENT)));
        Files.writeString(file, "half");
        assertArrayEquals(CONTENT, Files.readAllBytes(cache.put("lib.so", CONTENT)));
    }

    @Test
    void nothing_half_written_is_left_when_writing_fails() throws IOException {
        CacheFolder cache = new CacheFolder(folder);
        Path file = cache.put("lib.so", CONTENT);
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        assertFails(IOException.class, () -> cache.put("lib.so", CONTENT));
        try (Stream<Path> left = Files.list(file.resolve(".."))) {
            assertEquals(
                    List.of("lib.so"),
                    left.map(path -> path.getFileName().toString()).toList());
        }
    }

    @Test
    void a_file_where_the_folder_should_be_is_an_error_that_names_it() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertFails(IOException.class, () -> new CacheFolder(file).put("lib.so", CONTENT), file.toString());
    }

    @Test
    void a_named_folder_that_others_can_change_is_refused() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertFails(IOException.class, () -> CacheFolder.named(open), open.toString(), "chmod o-w");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
        assertEquals(open.toString(), CacheFolder.named(open).toString());
        Path missing = folder.resolve("missing");
        assertEquals(missing.toString(), CacheFolder.named(missing).toString());
    }

    @Test
    void a_named_folder_of_somebody_else_is_refused() throws IOException {
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give folders away");
        Files.setAttribute(foreign, "unix:uid", 4711);
        assertFails(IOException.class, () -> CacheFolder.named(foreign), foreign.toString(), "4711");
    }

    @Test
    void in_a_home_that_others_can_change_another_folder_is_taken() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path usual = home.resolve(".cache/jaynes");
        assertEquals(usual.toString(), CacheFolder.inHome(null, home.toString()).toString());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(usual)));
        assertEquals(
                usual.toString(),
                CacheFolder.inHome("relative", home.toString()).toString());
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rwxrwxrwx"));
        String other = CacheFolder.inHome(null, home.toString()).toString();
        assertNotEquals(usual.toString(), other);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(other))));
    }

    @Test
    void an_account_without_a_home_gets_a_temporary_folder() throws IOException {
        String other = CacheFolder.inHome(null, "?").toString();
        assertTrue(other.startsWith(System.getProperty("java.io.tmpdir")), other);
        assertFalse(Files.exists(Path.of("?")), "a folder in the working directory");
    }

    /** Many processes start at one moment and unpack the same large file; each checks what it got. */
    @Test
    void processes_that_unpack_at_once_do_not_disturb_each_other() throws Exception {
        Path start = folder.resolve("start");
        List<JavaProcess> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(JavaProcess.start(
                    UnpackMany.class, List.of(), folder.resolve("cache").toString(), start.toString()));
        }
        Files.createFile(start);
        for (JavaProcess process : processes) {
            JavaProcess.Result result = process.await();
            assertEquals(0, result.exitCode(), result.output());
        }
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertEquals(UnpackMany.FILES, all.size(), "files left behind: " + all);
        }
    }

    /** Puts files of many sizes into a cache folder, from the moment that a start file exists. */
    static final class UnpackMany {
        static final int FILES = 40;

        private UnpackMany() {}

        public static void main(String[] arguments) throws Exception {
            CacheFolder cache = new CacheFolder(Path.of(arguments[0]));
            while (!Files.exists(Path.of(arguments[1]))) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < FILES; i++) {
                byte[] content = new byte[i * 50_000];
                new Random(i).nextBytes(content);
                assertArrayEquals(content, Files.readAllBytes(cache.put("lib" + i + ".so", content)));
            }
        }
    }
}
