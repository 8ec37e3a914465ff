package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.MatrixOperator;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.Unitary;
import org.jaynes.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A dynamic circuit as what is the same for all shots, so that shots are rows of a batch: stretches between measurements,
 * each with a plan whose numbers each shot has its own of. A measurement's projection is the first operator of the stretch
 * behind it, with two numbers: the factors of the states with 0 and with 1. A gate of a branch is one of the stretch, for
 * each shot that or the identity.
 *
 * @param stretches in order; all but the last end with an event
 */
record BatchProgram(List<Stretch> stretches) {
    /**
     * Up to the next event.
     *
     * @param steps what is computed classically, before the plan runs
     * @param plan of gates with parameters named after their numbers; see {@link #name}
     * @param numbers how many there are
     * @param event what ends it; null at the tail
     */
    record Stretch(
            List<Step> steps,
            Plan plan,
            int numbers,
            @Nullable Event event) {}

    /**
     * A qubit is measured or reset.
     *
     * @param bit the classical bit that gets the outcome, -1 for a reset
     * @param number the event's number in the shot
     */
    record Event(int qubit, int bit, int number) {}

    /** Something classical. */
    sealed interface Step {
        /** Number of the parameter that must be 1 for the step to be taken, or -1. */
        int guard();
    }

    /** A number gets the value of an expression. */
    record Evaluate(int number, Expression expression, int guard) implements Step {}

    /** A number says whether a condition holds, and all those around it. */
    record Decide(int number, Expression condition, boolean wanted, int guard) implements Step {}

    /** A classical value changes. */
    record Assign(Assignment assignment, int guard) implements Step {}

    /** A bit is misread by chance. */
    record Misread(ReadoutError error, int event, int guard) implements Step {}

    /** Name of the parameter with a number; with a blank, so that no parameter of a program has it. */
    static String name(int number) {
        return "row " + number;
    }

    /** The program of a circuit, or null if what runs depends on outcomes otherwise than by branches of gates. */
    static @Nullable BatchProgram of(PreparedCircuit prepared) {
        List<Instruction> body = prepared.instructions().subList(0, prepared.tail());
        if (body.stream().allMatch(i -> isKnown(i, true))) {
            return new Builder(prepared).build(body);
        }
        return null;
    }

    private static boolean isKnown(Instruction instruction, boolean outermost) {
        return switch (instruction) {
            case Gate gate -> gate.targetCount() > 0 || gate.controlCount() == 0;
            case Barrier _, Assignment _ -> true;
            case Measurement _, Reset _, ReadoutError _ -> outermost;
            case Branch(Expression _, List<Instruction> yes, List<Instruction> no) ->
                yes.stream().allMatch(i -> isKnown(i, false)) && no.stream().allMatch(i -> isKnown(i, false));
            default -> false;
        };
    }

    /** Number of random events of a shot. */
    int events() {
        return (int) stretches.stream().filter(s -> s.event() != null).count();
    }

    private static final class Builder {
        private final PreparedCircuit prepared;
        private final List<Stretch> stretches = new ArrayList<>();
        private final BitSet touched = new BitSet();
        private List<Step> steps = new ArrayList<>();
        private List<Gate> gates = new ArrayList<>();
        private int numbers;
        private int events;
        private int @Nullable [] layout;

        Builder(PreparedCircuit prepared) {
            this.prepared = prepared;
            if (!prepared.fromZero()) {
                touched.set(0, prepared.circuit().qubitCount());
            }
        }

        BatchProgram build(List<Instruction> body) {
            body.forEach(instruction -> add(instruction, -1));
            gates.addAll(prepared.tailGates());
            end(null);
            return new BatchProgram(List.copyOf(stretches));
        }

        private void add(Instruction instruction, int guard) {
            switch (instruction) {
                case Gate gate -> add(gate, guard);
                case Measurement(int qubit, int bit) -> event(qubit, bit);
                case Reset(int qubit) -> event(qubit, -1);
                case ReadoutError error -> steps.add(new Misread(error, events++, guard));
                case Assignment assignment -> steps.add(new Assign(assignment, guard));
                case Branch(Expression condition, List<Instruction> yes, List<Instruction> no) -> {
                    int holds = numbers++;
                    int fails = numbers++;
                    steps.add(new Decide(holds, condition, true, guard));
                    steps.add(new Decide(fails, condition, false, guard));
                    yes.forEach(i -> add(i, holds));
                    no.forEach(i -> add(i, fails));
                }
                default -> {}
            }
        }

        private void add(Gate gate, int guard) {
            for (int qubit : gate.qubits()) {
                touched.set(qubit);
            }
            List<Expression> angles = new ArrayList<>();
            for (Expression angle : gate.angles()) {
                angles.add(angle.isRunTime() ? evaluated(angle, guard) : angle);
            }
            if (guard < 0) {
                gates.add(new Gate(gate.unitary(), angles, gate.qubits(), gate.controlCount(), gate.controlValues()));
            } else if (gate.targetCount() > 0) { // else a phase of the whole state
                angles.add(Expression.parameter(name(guard)));
                gates.add(new Gate(
                        orIdentity(gate.unitary()), angles, gate.qubits(), gate.controlCount(), gate.controlValues()));
            }
        }

        private Expression evaluated(Expression angle, int guard) {
            int number = numbers++;
            steps.add(new Evaluate(number, angle, guard));
            return Expression.parameter(name(number));
        }

        /** s U + (1 - s) I: U for s = 1, the identity for s = 0. */
        private static Unitary orIdentity(Unitary unitary) {
            int size = 1 << unitary.targetCount();
            int angles = unitary.angleCount();
            return new MatrixOperator("if " + unitary.label(), unitary.targetCount(), angles + 1, numbers -> {
                double[] matrix = unitary.matrix(Arrays.copyOf(numbers, angles));
                double chosen = numbers[angles];
                for (int i = 0; i < matrix.length; i++) {
                    matrix[i] = chosen * matrix[i] + (i % (2 * (size + 1)) == 0 ? 1 - chosen : 0);
                }
                return matrix;
            });
        }

        private void event(int qubit, int bit) {
            if (!touched.get(qubit)) {
                if (bit >= 0) {
                    steps.add(new Assign(zero(bit), -1));
                }
                return;
            }
            end(new Event(qubit, bit, events++));
            MatrixOperator operator = bit >= 0
                    ? new MatrixOperator("measured", 1, 2, d -> new double[] {d[0], 0, 0, 0, 0, 0, d[1], 0})
                    : new MatrixOperator("reset", 1, 2, d -> new double[] {d[0], 0, d[1], 0, 0, 0, 0, 0});
            List<Expression> factors = List.of(Expression.parameter(name(0)), Expression.parameter(name(1)));
            gates.add(new Gate(operator, factors, new int[] {qubit}, 0, 0));
            numbers = 2;
        }

        private static Assignment zero(int bit) {
            return new Assignment(new Assignment.ToBits(Expression.bit(bit)), Expression.of(ClassicalType.BIT, 0));
        }

        private void end(@Nullable Event event) {
            Plan plan = prepared.planned(gates, prepared.indexBits(), layout);
            layout = plan.layout();
            stretches.add(new Stretch(List.copyOf(steps), plan, numbers, event));
            steps = new ArrayList<>();
            gates = new ArrayList<>();
            numbers = 0;
        }
    }
}
