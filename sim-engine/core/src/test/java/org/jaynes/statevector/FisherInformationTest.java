package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.StandardGate;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;

/** The metric tensor: closed forms, and how fast fidelity falls between neighbouring states. */
class FisherInformationTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);

    /** Of one rotation it is the variance of its generator, times four. */
    @Test
    void rotations_have_the_variance_of_their_generators() {
        CircuitBuilder builder = Circuit.builder(2);
        Expression a = builder.parameter("a");
        Expression b = builder.parameter("b");
        Circuit circuit = builder.ry(a, 0).rz(b.times(3), 0).x(1).build();
        double angle = 0.8;
        RunOptions options = DOUBLE.withParameters(Map.of("a", angle, "b", 0.3));
        try (Simulator simulator = Simulator.open("reference")) {
            double[][] found = simulator.fisherInformation(circuit, options).matrix();
            assertArrayEquals(new double[] {1, 0}, found[0], 1e-12);
            assertArrayEquals(new double[] {0, 9 * Math.sin(angle) * Math.sin(angle)}, found[1], 1e-12);
        }
    }

    /** 1 - |<s(x)|s(x + d)>|² = d F d / 4 + O(d³): the third order cancels between d and -d. */
    @Test
    void fidelity_falls_with_the_metric() {
        Circuit circuit = circuit();
        Map<String, Double> at = Map.of("a", 0.4, "b", -0.7, "c", 1.2);
        double[] direction = {0.6, -0.9, 0.5};
        double step = 1e-3;
        try (Simulator simulator = Simulator.open("reference")) {
            double[][] matrix = simulator
                    .fisherInformation(circuit, DOUBLE.withParameters(at))
                    .matrix();
            double expected = 0;
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    expected += direction[i] * matrix[i][j] * direction[j] / 4;
                }
            }
            try (State here = simulator.state(circuit, DOUBLE.withParameters(at));
                    State there = simulator.state(circuit, DOUBLE.withParameters(moved(at, direction, step)));
                    State back = simulator.state(circuit, DOUBLE.withParameters(moved(at, direction, -step)))) {
                double lost = (2 - here.fidelity(there) - here.fidelity(back)) / (2 * step * step);
                assertEquals(expected, lost, 1e-5);
            }
        }
    }

    private static Map<String, Double> moved(Map<String, Double> at, double[] direction, double step) {
        Map<String, Double> result = new HashMap<>(at);
        result.merge("a", direction[0] * step, Double::sum);
        result.merge("b", direction[1] * step, Double::sum);
        result.merge("c", direction[2] * step, Double::sum);
        return result;
    }

    private static Circuit circuit() {
        CircuitBuilder builder = Circuit.builder(3);
        Expression a = builder.parameter("a");
        Expression b = builder.parameter("b");
        Expression c = builder.parameter("c");
        builder.h(0).ry(a, 1).swap(0, 2).cx(0, 1).rx(b.times(a), 0);
        builder.gate(StandardGate.U, List.of(c, a.plus(0.3), b), 2);
        builder.cp(c.times(2), 0, 2).cx(1, 2).ry(b, 1).h(2).t(0);
        return builder.build();
    }

    @Test
    void every_device_has_the_same_bits() {
        RunOptions options = new RunOptions()
                .withParameters(Map.of("a", 0.4, "b", -0.7, "c", 1.2))
                .withPlanFor(DeviceProfile.cuda());
        List<String> compared = new ArrayList<>();
        double[][] expected = null;
        for (DeviceInfo device : Devices.list()) {
            if (device.usable()) {
                try (Simulator simulator = Simulator.open(device.name())) {
                    double[][] found =
                            simulator.fisherInformation(circuit(), options).matrix();
                    expected = expected == null ? found : expected;
                    for (int row = 0; row < 3; row++) {
                        assertArrayEquals(expected[row], found[row], device.name());
                    }
                    compared.add(device.name());
                }
            }
        }
        assertTrue(compared.contains("reference"), compared.toString());
    }

    @Test
    void dynamic_circuits_are_refused() {
        Circuit circuit = Circuit.builder(1, 1).h(0).measure(0, 0).h(0).build();
        try (Simulator simulator = Simulator.open("reference")) {
            assertThrows(ProgramException.class, () -> simulator.fisherInformation(circuit, DOUBLE));
        }
    }
}
