package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.generated.photonics.JaynesPhotonSampleArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PackedArrays;

/** The chain rule over photons on a GPU, launched as {@code kernels/src/photonics/launch.h} says. */
final class GpuChain {
    /** Shots that are drawn at once: blocks for all multiprocessors, several times over. */
    static final int RANGE = 1 << 13;

    private static final int MOST_PHOTONS = 24;
    private static final int FEWEST_COLUMNS = 16;
    private static final int COLUMN_STEP = 8;
    private static final int WARP = 32;

    private GpuChain() {}

    /** Whether the kernels can do this experiment. */
    static boolean takes(PhotonicExperiment experiment) {
        return NativeChainWorker.takes(experiment)
                && experiment.noise().angleNoise() == 0
                && experiment.input().photons() <= MOST_PHOTONS;
    }

    /**
     * Draws shots.
     *
     * @param arrays everything that the kernels read, the results behind it
     * @param arguments with addresses in the arrays
     * @param results receives the paths
     * @param photons of the shot that has most of them
     */
    static void draw(GpuKernels gpu, PackedArrays arrays, MemorySegment arguments, MemorySegment results, int photons) {
        if (photons == 0) {
            return;
        }
        MemorySegment host = arrays.segment();
        long resultsAt = results.address() - host.address();
        long shots = JaynesPhotonSampleArguments.shot_count(arguments);
        gpu.run(host.byteSize(), "%d shots of %d photons".formatted(shots, photons), work -> {
            try (Arena arena = Arena.ofConfined()) {
                work.upload(host.asSlice(0, resultsAt), 0);
                MemorySegment moved = moved(arena, arguments, work.address() - host.address());
                launch(gpu, work, moved, shots, photons);
                work.download(resultsAt, results);
            }
        });
    }

    /** The arguments for arrays that lie elsewhere. */
    private static MemorySegment moved(Arena arena, MemorySegment arguments, long distance) {
        MemorySegment a = JaynesPhotonSampleArguments.allocate(arena).copyFrom(arguments);
        JaynesPhotonSampleArguments.re(a, JaynesPhotonSampleArguments.re(a) + distance);
        if (JaynesPhotonSampleArguments.im(a) != 0) {
            JaynesPhotonSampleArguments.im(a, JaynesPhotonSampleArguments.im(a) + distance);
        }
        JaynesPhotonSampleArguments.binomials(a, JaynesPhotonSampleArguments.binomials(a) + distance);
        JaynesPhotonSampleArguments.photon_start(a, JaynesPhotonSampleArguments.photon_start(a) + distance);
        JaynesPhotonSampleArguments.columns(a, JaynesPhotonSampleArguments.columns(a) + distance);
        JaynesPhotonSampleArguments.shots(a, JaynesPhotonSampleArguments.shots(a) + distance);
        JaynesPhotonSampleArguments.first_events(a, JaynesPhotonSampleArguments.first_events(a) + distance);
        JaynesPhotonSampleArguments.paths(a, JaynesPhotonSampleArguments.paths(a) + distance);
        return a;
    }

    private static void launch(GpuKernels gpu, GpuKernels.Work work, MemorySegment arguments, long shots, int photons) {
        boolean real = JaynesPhotonSampleArguments.im(arguments) == 0;
        int columns = Math.max(FEWEST_COLUMNS, Math.ceilDiv(photons, COLUMN_STEP) * COLUMN_STEP);
        // As many threads as the last photon has streams, where they are enough for several warps.
        int threads = Math.clamp(1L << Math.max(0, photons - 12), WARP, JaynesPhotonics.JAYNES_PHOTON_SAMPLE_THREADS());
        long lowTerms = Math.clamp(1L << Math.max(0, photons - 4), 1, JaynesPhotonics.JAYNES_PERMANENT_BLOCK());
        long numberBytes = real ? Double.BYTES : 2 * Double.BYTES;
        long fixed = numberBytes * columns * (columns + JaynesPhotonics.JAYNES_PHOTON_LANES() + 1)
                + 44L * columns
                + 2096
                + 9 * lowTerms;
        long ofThread = numberBytes * columns * slots(real, columns);
        while (threads > WARP && fixed + ofThread * threads > gpu.sharedBytes()) {
            threads -= WARP;
        }
        long shared = fixed + ofThread * threads;
        String kernel = "jaynes_photon_sample_%s_%d".formatted(real ? "real" : "complex", columns);
        work.launch(kernel, JaynesPhotonSampleArguments.layout(), shots, threads, shared, arguments);
    }

    /** Numbers per column and thread that lie in shared memory. */
    private static int slots(boolean real, int columns) {
        if (real) {
            return 0;
        }
        return columns == FEWEST_COLUMNS ? 1 : 2;
    }
}
