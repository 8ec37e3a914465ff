package org.jaynes.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.execution.StateBuffer;
import org.junit.jupiter.api.Test;

/** A plan does what its gates do, global phase included, for all gates, tile sizes and layouts. */
class PlanLawsTest {
    private static final int CIRCUITS = 1500;

    @Test
    void a_plan_does_what_its_gates_do() {
        for (int number = 0; number < CIRCUITS; number++) {
            check(number);
        }
    }

    /** To replay a failure: call this with the number in the message. */
    private static void check(int number) {
        SplittableRandom random = new SplittableRandom(number);
        int qubits = 1 + random.nextInt(10);
        int low = random.nextInt(3);
        int tileBits = low + 2 + random.nextInt(4);
        DeviceProfile profile = new DeviceProfile("test", tileBits, tileBits, low, 1e9, 1e9);
        RandomGates generator = new RandomGates(random, qubits, Math.min(tileBits - low, 4));
        List<Gate> gates = generator.circuit(random.nextInt(40));
        Environment parameters = RandomGates.parameters(random);
        Precision precision = random.nextInt(4) == 0 ? Precision.SINGLE : Precision.DOUBLE;
        boolean free = random.nextBoolean();
        Plan plan = free
                ? Planner.plan(gates, qubits, precision, profile)
                : Planner.plan(gates, qubits, precision, profile, randomLayout(qubits, random));

        int start = random.nextInt(1 << qubits);
        NaiveState expected = new NaiveState(qubits, start);
        expected.apply(gates, parameters);
        double[] actual = run(plan, parameters, start);

        double tolerance = precision == Precision.SINGLE ? 2e-5 : 1e-12;
        for (int index = 0; index < 1 << qubits; index++) {
            int at = (int) moved(index, plan.layout());
            String message = "circuit %d, amplitude %d, %s".formatted(number, index, gates);
            assertEquals(expected.re(index), actual[2 * at], tolerance, message);
            assertEquals(expected.im(index), actual[2 * at + 1], tolerance, message);
        }
    }

    private static double[] run(Plan plan, Environment parameters, int start) {
        int size = plan.precision().realBytes();
        try (Executor reference = Executors.reference();
                StateBuffer state = reference.allocate(plan.indexBits(), 1, plan.precision());
                Arena arena = Arena.ofConfined()) {
            state.initialize(moved(start, plan.initialLayout()));
            state.apply(plan, plan.bind(parameters));
            MemorySegment amplitudes = arena.allocate((2L * size) << plan.indexBits(), size);
            state.read(0, 0, amplitudes);
            double[] result = new double[2 << plan.indexBits()];
            for (int i = 0; i < result.length; i++) {
                result[i] = size == 4
                        ? amplitudes.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                        : amplitudes.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
            }
            return result;
        }
    }

    private static long moved(long index, int[] layout) {
        long result = 0;
        for (int qubit = 0; qubit < layout.length; qubit++) {
            result |= (index >>> qubit & 1) << layout[qubit];
        }
        return result;
    }

    private static int[] randomLayout(int qubits, SplittableRandom random) {
        int[] layout = new int[qubits];
        for (int i = 0; i < qubits; i++) {
            int j = random.nextInt(i + 1);
            layout[i] = layout[j];
            layout[j] = i;
        }
        return layout;
    }
}
