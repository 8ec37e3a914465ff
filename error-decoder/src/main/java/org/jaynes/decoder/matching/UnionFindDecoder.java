package org.jaynes.decoder.matching;

import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * Union-find decoding on the detector graph (Delfosse and Nickerson, arXiv:1709.06218), with growth by the weights of the
 * edges (Huang, Newman and Brown, arXiv:2004.04693) and peeling (Delfosse and Zémor, arXiv:1703.01517).
 *
 * <p>Clusters of detection events grow until each has an even number of events or has reached the boundary. Faster than
 * matching where there are many errors, and less exact. An erased error ({@link org.jaynes.decoder.ShotPriors#erase}) has
 * weight 0: clusters hold it from the beginning. The graph is that of {@link MatchingDecoder}.
 */
public record UnionFindDecoder() implements Decoder {
    @Override
    public CompiledUnionFind compile(DetectorErrorModel model) {
        GraphBuilder.Built built = GraphBuilder.build(model, false);
        return new CompiledUnionFind(built.graph(), built.leftOut());
    }

    @Override
    public CompiledDecoder compile(DetectorErrorModel model, DecodingDevice device) {
        GraphBuilder.Built built = GraphBuilder.build(model, false);
        CompiledUnionFind cpu = new CompiledUnionFind(built.graph(), built.leftOut());
        return DeviceArena.fill((CudaDecodingDevice) device, arena -> new CudaUnionFind(cpu, built.graph(), arena));
    }
}
