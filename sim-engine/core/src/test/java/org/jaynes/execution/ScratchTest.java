package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScratchTest {
    private static final long MORE_THAN_THERE_IS = 1L << 60;

    @BeforeEach
    void needsTheLibrary() {
        var _ = TestDevices.cpuLibrary();
    }

    @Test
    void it_grows_and_is_used_again_after_a_refusal() {
        try (Scratch scratch = new Scratch()) {
            scratch.atLeast(64).set(ValueLayout.JAVA_BYTE, 63, (byte) 1);
            assertThrows(InsufficientMemoryException.class, () -> scratch.atLeast(MORE_THAN_THERE_IS));
            MemorySegment again = scratch.atLeast(64);
            again.set(ValueLayout.JAVA_BYTE, 63, (byte) 2);
            assertEquals(again.address(), scratch.atLeast(8).address(), "what is large enough stays");
        }
    }
}
