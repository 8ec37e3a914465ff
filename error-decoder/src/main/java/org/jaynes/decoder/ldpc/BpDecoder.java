package org.jaynes.decoder.ldpc;

import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * Belief propagation, and what follows where it does not converge: BP, BP+OSD, BP+LSD. Immutable.
 *
 * <p>Any model will do, of any number of detectors for an error. A solution's weight is the sum of the priors of its
 * columns ({@link CheckMatrix#prior}).
 *
 * @param propagation how messages are passed
 * @param postprocessing what is done about a shot on which that does not converge
 */
public record BpDecoder(BeliefPropagation propagation, Postprocessing postprocessing) implements Decoder {
    @Override
    public CompiledDecoder compile(DetectorErrorModel model) {
        return new CompiledPropagation(CheckMatrix.of(model), propagation, Relay.none(), postprocessing);
    }

    @Override
    public CompiledDecoder compile(DetectorErrorModel model, DecodingDevice device) {
        return CudaPropagation.compile(
                new CompiledPropagation(CheckMatrix.of(model), propagation, Relay.none(), postprocessing), device);
    }
}
