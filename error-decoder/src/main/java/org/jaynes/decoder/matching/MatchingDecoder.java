package org.jaynes.decoder.matching;

import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * Exact minimum-weight perfect matching of detection events, by sparse blossom (Higgott and Gidney, arXiv:2303.15933).
 *
 * <p>Errors of one or two detectors are edges, other errors are used by their components, so the model should be one of
 * {@code --decompose_errors}. Without correlations, components with more than two detectors are left out
 * ({@link CompiledMatching#leftOut}).
 *
 * @param correlations whether and how errors with several components, such as Y errors, count as one
 */
public record MatchingDecoder(Correlations correlations) implements Decoder {
    /**
     * What to make of errors with several components. With either use of them, models with components of more than two
     * detectors or with probabilities above one half are refused.
     */
    public enum Correlations {
        /** Each component is an error of its own. */
        IGNORED,
        /**
         * Match a second time, with weights that take the edges of the first solution for granted (Fowler,
         * arXiv:1310.0863), by PyMatching's rules. Where several first solutions are equally good, they can lead to
         * different second ones.
         */
        TWO_PASSES,
        /**
         * As {@link #TWO_PASSES}, but where the two solutions predict different observables, keep the first if as a set
         * of whole errors it is at least twice as likely as the second. At small distances and error rates two passes
         * alone are worse than one.
         */
        TWO_PASSES_COMPARED
    }

    @Override
    public CompiledMatching compile(DetectorErrorModel model) {
        boolean correlated = correlations != Correlations.IGNORED;
        GraphBuilder.Built built = GraphBuilder.build(model, correlated);
        return new CompiledMatching(
                built.graph(),
                correlated ? built.correlations() : null,
                correlations == Correlations.TWO_PASSES_COMPARED,
                built.leftOut());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The device matches the events that lie in pairs, or near the boundary, far from each other, and proves that no
     * solution weighs less; the CPU matches the other events of a shot. Weights are those of the CPU; where several solutions are of
     * least weight, predictions can be those of another one.
     */
    @Override
    public CompiledDecoder compile(DetectorErrorModel model, DecodingDevice device) {
        if (correlations != Correlations.IGNORED) {
            // The second pass wants the edges that the first one matched, and kernels keep none.
            return Decoder.super.compile(model, device);
        }
        GraphBuilder.Built built = GraphBuilder.build(model, false);
        CompiledMatching cpu = new CompiledMatching(built.graph(), null, false, built.leftOut());
        return DeviceArena.fill((CudaDecodingDevice) device, arena -> new CudaUnionFind(cpu, built.graph(), arena));
    }
}
