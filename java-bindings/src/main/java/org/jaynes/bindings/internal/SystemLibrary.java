package org.jaynes.bindings.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jaynes.bindings.Availability;

/**
 * Libraries of the system, found by name as the dynamic linker finds them (its cache, {@code LD_LIBRARY_PATH}, the usual
 * folders). {@code System.load} wants a path, and {@code System.loadLibrary} neither takes versioned names nor passes the
 * linker's message on; so the linker itself is asked. Linux only. Thread-safe.
 */
public final class SystemLibrary {
    // dlfcn.h of glibc and musl.
    private static final int RTLD_LAZY = 1;
    private static final int RTLD_DI_LINKMAP = 2;
    /** In {@code struct link_map}: the base address, then the path. */
    private static final long LINK_MAP_NAME = 8;

    private SystemLibrary() {}

    /** Linked on first use, so that a refusal of native access is met where it can be reported. */
    private static final class Handles {
        static final MethodHandle DLOPEN = handle(
                "dlopen", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        static final MethodHandle DLERROR = handle("dlerror", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
        static final MethodHandle DLINFO = handle(
                "dlinfo",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

        private Handles() {}

        private static MethodHandle handle(String name, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
        }
    }

    /** The library of this name, such as {@code libcuda.so.1}, or the dynamic linker's message. It stays loaded. */
    public static Availability<NativeLibrary> find(String name) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Availability.unavailable(name + " is looked for on Linux only");
        }
        try (Arena arena = Arena.ofConfined()) {
            long handle = (long) Handles.DLOPEN.invokeExact(arena.allocateFrom(name), RTLD_LAZY);
            if (handle == 0) {
                return Availability.unavailable("the system has no " + name + ": " + lastError());
            }
            MemorySegment map = arena.allocate(ValueLayout.JAVA_LONG);
            int failed = (int) Handles.DLINFO.invokeExact(handle, RTLD_DI_LINKMAP, map);
            if (failed != 0) {
                return Availability.unavailable("the path of " + name + " cannot be found out: " + lastError());
            }
            long path = NativeMemory.addressAt(map.get(ValueLayout.JAVA_LONG, 0) + LINK_MAP_NAME);
            return Availability.of(
                    new NativeLibrary(Path.of(NativeMemory.text(path, name)).toAbsolutePath(), "the system"));
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof IllegalCallerException denied) {
                return Availability.unavailable(NativeLibrary.accessDenied(denied));
            }
            throw e;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("foreign calls throw no checked exceptions", e);
        }
    }

    private static String lastError() throws Throwable {
        return NativeMemory.text((long) Handles.DLERROR.invokeExact(), "no message");
    }
}
