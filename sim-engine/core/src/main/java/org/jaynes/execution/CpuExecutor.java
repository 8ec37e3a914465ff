package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jaynes.bindings.cpu.AmplitudeFormat;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cpu.HostMemory;
import org.jaynes.bindings.cpu.InstructionSet;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;

/** The SIMD kernels of libjaynes_cpu, on the calling thread and a few helpers. */
final class CpuExecutor implements Executor {
    static final String NAME = "cpu";

    /** Less work than this, in amplitudes times ops, is done by the calling thread alone: some 20 microseconds. */
    private static final long WORTH_SHARING = 1 << 18;

    /** Smaller states share one size of memory, so that any can have what another has left. */
    private static final long SMALL_STATES = 1 << 16;

    /** What part of the host's free memory is kept for the next states. */
    private static final int KEPT_PART = 16;

    private final CpuLibrary library;
    private final InstructionSet instructions;
    private final WorkerPool pool;
    private final long worthSharing;
    /** Scratch memory of the helpers, by worker; grown by its worker when a pass needs more. */
    private final Scratch[] scratch;

    private final IdleWorkspaces idle = new IdleWorkspaces(HostMemory.availableBytes() / KEPT_PART);
    private volatile boolean closed;

    CpuExecutor(CpuLibrary library, InstructionSet instructions, int threads) {
        this(library, instructions, threads, WORTH_SHARING);
    }

    /**
     * An executor that shares smaller or larger work than is of use.
     *
     * @param worthSharing work, in amplitudes times ops, from which on the threads share it
     */
    CpuExecutor(CpuLibrary library, InstructionSet instructions, int threads, long worthSharing) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads; expected at least 1");
        }
        this.library = library;
        this.instructions = instructions;
        this.pool = new WorkerPool("jaynes-cpu", threads);
        this.worthSharing = worthSharing;
        this.scratch = new Scratch[threads];
        Arrays.setAll(scratch, _ -> new Scratch());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DeviceProfile profile() {
        return DeviceProfile.cpu();
    }

    @Override
    public StateBuffer allocate(int indexBits, int rows, Precision precision) {
        if (closed) {
            throw new IllegalStateException(NAME + " has been closed");
        }
        CpuStates states = new CpuStates(indexBits, rows, precision, this, workspace(indexBits, rows, precision));
        try {
            states.initialize(0);
        } catch (RuntimeException | Error e) {
            states.close();
            throw e;
        }
        return states;
    }

    private CpuWorkspace workspace(int indexBits, int rows, Precision precision) {
        double bytes = Math.max(SMALL_STATES, StateSize.bytes(indexBits, rows, precision));
        CpuWorkspace known = idle.take((long) bytes);
        if (known != null) {
            return known;
        }
        if (bytes == SMALL_STATES) {
            return new CpuWorkspace(HostStates.memory(NAME, SMALL_STATES, "small states"));
        }
        try {
            return new CpuWorkspace(HostStates.allocate(NAME, indexBits, rows, precision));
        } catch (InsufficientMemoryException e) {
            if (idle.free()) {
                return new CpuWorkspace(HostStates.allocate(NAME, indexBits, rows, precision));
            }
            throw e;
        }
    }

    /** Takes back what belonged to states that have been closed. */
    void giveBack(CpuWorkspace workspace) {
        idle.giveBack(workspace);
    }

    /** 64 KiB of states in single precision, beside which their coefficients find room in a core's own cache. */
    @Override
    public int batchBits() {
        return 13;
    }

    @Override
    public int hostThreads() {
        return pool.threads();
    }

    @Override
    public void forEach(long items, HostTask task) {
        pool.run(items, 1, (thread, first, count) -> {
            for (long item = first; item < first + count; item++) {
                task.run(thread, item);
            }
        });
    }

    CpuLibrary library() {
        return library;
    }

    InstructionSet instructions() {
        return instructions;
    }

    long worthSharing() {
        return worthSharing;
    }

    WorkerPool pool() {
        return pool;
    }

    static AmplitudeFormat format(Precision precision) {
        return precision == Precision.SINGLE ? AmplitudeFormat.COMPLEX64 : AmplitudeFormat.COMPLEX128;
    }

    /** Scratch memory of a helper; only that helper calls this. */
    MemorySegment scratch(int worker, long bytes) {
        return scratch[worker].atLeast(bytes);
    }

    @Override
    public void close() {
        pool.close();
        closed = true;
        idle.close();
        for (Scratch own : scratch) {
            own.close();
        }
    }
}
