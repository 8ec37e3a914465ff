package org.jaynes.statevector;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.execution.OperatorChoice;
import org.jaynes.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A dynamic circuit as what is the same for all shots, so that shots are rows of a batch: stretches of gates, each with a
 * plan whose numbers each shot has its own of, and between them what each row draws. A gate of a branch is, for each shot,
 * that or the identity, and so is the body of a loop for the shots that have left it.
 *
 * @param items in order
 * @param numbers most numbers that a stretch has
 * @param flags how many conditions there are
 * @param loops how many loops there are
 * @param surprise roughly how unlike each other the shots are: measured bits count one each. A loop counts as one round:
 *     those that end by chance have few, and shots that have left one would wait for the others
 */
record BatchProgram(List<Item> items, int numbers, int flags, int loops, double surprise) {
    /** For the guard of what always happens. */
    static final int ALWAYS = -1;

    /** What is done with all rows. */
    sealed interface Item {}

    /** Gates, and what is computed classically before they run. Plans are made for the places where qubits are, and kept. */
    static final class Stretch implements Item {
        private final List<Step> steps;
        private final List<Gate> gates;
        private final Map<List<Integer>, Plan> plans = new ConcurrentHashMap<>();
        private final @Nullable BitDependence dependence;

        /** @param gates with parameters named after their numbers; see {@link #name} */
        Stretch(List<Step> steps, List<Gate> gates) {
            this.steps = List.copyOf(steps);
            this.gates = List.copyOf(gates);
            this.dependence = BitDependence.of(this.steps);
        }

        /** On which bits the steps depend, if on nothing else that differs between rows; else null. */
        @Nullable
        BitDependence dependence() {
            return dependence;
        }

        List<Step> steps() {
            return steps;
        }

        boolean hasGates() {
            return !gates.isEmpty();
        }

        /** @param layout where the qubits are before, or null if they may be anywhere */
        Plan plan(PreparedCircuit prepared, int @Nullable [] layout) {
            return plans.computeIfAbsent(key(layout), _ -> prepared.planned(gates, prepared.indexBits(), layout));
        }
    }

    /**
     * Rows draw an operator: of a channel, or of a measurement or reset.
     *
     * @param operators matrices
     * @param measured whether it is a measurement or reset, of which nothing is drawn where no gate has acted on the qubit
     * @param bit the classical bit that gets the number of the operator, or -1
     * @param choices for the places where qubits are
     */
    record Event(
            int[] qubits,
            List<double[]> operators,
            boolean measured,
            int bit,
            int guard,
            Map<List<Integer>, OperatorChoice> choices)
            implements Item {
        static Event measurement(int qubit, int bit, int guard) {
            double[] zero = {1, 0, 0, 0, 0, 0, 0, 0};
            double[] one = {0, 0, 0, 0, 0, 0, 1, 0};
            double[] oneToZero = {0, 0, 1, 0, 0, 0, 0, 0};
            List<double[]> operators = List.of(zero, bit >= 0 ? one : oneToZero);
            return new Event(new int[] {qubit}, operators, true, bit, guard, new ConcurrentHashMap<>());
        }

        static Event of(Noise noise, int guard) {
            return new Event(
                    noise.qubits(), BatchProgram.operators(noise), false, -1, guard, new ConcurrentHashMap<>());
        }

        OperatorChoice choice(PreparedCircuit prepared, int[] layout) {
            return choices.computeIfAbsent(key(layout), _ -> prepared.choice(operators, qubits, layout));
        }
    }

    /**
     * Goes on for as long as the condition holds in a row.
     *
     * @param number of the loop
     * @param flag that is true in the body for the rows that are in it
     */
    record Loop(int number, Expression condition, List<Item> body, int guard, int flag) implements Item {}

    /** Something classical, done where the flag {@code guard} is true. */
    sealed interface Step {
        int guard();
    }

    /** A step that needs to know what has been measured. */
    sealed interface Reading extends Step {}

    /** A number gets the value of an expression. */
    record Evaluate(int number, Expression expression, int guard) implements Reading {}

    /** A flag says whether a condition holds, and all those around it. */
    record Decide(int flag, Expression condition, boolean wanted, int guard) implements Reading {}

    /** A classical value changes. */
    record Assign(Assignment assignment, int guard) implements Reading {}

    /** A bit is misread by chance. */
    record Misread(ReadoutError error, int guard) implements Reading {}

    /** A number becomes 1 where the guard holds, else 0. */
    record Tell(int number, int guard) implements Step {}

    /** A number becomes that of the unitary that a mixture of them applies, -1 where the guard does not hold. */
    record Draw(int number, Noise noise, int guard) implements Step {}

    /** Gates act on qubits. */
    record Touch(long qubits, int guard) implements Step {}

    /** A flag says whether a row that passed the guard still goes on here: it may have left the loop, or ended. */
    record Still(int flag, int loop, int guard) implements Step {}

    /** Rows go to the end of the body of a loop, or leave it. */
    record Leave(int loop, boolean again, int guard) implements Step {}

    /** Rows come to the end of the circuit. */
    record End(int guard) implements Step {}

    /** Name of the parameter with a number; with a blank, so that no parameter of a program has it. */
    static String name(int number) {
        return "row " + number;
    }

    static List<double[]> operators(Noise noise) {
        return IntStream.range(0, noise.channel().operatorCount())
                .mapToObj(k -> noise.channel().operator(k).matrix())
                .toList();
    }

    private static List<Integer> key(int @Nullable [] layout) {
        return layout == null ? List.of() : Arrays.stream(layout).boxed().toList();
    }

    /** The program of a circuit, or null if it has a gate that cannot be left out in some rows. */
    static @Nullable BatchProgram of(PreparedCircuit prepared) {
        List<Instruction> body = prepared.instructions().subList(0, prepared.tail());
        return body.stream().allMatch(BatchCompiler::isKnown)
                ? new BatchCompiler().program(body, prepared.tailGates())
                : null;
    }
}
