package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cuda.CudaDevice;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.CudaModule;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceAttribute;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.plan.JaynesCollapseArguments;
import org.jaynes.bindings.generated.plan.JaynesInitializeArguments;
import org.jaynes.bindings.generated.plan.JaynesMarginalArguments;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.jaynes.bindings.generated.plan.JaynesPauliArguments;
import org.jaynes.bindings.generated.plan.JaynesSampleArguments;
import org.jaynes.plan.Precision;

/** The kernels for one precision, launched as {@code kernels/src/statevector/launch.h} says. */
final class CudaKernels {
    // The numbers of launch.h.
    private static final int PASS_MINIMUM_THREADS = 32;
    private static final int PASS_MAXIMUM_THREADS = 512;
    private static final int PASS_STAGING_BYTES = 2560;
    private static final int PASS_MINIMUM_TILE_BYTES = 16;
    private static final int FOLD_THREADS = 256;
    private static final int SAMPLE_THREADS = 128;
    private static final int SAMPLE_SHARED_BYTES_PER_WARP = 512;
    private static final int ELEMENT_THREADS = 256;
    private static final int ELEMENT_BYTES = 16;
    private static final int BLOCKS_PER_MULTIPROCESSOR = 16;
    private static final int WARP = 32;

    private final Precision precision;
    private final CudaKernel pass;
    private final CudaKernel initialize;
    private final CudaKernel marginal;
    private final CudaKernel pauli;
    private final CudaKernel sample;
    private final CudaKernel collapse;
    private final long maxBlocks;
    private final int sharedBytes;

    CudaKernels(CudaModule module, CudaDevice device, Precision precision) {
        this.precision = precision;
        String suffix = precision == Precision.SINGLE ? "_c64" : "_c128";
        pass = module.kernel("jaynes_pass" + suffix, JaynesPassArguments.layout());
        initialize = module.kernel("jaynes_initialize" + suffix, JaynesInitializeArguments.layout());
        marginal = module.kernel("jaynes_marginal" + suffix, JaynesMarginalArguments.layout());
        pauli = module.kernel("jaynes_pauli" + suffix, JaynesPauliArguments.layout());
        sample = module.kernel("jaynes_sample" + suffix, JaynesSampleArguments.layout());
        collapse = module.kernel("jaynes_collapse" + suffix, JaynesCollapseArguments.layout());
        maxBlocks = Math.min(
                device.attribute(DeviceAttribute.MAX_GRID_DIM_X),
                (long) device.attribute(DeviceAttribute.MULTIPROCESSOR_COUNT) * BLOCKS_PER_MULTIPROCESSOR);
        sharedBytes = device.attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN) - pass.staticSharedBytes();
        pass.allowSharedMemory(sharedBytes);
    }

    /** Most index bits of a tile that this much shared memory of a block holds. */
    static int tileBits(int sharedBytes, Precision precision) {
        int amplitudes = (sharedBytes - PASS_STAGING_BYTES) / precision.amplitudeBytes();
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, amplitudes));
    }

    /** Most index bits of a tile that a block can hold. */
    int maxTileBits() {
        return tileBits(sharedBytes, precision);
    }

    /** Queues a pass over this many tiles. */
    void pass(CudaStream stream, MemorySegment arguments, int tileBits, long tiles) {
        int perThread = precision == Precision.SINGLE ? 32 : 16;
        int threads = Math.clamp((1L << tileBits) / perThread, PASS_MINIMUM_THREADS, PASS_MAXIMUM_THREADS);
        int shared = PASS_STAGING_BYTES + Math.max(PASS_MINIMUM_TILE_BYTES, precision.amplitudeBytes() << tileBits);
        pass.launch(stream, blocks(tiles, 1, threads).withSharedBytes(shared), arguments);
    }

    void initialize(CudaStream stream, MemorySegment arguments, long amplitudes) {
        initialize.launch(stream, elements(amplitudes), arguments);
    }

    void collapse(CudaStream stream, MemorySegment arguments, long amplitudes) {
        collapse.launch(stream, elements(amplitudes), arguments);
    }

    void marginal(CudaStream stream, MemorySegment arguments, long chunks, int chunkBits) {
        marginal.launch(stream, folds(chunks, chunkBits), arguments);
    }

    void pauli(CudaStream stream, MemorySegment arguments, long chunks, int chunkBits) {
        pauli.launch(stream, folds(chunks, chunkBits), arguments);
    }

    void sample(CudaStream stream, MemorySegment arguments, long shots) {
        int warps = SAMPLE_THREADS / WARP;
        LaunchConfiguration configuration = blocks(shots, warps, SAMPLE_THREADS);
        sample.launch(stream, configuration.withSharedBytes(warps * SAMPLE_SHARED_BYTES_PER_WARP), arguments);
    }

    private LaunchConfiguration elements(long amplitudes) {
        long perThread = ELEMENT_BYTES / precision.amplitudeBytes();
        return blocks(amplitudes, ELEMENT_THREADS * perThread, ELEMENT_THREADS);
    }

    /** A warp folds a chunk of 2^5 or more values, or several smaller ones. */
    private LaunchConfiguration folds(long chunks, int chunkBits) {
        long perWarp = Math.max(1, WARP >> Math.min(chunkBits, 5));
        return blocks(chunks, FOLD_THREADS / WARP * perWarp, FOLD_THREADS);
    }

    private LaunchConfiguration blocks(long items, long itemsPerBlock, int threads) {
        long blocks = (items + itemsPerBlock - 1) / itemsPerBlock;
        return LaunchConfiguration.of((int) Math.clamp(blocks, 1, maxBlocks), threads);
    }
}
