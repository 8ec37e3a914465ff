package org.jaynes.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.Coefficients;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;
import org.junit.jupiter.api.Test;

/** Passes that leave out known zeros compute the same states, and everything that changes a state keeps what is known true. */
class KnownZerosTest {
    private static final int CASES = 400;

    @Test
    void sequencesOfChangesGiveTheSameBitsAsTheReferenceAndTheSameNumbersWithoutKnowledge() {
        CpuLibrary library = TestDevices.cpuLibrary();
        try (Executor reference = Executors.reference();
                Executor cpu = new CpuExecutor(library, library.bestInstructionSet(), 2, 0);
                Executor cuda = CudaExecutor.open(TestDevices.cudaDriver(Binding.PANAMA), 0)) {
            for (int number = 0; number < CASES; number++) {
                Sequence sequence = new Sequence(number);
                double[] expected = sequence.run(reference, false);
                for (Executor executor : List.of(cpu, cuda)) {
                    assertArrayEquals(
                            bits(expected), bits(sequence.run(executor, false)), number + " on " + executor.name());
                }
                double[] plain = sequence.run(reference, true);
                for (int i = 0; i < plain.length; i++) {
                    assertTrue(plain[i] == expected[i], number + " without knowledge, at " + i);
                }
            }
        }
    }

    @Test
    void passesAreToldWhichShareOfTheStateTheyTouch() {
        List<Gate> gates = new ArrayList<>();
        for (int q = 0; q < 9; q++) {
            gates.add(Gate.of(StandardGate.H, new int[] {q}));
        }
        Plan plan = Planner.plan(gates, 9, Precision.SINGLE, new DeviceProfile("small", 5, 5, 2, 1e9, 1e9));
        List<Double> shares = new ArrayList<>();
        try (Executor reference = Executors.reference();
                StateBuffer state = reference.allocate(9, 1, Precision.SINGLE)) {
            state.initialize(0);
            Coefficients none = plan.bind(List.of(Environment.EMPTY));
            state.apply(plan, none, (_, _, _, share, _) -> shares.add(share));
            state.apply(plan, none, (_, _, _, share, _) -> shares.add(share));
        }
        assertEquals(1.0 / 16, shares.getFirst());
        assertEquals(1.0, shares.getLast());
        assertEquals(
                shares.size() / 2, shares.stream().filter(share -> share < 1).count() + 1);
    }

    private static long[] bits(double[] numbers) {
        return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    /** Random changes of a state, a function of a number. */
    private static final class Sequence {
        private final int number;
        private final SplittableRandom shape;
        private final int qubits;
        private final int rows;
        private final Precision precision;
        private final List<Plan> plans = new ArrayList<>();

        Sequence(int number) {
            this.number = number;
            shape = new SplittableRandom(number);
            qubits = number % 40 == 0 ? 16 : 1 + shape.nextInt(9);
            rows = shape.nextInt(3) == 0 ? 20 : 1;
            precision = shape.nextBoolean() ? Precision.SINGLE : Precision.DOUBLE;
            for (int i = 0; i < 3; i++) {
                int tileBits = 4 + shape.nextInt(5);
                DeviceProfile profile = new DeviceProfile("small", tileBits, tileBits, shape.nextInt(3), 1e9, 1e9);
                int touched = 1 + shape.nextInt(Math.min(qubits, 8));
                List<Gate> gates = new RandomGates(shape, touched, 2).circuit(shape.nextInt(8));
                int[] layout = new int[qubits];
                Arrays.setAll(layout, q -> q);
                plans.add(Planner.plan(gates, qubits, precision, profile, layout));
            }
        }

        /** @param forget whether what is known is forgotten before each plan */
        double[] run(Executor executor, boolean forget) {
            SplittableRandom random = new SplittableRandom(~number);
            try (StateBuffer state = executor.allocate(qubits, rows, precision);
                    StateBuffer other = executor.allocate(qubits, rows, precision)) {
                state.initialize(random.nextLong(1L << qubits));
                other.initialize(0);
                for (Plan plan : plans) {
                    if (forget) {
                        rewrite(state);
                    }
                    Environment parameters = RandomGates.parameters(random);
                    state.apply(plan, plan.bind(List.of(parameters)));
                    change(random, state, other);
                }
                return amplitudes(state);
            }
        }

        private void change(SplittableRandom random, StateBuffer state, StateBuffer other) {
            switch (random.nextInt(6)) {
                case 0 -> state.collapse(random.nextInt(qubits), random.nextInt(2), 1.5);
                case 1 -> other.copyFrom(state);
                case 2 -> state.copyFrom(other);
                case 3 -> state.write(0, random.nextLong(1L << qubits), amplitude(random.nextInt(3)));
                case 4 -> state.initialize(random.nextLong(1L << qubits));
                default -> {}
            }
        }

        private MemorySegment amplitude(int imaginary) {
            return precision == Precision.SINGLE
                    ? MemorySegment.ofArray(new float[] {0.25f, imaginary})
                    : MemorySegment.ofArray(new double[] {0.25, imaginary});
        }

        /** Who has written an amplitude knows nothing of the others. */
        private void rewrite(StateBuffer state) {
            MemorySegment memory = amplitude(0);
            state.read(0, 0, memory);
            state.write(0, 0, memory);
        }

        private double[] amplitudes(StateBuffer state) {
            try (Arena arena = Arena.ofConfined()) {
                long rowBytes = (long) precision.amplitudeBytes() << qubits;
                MemorySegment all = arena.allocate(rows * rowBytes, 64);
                for (int row = 0; row < rows; row++) {
                    state.read(row, 0, all.asSlice(row * rowBytes, rowBytes));
                }
                double[] numbers = new double[Math.toIntExact((2L * rows) << qubits)];
                Arrays.setAll(
                        numbers,
                        i -> precision == Precision.SINGLE
                                ? all.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                                : all.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
                return numbers;
            }
        }
    }
}
