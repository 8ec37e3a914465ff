package org.jaynes.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Unitary;

/**
 * The numbers that are computed anew for each row of parameters, as a list of steps: first the angles, then what follows
 * from them. What follows from constants only is computed at once.
 */
final class Registers {
    /** Computes numbers from numbers, for many rows at once: see {@link RowNumbers}. */
    interface Operation {
        double[][] apply(double[][][] inputs);
    }

    /** One register is computed from earlier ones. */
    record Step(int register, Operation operation, Value[] inputs) {
        void run(double[][][] registers, int rows) {
            double[][][] numbers = new double[inputs.length][][];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = inputs[i].in(registers, rows);
            }
            registers[register] = operation.apply(numbers);
        }
    }

    /** An angle and the register that takes its value. */
    record Angle(int register, Expression expression) {}

    private record GateKey(Unitary unitary, List<Expression> angles) {}

    private final Map<Expression, Value> angleValues = new HashMap<>();
    private final Map<GateKey, Value> matrices = new HashMap<>();
    private final List<Angle> angles = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int registerCount;

    /** The matrix of a gate's unitary, without its controls. */
    Value matrix(Gate gate) {
        Unitary unitary = gate.unitary();
        if (gate.isConstant() && !gate.angles().isEmpty()) {
            return Value.constant(unitary.matrix(gate.angleValues(Environment.EMPTY)));
        }
        GateKey key = new GateKey(unitary, gate.angles());
        Value known = matrices.get(key);
        if (known == null) {
            Value[] inputs = gate.angles().stream().map(this::angle).toArray(Value[]::new);
            known = map(numbers -> GateMatrices.of(unitary, joined(numbers)), inputs);
            matrices.put(key, known);
        }
        return known;
    }

    private static double[][] joined(double[][][] numbers) {
        double[][] angles = new double[numbers.length][];
        for (int i = 0; i < angles.length; i++) {
            angles[i] = numbers[i][0];
        }
        return angles;
    }

    private Value angle(Expression expression) {
        if (expression.isConstant()) {
            return Value.constant(expression.real(Environment.EMPTY));
        }
        Value known = angleValues.get(expression);
        if (known == null) {
            int index = angles.size();
            double[][] samples = new double[Value.SAMPLES][];
            for (int setting = 0; setting < samples.length; setting++) {
                samples[setting] = new double[] {arbitraryAngle(index, setting)};
            }
            angles.add(new Angle(registerCount, expression));
            known = newRegister(samples);
            angleValues.put(expression, known);
        }
        return known;
    }

    /** Multiples of two irrational numbers, far from multiples of pi/4 and from each other. */
    private static double arbitraryAngle(int index, int setting) {
        double fraction = (index + 1) * (setting == 0 ? 0.6180339887498949 : 0.4142135623730951);
        return 0.1 + 5 * (fraction - Math.floor(fraction));
    }

    /** Applies a function that has no other inputs than these. */
    Value map(Operation operation, Value... inputs) {
        boolean constant = true;
        for (Value input : inputs) {
            constant &= input.isConstant();
        }
        if (constant) {
            return Value.constant(RowNumbers.row(operation.apply(inputsAt(0, inputs)), 0));
        }
        double[][] samples = new double[Value.SAMPLES][];
        for (int setting = 0; setting < samples.length; setting++) {
            samples[setting] = RowNumbers.row(operation.apply(inputsAt(setting, inputs)), 0);
        }
        steps.add(new Step(registerCount, operation, inputs));
        return newRegister(samples);
    }

    private static double[][][] inputsAt(int setting, Value[] inputs) {
        double[][][] numbers = new double[inputs.length][][];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = RowNumbers.ofRow(inputs[i].sample(setting));
        }
        return numbers;
    }

    private Value newRegister(double[][] samples) {
        return Value.computed(registerCount++, samples);
    }

    int count() {
        return registerCount;
    }

    /** The angles that have to be given. */
    List<Angle> angles() {
        return angles;
    }

    /** What follows from the angles, in order. */
    List<Step> steps() {
        return steps;
    }
}
