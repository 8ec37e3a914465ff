package org.jaynes.photonics.fock;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jaynes.bindings.generated.photonics.JaynesPhotonProbabilityArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonStepArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PackedArrays;

/**
 * Vectors over Fock states that grow photon by photon on a GPU: all steps are queued without waiting, and only the
 * probabilities come back. Two vectors, of which each step reads one and writes the other.
 */
final class GpuGrowth {
    private static final int THREADS = JaynesPhotonics.JAYNES_FOCK_THREADS();

    private final GpuKernels gpu;
    private final ComplexMatrix paths;
    private final int[] inputs;
    private final FockBasis basis;
    private final PackedArrays arrays;
    /** Of the basis with so many photons: where its table of counts begins. */
    private final long[] tableAt;
    /** Of each column of the matrix that is used: where its real parts begin, and then its imaginary ones. */
    private final long[] columnAt;

    private final long columnBytes;
    private final long factorialsAt;
    private final long vectorsAt;
    private final long vectorBytes;

    private GpuGrowth(GpuKernels gpu, Arena arena, ComplexMatrix paths, int[] inputs) {
        this.gpu = gpu;
        this.paths = paths;
        this.inputs = inputs;
        this.basis = new FockBasis(paths.rows(), inputs.length);
        this.columnBytes = PackedArrays.size(8L * paths.rows());
        long bytes = PackedArrays.size(8L * (inputs.length + 1)) + 2 * columnBytes * inputs.length;
        for (int k = 1; k <= inputs.length; k++) {
            bytes += PackedArrays.size(tableBytes(paths.rows(), k));
        }
        this.arrays = new PackedArrays(arena, bytes);
        this.tableAt = new long[inputs.length + 1];
        this.columnAt = new long[inputs.length];
        for (int k = 0; k < inputs.length; k++) {
            columnAt[k] = arrays.end();
            writeColumn(paths, inputs[k], arrays.reserve(columnBytes), arrays.reserve(columnBytes));
            tableAt[k + 1] = arrays.end();
            arrays.reserve(tableBytes(paths.rows(), k + 1))
                    .copyFrom(new FockBasis(paths.rows(), k + 1).countTable(arena));
        }
        double[] factorials = new double[inputs.length + 1];
        factorials[0] = 1;
        for (int k = 1; k < factorials.length; k++) {
            factorials[k] = k * factorials[k - 1];
        }
        this.factorialsAt = arrays.add(factorials);
        this.vectorsAt = arrays.end();
        this.vectorBytes = PackedArrays.size(8L * basis.size());
    }

    private static long tableBytes(int modes, int photons) {
        return 4L * (modes + 1) * (photons + 2);
    }

    private static void writeColumn(ComplexMatrix paths, int column, MemorySegment re, MemorySegment im) {
        for (int i = 0; i < paths.rows(); i++) {
            re.setAtIndex(ValueLayout.JAVA_DOUBLE, i, paths.re(i, column));
            im.setAtIndex(ValueLayout.JAVA_DOUBLE, i, paths.im(i, column));
        }
    }

    /**
     * The probabilities of all states of identical photons behind an interferometer.
     *
     * @param paths rows are paths, columns input modes
     * @param inputs the input mode of each photon, at least one
     * @param norm what the squares are divided by: the factorials of the input
     */
    static double[] probabilities(GpuKernels gpu, ComplexMatrix paths, int[] inputs, double norm) {
        try (Arena arena = Arena.ofConfined()) {
            GpuGrowth growth = new GpuGrowth(gpu, arena, paths, inputs);
            String what = "the states of %d photons in %d modes".formatted(inputs.length, paths.rows());
            MemorySegment result = arena.allocate(ValueLayout.JAVA_DOUBLE, growth.basis.size());
            return gpu.compute(growth.vectorsAt + 4 * growth.vectorBytes, what, work -> {
                growth.run(arena, work, norm, result);
                return result.toArray(ValueLayout.JAVA_DOUBLE);
            });
        }
    }

    private void run(Arena arena, GpuKernels.Work work, double norm, MemorySegment result) {
        work.upload(arrays.segment().asSlice(0, vectorsAt), 0);
        work.upload(arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1), vectorsAt);
        work.upload(arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 0), vectorsAt + vectorBytes);
        for (int k = 0; k < inputs.length; k++) {
            step(arena, work, k);
        }
        int last = inputs.length & 1;
        probability(arena, work, last, norm);
        work.download(vector(1 - last), result);
    }

    /** Where a vector begins: real parts, then imaginary ones. */
    private long vector(int which) {
        return vectorsAt + 2L * which * vectorBytes;
    }

    private long im(GpuKernels.Work work, int which) {
        return paths.isReal() ? 0 : work.address() + vector(which) + vectorBytes;
    }

    /** Photon k + 1. */
    private void step(Arena arena, GpuKernels.Work work, int k) {
        int from = k & 1;
        MemorySegment a = JaynesPhotonStepArguments.allocate(arena);
        JaynesPhotonStepArguments.counts(a, work.address() + tableAt[k + 1]);
        JaynesPhotonStepArguments.u_re(a, work.address() + columnAt[k]);
        JaynesPhotonStepArguments.u_im(a, paths.isReal() ? 0 : work.address() + columnAt[k] + columnBytes);
        JaynesPhotonStepArguments.x_re(a, work.address() + vector(from));
        JaynesPhotonStepArguments.x_im(a, im(work, from));
        JaynesPhotonStepArguments.y_re(a, work.address() + vector(1 - from));
        JaynesPhotonStepArguments.y_im(a, im(work, 1 - from));
        JaynesPhotonStepArguments.modes(a, paths.rows());
        JaynesPhotonStepArguments.photons(a, k + 1);
        String kernel = paths.isReal() ? "jaynes_photon_step_real" : "jaynes_photon_step_complex";
        long blocks = Math.ceilDiv(new FockBasis(paths.rows(), k + 1).size(), THREADS);
        work.launch(kernel, JaynesPhotonStepArguments.layout(), blocks, THREADS, shared(k + 1), a);
    }

    private void probability(Arena arena, GpuKernels.Work work, int last, double norm) {
        MemorySegment a = JaynesPhotonProbabilityArguments.allocate(arena);
        JaynesPhotonProbabilityArguments.counts(a, work.address() + tableAt[inputs.length]);
        JaynesPhotonProbabilityArguments.factorials(a, work.address() + factorialsAt);
        JaynesPhotonProbabilityArguments.re(a, work.address() + vector(last));
        JaynesPhotonProbabilityArguments.im(a, im(work, last));
        JaynesPhotonProbabilityArguments.probabilities(a, work.address() + vector(1 - last));
        JaynesPhotonProbabilityArguments.norm(a, norm);
        JaynesPhotonProbabilityArguments.modes(a, basis.modes());
        JaynesPhotonProbabilityArguments.photons(a, basis.photons());
        long blocks = Math.ceilDiv(basis.size(), THREADS);
        work.launch(
                "jaynes_photon_probability",
                JaynesPhotonProbabilityArguments.layout(),
                blocks,
                THREADS,
                shared(inputs.length),
                a);
    }

    /** Shared memory for the table of counts; 0 where it is too large for that. */
    private long shared(int photons) {
        long bytes = tableBytes(paths.rows(), photons);
        return bytes <= gpu.sharedBytes() ? bytes : 0;
    }
}
