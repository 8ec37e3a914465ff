package org.jaynes.bindings.cuda;

import java.util.Optional;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Setting;
import org.jaynes.bindings.internal.NativeLibrary;
import org.jaynes.bindings.internal.SystemLibrary;

/**
 * Where the driver library is from. It is loaded by its path; its soname {@code libcuda.so.1} then also satisfies what
 * else in this process asks for a driver by that name, such as JCuda's native part.
 */
final class DriverLibrary {
    private static final String SYSTEM_NAME = "libcuda.so.1";
    private static final String EMULATED = "emulated";
    private static final String EMULATED_NAME = "libcuda-emulated.so";

    private DriverLibrary() {}

    /** The library that {@link Setting#CUDA_LIBRARY} names, else the system's, not yet opened. */
    static Availability<NativeLibrary> locate() {
        Optional<Setting.Value> named = Setting.CUDA_LIBRARY.value();
        if (named.isEmpty()) {
            return system();
        }
        return named.get().text().equals(EMULATED) ? emulated() : NativeLibrary.named(named.get());
    }

    /** The emulated driver that comes with Jaynes. */
    static Availability<NativeLibrary> emulated() {
        return NativeLibrary.bundled(EMULATED_NAME, "building it takes g++ and CMake");
    }

    private static Availability<NativeLibrary> system() {
        return switch (SystemLibrary.find(SYSTEM_NAME)) {
            case Availability.Unavailable<NativeLibrary> missing ->
                Availability.unavailable(missing.reason()
                        + ". Install NVIDIA's driver (525 or newer), name its library with "
                        + Setting.CUDA_LIBRARY.howToSet()
                        + ", or try without a GPU: the value '" + EMULATED + "' means the emulated driver");
            case Availability<NativeLibrary> found -> found;
        };
    }
}
