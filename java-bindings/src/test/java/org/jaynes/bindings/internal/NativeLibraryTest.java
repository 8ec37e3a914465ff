package org.jaynes.bindings.internal;

import static org.jaynes.bindings.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Availability.Unavailable;
import org.jaynes.bindings.Setting;
import org.jaynes.bindings.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    private Path folder;

    @AfterEach
    void no_cache_folder_is_named() {
        System.clearProperty(Setting.CACHE.property());
    }

    private static String reason(Availability<?> availability) {
        return assertInstanceOf(Unavailable.class, availability).reason();
    }

    private static void assertReason(Availability<?> availability, String... parts) {
        String reason = reason(availability);
        for (String part : parts) {
            assertTrue(reason.contains(part), () -> "'" + part + "' is not in: " + reason);
        }
    }

    @Test
    void a_missing_file_is_named_with_the_setting_that_names_it() {
        assertReason(
                NativeLibrary.named(new Setting.Value("/no/such/lib.so", "system property x")),
                "/no/such/lib.so",
                "system property x");
    }

    @Test
    void a_broken_file_gives_the_loaders_message() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.so"), "this is no library");
        assertReason(new NativeLibrary(file, "a test").open(), file.toString(), "a test", "file too short");
        Files.writeString(file, "this is no library either, and longer than the header of one is".repeat(100));
        assertReason(new NativeLibrary(file, "a test").open(), "invalid ELF header");
    }

    @Test
    void a_library_for_another_machine_gives_the_loaders_message() throws IOException {
        Path file = folder.resolve("other.so");
        Files.write(file, elfHeader(243)); // EM_RISCV
        assertReason(new NativeLibrary(file, "a test").open(), file.toString(), "Possible cause");
    }

    /** The first 64 bytes of a 64-bit little-endian shared object, and as many zeros as a loader likes to read. */
    private static byte[] elfHeader(int machine) {
        ByteBuffer header = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        header.putShort(16, (short) 3).putShort(18, (short) machine).putInt(20, 1);
        header.putLong(32, 64).putShort(52, (short) 64).putShort(54, (short) 56).putShort(58, (short) 64);
        // One program header, PT_GNU_STACK without execution: the JVM complains about libraries that do not have it.
        header.putShort(56, (short) 1).putInt(64, 0x6474e551).putInt(68, 6);
        return header.array();
    }

    @Test
    void a_resource_that_this_build_lacks_says_what_it_takes() {
        assertReason(NativeLibrary.bundled("libnothing.so", "a compiler"), "libnothing.so", "linux-", "a compiler");
    }

    @Test
    void a_cache_folder_that_cannot_be_written_names_the_setting() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        System.setProperty(Setting.CACHE.property(), file.toString());
        assertReason(
                NativeLibrary.unpacked("lib.so", new byte[] {1}, "a test"),
                "lib.so",
                file.toString(),
                "-Djaynes.cache=... or JAYNES_CACHE=...");
    }

    @Test
    void insisting_throws_the_reasons() {
        assertFails(
                UnavailableException.class,
                () -> NativeLibrary.bundled("libx.so", "a compiler").orElseThrow(),
                "libx.so");
    }

    @Test
    void a_library_of_the_system_is_found_by_name_or_the_linker_says_why_not() {
        NativeLibrary math = SystemLibrary.find("libm.so.6").orElseThrow();
        assertTrue(math.path().isAbsolute() && Files.isRegularFile(math.path()), math.toString());
        assertReason(SystemLibrary.find("libnothing.so.7"), "libnothing.so.7", "cannot open shared object file");
    }
}
