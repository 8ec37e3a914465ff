package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.jaynes.bindings.cpu.HostMemory;
import org.junit.jupiter.api.Test;

class IdleWorkspacesTest {
    private final IdleWorkspaces idle = new IdleWorkspaces(10_000);

    private static CpuWorkspace workspace(int bytes) {
        return new CpuWorkspace(HostMemory.allocate(bytes));
    }

    private static boolean isFreed(CpuWorkspace workspace) {
        return !workspace.states().scope().isAlive();
    }

    @Test
    void the_last_that_fits_is_taken_if_it_wastes_no_more_than_half() {
        CpuWorkspace first = workspace(1000);
        CpuWorkspace second = workspace(1000);
        CpuWorkspace large = workspace(4000);
        Stream.of(first, second, large).forEach(idle::giveBack);
        assertNull(idle.take(1999));
        assertSame(second, idle.take(500));
        assertSame(first, idle.take(1000));
        assertNull(idle.take(1000));
        assertSame(large, idle.take(2000));
        Stream.of(first, second, large).forEach(CpuWorkspace::close);
    }

    @Test
    void the_first_make_room_for_the_last() {
        CpuWorkspace first = workspace(6000);
        CpuWorkspace second = workspace(6000);
        CpuWorkspace tooLarge = workspace(10_001);
        Stream.of(first, second, tooLarge).forEach(idle::giveBack);
        assertTrue(isFreed(first));
        assertTrue(isFreed(tooLarge));
        assertSame(second, idle.take(6000));
        second.close();
        CpuWorkspace[] many = Stream.generate(() -> workspace(64))
                .limit(9)
                .peek(idle::giveBack)
                .toArray(CpuWorkspace[]::new);
        assertEquals(1, Stream.of(many).filter(IdleWorkspacesTest::isFreed).count());
        assertTrue(isFreed(many[0]));
        assertTrue(idle.free());
        assertFalse(idle.free());
        assertTrue(Stream.of(many).allMatch(IdleWorkspacesTest::isFreed));
    }

    @Test
    void nothing_is_kept_after_the_end() {
        CpuWorkspace early = workspace(100);
        CpuWorkspace late = workspace(100);
        idle.giveBack(early);
        idle.close();
        idle.giveBack(late);
        assertTrue(isFreed(early));
        assertTrue(isFreed(late));
        assertNull(idle.take(100));
        assertThrows(IllegalStateException.class, () -> late.states().get(ValueLayout.JAVA_BYTE, 0));
    }
}
