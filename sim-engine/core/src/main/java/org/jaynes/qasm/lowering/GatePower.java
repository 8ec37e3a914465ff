package org.jaynes.qasm.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.MatrixUnitary;
import org.jaynes.circuit.StandardGate;
import org.jspecify.annotations.Nullable;

/**
 * Powers of gates. An integer power of gates is these gates again and again, or their inverses; a fractional power is the
 * principal one: every eigenvalue exp(i a) with -pi < a <= pi becomes exp(i r a).
 */
final class GatePower {
    /** So many gates are rather repeated than multiplied to a matrix. */
    private static final int REPEATED = 64;

    /** Most gates that are multiplied to a matrix. */
    private static final int MULTIPLIED = 4096;

    private final Context context;

    GatePower(Context context) {
        this.context = context;
    }

    /** Whether an integer power of a definition is taken through its matrix if it has one. */
    static boolean prefersMatrix(long gates, double exponent) {
        return Math.abs(exponent) * gates > REPEATED && gates <= MULTIPLIED;
    }

    /**
     * The gates whose product is the power of the product of {@code gates}.
     *
     * @param exponent any real number; must be constant
     */
    List<Gate> raise(List<Gate> gates, Expression exponent, String name, int at) {
        if (!(exponent instanceof Expression.Constant(double r)) || !Double.isFinite(r)) {
            throw context.invalid(at, "the exponent of pow must be a finite number that is known before the run");
        }
        if (gates.isEmpty() || r == 0) {
            return List.of();
        }
        if (r == 1) {
            return gates;
        }
        if (gates.size() == 1) {
            Gate closed = closedForm(gates.getFirst(), r);
            if (closed != null) {
                return List.of(closed);
            }
        }
        boolean whole = r == Math.rint(r);
        if (whole && !prefersMatrix(gates.size(), r)) {
            return repeat(gates, r, at);
        }
        int[] qubits = gates.size() == 1
                ? Arrays.copyOfRange(
                        gates.getFirst().qubits(),
                        gates.getFirst().controlCount(),
                        gates.getFirst().qubits().length)
                : qubits(gates);
        boolean constant = gates.stream().allMatch(Gate::isConstant);
        if (!constant || qubits.length > MatrixUnitary.MAX_TARGETS || gates.size() > MULTIPLIED) {
            if (whole) {
                return repeat(gates, r, at);
            }
            throw context.invalid(
                    at,
                    "pow(" + r + ") of gate '" + name + "' needs its matrix, which "
                            + (constant
                                    ? "is made for at most " + MatrixUnitary.MAX_TARGETS + " qubits and " + MULTIPLIED
                                            + " gates"
                                    : "is not known before the run"),
                    "use a whole number as exponent");
        }
        return List.of(matrixPower(gates, qubits, r, name, at));
    }

    private List<Gate> repeat(List<Gate> gates, double r, int at) {
        double total = Math.abs(r) * gates.size();
        context.requireRoomFor((long) Math.min(total, 1e18), at);
        List<Gate> repeated = new ArrayList<>((int) total);
        List<Gate> once =
                r > 0 ? gates : gates.reversed().stream().map(Gate::inverse).toList();
        for (long i = 0; i < (long) Math.abs(r); i++) {
            repeated.addAll(once);
        }
        return repeated;
    }

    private static int[] qubits(List<Gate> gates) {
        return gates.stream()
                .flatMapToInt(g -> Arrays.stream(g.qubits()))
                .distinct()
                .sorted()
                .toArray();
    }

    /** A controlled gate is raised without its controls: on the other states it has the eigenvalue 1. */
    private Gate matrixPower(List<Gate> gates, int[] qubits, double r, String name, int at) {
        context.steps(1L << Math.max(0, 3 * qubits.length - 6), at);
        DenseMatrix product = DenseMatrix.identity(qubits.length);
        if (gates.size() == 1) {
            Gate gate = gates.getFirst();
            product = new DenseMatrix(qubits.length, gate.unitary().matrix(gate.angleValues(Environment.EMPTY)));
        } else {
            for (Gate gate : gates) {
                product.multiply(gate, qubits);
            }
        }
        double[] power = UnitaryPower.of(product, r);
        MatrixUnitary unitary = new MatrixUnitary("pow_" + name, power);
        Gate only = gates.getFirst();
        return gates.size() == 1
                ? new Gate(unitary, List.of(), only.qubits(), only.controlCount(), only.controlValues())
                : Gate.of(unitary, qubits);
    }

    /** The power of one standard gate as a standard gate, or null when there is no such form. */
    private static @Nullable Gate closedForm(Gate gate, double r) {
        if (!(gate.unitary() instanceof StandardGate unitary)) {
            return null;
        }
        boolean whole = r == Math.rint(r);
        return switch (unitary) {
            case I -> gate;
            case X, Y, Z, H, SWAP -> {
                if (whole) {
                    yield r % 2 == 0 ? with(gate, identity(unitary)) : gate;
                }
                yield unitary == StandardGate.Z ? phase(gate, Math.PI, r) : null;
            }
            case S -> phase(gate, Math.PI / 2, r);
            case SDG -> phase(gate, -Math.PI / 2, r);
            case T -> phase(gate, Math.PI / 4, r);
            case TDG -> phase(gate, -Math.PI / 4, r);
            case P, GPHASE -> {
                Expression angle = gate.angles().getFirst();
                if (whole) {
                    yield with(gate, unitary, angle.times(r));
                }
                yield angle instanceof Expression.Constant(double a)
                        ? with(gate, unitary, Expression.of(principal(a) * r))
                        : null;
            }
            case RX, RY, RZ, RXX, RYY, RZZ -> {
                Expression angle = gate.angles().getFirst();
                if (whole) {
                    yield with(gate, unitary, angle.times(r));
                }
                // The eigenvalues are exp(+-i a/2); at -1 both have the same power, which is no rotation.
                yield angle instanceof Expression.Constant(double a) && Math.abs(principal(a / 2)) < Math.PI - 1e-9
                        ? with(gate, unitary, Expression.of(2 * principal(a / 2) * r))
                        : null;
            }
            default -> null;
        };
    }

    private static StandardGate identity(StandardGate unitary) {
        // Two identities would be as good; a rotation by nothing has the right number of targets.
        return unitary == StandardGate.SWAP ? StandardGate.RZZ : StandardGate.I;
    }

    private static Gate with(Gate gate, StandardGate unitary, Expression... angles) {
        List<Expression> all =
                unitary == StandardGate.RZZ && angles.length == 0 ? List.of(Expression.of(0.0)) : List.of(angles);
        return new Gate(unitary, all, gate.qubits(), gate.controlCount(), gate.controlValues());
    }

    private static Gate phase(Gate gate, double angle, double r) {
        // Modulo a turn first, so that large exponents lose nothing.
        double turns = angle / (2 * Math.PI);
        double exponent = r == Math.rint(r) ? r % (1 / Math.abs(turns)) : r;
        return with(gate, StandardGate.P, Expression.of(angle * exponent));
    }

    /** The same angle in (-pi, pi]. */
    private static double principal(double angle) {
        double a = Math.IEEEremainder(angle, 2 * Math.PI);
        return a <= -Math.PI + 1e-12 ? a + 2 * Math.PI : a;
    }
}
