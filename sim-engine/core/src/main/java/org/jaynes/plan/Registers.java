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
    /** Computes numbers from numbers, for many rows at once: see {@link RowArithmetic}. */
    interface Operation {
        double[][] apply(RowArithmetic on, double[][][] inputs);
    }

    /** One register is computed from earlier ones. */
    record Step(int register, Operation operation, Value[] inputs) {
        void run(RowArithmetic on, double[][][] registers) {
            double[][][] numbers = new double[inputs.length][][];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = inputs[i].in(on, registers);
            }
            registers[register] = operation.apply(on, numbers);
        }
    }

    /** An angle and the register that takes its value. */
    record Angle(int register, Expression expression) {}

    /**
     * A register that takes sine and cosine of a share of an angle.
     *
     * @param angle the angle's register
     */
    record Turn(int register, int angle, double share) {}

    private record GateKey(Unitary unitary, List<Expression> angles) {}

    private final Map<Expression, Value> angleValues = new HashMap<>();
    private final Map<GateKey, Value> matrices = new HashMap<>();
    private final List<Angle> angles = new ArrayList<>();
    private final Map<Turn, Value> turnValues = new HashMap<>();
    private final List<Turn> turns = new ArrayList<>();
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
            double share = GateMatrices.turnShare(unitary);
            known = share == 0
                    ? map((_, numbers) -> GateMatrices.of(unitary, joined(numbers)), inputs)
                    : map((on, numbers) -> GateMatrices.ofTurn(on, unitary, numbers[0]), turn(inputs[0], share));
            matrices.put(key, known);
        }
        return known;
    }

    /** Sine and cosine of a share of an angle that is not known. All turns are computed together, which is quicker. */
    private Value turn(Value angle, double share) {
        Turn key = new Turn(-1, angle.register(), share);
        Value known = turnValues.get(key);
        if (known == null) {
            double[][] samples = new double[Value.SAMPLES][2];
            for (int setting = 0; setting < samples.length; setting++) {
                double[] sine = new double[1];
                double[] cosine = new double[1];
                SineCosine.of(new double[] {share * angle.sample(setting)[0]}, sine, cosine);
                samples[setting] = new double[] {sine[0], cosine[0]};
            }
            turns.add(new Turn(registerCount, angle.register(), share));
            known = newRegister(samples);
            turnValues.put(key, known);
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
            return Value.constant(sample(operation, 0, inputs));
        }
        double[][] samples = new double[Value.SAMPLES][];
        for (int setting = 0; setting < samples.length; setting++) {
            samples[setting] = sample(operation, setting, inputs);
        }
        steps.add(new Step(registerCount, operation, inputs));
        return newRegister(samples);
    }

    private static double[] sample(Operation operation, int setting, Value[] inputs) {
        return RowArithmetic.row(operation.apply(new RowArithmetic(1), inputsAt(setting, inputs)), 0);
    }

    private static double[][][] inputsAt(int setting, Value[] inputs) {
        double[][][] numbers = new double[inputs.length][][];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = RowArithmetic.ofRow(inputs[i].sample(setting));
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

    /** What is computed from the angles first. */
    List<Turn> turns() {
        return turns;
    }

    /** What follows from the angles and turns, in order. */
    List<Step> steps() {
        return steps;
    }
}
