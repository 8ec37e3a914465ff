package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Unitary;
import org.jspecify.annotations.Nullable;

/**
 * Gates under a Pauli frame: in place of G after P comes P after P†GP, which for a rotation is the same gate with angles
 * of another sign. All this up to global phases.
 *
 * @param gates what takes the gate's place
 * @param angles of these gates, in order: how each depends on the frame
 */
record FrameGates(List<Gate> gates, List<FramedAngle> angles) {
    /**
     * An angle that is, under the frame with bits v, sign[v] times an angle plus offset[v].
     *
     * @param sign by the bits of the frame on the gate's qubits: their X bits, then their Z bits
     */
    record FramedAngle(Expression angle, double[] sign, double[] offset) {}

    /** The gate under every frame on its qubits, or null if it is none of those that keep their form. */
    static @Nullable FrameGates of(Gate gate) {
        if (!(gate.unitary() instanceof StandardGate unitary)) {
            return gate.qubits().length == 1 && gate.controlCount() == 0 && gate.isConstant() ? general(gate) : null;
        }
        Gate phase = asPhase(gate, unitary);
        if (phase != null) {
            return phase.qubits().length == 1 ? phase(phase) : controlledPhase(phase);
        }
        if (gate.controlCount() == 0) {
            return switch (unitary) {
                case RX -> turned(gate, v -> v >> 1);
                case RY -> turned(gate, v -> v ^ v >> 1);
                case RZ -> turned(gate, v -> v);
                case RXX -> turned(gate, v -> v >> 2 ^ v >> 3);
                case RYY -> turned(gate, v -> v ^ v >> 1 ^ v >> 2 ^ v >> 3);
                case RZZ -> turned(gate, v -> v ^ v >> 1);
                case R -> equatorial(gate);
                case U -> universal(gate);
                default -> gate.qubits().length == 1 && gate.isConstant() ? general(gate) : null;
            };
        }
        if (gate.controlCount() == 1 && gate.controlValue(0)) {
            return switch (unitary) {
                case RX -> controlledTurn(gate, v -> v >> 3);
                case RY -> controlledTurn(gate, v -> v >> 1 ^ v >> 3);
                case RZ -> controlledTurn(gate, v -> v >> 1);
                default -> null;
            };
        }
        return null;
    }

    /** A phase on the state in which one or two qubits are 1, as P or controlled P; null if the gate is none. */
    private static @Nullable Gate asPhase(Gate gate, StandardGate unitary) {
        Expression angle = switch (unitary) {
            case P, GPHASE -> gate.angles().getFirst();
            case T -> Expression.of(Math.PI / 4);
            case TDG -> Expression.of(-Math.PI / 4);
            case S -> Expression.of(Math.PI / 2);
            case SDG -> Expression.of(-Math.PI / 2);
            default -> null;
        };
        int qubits = gate.qubits().length;
        boolean onOnes = gate.controlValues() == (1L << gate.controlCount()) - 1;
        if (angle == null || !onOnes || qubits == 0 || qubits > 2) {
            return null;
        }
        return new Gate(StandardGate.P, List.of(angle), gate.qubits(), qubits - 1, (1L << (qubits - 1)) - 1);
    }

    /** diag(1, w) with 0 and 1 exchanged is w diag(1, 1 / w). */
    private static FrameGates phase(Gate gate) {
        return turned(gate, v -> v);
    }

    /**
     * With X on qubits a and b, the number n0 n1 in the exponent becomes (a + s n0) (b + t n1), s = 1 - 2 a, t = 1 - 2 b: a
     * phase on each qubit, and one on both.
     */
    private static FrameGates controlledPhase(Gate gate) {
        Expression angle = gate.angles().getFirst();
        int[] first = {gate.qubits()[0]};
        int[] second = {gate.qubits()[1]};
        Builder builder = new Builder(2);
        builder.add(StandardGate.P, first, 0, angle, v -> (v >> 1 & 1) * signOf(v));
        builder.add(StandardGate.P, second, 0, angle, v -> (v & 1) * signOf(v >> 1));
        builder.add(StandardGate.P, gate.qubits(), 1, angle, v -> signOf(v) * signOf(v >> 1));
        return builder.build();
    }

    /** With X on the control, the turn happens when the control is 0: always, and back when it is 1. */
    private static FrameGates controlledTurn(Gate gate, IntUnaryOperator anticommutes) {
        Expression angle = gate.angles().getFirst();
        Builder builder = new Builder(2);
        builder.add(
                gate.unitary(),
                new int[] {gate.target(0)},
                0,
                angle,
                v -> (v & 1) * signOf(anticommutes.applyAsInt(v)));
        builder.add(gate.unitary(), gate.qubits(), 1, angle, v -> signOf(v) * signOf(anticommutes.applyAsInt(v)));
        return builder.build();
    }

    /** A rotation about a Pauli product: its sign changes when the frame anticommutes with that. */
    private static FrameGates turned(Gate gate, IntUnaryOperator anticommutes) {
        Builder builder = new Builder(gate.qubits().length);
        builder.add(
                gate.unitary(),
                gate.qubits(),
                gate.controlCount(),
                gate.angles().getFirst(),
                v -> signOf(anticommutes.applyAsInt(v)));
        return builder.build();
    }

    /** X mirrors the axis at the X axis, Z turns it around. */
    private static FrameGates equatorial(Gate gate) {
        double[] same = {1, 1, 1, 1};
        FramedAngle turn = new FramedAngle(gate.angles().get(0), same, new double[4]);
        FramedAngle axis = new FramedAngle(
                gate.angles().get(1), new double[] {1, -1, 1, -1}, new double[] {0, 0, Math.PI, Math.PI});
        return new FrameGates(List.of(gate), List.of(turn, axis));
    }

    /** U(a, b, c): X takes b to pi - b and c to pi - c, Z adds pi to both. */
    private static FrameGates universal(Gate gate) {
        double[] sign = {1, -1, 1, -1};
        double[] offset = {0, Math.PI, Math.PI, 0};
        return new FrameGates(
                List.of(gate),
                List.of(
                        new FramedAngle(gate.angles().get(0), new double[] {1, 1, 1, 1}, new double[4]),
                        new FramedAngle(gate.angles().get(1), sign, offset),
                        new FramedAngle(gate.angles().get(2), sign, offset)));
    }

    /** Any constant gate on one qubit, as U. */
    private static FrameGates general(Gate gate) {
        double[] m = gate.unitary().matrix(gate.angleValues(CliffordMap.CONSTANTS));
        double stay = Math.hypot(m[0], m[1]);
        double leave = Math.hypot(m[4], m[5]);
        double from = stay == 0 ? 0 : StrictMath.atan2(m[1], m[0]);
        double b = StrictMath.atan2(m[5], m[4]) - from;
        double c = StrictMath.atan2(-m[3], -m[2]) - from;
        if (leave < 1e-14) {
            b = StrictMath.atan2(m[7], m[6]) - from;
            c = 0;
        }
        return universal(Gate.of(StandardGate.U, gate.qubits(), 2 * StrictMath.atan2(leave, stay), b, c));
    }

    /** The Paulis of the frame themselves, on one qubit, as U: afterwards the frame there is none. */
    static FrameGates paulis(int qubit) {
        Gate gate = Gate.of(StandardGate.U, new int[] {qubit}, 0, 0, 0);
        double[] none = new double[4];
        Expression zero = Expression.of(0);
        double half = Math.PI / 2;
        return new FrameGates(
                List.of(gate),
                List.of(
                        new FramedAngle(zero, none, new double[] {0, Math.PI, 0, Math.PI}),
                        new FramedAngle(zero, none, new double[] {0, 0, 0, half}),
                        new FramedAngle(zero, none, new double[] {0, Math.PI, Math.PI, half})));
    }

    private static int signOf(int bit) {
        return 1 - 2 * (bit & 1);
    }

    /** Gates of one angle each. */
    private static final class Builder {
        private final int frames;
        private final List<Gate> gates = new ArrayList<>();
        private final List<FramedAngle> angles = new ArrayList<>();

        Builder(int qubits) {
            this.frames = 1 << (2 * qubits);
        }

        void add(Unitary unitary, int[] qubits, int controls, Expression angle, IntUnaryOperator sign) {
            double[] signs = new double[frames];
            Arrays.setAll(signs, sign::applyAsInt);
            gates.add(new Gate(unitary, List.of(angle), qubits, controls, (1L << controls) - 1));
            angles.add(new FramedAngle(angle, signs, new double[frames]));
        }

        FrameGates build() {
            return new FrameGates(List.copyOf(gates), List.copyOf(angles));
        }
    }

    /**
     * The angle with numbers that a trajectory gives.
     *
     * @param factor name of the parameter that is the sign, or the whole angle if that is constant
     * @param summand name of the parameter that is the offset
     */
    static Expression angle(FramedAngle framed, String factor, String summand) {
        if (framed.angle() instanceof Expression.Constant) {
            return Expression.parameter(factor);
        }
        Expression signed = Expression.binary(BinaryOperator.MULTIPLY, Expression.parameter(factor), framed.angle());
        return Arrays.stream(framed.offset()).allMatch(o -> o == 0)
                ? signed
                : Expression.binary(BinaryOperator.ADD, signed, Expression.parameter(summand));
    }
}
