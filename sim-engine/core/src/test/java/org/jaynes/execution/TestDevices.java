package org.jaynes.execution;

import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaDriver;
import org.junit.jupiter.api.Assumptions;

/** Devices that tests need; a test without its device is reported as skipped, with the reason. */
final class TestDevices {
    private TestDevices() {}

    static CpuLibrary cpuLibrary() {
        return orSkip(CpuLibrary.find());
    }

    /** The emulated driver, which the module's tests run with. */
    static CudaDriver cudaDriver(Binding binding) {
        return orSkip(CudaDriver.find(binding));
    }

    private static <T> T orSkip(Availability<T> found) {
        if (found instanceof Availability.Unavailable<T> missing) {
            Assumptions.abort(missing.reason());
        }
        return found.orElseThrow();
    }
}
