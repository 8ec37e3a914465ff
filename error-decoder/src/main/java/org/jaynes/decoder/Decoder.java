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
}
