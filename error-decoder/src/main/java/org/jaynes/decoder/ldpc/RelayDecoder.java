package org.jaynes.decoder.ldpc;

import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * Relay-BP: belief propagation with memory in several legs. Immutable.
 *
 * @param firstLeg how messages are passed; the iterations and the memory strength are those of the first leg
 * @param relay the legs after it
 */
public record RelayDecoder(BeliefPropagation firstLeg, Relay relay) implements Decoder {
    public RelayDecoder {
        if (firstLeg.schedule() != Schedule.FLOODING) {
            throw new IllegalArgumentException("a relay needs memory, and that needs the flooding schedule");
        }
    }

    @Override
    public CompiledDecoder compile(DetectorErrorModel model) {
        return new CompiledPropagation(CheckMatrix.of(model), firstLeg, relay, new Postprocessing.None());
    }

    @Override
    public CompiledDecoder compile(DetectorErrorModel model, DecodingDevice device) {
        return CudaPropagation.compile(
                new CompiledPropagation(CheckMatrix.of(model), firstLeg, relay, new Postprocessing.None()), device);
    }
}
