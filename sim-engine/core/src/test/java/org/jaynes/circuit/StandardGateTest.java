package org.jaynes.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.circuit.Unitary.Form;
import org.jaynes.plan.NaiveState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ranges over the table of gates: each is compared with an independent definition, global phase included. */
class StandardGateTest {
    private static final double TOLERANCE = 1e-14;

    /** Random angles, and the ones at which formulas tend to break. */
    private static List<double[]> angleRows(StandardGate gate) {
        SplittableRandom random = new SplittableRandom(gate.label().hashCode());
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(random.doubles(gate.angleCount(), -10, 10).toArray());
        }
        for (double special : new double[] {0, Math.PI / 2, -Math.PI, 2 * Math.PI}) {
            double[] row = new double[gate.angleCount()];
            Arrays.fill(row, special);
            rows.add(row);
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void matrix_is_what_the_definition_says(StandardGate gate) {
        for (double[] angles : angleRows(gate)) {
            int[] targets = Numbers.range(0, gate.targetCount());
            double[] expected = matrix(definition(gate, angles), gate.targetCount());
            assertArrayEquals(expected, gate.matrix(angles), TOLERANCE, () -> gate + Arrays.toString(angles));
            double[] applied = matrix(List.of(Gate.of(gate, targets, angles)), gate.targetCount());
            assertArrayEquals(expected, applied, TOLERANCE, () -> gate + Arrays.toString(angles));
        }
    }

    @ParameterizedTest
    @EnumSource
    void matrix_is_unitary(StandardGate gate) {
        if (gate.targetCount() > 0) {
            for (double[] angles : angleRows(gate)) {
                var _ = new MatrixUnitary(gate.label(), gate.matrix(angles));
            }
        } else {
            double[] m = gate.matrix(0.7);
            assertEquals(1, Math.hypot(m[0], m[1]), TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inverse_undoes_it(StandardGate gate) {
        for (double[] angles : angleRows(gate)) {
            Gate forth = Gate.of(gate, Numbers.range(0, gate.targetCount()), angles);
            double[] both = matrix(List.of(forth, forth.inverse()), gate.targetCount());
            assertArrayEquals(matrix(List.of(), gate.targetCount()), both, TOLERANCE, forth::toString);
            assertEquals(gate, gate.inverse().inverse());
        }
    }

    @ParameterizedTest
    @EnumSource
    void form_is_the_narrowest_that_holds(StandardGate gate) {
        Form widest = Form.DIAGONAL;
        for (double[] angles : angleRows(gate)) {
            if (gate.targetCount() == 0) {
                continue;
            }
            Form form = new MatrixUnitary("m", gate.matrix(angles)).form();
            widest = form.compareTo(widest) > 0 ? form : widest;
        }
        assertEquals(widest, gate.form());
    }

    @ParameterizedTest
    @EnumSource
    void another_number_of_angles_is_refused(StandardGate gate) {
        assertThrows(IllegalArgumentException.class, () -> gate.matrix(new double[gate.angleCount() + 1]));
    }

    @Test
    void a_global_phase_with_controls_is_a_phase_on_their_values() {
        for (double angle : new double[] {0.3, -2, Math.PI}) {
            double[] expected = {1, 0, 0, 0, 0, 0, Math.cos(angle), Math.sin(angle)};
            Gate controlled = Gate.of(StandardGate.GPHASE, new int[0], angle).controlledBy(0);
            assertArrayEquals(expected, matrix(List.of(controlled), 1), TOLERANCE);
        }
    }

    /** The matrix of some gates on n qubits, column by column. */
    private static double[] matrix(List<Gate> gates, int n) {
        int size = 1 << n;
        double[] m = new double[2 * size * size];
        for (int column = 0; column < size; column++) {
            NaiveState state = new NaiveState(n, column);
            state.apply(gates, Environment.EMPTY);
            for (int row = 0; row < size; row++) {
                m[2 * (row * size + column)] = state.re(row);
                m[2 * (row * size + column) + 1] = state.im(row);
            }
        }
        return m;
    }

    /**
     * Every gate from H, phases exp(i a) on |1>, controls and global phases: as OpenQASM's libraries define them, and
     * rotations exp(-i a P / 2) = B diag(exp(-ia/2), exp(ia/2)) B^-1 with the basis change B of the Pauli operator P.
     */
    private static List<Gate> definition(StandardGate gate, double[] a) {
        return switch (gate) {
            case GPHASE -> List.of(phase(a[0]));
            case I -> List.of();
            case X -> around(List.of(h(0)), List.of(p(Math.PI, 0)));
            case Y -> around(List.of(p(-Math.PI / 2, 0), h(0)), List.of(p(Math.PI, 0)));
            case Z -> List.of(p(Math.PI, 0));
            case H -> List.of(h(0));
            case S -> List.of(p(Math.PI / 2, 0));
            case SDG -> List.of(p(-Math.PI / 2, 0));
            case T -> List.of(p(Math.PI / 4, 0));
            case TDG -> List.of(p(-Math.PI / 4, 0));
            case SX -> around(List.of(h(0)), List.of(p(Math.PI / 2, 0)));
            case SXDG -> around(List.of(h(0)), List.of(p(-Math.PI / 2, 0)));
            case SY -> around(List.of(p(-Math.PI / 2, 0), h(0)), List.of(p(Math.PI / 2, 0)));
            case SYDG -> around(List.of(p(-Math.PI / 2, 0), h(0)), List.of(p(-Math.PI / 2, 0)));
            case SW -> around(List.of(p(-Math.PI / 4, 0), h(0)), List.of(p(Math.PI / 2, 0)));
            case SWDG -> around(List.of(p(-Math.PI / 4, 0), h(0)), List.of(p(-Math.PI / 2, 0)));
            case RX -> around(List.of(h(0)), turn(a[0], 0));
            case RY -> around(List.of(p(-Math.PI / 2, 0), h(0)), turn(a[0], 0));
            case RZ -> turn(a[0], 0);
            case P -> List.of(p(a[0], 0));
            case U -> join(List.of(p(a[2], 0)), definition(StandardGate.RY, a), List.of(p(a[1], 0)));
            case R -> around(List.of(p(-a[1], 0), h(0)), turn(a[0], 0));
            case SWAP -> List.of(cx(0, 1), cx(1, 0), cx(0, 1));
            case ISWAP -> exchange(-Math.PI / 2, 0);
            case ISWAPDG -> exchange(Math.PI / 2, 0);
            case RXX -> around(List.of(h(0), h(1), cx(0, 1)), turn(a[0], 1));
            case RYY -> around(List.of(p(-Math.PI / 2, 0), h(0), p(-Math.PI / 2, 1), h(1), cx(0, 1)), turn(a[0], 1));
            case RZZ -> around(List.of(cx(0, 1)), turn(a[0], 1));
            case FSIM -> exchange(a[0], a[1]);
            case RCCX -> rccx();
            case RC3X -> rc3x();
            case RC3XDG -> inverse(rc3x());
        };
    }

    /** exp(-i a (XX + YY) / 2), then exp(-i b) on |11>. */
    private static List<Gate> exchange(double a, double b) {
        return join(
                definition(StandardGate.RXX, new double[] {a}),
                definition(StandardGate.RYY, new double[] {a}),
                List.of(p(-b, 1).controlledBy(0)));
    }

    /** The definition in qelib1.inc; its u2(0, pi) is H. */
    private static List<Gate> rccx() {
        double t = Math.PI / 4;
        return List.of(h(2), p(t, 2), cx(1, 2), p(-t, 2), cx(0, 2), p(t, 2), cx(1, 2), p(-t, 2), h(2));
    }

    /** The definition in qelib1.inc. */
    private static List<Gate> rc3x() {
        double t = Math.PI / 4;
        return join(
                List.of(h(3), p(t, 3), cx(2, 3), p(-t, 3), h(3)),
                List.of(cx(0, 3), p(t, 3), cx(1, 3), p(-t, 3), cx(0, 3), p(t, 3), cx(1, 3), p(-t, 3)),
                List.of(h(3), p(t, 3), cx(2, 3), p(-t, 3), h(3)));
    }

    private static Gate h(int qubit) {
        double[] matrix = Arrays.stream(new double[] {1, 0, 1, 0, 1, 0, -1, 0})
                .map(x -> x / Math.sqrt(2))
                .toArray();
        return Gate.of(new MatrixUnitary("h", matrix), new int[] {qubit});
    }

    private static Gate p(double angle, int qubit) {
        MatrixUnitary matrix = new MatrixUnitary("p", 1, 0, 0, 0, 0, 0, Math.cos(angle), Math.sin(angle));
        return Gate.of(matrix, new int[] {qubit});
    }

    private static Gate phase(double angle) {
        return Gate.of(StandardGate.GPHASE, new int[0], angle);
    }

    /** exp(-i a Z / 2). */
    private static List<Gate> turn(double a, int qubit) {
        return List.of(p(a, qubit), phase(-a / 2));
    }

    private static Gate cx(int control, int target) {
        return Gate.controlled(new MatrixUnitary("x", 0, 0, 1, 0, 1, 0, 0, 0), 1, new int[] {control, target});
    }

    /** basis, then middle, then the inverse of basis. */
    private static List<Gate> around(List<Gate> basis, List<Gate> middle) {
        return join(basis, middle, inverse(basis));
    }

    private static List<Gate> inverse(List<Gate> gates) {
        return gates.reversed().stream().map(Gate::inverse).toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static List<Gate> join(List<Gate>... parts) {
        return Arrays.stream(parts).flatMap(List::stream).toList();
    }
}
