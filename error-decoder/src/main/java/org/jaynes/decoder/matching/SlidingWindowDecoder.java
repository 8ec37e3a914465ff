package org.jaynes.decoder.matching;

import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * Matching of a stream of rounds in overlapping windows (Dennis, Kitaev, Landahl and Preskill, arXiv:quant-ph/0110143,
 * section VI; Skoric et al., arXiv:2209.08552), so that decoding keeps pace with an experiment of any length.
 *
 * <p>The round of a detector is its last coordinate, rounded down. A window of {@code window} rounds is matched on its
 * own; towards later rounds it has an open boundary. Of its solution, the edges that touch its first {@code commit} rounds
 * hold for good, and those of them that lead out of these rounds leave a detection event for the next window, which begins
 * {@code commit} rounds later. The last window is committed as a whole. With windows as long as the experiment this is
 * {@link MatchingDecoder}; a window of twice the distance and a step of the distance loses next to nothing.
 *
 * @param window rounds of a window, at least {@code commit}
 * @param commit rounds by which the windows move on, at least 1
 */
public record SlidingWindowDecoder(int window, int commit) implements Decoder {
    public SlidingWindowDecoder {
        if (commit < 1 || window < commit) {
            throw new IllegalArgumentException(
                    "windows of %d rounds in steps of %d; expected steps of at least 1 and no longer than a window"
                            .formatted(window, commit));
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws org.jaynes.decoder.DecoderModelException also if a detector that an error flips has no coordinates
     */
    @Override
    public CompiledWindows compile(DetectorErrorModel model) {
        GraphBuilder.Built built = GraphBuilder.build(model, false);
        return new CompiledWindows(
                built.graph(), DetectorRounds.of(model, built.graph()), window, commit, built.leftOut());
    }
}
