package org.jaynes.decoder.matching;

import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * Exact minimum-weight perfect matching of detection events, by sparse blossom (Higgott and Gidney, arXiv:2303.15933).
 *
 * <p>Errors of one or two detectors are edges, other errors are used by their components, so the model should be one of
 * {@code --decompose_errors}. Components with more than two detectors are left out ({@link CompiledMatching#leftOut}).
 *
 * @param correlated whether to match a second time, with weights that take the edges of the first solution for granted
 *     (Fowler, arXiv:1310.0863): errors with several components, such as Y errors, then count once. Such a decoder refuses
 *     models with components of more than two detectors and probabilities above one half.
 */
public record MatchingDecoder(boolean correlated) implements Decoder {
    @Override
    public CompiledMatching compile(DetectorErrorModel model) {
        GraphBuilder.Built built = GraphBuilder.build(model, correlated);
        return new CompiledMatching(built.graph(), correlated ? built.correlations() : null, built.leftOut());
    }
}
