package org.jaynes.photonics.marginal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.bindings.generated.photonics.JaynesPhotonMomentArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PackedArrays;

/** Means and covariances of photon numbers on a GPU. */
final class GpuMoments {
    private static final int THREADS = JaynesPhotonics.JAYNES_FOCK_THREADS();

    private final GpuKernels gpu;
    private final PhotonMoments moments;

    GpuMoments(GpuKernels gpu, PhotonMoments moments) {
        this.gpu = gpu;
        this.moments = moments;
    }

    double[] means(int modes) {
        return compute("jaynes_photon_mean", modes, new int[0]);
    }

    /** @param pairs two modes for each covariance, one pair after the other */
    double[] covariances(int[] pairs) {
        return compute("jaynes_photon_covariance", pairs.length / 2, pairs);
    }

    private double[] compute(String kernel, int count, int[] pairs) {
        double[] re = moments.rowsRe();
        double[] im = moments.rowsIm();
        double[] photons = moments.photons();
        double[] exchange = moments.exchange();
        try (Arena arena = Arena.ofConfined()) {
            PackedArrays arrays = new PackedArrays(
                    arena,
                    2 * PackedArrays.size(8L * re.length)
                            + PackedArrays.size(8L * photons.length)
                            + PackedArrays.size(8L * exchange.length)
                            + PackedArrays.size(4L * pairs.length));
            long[] at = {arrays.add(re), arrays.add(im), arrays.add(photons), arrays.add(exchange), arrays.add(pairs)};
            long resultsAt = PackedArrays.size(arrays.segment().byteSize());
            MemorySegment results = arena.allocate(ValueLayout.JAVA_DOUBLE, count);
            String what = "%,d means or covariances of photon numbers".formatted(count);
            return gpu.compute(resultsAt + results.byteSize(), what, work -> {
                work.upload(arrays.segment(), 0);
                MemorySegment a = JaynesPhotonMomentArguments.allocate(arena);
                JaynesPhotonMomentArguments.re(a, work.address() + at[0]);
                JaynesPhotonMomentArguments.im(a, work.address() + at[1]);
                JaynesPhotonMomentArguments.photons(a, work.address() + at[2]);
                JaynesPhotonMomentArguments.exchange(a, work.address() + at[3]);
                JaynesPhotonMomentArguments.pairs(a, work.address() + at[4]);
                JaynesPhotonMomentArguments.results(a, work.address() + resultsAt);
                JaynesPhotonMomentArguments.count(a, count);
                JaynesPhotonMomentArguments.second(a, moments.noise().secondPhotonProbability());
                JaynesPhotonMomentArguments.transmission(a, moments.noise().uniformTransmission());
                JaynesPhotonMomentArguments.dark(a, moments.noise().darkCounts());
                JaynesPhotonMomentArguments.inputs(a, photons.length);
                long blocks = Math.ceilDiv(count, THREADS);
                work.launch(kernel, JaynesPhotonMomentArguments.layout(), blocks, THREADS, 0, a);
                work.download(resultsAt, results);
                return results.toArray(ValueLayout.JAVA_DOUBLE);
            });
        }
    }
}
