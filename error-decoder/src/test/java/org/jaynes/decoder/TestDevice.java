package org.jaynes.decoder;

import org.jaynes.bindings.Availability;
import org.jaynes.bindings.cuda.CudaDriver;
import org.junit.jupiter.api.Assumptions;

/** The emulated device, which the module's tests run with. */
public final class TestDevice {
    private TestDevice() {}

    /** Opens it; a build without native parts has none, and the test says that it did not run. */
    public static DecodingDevice open() {
        Assumptions.assumeTrue(
                CudaDriver.find() instanceof Availability.Available<CudaDriver>,
                "NOT TESTED: there is no emulated driver; " + CudaDriver.find());
        return DecodingDevice.cuda(0);
    }
}
