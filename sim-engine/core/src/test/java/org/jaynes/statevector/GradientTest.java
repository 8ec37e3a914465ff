package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.UnaryOperator;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adjoint gradients against closed forms and differences of high order, for every gate with angles. */
class GradientTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);
    private static final int QUBITS = 5;
    private static final List<PauliSum> OBSERVABLES = List.of(
            PauliSum.parse("Z0 + 0.7*X1 Y2 - 1.3*Y0 Z3 + 0.2*X0 X1 X2 X3"),
            PauliSum.parse("0.4*Y0 Y1 Y2 + 2*Z4 - 0.3*X4 Z1 + 5"),
            PauliSum.parse("Y3"));

    /** Wherever the angles are expressions of parameters that several gates share. */
    private static Circuit random(long seed, int gates) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitBuilder builder = Circuit.builder(QUBITS);
        List<Expression> parameters = List.of(builder.parameter("a"), builder.parameter("b"), builder.parameter("c"));
        StandardGate[] kinds = StandardGate.values();
        for (int i = 0; i < gates; i++) {
            builder.add(randomGate(random, kinds[random.nextInt(kinds.length)], random.nextInt(3), parameters));
        }
        return builder.build();
    }

    private static Gate randomGate(
            SplittableRandom random, StandardGate kind, int wantedControls, List<Expression> parameters) {
        int controls = Math.min(wantedControls, QUBITS - kind.targetCount());
        int[] all = {0, 1, 2, 3, 4};
        int[] qubits = new int[controls + kind.targetCount()];
        for (int i = 0; i < qubits.length; i++) {
            int chosen = random.nextInt(i, QUBITS);
            qubits[i] = all[chosen];
            all[chosen] = all[i];
        }
        List<Expression> angles = new ArrayList<>();
        for (int i = 0; i < kind.angleCount(); i++) {
            Expression p = parameters.get(random.nextInt(parameters.size()));
            Expression q = parameters.get(random.nextInt(parameters.size()));
            angles.add(
                    switch (random.nextInt(4)) {
                        case 0 -> Expression.of(random.nextDouble(-3, 3));
                        case 1 -> p.times(random.nextDouble(-2, 2)).plus(0.3);
                        case 2 -> Expression.unary(UnaryOperator.SIN, p).times(q);
                        default -> p.times(q).minus(p);
                    });
        }
        return new Gate(kind, angles, qubits, controls, random.nextLong(1L << controls));
    }

    /** Terms of equal amplitudes are all rounded to the same side. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void derivativesOfStatesThatAreSpreadEvenlyKeepTheirDigits(Precision precision) {
        int qubits = 20;
        CircuitBuilder builder = Circuit.builder(qubits);
        for (int q = 0; q < qubits; q++) {
            builder.h(q);
        }
        Circuit circuit = builder.rz(builder.parameter("a"), 0).build();
        try (Simulator simulator = Simulator.open("cpu")) {
            Gradients gradients = simulator.gradients(
                    circuit,
                    List.of(PauliSum.parse("X0"), PauliSum.parse("X0 + 1000")),
                    List.of(Map.of("a", 0.1)),
                    new RunOptions().withPrecision(precision));
            double tolerance = precision == Precision.SINGLE ? 1e-6 : 1e-11;
            assertEquals(-Math.sin(0.1), gradients.jacobians()[0][0][0], tolerance);
            assertEquals(-Math.sin(0.1), gradients.jacobians()[0][1][0], tolerance);
        }
    }

    private static double[][] differences(Simulator simulator, Circuit circuit, Map<String, Double> row) {
        double[] weights = {4 / 5.0, -1 / 5.0, 4 / 105.0, -1 / 280.0};
        double step = 0.02;
        List<Map<String, Double>> rows = new ArrayList<>();
        for (String parameter : circuit.parameters()) {
            for (int k = 1; k <= weights.length; k++) {
                for (int sign = 1; sign >= -1; sign -= 2) {
                    Map<String, Double> moved = new HashMap<>(row);
                    moved.merge(parameter, sign * k * step, Double::sum);
                    rows.add(moved);
                }
            }
        }
        double[][] values =
                simulator.expectations(circuit, OBSERVABLES, rows, DOUBLE).values();
        double[][] jacobian =
                new double[OBSERVABLES.size()][circuit.parameters().size()];
        for (int o = 0; o < jacobian.length; o++) {
            for (int i = 0; i < rows.size(); i++) {
                double weight = weights[i % 8 / 2] / step * (i % 2 == 0 ? 1 : -1);
                jacobian[o][i / 8] += weight * values[i][o];
            }
        }
        return jacobian;
    }

    @ParameterizedTest
    @EnumSource(StandardGate.class)
    void every_gate_agrees_with_differences(StandardGate kind) {
        if (kind.angleCount() == 0) {
            return;
        }
        try (Simulator simulator = Simulator.open("reference")) {
            for (int controls = 0; controls <= 2; controls++) {
                long seed = 71L * kind.name().hashCode() + controls;
                SplittableRandom random = new SplittableRandom(seed);
                CircuitBuilder builder = random(seed, 12).toBuilder();
                List<Expression> parameters =
                        List.of(Expression.parameter("a"), Expression.parameter("b"), Expression.parameter("c"));
                builder.add(randomGate(random, kind, controls, parameters));
                builder.add(randomGate(random, kind, controls, parameters));
                check(simulator, builder.h(0).h(3).build(), kind + ", controls " + controls + ", seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_circuits_agree_with_differences(long seed) {
        try (Simulator simulator = Simulator.open("reference")) {
            check(simulator, random(seed, 60), "seed " + seed);
        }
    }

    private static void check(Simulator simulator, Circuit circuit, String what) {
        List<Map<String, Double>> rows =
                List.of(Map.of("a", 0.37, "b", -1.21, "c", 2.4), Map.of("a", -2.0, "b", 0.5, "c", 0.1));
        Gradients found = simulator.gradients(circuit, OBSERVABLES, rows, DOUBLE);
        double[][] values =
                simulator.expectations(circuit, OBSERVABLES, rows, DOUBLE).values();
        for (int r = 0; r < rows.size(); r++) {
            assertArrayEquals(values[r], found.values()[r], 1e-12, what);
            double[][] expected = differences(simulator, circuit, rows.get(r));
            for (int o = 0; o < expected.length; o++) {
                assertArrayEquals(
                        expected[o], found.jacobians()[r][o], 2e-8, what + ", row " + r + ", observable " + o);
            }
        }
    }

    @Test
    void one_rotation_has_the_derivative_of_its_cosine() {
        CircuitBuilder builder = Circuit.builder(1);
        Circuit circuit = builder.add(
                        rotation(StandardGate.RX, builder.parameter("x").times(3), 0))
                .build();
        try (Simulator simulator = Simulator.open("reference")) {
            Gradients found = simulator.gradients(
                    circuit, List.of(PauliSum.parse("Z0"), PauliSum.parse("Y0")), List.of(Map.of("x", 0.4)), DOUBLE);
            assertArrayEquals(new double[] {-3 * Math.sin(1.2)}, found.gradient(), 1e-14);
            assertArrayEquals(new double[] {-3 * Math.cos(1.2)}, found.jacobians()[0][1], 1e-14);
        }
    }

    @Test
    void every_device_has_the_same_bits() {
        Circuit circuit = random(99, 80);
        List<Map<String, Double>> rows = List.of(Map.of("a", 0.37, "b", -1.21, "c", 2.4));
        int compared = 0;
        for (Precision precision : Precision.values()) {
            RunOptions options = new RunOptions().withPrecision(precision).withPlanFor(DeviceProfile.cuda());
            double[][] expected = jacobian("reference", circuit, rows, options);
            for (DeviceInfo device : Devices.list()) {
                if (device.usable()) {
                    double[][] found = jacobian(device.name(), circuit, rows, options);
                    for (int o = 0; o < expected.length; o++) {
                        assertArrayEquals(expected[o], found[o], device.name() + " " + precision + " observable " + o);
                    }
                    compared++;
                }
            }
        }
        assertTrue(compared >= Precision.values().length, "devices compared: " + compared);
    }

    private static double[][] jacobian(
            String device, Circuit circuit, List<Map<String, Double>> rows, RunOptions options) {
        try (Simulator simulator = Simulator.open(device)) {
            return simulator.gradients(circuit, OBSERVABLES, rows, options).jacobians()[0];
        }
    }

    @Test
    void a_parameter_that_nothing_depends_on_has_derivative_zero() {
        CircuitBuilder builder = Circuit.builder(2);
        builder.parameter("unused");
        try (Simulator simulator = Simulator.open("reference")) {
            Gradients found = simulator.gradients(
                    builder.h(0).build(), List.of(PauliSum.parse("X0")), List.of(Map.of("unused", 1.0)), DOUBLE);
            assertEquals(0, found.gradient()[0]);
            assertEquals(1, found.values()[0][0], 1e-14);
        }
    }

    @Test
    void circuits_with_outcomes_and_foreign_qubits_are_refused() {
        CircuitBuilder builder = Circuit.builder(1, 1);
        Expression.Parameter x = builder.parameter("x");
        Circuit circuit =
                builder.h(0).measure(0, 0).add(rotation(StandardGate.RX, x, 0)).build();
        List<Map<String, Double>> row = List.of(Map.of("x", 1.0));
        try (Simulator simulator = Simulator.open("reference")) {
            ProgramException e = assertThrows(
                    ProgramException.class,
                    () -> simulator.gradients(circuit, List.of(PauliSum.parse("Z0")), row, DOUBLE));
            assertTrue(e.toString().contains("measurements, resets"), e.toString());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> simulator.gradients(circuit, List.of(PauliSum.parse("Z1")), row, DOUBLE));
        }
    }

    private static Gate rotation(StandardGate kind, Expression angle, int qubit) {
        return new Gate(kind, List.of(angle), new int[] {qubit}, 0, 0);
    }
}
