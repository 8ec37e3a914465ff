package org.jaynes.cli.photonic;

import org.jaynes.cli.CommonOptions;
import org.jaynes.photonics.PhotonicDevice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --device} of commands that draw photons. All devices give the same results, to the bit. */
public final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Where to run: auto (the CPU), cuda, cuda:0, cuda:1, ..., cpu or reference"
                    + " (default: JAYNES_DEVICE, else auto).")
    private @Nullable String device;

    /**
     * The device.
     *
     * @throws org.jaynes.cli.InputException if the name is none
     * @throws org.jaynes.execution.DeviceUnavailableException if it cannot be used
     */
    public PhotonicDevice device() {
        return PhotonicDevice.of(CommonOptions.deviceName(device)).requireUsable();
    }
}
