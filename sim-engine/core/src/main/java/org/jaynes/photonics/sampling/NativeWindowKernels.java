package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import org.jaynes.bindings.generated.photonics.JaynesWindowStepArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnArguments;
import org.jaynes.photonics.kernel.CpuKernels;

/** {@link WindowKernels} of libjaynes_cpu. */
final class NativeWindowKernels implements WindowKernels {
    private final CpuKernels kernels;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment step = JaynesWindowStepArguments.allocate(arena);
    private final MemorySegment turn = JaynesWindowTurnArguments.allocate(arena);
    private final MemorySegment sum = arena.allocate(ValueLayout.JAVA_DOUBLE);

    NativeWindowKernels(CpuKernels kernels) {
        this.kernels = kernels;
        JaynesWindowStepArguments.sum(step, sum.address());
    }

    @Override
    public double step(WindowMove move, StepMatrix matrix, WindowVector x, WindowVector y) {
        JaynesWindowStepArguments.groups(step, move.groups().address());
        JaynesWindowStepArguments.rows(step, move.rows().address());
        JaynesWindowStepArguments.first_row(step, matrix.firstRow().address());
        JaynesWindowStepArguments.first_entry(step, matrix.firstEntry().address());
        JaynesWindowStepArguments.columns(step, matrix.columns().address());
        JaynesWindowStepArguments.m_re(step, matrix.re().address());
        JaynesWindowStepArguments.m_im(step, x.isReal() ? 0 : matrix.im().address());
        JaynesWindowStepArguments.x_re(step, x.reAddress());
        JaynesWindowStepArguments.x_im(step, x.imAddress());
        JaynesWindowStepArguments.y_re(step, y.reAddress());
        JaynesWindowStepArguments.y_im(step, y.imAddress());
        JaynesWindowStepArguments.group_count(step, move.groupCount());
        try {
            kernels.library().windowStep(kernels.instructions(), step);
        } finally {
            // The library sees addresses only, and tables may be dropped by others meanwhile.
            Reference.reachabilityFence(move);
            Reference.reachabilityFence(matrix);
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(y);
        }
        return sum.get(ValueLayout.JAVA_DOUBLE, 0);
    }

    @Override
    public void turn(WindowTurn described, WindowVector x, WindowVector y) {
        JaynesWindowTurnArguments.rows(turn, described.rows().address());
        JaynesWindowTurnArguments.columns(turn, described.columns().address());
        JaynesWindowTurnArguments.bases(turn, described.bases().address());
        JaynesWindowTurnArguments.row_count(turn, described.rowCount());
        JaynesWindowTurnArguments.x_re(turn, x.reAddress());
        JaynesWindowTurnArguments.x_im(turn, x.imAddress());
        JaynesWindowTurnArguments.y_re(turn, y.reAddress());
        JaynesWindowTurnArguments.y_im(turn, y.imAddress());
        try {
            kernels.library().windowTurn(kernels.instructions(), turn);
        } finally {
            Reference.reachabilityFence(described);
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(y);
        }
    }
}
