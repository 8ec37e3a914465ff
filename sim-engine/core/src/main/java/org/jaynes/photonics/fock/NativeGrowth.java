package org.jaynes.photonics.fock;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.jaynes.bindings.generated.photonics.JaynesPhotonProbabilityArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonStepArguments;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.kernel.CpuKernels;
import org.jaynes.photonics.kernel.ScratchMemory;

/**
 * Vectors over Fock states that grow photon by photon in native memory, by the kernels of libjaynes_cpu. Two vectors, of
 * which each step reads one and writes the other.
 */
final class NativeGrowth {
    /** Work of a step in multiply-adds from which on threads share it. */
    private static final double WORTH_SHARING = 2e5;

    /** Modes at the end whose terms are listed: few enough for the lists to stay in the first cache. */
    private static final int TAIL_MODES = 6;

    private final CpuKernels kernels;
    private final Arena arena;
    private final ComplexMatrix paths;
    private final boolean real;
    private final TailTerms tail;
    /** The two vectors: real parts, then imaginary parts. */
    private final MemorySegment[] vectors;

    private final long vectorBytes;

    private NativeGrowth(CpuKernels kernels, Arena arena, ComplexMatrix paths, FockBasis basis, MemorySegment memory) {
        this.kernels = kernels;
        this.arena = arena;
        this.paths = paths;
        this.real = paths.isReal();
        this.tail = new TailTerms(arena, Math.min(TAIL_MODES, paths.rows() - 2), basis.photons());
        this.vectorBytes = vectorBytes(basis);
        this.vectors = new MemorySegment[] {
            memory.asSlice(0, 2 * vectorBytes), memory.asSlice(2 * vectorBytes, 2 * vectorBytes)
        };
    }

    private static long vectorBytes(FockBasis basis) {
        return Math.ceilDiv(8L * basis.size(), 64L) * 64;
    }

    /** Whether it is worth it: the kernels take three modes or more, and small vectors are faster in Java. */
    static boolean takes(int modes, int photons) {
        return modes >= 3 && photons >= 2 && FockBasis.count(modes, photons) >= 512;
    }

    /**
     * The probabilities of all states of identical photons behind an interferometer.
     *
     * @param paths rows are paths, columns input modes
     * @param inputs the input mode of each photon
     * @param norm what the squares are divided by: the factorials of the input
     */
    static double[] probabilities(CpuKernels kernels, ComplexMatrix paths, int[] inputs, double norm) {
        FockBasis basis = new FockBasis(paths.rows(), inputs.length);
        try (Arena arena = Arena.ofShared();
                ScratchMemory memory = ScratchMemory.allocate(4 * vectorBytes(basis))) {
            NativeGrowth growth = new NativeGrowth(kernels, arena, paths, basis, memory.segment());
            int last = growth.grow(inputs);
            return growth.probabilities(basis, last, norm);
        }
    }

    /** Which of the two vectors holds the state in the end. */
    private int grow(int[] inputs) {
        vectors[0].set(ValueLayout.JAVA_DOUBLE, 0, 1);
        vectors[0].set(ValueLayout.JAVA_DOUBLE, vectorBytes, 0);
        for (int k = 0; k < inputs.length; k++) {
            step(vectors[k & 1], vectors[1 - (k & 1)], inputs[k], new FockBasis(paths.rows(), k + 1));
        }
        return inputs.length & 1;
    }

    private long im(MemorySegment vector) {
        return real ? 0 : vector.address() + vectorBytes;
    }

    private void step(MemorySegment x, MemorySegment y, int column, FockBasis basis) {
        int modes = basis.modes();
        MemorySegment uRe = arena.allocate(ValueLayout.JAVA_DOUBLE, modes);
        MemorySegment uIm = arena.allocate(ValueLayout.JAVA_DOUBLE, modes);
        for (int i = 0; i < modes; i++) {
            uRe.setAtIndex(ValueLayout.JAVA_DOUBLE, i, paths.re(i, column));
            uIm.setAtIndex(ValueLayout.JAVA_DOUBLE, i, paths.im(i, column));
        }
        MemorySegment a = JaynesPhotonStepArguments.allocate(arena);
        JaynesPhotonStepArguments.counts(a, basis.countTable(arena).address());
        tail.write(a);
        JaynesPhotonStepArguments.u_re(a, uRe.address());
        JaynesPhotonStepArguments.u_im(a, real ? 0 : uIm.address());
        JaynesPhotonStepArguments.x_re(a, x.address());
        JaynesPhotonStepArguments.x_im(a, im(x));
        JaynesPhotonStepArguments.y_re(a, y.address());
        JaynesPhotonStepArguments.y_im(a, im(y));
        JaynesPhotonStepArguments.modes(a, modes);
        JaynesPhotonStepArguments.photons(a, basis.photons());
        double work = 4.0 * modes * FockBasis.count(modes, basis.photons() - 1);
        share(
                basis.photons(),
                work,
                (first, count) -> kernels.library().photonStep(kernels.instructions(), a, first, count));
    }

    private double[] probabilities(FockBasis basis, int last, double norm) {
        MemorySegment result = vectors[1 - last].asSlice(0, 8L * basis.size());
        MemorySegment factorials = arena.allocate(ValueLayout.JAVA_DOUBLE, basis.photons() + 1);
        double factorial = 1;
        for (int k = 0; k <= basis.photons(); k++) {
            factorial *= Math.max(1, k);
            factorials.setAtIndex(ValueLayout.JAVA_DOUBLE, k, factorial);
        }
        MemorySegment a = JaynesPhotonProbabilityArguments.allocate(arena);
        JaynesPhotonProbabilityArguments.counts(a, basis.countTable(arena).address());
        JaynesPhotonProbabilityArguments.factorials(a, factorials.address());
        JaynesPhotonProbabilityArguments.re(a, vectors[last].address());
        JaynesPhotonProbabilityArguments.im(a, im(vectors[last]));
        JaynesPhotonProbabilityArguments.probabilities(a, result.address());
        JaynesPhotonProbabilityArguments.norm(a, norm);
        JaynesPhotonProbabilityArguments.modes(a, basis.modes());
        JaynesPhotonProbabilityArguments.photons(a, basis.photons());
        share(
                basis.photons(),
                8.0 * basis.size(),
                (first, count) -> kernels.library().photonProbability(kernels.instructions(), a, first, count));
        return result.toArray(ValueLayout.JAVA_DOUBLE);
    }

    private interface Blocks {
        void run(long first, long count);
    }

    /** All blocks; when threads share them, one by one and the largest, which come last, first. */
    private static void share(int photons, double work, Blocks blocks) {
        int count = (photons + 1) * (photons + 2) / 2;
        if (work < WORTH_SHARING) {
            blocks.run(0, count);
            return;
        }
        IntStream.range(0, count).parallel().forEach(i -> blocks.run(count - 1 - i, 1));
    }
}
