package org.jaynes.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.jaynes.circuit.Environment;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.execution.StateBuffer;
import org.junit.jupiter.api.Test;

/** A plan in smaller tiles gives the same bits, so a plan made for a CPU can be replayed on a GPU. */
class RetilingTest {
    private static final int CIRCUITS = 200;
    private static final int QUBITS = 9;

    @Test
    void smaller_tiles_give_the_same_bits() {
        for (int number = 0; number < CIRCUITS; number++) {
            SplittableRandom random = new SplittableRandom(number);
            int low = random.nextInt(3);
            int tileBits = low + 4 + random.nextInt(2);
            Plan plan = Planner.plan(
                    new RandomGates(random, QUBITS, 4).circuit(30),
                    QUBITS,
                    Precision.DOUBLE,
                    new DeviceProfile("test", 8, 8, 2, 1e9, 1e9));
            Plan smaller = plan.withTiles(tileBits, low);
            assertTrue(smaller.passes().stream().allMatch(pass -> pass.tileBits() <= tileBits));
            Environment parameters = RandomGates.parameters(random);
            assertArrayEquals(bits(plan, parameters), bits(smaller, parameters), "circuit " + number);
        }
    }

    private static long[] bits(Plan plan, Environment parameters) {
        try (Executor reference = Executors.reference();
                StateBuffer state = reference.allocate(QUBITS, 1, Precision.DOUBLE);
                Arena arena = Arena.ofConfined()) {
            state.apply(plan, plan.bind(parameters));
            MemorySegment amplitudes = arena.allocate(16L << QUBITS, 16);
            state.read(0, 0, amplitudes);
            return amplitudes.toArray(ValueLayout.JAVA_LONG);
        }
    }
}
