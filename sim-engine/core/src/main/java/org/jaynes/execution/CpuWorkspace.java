package org.jaynes.execution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jaynes.bindings.cpu.HostMemory;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;

/** The memory behind {@link CpuStates}: the states, the arguments of a pass, and scratch memory of the calling thread. */
final class CpuWorkspace implements AutoCloseable {
    private final HostMemory states;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment passArguments = JaynesPassArguments.allocate(arena);
    private final Scratch scratch = new Scratch();

    CpuWorkspace(HostMemory states) {
        this.states = states;
    }

    long stateBytes() {
        return states.byteSize();
    }

    MemorySegment states() {
        return states.segment();
    }

    MemorySegment passArguments() {
        return passArguments;
    }

    /** Scratch memory of at least so many bytes. */
    MemorySegment scratch(long bytes) {
        return scratch.atLeast(bytes);
    }

    @Override
    public void close() {
        states.close();
        scratch.close();
        arena.close();
    }
}
