package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.PauliSum;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients by shifts against differences of high order, for every gate with angles, bare and controlled. */
class ParameterShiftTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);
    private static final PauliSum OBSERVABLE = PauliSum.parse("Z0 + 0.7*X1 Y2 - 1.3*Y0 Z3 + 0.2*X0 X1 X2 X3");
    private static final int QUBITS = 4;

    @ParameterizedTest
    @EnumSource(StandardGate.class)
    void agreesWithDifferences(StandardGate gate) {
        if (gate.angleCount() == 0) {
            return;
        }
        for (int controls = gate.targetCount() == 0 ? 1 : 0; controls <= 2; controls++) {
            long seed = gate.name().hashCode() * 10L + controls;
            Circuit circuit = circuit(gate, controls, seed);
            Map<String, Double> row = Map.of("a", 0.37, "b", -1.21);
            double[] expected = differences(circuit, row);
            double[] found = gradient(circuit, row);
            for (int p = 0; p < 2; p++) {
                assertEquals(
                        expected[p],
                        found[p],
                        1e-9,
                        gate + " with " + controls + " controls, seed " + seed + ", parameter " + p);
            }
        }
    }

    private static double[] gradient(Circuit circuit, Map<String, Double> row) {
        ParameterShift shift = new ParameterShift(circuit, true);
        return shift.gradient(row, values(shift.circuit(), shift.rows(row)));
    }

    /** Central differences of order 8; truncation and rounding are below 1e-10 here. */
    private static double[] differences(Circuit circuit, Map<String, Double> row) {
        double[] weights = {4 / 5.0, -1 / 5.0, 4 / 105.0, -1 / 280.0};
        double step = 0.02;
        double[] gradient = new double[2];
        for (int p = 0; p < 2; p++) {
            String name = circuit.parameters().get(p);
            List<Map<String, Double>> rows = new ArrayList<>();
            for (int k = 1; k <= weights.length; k++) {
                for (int sign : new int[] {1, -1}) {
                    Map<String, Double> moved = new HashMap<>(row);
                    moved.merge(name, sign * k * step, Double::sum);
                    rows.add(moved);
                }
            }
            double[] values = values(circuit, rows);
            for (int k = 0; k < weights.length; k++) {
                gradient[p] += weights[k] * (values[2 * k] - values[2 * k + 1]) / step;
            }
        }
        return gradient;
    }

    private static double[] values(Circuit circuit, List<Map<String, Double>> rows) {
        try (Simulator simulator = Simulator.open("reference")) {
            return Arrays.stream(simulator
                            .expectations(circuit, List.of(OBSERVABLE), rows, DOUBLE)
                            .values())
                    .mapToDouble(v -> v[0])
                    .toArray();
        }
    }

    /** The gate twice, with angles that are functions of two parameters, between random rotations. */
    private static Circuit circuit(StandardGate gate, int controls, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitBuilder builder = Circuit.builder(QUBITS);
        Expression a = builder.parameter("a");
        Expression b = builder.parameter("b");
        for (int layer = 0; layer < 3; layer++) {
            for (int qubit = 0; qubit < QUBITS; qubit++) {
                builder.u(random.nextDouble(6), random.nextDouble(6), random.nextDouble(6), qubit);
                builder.cx(qubit, (qubit + 1) % QUBITS);
            }
            if (layer < 2) {
                List<Expression> angles = new ArrayList<>();
                for (int i = 0; i < gate.angleCount(); i++) {
                    angles.add(a.times(random.nextDouble(2)).plus(b.times(a)).plus(random.nextDouble(6)));
                }
                int[] qubits = random.ints(0, QUBITS)
                        .distinct()
                        .limit(controls + gate.targetCount())
                        .toArray();
                builder.add(new Gate(gate, angles, qubits, controls, random.nextLong(1L << controls)));
            }
        }
        return builder.build();
    }
}
