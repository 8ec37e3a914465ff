package org.jaynes.cli.qec;

import org.jaynes.cli.InputException;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.execution.DeviceName;
import org.jspecify.annotations.Nullable;

/** The option {@code --device} of commands that decode or sample. */
final class DecodingDevices {
    private DecodingDevices() {}

    /** The GPU that is asked for, or null for the CPU. */
    static @Nullable DecodingDevice open(String device) {
        DeviceName name;
        try {
            name = DeviceName.parse(device);
        } catch (IllegalArgumentException e) {
            throw new InputException("--device is '%s'; expected cpu, cuda, cuda:0, cuda:1, ...".formatted(device));
        }
        return switch (name.kind()) {
            case CPU -> null;
            case CUDA -> DecodingDevice.cuda(name.ordinal());
            case AUTO, REFERENCE ->
                throw new InputException(
                        "--device is '%s'; decoders and samplers run on cpu, cuda, cuda:1, ...".formatted(device));
        };
    }
}
