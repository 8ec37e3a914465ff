package org.jaynes.bindings.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Setting;

/**
 * A native library as a file that can be opened.
 *
 * @param path absolute
 * @param origin where it is from, for messages: a setting, the resources of Jaynes, the system
 */
public record NativeLibrary(Path path, String origin) {
    /** {@code linux-x86_64}, {@code linux-aarch64}: the name of this platform's folder of resources. */
    public static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return system + "-" + (machine.equals("amd64") ? "x86_64" : machine);
    }

    /** A library that a setting names by its path. */
    public static Availability<NativeLibrary> named(Setting.Value setting) {
        Path path = Path.of(setting.text()).toAbsolutePath();
        return Files.isRegularFile(path)
                ? Availability.of(new NativeLibrary(path, setting.origin()))
                : Availability.unavailable("there is no file " + path + ", which the " + setting.origin() + " names");
    }

    /**
     * A library that comes with Jaynes as {@code META-INF/native/<platform>/<name>}, unpacked to the user's cache.
     *
     * @param buildHint what a build needs to have this library
     */
    public static Availability<NativeLibrary> bundled(String name, String buildHint) {
        String resource = "META-INF/native/" + platform() + "/" + name;
        try (InputStream content = NativeLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (content == null) {
                return Availability.unavailable(
                        "this build of Jaynes has no " + name + " for " + platform() + ": " + buildHint);
            }
            return unpacked(name, content.readAllBytes(), "resource " + resource);
        } catch (IOException e) {
            return Availability.unavailable(resource + " cannot be read: " + e);
        }
    }

    /** A library as bytes, written to the user's cache. */
    public static Availability<NativeLibrary> unpacked(String name, byte[] content, String origin) {
        String where = "the cache folder";
        try {
            CacheFolder cache = CacheFolder.ofUser();
            where += " " + cache;
            return Availability.of(new NativeLibrary(cache.put(name, content), origin));
        } catch (IOException e) {
            return Availability.unavailable("%s cannot be unpacked to %s: %s; name a folder that you may write with %s"
                    .formatted(name, where, explain(e), Setting.CACHE.howToSet()));
        }
    }

    private static String explain(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            case NotDirectoryException not -> not.getFile() + " is not a folder";
            default -> e.toString();
        };
    }

    /**
     * Opens the library, so that {@link java.lang.foreign.SymbolLookup#loaderLookup} finds its functions in this
     * module. Opening the same file again does nothing.
     *
     * @return this library, or the dynamic linker's own message
     */
    public Availability<NativeLibrary> open() {
        try {
            System.load(path.toString());
            return Availability.of(this);
        } catch (UnsatisfiedLinkError e) {
            return Availability.unavailable("%s (%s) cannot be loaded: %s".formatted(path, origin, e.getMessage()));
        } catch (IllegalCallerException e) {
            return Availability.unavailable(accessDenied(e));
        }
    }

    /** What to say when the JVM refuses native access. */
    public static String accessDenied(IllegalCallerException e) {
        Module module = NativeLibrary.class.getModule();
        return "this JVM denies native access to Jaynes (%s): start it with --enable-native-access=%s"
                .formatted(e.getMessage(), module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
}
