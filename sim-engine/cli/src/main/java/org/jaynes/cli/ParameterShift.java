package org.jaynes.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.StandardGate;

/**
 * Exact gradients of expectations: the derivative by each angle of each gate comes from the expectation at shifted
 * angles, and the chain rule goes from there to the circuit's parameters.
 *
 * <p>An expectation is a trigonometric polynomial in an angle. For Pauli rotations and phases its one frequency is 1, and
 * two shifts by pi/2 give the derivative. For the other gates of the library, and for controlled ones, the frequencies
 * are among 1/2, 1, 3/2 and 2, and eight equidistant shifts do. Source: D. Wierichs, J. Izaac, C. Wang, C. Y.-Y. Lin,
 * "General parameter-shift rules for quantum gradients", Quantum 6, 677 (2022), section 3.2.
 *
 * <p>All shifts are rows of parameters of one circuit, so that it is planned once.
 */
final class ParameterShift {
    /** The highest frequency, 2, in units of the lowest, 1/2. */
    private static final int FREQUENCIES = 4;

    private final Circuit original;
    private final Circuit shifted;
    private final List<ShiftedAngle> angles;

    /**
     * An angle of one gate.
     *
     * @param name of the parameter that was added to it
     */
    private record ShiftedAngle(String name, Expression expression, List<Shift> rule) {}

    /** The derivative is the sum of {@code weight} times the expectation at the angle plus {@code shift} radians. */
    private record Shift(double shift, double weight) {}

    /**
     * The state before the measurements at the end is what counts, so these are left out.
     *
     * @param fromZero whether the circuit is applied to |0...0>, of which a reset at the start changes nothing
     * @throws InputException if what runs depends on an outcome of a measurement
     */
    ParameterShift(Circuit circuit, boolean fromZero) {
        boolean resets = !fromZero && circuit.instructions().stream().anyMatch(Reset.class::isInstance);
        if (circuit.isDynamic() || resets) {
            throw new InputException("--gradient is not defined for a program with measurements, resets or classical"
                    + " control before its end");
        }
        this.original = circuit;
        this.angles = new ArrayList<>();
        CircuitBuilder builder = Circuit.builder(circuit.qubitCount());
        circuit.parameters().forEach(builder::parameter);
        for (Instruction instruction : circuit.instructions()) {
            if (instruction instanceof Gate gate) {
                builder.add(gate.isConstant() ? gate : shift(gate, builder));
            }
        }
        this.shifted = builder.build();
    }

    private Gate shift(Gate gate, CircuitBuilder builder) {
        List<Expression> moved = new ArrayList<>();
        for (Expression angle : gate.angles()) {
            if (angle.isConstant()) {
                moved.add(angle);
                continue;
            }
            // No name of a program has a blank.
            String name = "shift " + angles.size();
            angles.add(new ShiftedAngle(name, angle, rule(gate)));
            moved.add(angle.plus(builder.parameter(name)));
        }
        return new Gate(gate.unitary(), moved, gate.qubits(), gate.controlCount(), gate.controlValues());
    }

    private static List<Shift> rule(Gate gate) {
        boolean oneFrequency = switch (gate.unitary()) {
            case StandardGate.RX,
                    StandardGate.RY,
                    StandardGate.RZ,
                    StandardGate.RXX,
                    StandardGate.RYY,
                    StandardGate.RZZ -> gate.controlCount() == 0;
            case StandardGate.P, StandardGate.GPHASE -> true;
            default -> false;
        };
        return oneFrequency ? List.of(new Shift(Math.PI / 2, 0.5), new Shift(-Math.PI / 2, -0.5)) : equidistant();
    }

    /** In x / 2 the polynomial has the frequencies 1 to 4; the factor 1/2 leads back to x. */
    private static List<Shift> equidistant() {
        List<Shift> rule = new ArrayList<>();
        for (int i = 0; i < 2 * FREQUENCIES; i++) {
            double half = (2 * i + 1) * Math.PI / (2 * FREQUENCIES);
            double sine = Math.sin(half / 2);
            double weight = (i % 2 == 0 ? 1 : -1) / (4 * FREQUENCIES * sine * sine);
            rule.add(new Shift(2 * half, weight / 2));
        }
        return rule;
    }

    /** The circuit to be run with {@link #rows}: the original with a parameter more at every angle. */
    Circuit circuit() {
        return shifted;
    }

    /** Rows of parameters to be run for one row of the original's: its own, then the shifts. */
    List<Map<String, Double>> rows(Map<String, Double> row) {
        Map<String, Double> base = new HashMap<>(row);
        angles.forEach(angle -> base.put(angle.name, 0.0));
        List<Map<String, Double>> rows = new ArrayList<>();
        rows.add(base);
        for (ShiftedAngle angle : angles) {
            for (Shift shift : angle.rule) {
                Map<String, Double> moved = new HashMap<>(base);
                moved.put(angle.name, shift.shift);
                rows.add(moved);
            }
        }
        return rows;
    }

    /**
     * The gradient, in the order of the circuit's parameters.
     *
     * @param values the expectation for each of {@link #rows}
     */
    double[] gradient(Map<String, Double> row, double[] values) {
        Environment environment = name -> Objects.requireNonNull(row.get(name), name);
        double[] gradient = new double[original.parameters().size()];
        int next = 1;
        for (ShiftedAngle angle : angles) {
            double slope = 0;
            for (Shift shift : angle.rule) {
                slope += shift.weight * values[next++];
            }
            for (int p = 0; p < gradient.length; p++) {
                gradient[p] += slope
                        * angle.expression.derivative(original.parameters().get(p), environment);
            }
        }
        return gradient;
    }
}
