package org.jaynes.statevector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a file, in a file beside it, as {@code sha256sum} writes and checks it. */
final class FileChecksum {
    /** What follows the name of the file. */
    static final String SUFFIX = ".sha256";

    private static final int BLOCK = 1 << 20;

    private FileChecksum() {}

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + SUFFIX);
    }

    /** Writes the checksum of a file. */
    static void write(Path file) throws IOException {
        Files.writeString(beside(file), of(file) + "  " + file.getFileName() + "\n");
    }

    /** Deletes the checksum of a file, if there is one. */
    static void delete(Path file) throws IOException {
        Files.deleteIfExists(beside(file));
    }

    /** @throws IllegalArgumentException if there is a checksum and it is another one */
    static void verify(Path file) throws IOException {
        Path checksum = beside(file);
        if (!Files.isRegularFile(checksum)) {
            return;
        }
        String expected =
                Files.readString(checksum, StandardCharsets.UTF_8).strip().split("\\s", 2)[0];
        String found = of(file);
        if (!found.equalsIgnoreCase(expected)) {
            throw new IllegalArgumentException(
                    "the contents have the SHA-256 %s, but %s says %s; the file has been changed"
                            .formatted(found, checksum, expected));
        }
    }

    private static String of(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        byte[] block = new byte[BLOCK];
        try (InputStream input = Files.newInputStream(file)) {
            for (int count = input.read(block); count >= 0; count = input.read(block)) {
                digest.update(block, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
