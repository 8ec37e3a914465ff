package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.bindings.generated.photonics.JaynesWindowGatherArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowMarginalArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowMixArguments;
import org.jaynes.photonics.fock.FockBasis;
import org.jaynes.photonics.kernel.CpuKernels;

/** {@link WindowKernels} of libjaynes_cpu. */
final class NativeWindowKernels implements WindowKernels {
    private final CpuKernels kernels;
    /** Takes what the kernels do not: very many photons in one mode. */
    private final WindowKernels reference = new ReferenceWindowKernels();

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment mix = JaynesWindowMixArguments.allocate(arena);
    private final MemorySegment marginal = JaynesWindowMarginalArguments.allocate(arena);
    private final MemorySegment gather = JaynesWindowGatherArguments.allocate(arena);
    private final Map<FockBasis, MemorySegment> counts = new HashMap<>();
    private MemorySegment sums = arena.allocate(ValueLayout.JAVA_DOUBLE, 16);

    NativeWindowKernels(CpuKernels kernels) {
        this.kernels = kernels;
    }

    private MemorySegment counts(FockBasis basis) {
        return counts.computeIfAbsent(basis, wanted -> wanted.countTable(arena));
    }

    @Override
    public void mix(
            FockBasis basis, SplitterAmplitudes splitter, int place, boolean swapped, WindowVector x, WindowVector y) {
        int photons = basis.photons();
        if (photons > JaynesPhotonics.JAYNES_MAX_PHOTONS()) {
            reference.mix(basis, splitter, place, swapped, x, y);
            return;
        }
        JaynesWindowMixArguments.counts(mix, counts(basis).address());
        JaynesWindowMixArguments.m_re(mix, splitter.nativeRe(photons).address());
        JaynesWindowMixArguments.m_im(
                mix, x.isReal() ? 0 : splitter.nativeIm(photons).address());
        JaynesWindowMixArguments.x_re(mix, x.reAddress());
        JaynesWindowMixArguments.x_im(mix, x.imAddress());
        JaynesWindowMixArguments.y_re(mix, y.reAddress());
        JaynesWindowMixArguments.y_im(mix, y.imAddress());
        JaynesWindowMixArguments.modes(mix, basis.modes());
        JaynesWindowMixArguments.photons(mix, photons);
        JaynesWindowMixArguments.place(mix, place);
        JaynesWindowMixArguments.swapped(mix, swapped ? 1 : 0);
        kernels.library().windowMix(kernels.instructions(), mix);
    }

    @Override
    public double[] marginal(FockBasis basis, int place, WindowVector x) {
        int numbers = basis.photons() + 1;
        if (basis.photons() > JaynesPhotonics.JAYNES_MAX_PHOTONS()) {
            return reference.marginal(basis, place, x);
        }
        if (sums.byteSize() < 8L * numbers) {
            sums = arena.allocate(ValueLayout.JAVA_DOUBLE, 2L * numbers);
        }
        JaynesWindowMarginalArguments.counts(marginal, counts(basis).address());
        JaynesWindowMarginalArguments.x_re(marginal, x.reAddress());
        JaynesWindowMarginalArguments.x_im(marginal, x.imAddress());
        JaynesWindowMarginalArguments.sums(marginal, sums.address());
        JaynesWindowMarginalArguments.modes(marginal, basis.modes());
        JaynesWindowMarginalArguments.photons(marginal, basis.photons());
        JaynesWindowMarginalArguments.place(marginal, place);
        kernels.library().windowMarginal(kernels.instructions(), marginal);
        return sums.asSlice(0, 8L * numbers).toArray(ValueLayout.JAVA_DOUBLE);
    }

    @Override
    public void gather(MemorySegment table, double factor, WindowVector x, WindowVector y) {
        JaynesWindowGatherArguments.table(gather, table.address());
        JaynesWindowGatherArguments.x_re(gather, x.reAddress());
        JaynesWindowGatherArguments.x_im(gather, x.imAddress());
        JaynesWindowGatherArguments.y_re(gather, y.reAddress());
        JaynesWindowGatherArguments.y_im(gather, y.imAddress());
        JaynesWindowGatherArguments.count(gather, table.byteSize() / ValueLayout.JAVA_INT.byteSize());
        JaynesWindowGatherArguments.factor(gather, factor);
        kernels.library().windowGather(kernels.instructions(), gather);
    }
}
