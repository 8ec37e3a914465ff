package org.jaynes.bindings.cuda;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.generated.cuda.Cuda;
import org.jaynes.bindings.internal.NativeLibrary;

/** Finds the driver once, and says why if there is none that can be used. */
final class DriverLookup {
    private static final Map<Binding, Availability<CudaDriver>> FOUND = new EnumMap<>(Binding.class);

    private DriverLookup() {}

    private static final class Library {
        static final Availability<NativeLibrary> OPENED = DriverLibrary.locate().then(NativeLibrary::open);
    }

    static Availability<CudaDriver> chosen() {
        return through(Binding.chosen());
    }

    static Availability<CudaDriver> through(Binding binding) {
        synchronized (FOUND) {
            return FOUND.computeIfAbsent(binding, way -> Library.OPENED.then(library -> connect(way, library)));
        }
    }

    /** Connects to an opened library and checks that it is a driver with a device, recent enough. */
    static Availability<CudaDriver> connect(Binding binding, NativeLibrary library) {
        List<String> missing = PanamaDriver.missingFunctions();
        if (!missing.isEmpty()) {
            return Availability.unavailable("%s (%s) is no CUDA driver or one older than CUDA 12.0: it lacks %s"
                    .formatted(library.path(), library.origin(), String.join(", ", missing)));
        }
        Availability<CudaDriver> driver = switch (binding) {
            case PANAMA -> Availability.of(new PanamaDriver(library.path()));
            case JCUDA -> JCudaNatives.load(library);
        };
        return driver.then(DriverLookup::start);
    }

    private static Availability<CudaDriver> start(CudaDriver driver) {
        DriverCalls calls = (DriverCalls) driver;
        int[] version = new int[1];
        int status = calls.driverGetVersion(version);
        if (status == Cuda.CUDA_SUCCESS() && version[0] < DriverCalls.OLDEST_VERSION) {
            return Availability.unavailable(
                    "%s is too old: it supports CUDA %s, and 12.0 is needed. Install NVIDIA's driver 525 or newer"
                            .formatted(driver.library(), versionText(version[0])));
        }
        status = status == Cuda.CUDA_SUCCESS() ? calls.init() : status;
        if (status == Cuda.CUDA_ERROR_NO_DEVICE()) {
            return Availability.unavailable(noDevice(driver));
        }
        int[] count = new int[1];
        status = status == Cuda.CUDA_SUCCESS() ? calls.deviceGetCount(count) : status;
        if (status != Cuda.CUDA_SUCCESS()) {
            return Availability.unavailable("%s cannot be initialised: %s. See whether nvidia-smi works"
                    .formatted(driver.library(), calls.describe(status)));
        }
        return count[0] > 0 ? Availability.of(driver) : Availability.unavailable(noDevice(driver));
    }

    private static String noDevice(CudaDriver driver) {
        return driver.library()
                + " sees no CUDA device. See what nvidia-smi shows, and whether CUDA_VISIBLE_DEVICES hides it";
    }

    static String versionText(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
