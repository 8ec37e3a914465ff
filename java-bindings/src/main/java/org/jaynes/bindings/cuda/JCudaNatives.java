package org.jaynes.bindings.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Availability.Available;
import org.jaynes.bindings.Availability.Unavailable;
import org.jaynes.bindings.internal.NativeLibrary;

/**
 * Finds JCuda and initialises its {@code JCudaDriver}. JCuda unpacks its library to a fixed name in
 * {@code java.io.tmpdir} and loads whatever lies there, so that two users of a machine collide. Here the library is
 * unpacked to the user's cache first, and {@code java.io.tmpdir} names that folder while {@code JCudaDriver} initialises:
 * JCuda finds its file there. If the program has initialised {@code JCudaDriver} before, nothing is left to do.
 */
final class JCudaNatives {
    private static final String DRIVER_CLASS = "jcuda.driver.JCudaDriver";
    private static final String TEMP_FOLDER = "java.io.tmpdir";

    private JCudaNatives() {}

    /** Initialises JCuda on a driver that is loaded already. */
    static Availability<CudaDriver> load(NativeLibrary driver) {
        if (!isOnClassPath()) {
            return Availability.unavailable("JCuda is not on the class path: add org.jcuda:jcuda:12.6.0 and"
                    + " org.jcuda:jcuda-natives:12.6.0:" + NativeLibrary.platform());
        }
        return switch (library()) {
            case Unavailable<NativeLibrary>(var reasons) -> new Unavailable<>(reasons);
            case Available<NativeLibrary>(NativeLibrary library) -> initialize(library.path(), driver);
        };
    }

    static boolean isOnClassPath() {
        try {
            Class.forName(DRIVER_CLASS, false, JCudaNatives.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Availability<NativeLibrary> library() {
        String name =
                LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get()));
        try (InputStream content = LibUtils.class.getResourceAsStream("/lib/" + name)) {
            if (content == null) {
                return Availability.unavailable("JCuda's native part, lib/%s, is not on the class path: add %s"
                        .formatted(
                                name,
                                "org.jcuda:jcuda-natives:" + JCudaVersion.get() + ":" + NativeLibrary.platform()));
            }
            return NativeLibrary.unpacked(name, content.readAllBytes(), "JCuda");
        } catch (IOException e) {
            return Availability.unavailable("JCuda's lib/" + name + " cannot be read: " + e);
        }
    }

    private static synchronized Availability<CudaDriver> initialize(Path library, NativeLibrary driver) {
        String before = System.getProperty(TEMP_FOLDER);
        System.setProperty(
                TEMP_FOLDER, Objects.requireNonNull(library.getParent()).toString());
        try {
            Class.forName(DRIVER_CLASS, true, JCudaNatives.class.getClassLoader());
            return Availability.of(new JCudaBackedDriver(driver.path()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Availability.unavailable("JCuda cannot be loaded: " + firstLine(e));
        } finally {
            System.setProperty(TEMP_FOLDER, before);
        }
    }

    /** JCuda's messages hold whole stack traces; the cause is on the line of the linker's own message, if there is one. */
    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.lines()
                .filter(line -> line.contains("UnsatisfiedLinkError: /"))
                .findFirst()
                .orElseGet(() -> message.lines().findFirst().orElse(e.toString()))
                .strip();
    }
}
