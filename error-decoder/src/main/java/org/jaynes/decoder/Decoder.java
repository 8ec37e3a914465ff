package org.jaynes.decoder;

import org.jaynes.decoder.dem.DetectorErrorModel;

/** A decoding algorithm and its parameters. Immutable; {@link Decoders} knows those that have a name. */
public interface Decoder {
    /**
     * Prepares decoding of one model. Everything that does not depend on a shot is done here.
     *
     * @throws DecoderModelException if the algorithm cannot use the model (such as an error that is no edge, for a
     *     matching decoder), with what it found and what to do
     */
    CompiledDecoder compile(DetectorErrorModel model);

    /**
     * Prepares decoding of one model on a device. Predictions and weights are those of {@link
     * #compile(DetectorErrorModel)}.
     *
     * @param device where batches are decoded; must be open as long as the result is used, which holds memory there until it
     *     is closed
     * @throws DecoderModelException as above
     * @throws DecoderParameterException if the algorithm, or one of its parameters, has no kernel
     * @throws DecodingDeviceException if the device fails or has not enough memory
     */
    default CompiledDecoder compile(DetectorErrorModel model, DecodingDevice device) {
        throw new DecoderParameterException(
                "%s has kernels for mwpm, union-find, bp, bp-osd, bp-lsd and relay only; use one of these, or decode on the cpu"
                        .formatted(device.name()));
    }
}
