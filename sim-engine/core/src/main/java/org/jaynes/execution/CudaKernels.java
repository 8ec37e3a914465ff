package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cuda.CudaDevice;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.CudaModule;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceAttribute;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.launch.JaynesLaunch;
import org.jaynes.bindings.generated.plan.JaynesChoiceArguments;
import org.jaynes.bindings.generated.plan.JaynesCollapseArguments;
import org.jaynes.bindings.generated.plan.JaynesFoldArguments;
import org.jaynes.bindings.generated.plan.JaynesInitializeArguments;
import org.jaynes.bindings.generated.plan.JaynesMarginalArguments;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.jaynes.bindings.generated.plan.JaynesPauliArguments;
import org.jaynes.bindings.generated.plan.JaynesProbabilityArguments;
import org.jaynes.bindings.generated.plan.JaynesSampleArguments;
import org.jaynes.bindings.generated.plan.JaynesSelectArguments;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;

/** The kernels for one precision, launched as {@code kernels/src/statevector/launch.h} says. */
final class CudaKernels {
    /** The module that holds them. */
    static final String MODULE = "statevector";

    /** What a thread of the kernels that go through amplitudes works on at a time. */
    private static final int ELEMENT_BYTES = 16;

    private static final int WARP = 32;

    private final Precision precision;
    private final CudaKernel pass;
    private final CudaKernel probePass;
    private final CudaKernel initialize;
    private final CudaKernel probability;
    private final CudaKernel marginal;
    private final CudaKernel fold;
    private final CudaKernel pauli;
    private final CudaKernel sample;
    private final CudaKernel collapse;
    private final CudaKernel choice;
    private final CudaKernel select;
    private final long maxBlocks;
    private final int sharedBytes;

    CudaKernels(CudaModule module, CudaDevice device, Precision precision) {
        this.precision = precision;
        String suffix = precision == Precision.SINGLE ? "_c64" : "_c128";
        pass = module.kernel("jaynes_pass" + suffix, JaynesPassArguments.layout());
        probePass = module.kernel("jaynes_probe_pass" + suffix, JaynesPassArguments.layout());
        initialize = module.kernel("jaynes_initialize" + suffix, JaynesInitializeArguments.layout());
        probability = module.kernel("jaynes_probability" + suffix, JaynesProbabilityArguments.layout());
        marginal = module.kernel("jaynes_marginal" + suffix, JaynesMarginalArguments.layout());
        fold = module.kernel("jaynes_fold", JaynesFoldArguments.layout());
        pauli = module.kernel("jaynes_pauli" + suffix, JaynesPauliArguments.layout());
        sample = module.kernel("jaynes_sample" + suffix, JaynesSampleArguments.layout());
        collapse = module.kernel("jaynes_collapse" + suffix, JaynesCollapseArguments.layout());
        choice = module.kernel("jaynes_choice" + suffix, JaynesChoiceArguments.layout());
        select = module.kernel("jaynes_select", JaynesSelectArguments.layout());
        maxBlocks = Math.min(
                device.attribute(DeviceAttribute.MAX_GRID_DIM_X),
                (long) device.attribute(DeviceAttribute.MULTIPROCESSOR_COUNT)
                        * JaynesLaunch.JAYNES_BLOCKS_PER_MULTIPROCESSOR());
        sharedBytes = device.attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN)
                - Math.max(pass.staticSharedBytes(), probePass.staticSharedBytes());
        pass.allowSharedMemory(sharedBytes);
        probePass.allowSharedMemory(sharedBytes);
    }

    /** Most index bits of a tile that a block can hold. */
    int maxTileBits() {
        return DeviceProfile.largestTileBits(sharedBytes - JaynesLaunch.JAYNES_PASS_STAGING_BYTES(), precision);
    }

    /** Queues a pass over this many tiles. */
    void pass(CudaStream stream, MemorySegment arguments, int tileBits, long tiles) {
        int perThread = precision == Precision.SINGLE
                ? JaynesLaunch.JAYNES_PASS_AMPLITUDES_PER_THREAD_C64()
                : JaynesLaunch.JAYNES_PASS_AMPLITUDES_PER_THREAD_C128();
        int threads = Math.clamp(
                (1L << tileBits) / perThread,
                JaynesLaunch.JAYNES_PASS_MINIMUM_THREADS(),
                JaynesLaunch.JAYNES_PASS_MAXIMUM_THREADS());
        int shared = JaynesLaunch.JAYNES_PASS_STAGING_BYTES()
                + Math.max(JaynesLaunch.JAYNES_PASS_MINIMUM_TILE_BYTES(), precision.amplitudeBytes() << tileBits);
        CudaKernel kernel = JaynesPassArguments.probe_count(arguments) == 0 ? pass : probePass;
        kernel.launch(stream, blocks(tiles, threads).withSharedBytes(shared), arguments);
    }

    void initialize(CudaStream stream, MemorySegment arguments, long amplitudes) {
        initialize.launch(stream, elements(amplitudes), arguments);
    }

    void collapse(CudaStream stream, MemorySegment arguments, long amplitudes) {
        collapse.launch(stream, elements(amplitudes), arguments);
    }

    /** Queues a draw for each row. */
    void choice(CudaStream stream, MemorySegment arguments, long rows) {
        choice.launch(stream, warps(rows, WARP, JaynesLaunch.JAYNES_ELEMENT_THREADS()), arguments);
    }

    /** Queues that rows take coefficients, of so many 8-byte words in all. */
    void select(CudaStream stream, MemorySegment arguments, long words) {
        select.launch(stream, warps(words, WARP, JaynesLaunch.JAYNES_ELEMENT_THREADS()), arguments);
    }

    void probability(CudaStream stream, MemorySegment arguments, long amplitudes) {
        probability.launch(stream, elements(amplitudes), arguments);
    }

    /** Folds {@code items} runs of {@code 2^bits} doubles. */
    void fold(CudaStream stream, MemorySegment arguments, long items, int bits) {
        fold.launch(stream, folds(items, bits), arguments);
    }

    void marginal(CudaStream stream, MemorySegment arguments, long chunks, int chunkBits) {
        marginal.launch(stream, folds(chunks, chunkBits), arguments);
    }

    void pauli(CudaStream stream, MemorySegment arguments, long chunks, int chunkBits) {
        pauli.launch(stream, folds(chunks, chunkBits), arguments);
    }

    void sample(CudaStream stream, MemorySegment arguments, long shots) {
        LaunchConfiguration configuration = warps(shots, 1, JaynesLaunch.JAYNES_SAMPLE_THREADS());
        int shared = configuration.blockX() / WARP * JaynesLaunch.JAYNES_SAMPLE_SHARED_BYTES_PER_WARP();
        sample.launch(stream, configuration.withSharedBytes(shared), arguments);
    }

    private LaunchConfiguration elements(long amplitudes) {
        long perThread = ELEMENT_BYTES / precision.amplitudeBytes();
        return warps(amplitudes, WARP * perThread, JaynesLaunch.JAYNES_ELEMENT_THREADS());
    }

    /** A warp folds a chunk of 2^5 or more values, or several smaller ones. */
    private LaunchConfiguration folds(long chunks, int chunkBits) {
        return warps(chunks, Math.max(1, WARP >> Math.min(chunkBits, 5)), JaynesLaunch.JAYNES_FOLD_THREADS());
    }

    /** No more warps than there is work for, in blocks of at most {@code maxThreads}. */
    private LaunchConfiguration warps(long items, long itemsPerWarp, int maxThreads) {
        long warps = Math.max(1, (items + itemsPerWarp - 1) / itemsPerWarp);
        int perBlock = (int) Math.min(maxThreads / WARP, warps);
        return blocks((warps + perBlock - 1) / perBlock, perBlock * WARP);
    }

    private LaunchConfiguration blocks(long blocks, int threads) {
        return LaunchConfiguration.of((int) Math.min(blocks, maxBlocks), threads);
    }
}
