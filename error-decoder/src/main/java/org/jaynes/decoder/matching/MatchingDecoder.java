package org.jaynes.decoder.matching;

import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.dem.DetectorErrorModel;

/** Exact minimum-weight perfect matching. */
public record MatchingDecoder() implements Decoder {
    @Override
    public CompiledDecoder compile(DetectorErrorModel model) {
        return new CompiledMatching(GraphBuilder.build(model, false).graph());
    }
}
