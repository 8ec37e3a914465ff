package org.jaynes.bindings.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import org.jaynes.bindings.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files that are named by the hash of their content: {@code <folder>/<hash>/<name>}. Any number of processes
 * may use it at once: a file appears whole, by an atomic rename, and two processes that write the same file write the
 * same bytes. A file that is there already is compared with the content that is wanted and replaced if it differs.
 * Thread-safe.
 */
public final class CacheFolder {
    private static final String OWNER_ONLY = "rwx------";
    private static final int HASH_LETTERS = 32;
    private static final int ROOT = 0;

    private final Path folder;

    public CacheFolder(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /**
     * The folder that {@link Setting#CACHE} names, else the user's; where that cannot be used (an account without a home,
     * a folder that others can change), a folder of this process's own.
     *
     * @throws IOException if the named folder exists and somebody else can change it
     */
    public static CacheFolder ofUser() throws IOException {
        Optional<Setting.Value> named = Setting.CACHE.value();
        return named.isPresent()
                ? named(Path.of(named.get().text()))
                : inHome(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    }

    /** What the user names is taken, or is an error. */
    static CacheFolder named(Path folder) throws IOException {
        if (Files.exists(folder)) {
            requireTrusted(folder);
        }
        return new CacheFolder(folder);
    }

    /**
     * What the user did not name may be left for another folder.
     *
     * @param xdg the base of all caches, if it is set; relative ones are ignored, as the XDG specification asks
     * @param home the user's home; the JVM says {@code ?} where there is none
     */
    static CacheFolder inHome(@Nullable String xdg, String home) throws IOException {
        Path base = xdg != null && Path.of(xdg).isAbsolute() ? Path.of(xdg) : Path.of(home, ".cache");
        if (!base.isAbsolute()) {
            return temporary();
        }
        Path folder = base.resolve("jaynes");
        try {
            createPrivate(folder);
            requireTrusted(folder);
            if (Files.isWritable(folder)) {
                return new CacheFolder(folder);
            }
        } catch (IOException e) {
            System.getLogger(CacheFolder.class.getName())
                    .log(System.Logger.Level.DEBUG, "no cache folder " + folder + ", using a temporary one", e);
        }
        return temporary();
    }

    /** Libraries are loaded from the folder: whoever can change it can run code as this user. */
    private static void requireTrusted(Path folder) throws IOException {
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        int self = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (owner != self && owner != ROOT) {
            throw new IOException(
                    "%s belongs to the user with the number %d, who could change the libraries in it; expected %d"
                            .formatted(folder, owner, self));
        }
        if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("every user can change %s, and the libraries in it; do chmod o-w".formatted(folder));
        }
    }

    private static CacheFolder temporary() throws IOException {
        Path folder = Files.createTempDirectory("jaynes-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(folder)));
        return new CacheFolder(folder);
    }

    /**
     * The path of a file with this name and content.
     *
     * @throws IOException if it can be neither found nor written; the message names the folder
     */
    public Path put(String name, byte[] content) throws IOException {
        Path home = folder.resolve(hash(content).substring(0, HASH_LETTERS));
        Path file = home.resolve(name);
        if (holds(file, content)) {
            return file;
        }
        createPrivate(home);
        Path part = Files.createTempFile(home, name, ".part");
        try {
            Files.write(part, content);
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString(OWNER_ONLY));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system of " + folder + " cannot rename atomically", e);
        } finally {
            Files.deleteIfExists(part);
        }
        if (!holds(file, content)) {
            throw new IOException(file + " does not hold what was just written to it");
        }
        return file;
    }

    private static boolean holds(Path file, byte[] content) throws IOException {
        try {
            return Files.size(file) == content.length && MessageDigest.isEqual(Files.readAllBytes(file), content);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static void deleteTree(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(CacheFolder.class.getName()).log(System.Logger.Level.DEBUG, "left behind: " + folder, e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
