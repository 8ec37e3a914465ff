package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Unitary.Form;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;

/**
 * How the gradient of a circuit of gates is computed: forward once, then backwards gate by gate on a pair of states that
 * lie next to each other in one state with a qubit more, |0>|ket> + |1>|bra>. Gates are undone on both at once, in plans
 * of as many gates as commute with the derivatives that are taken in between.
 *
 * <p>Source: T. Jones, J. Gacon, "Efficient calculation of gradients in classical simulations of variational quantum
 * algorithms", arXiv:2009.02823.
 *
 * @param forward all gates, from |0...0>
 * @param steps what is done with the pair, in order
 */
record AdjointProgram(Plan forward, List<Step> steps) {
    /** One step backwards. */
    sealed interface Step {}

    /**
     * Undoes gates on the pair.
     *
     * @param plan on one qubit more than the circuit has
     */
    record Undo(Plan plan) implements Step {}

    /**
     * Takes the derivatives by the angles of a gate.
     *
     * @param layout the index bit of each qubit of the pair
     */
    record Differentiate(Gate gate, int[] layout) implements Step {}

    /**
     * Makes the program of a circuit.
     *
     * @param gates in the order in which they are applied
     * @param forward their plan
     */
    static AdjointProgram of(List<Gate> gates, Plan forward, Precision precision, DeviceProfile profile) {
        Builder builder = new Builder(forward, precision, profile);
        List<Gate> order = UndoOrder.of(gates);
        int end = order.size();
        while (end > 0 && order.get(end - 1).isConstant()) {
            end--;
        }
        for (Gate gate : order.subList(0, end)) {
            builder.goBack(gate);
        }
        return new AdjointProgram(forward, List.copyOf(builder.steps));
    }

    private static final class Builder {
        private final Precision precision;
        private final DeviceProfile profile;
        private final List<Step> steps = new ArrayList<>();
        /** Gates that are still to be undone, inverted. */
        private final List<Gate> waiting = new ArrayList<>();

        /** Qubits on which the waiting gates are diagonal, and on which they are not. */
        private long diagonal;

        private long mixed;
        private int[] layout;

        Builder(Plan forward, Precision precision, DeviceProfile profile) {
            this.precision = precision;
            this.profile = profile;
            this.layout = Arrays.copyOf(forward.layout(), forward.indexBits() + 1);
            layout[forward.indexBits()] = forward.indexBits();
        }

        void goBack(Gate gate) {
            // A phase of the whole state changes no expectation.
            if (gate.unitary() == StandardGate.GPHASE && gate.controlCount() == 0) {
                return;
            }
            long targets = 0;
            for (int t = 0; t < gate.targetCount(); t++) {
                targets |= 1L << gate.target(t);
            }
            long onlyDiagonal = 0;
            for (int c = 0; c < gate.controlCount(); c++) {
                onlyDiagonal |= 1L << gate.control(c);
            }
            if (gate.unitary().form() == Form.DIAGONAL) {
                onlyDiagonal |= targets;
                targets = 0;
            }
            if (!gate.isConstant()) {
                boolean commutes = (targets & (diagonal | mixed)) == 0 && (onlyDiagonal & mixed) == 0;
                if (!commutes) {
                    undoWaiting();
                }
                steps.add(new Differentiate(gate, layout));
            }
            waiting.add(gate.inverse());
            diagonal |= onlyDiagonal;
            mixed |= targets;
        }

        /** What waits when the first gate with a parameter has been reached is not undone any more. */
        private void undoWaiting() {
            Plan plan = Planner.plan(waiting, layout.length, precision, profile, layout);
            steps.add(new Undo(plan));
            layout = plan.layout();
            waiting.clear();
            diagonal = 0;
            mixed = 0;
        }
    }

    /** The parameters that an expression depends on, as numbers in a list of names. */
    static int[] parameters(Expression expression, List<String> names) {
        return expression instanceof Expression.Parameter(String name)
                ? new int[] {names.indexOf(name)}
                : expression.operands().stream()
                        .flatMapToInt(operand -> Arrays.stream(parameters(operand, names)))
                        .distinct()
                        .toArray();
    }
}
