package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.OpKind;
import org.jaynes.plan.PairStep;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Planner;
import org.jaynes.plan.Precision;
import org.jaynes.plan.Probe;

/**
 * How the gradient of a circuit of gates is computed: forward once, then backwards on a pair of states that lie next to each
 * other in one state with a qubit more, |0>|ket> + |1>|bra>. One plan undoes all gates on both; on the way probes add up
 * what the derivatives follow from, so that a tile of both states is read once for all gates of a pass.
 *
 * <p>Source: T. Jones, J. Gacon, "Efficient calculation of gradients in classical simulations of variational quantum
 * algorithms", arXiv:2009.02823.
 *
 * @param forward all gates, from |0...0>
 * @param backward from the pair behind all gates
 * @param slopes of the angles that are no constants
 */
record AdjointProgram(Plan forward, Plan backward, List<Slope> slopes) {
    /**
     * The derivatives by an angle of a gate: 2 Im of bra A ket, A = i (dU/dx) U† behind the gate U.
     *
     * @param angle number of the angle among those of the gate
     * @param products A's Pauli products, on the gate's targets as qubits 0, 1, .., where the controls have their values
     * @param probes the number of the probe of each product
     * @param isConstant whether the products have the same coefficients for all angles
     */
    record Slope(Gate gate, int angle, List<PauliTerm> products, int[] probes, boolean isConstant) {
        /**
         * A's coefficient of each product.
         *
         * @param angles of the gate, in radians
         */
        double[] coefficients(double[] angles) {
            List<PauliTerm> terms = isConstant ? products : GateGenerator.onTargets(gate, angle, angles);
            double[] coefficients = new double[products.size()];
            for (PauliTerm term : terms) {
                for (int i = 0; i < coefficients.length; i++) {
                    PauliTerm product = products.get(i);
                    coefficients[i] += product.x() == term.x() && product.z() == term.z() ? term.coefficient() : 0;
                }
            }
            return coefficients;
        }
    }

    /**
     * Makes the program of a circuit.
     *
     * @param gates in the order in which they are applied
     * @param forward their plan
     */
    static AdjointProgram of(List<Gate> gates, Plan forward, Precision precision, DeviceProfile profile) {
        int bits = forward.indexBits();
        int[] layout = Arrays.copyOf(forward.layout(), bits + 1);
        layout[bits] = bits;
        Builder builder = new Builder();
        gates.reversed().forEach(gate -> OneTargetGates.of(gate).reversed().forEach(builder::goBack));
        Plan backward = Planner.planPair(builder.steps, bits + 1, precision, profile, layout);
        return new AdjointProgram(forward, backward, List.copyOf(builder.slopes));
    }

    private static final class Builder {
        private final List<PairStep> steps = new ArrayList<>();
        private final List<Slope> slopes = new ArrayList<>();
        private int probeCount;

        void goBack(Gate gate) {
            // A phase of the whole state changes no expectation.
            if (gate.unitary() == StandardGate.GPHASE && gate.controlCount() == 0) {
                return;
            }
            Map<List<Long>, Integer> known = new LinkedHashMap<>();
            for (int angle = 0; angle < gate.angles().size() && !gate.isConstant(); angle++) {
                if (!gate.angles().get(angle).isConstant()) {
                    addSlope(gate, angle, known);
                }
            }
            steps.add(new PairStep.Apply(gate.inverse()));
        }

        /** @param known the probes before the gate, by the X and Z mask of their products */
        private void addSlope(Gate gate, int angle, Map<List<Long>, Integer> known) {
            List<PauliTerm> first = GateGenerator.onTargets(gate, angle, someAngles(gate, 0.7));
            List<PauliTerm> second = GateGenerator.onTargets(gate, angle, someAngles(gate, 1.9));
            List<PauliTerm> products = new ArrayList<>(first);
            second.stream()
                    .filter(term -> first.stream().noneMatch(t -> t.x() == term.x() && t.z() == term.z()))
                    .forEach(products::add);
            // Im of bra ket is 0: what a gate does without controls but for a phase is all that counts.
            products.removeIf(term -> gate.controlCount() == 0 && term.x() == 0 && term.z() == 0);
            int[] probes = products.stream()
                    .mapToInt(term -> known.computeIfAbsent(List.of(term.x(), term.z()), _ -> addProbe(gate, term)))
                    .toArray();
            slopes.add(new Slope(gate, angle, List.copyOf(products), probes, isSame(first, second)));
        }

        private int addProbe(Gate gate, PauliTerm product) {
            long mask = 0;
            long values = 0;
            for (int control = 0; control < gate.controlCount(); control++) {
                mask |= 1L << gate.control(control);
                values |= gate.controlValue(control) ? 1L << gate.control(control) : 0;
            }
            long all = product.x() | product.z();
            int[] qubits = new int[Long.bitCount(all)];
            for (int i = 0; i < qubits.length; i++, all &= all - 1) {
                qubits[i] = gate.target(Long.numberOfTrailingZeros(all));
            }
            OpKind kind = product.x() == 0
                    ? OpKind.PROBE_Z
                    : (product.x() & product.z()) == 0 ? OpKind.PROBE_X : OpKind.PROBE_Y;
            steps.add(new Probe(kind, qubits, mask, values));
            return probeCount++;
        }
    }

    /** Any angles: which products occur at all is seen at two different places. */
    private static double[] someAngles(Gate gate, double first) {
        double[] angles = new double[gate.angles().size()];
        Arrays.setAll(angles, a -> first + 0.37 * a);
        return angles;
    }

    private static boolean isSame(List<PauliTerm> first, List<PauliTerm> second) {
        boolean same = first.size() == second.size();
        for (int i = 0; i < first.size() && same; i++) {
            PauliTerm a = first.get(i);
            PauliTerm b = second.get(i);
            same = a.x() == b.x()
                    && a.z() == b.z()
                    && Math.abs(a.coefficient() - b.coefficient()) < GateGenerator.TOLERANCE;
        }
        return same;
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
