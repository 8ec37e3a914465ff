package org.jaynes.decoder;

import org.jaynes.decoder.cuda.CudaDecodingDevice;

/**
 * A GPU to decode and sample on, see {@link Decoder#compile(org.jaynes.decoder.dem.DetectorErrorModel, DecodingDevice)}.
 * Whatever is made for a device can be used until it or the device is closed. Thread-safe: calls of several threads take
 * turns.
 */
public sealed interface DecodingDevice extends AutoCloseable permits CudaDecodingDevice {
    /**
     * Opens a GPU, or an emulated one.
     *
     * @param ordinal the number that the driver gives the device
     * @throws DecodingDeviceException if there is no driver, no such device, none of our kernels for it, or if the driver
     *     fails
     * @throws org.jaynes.bindings.SettingException if the setting {@code jaynes.cuda} is none that there is
     */
    static DecodingDevice cuda(int ordinal) {
        return CudaDecodingDevice.open(ordinal);
    }

    /** Its name, such as {@code cuda:0}. */
    String name();

    /** What the driver calls it, such as {@code NVIDIA H200}. */
    String model();

    /** Releases the device and all that was made for it. */
    @Override
    void close();
}
