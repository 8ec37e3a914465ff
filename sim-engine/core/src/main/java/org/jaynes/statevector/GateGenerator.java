package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.circuit.Gate;

/**
 * The generators of a gate: with U the gate and x one of its angles, the Hermitian A = i (dU/dx) U†, as Pauli products.
 * For a Pauli rotation exp(-i x P / 2) it is P / 2, whatever x.
 */
final class GateGenerator {
    /** The entries of every gate are trigonometric polynomials in x / 2 of this degree at most. */
    private static final int DEGREE = 2;

    /** Coefficients below this are rounding. */
    static final double TOLERANCE = 1e-13;

    /** Controls are projectors, which take two products each. */
    private static final int MAX_CONTROLS = 16;

    private GateGenerator() {}

    /**
     * The generator of one angle.
     *
     * @param angle number of the angle among those of the gate
     * @param values of all angles, in radians
     * @throws LimitExceededException if the gate has more than {@value #MAX_CONTROLS} controls
     */
    static List<PauliTerm> of(Gate gate, int angle, double[] values) {
        if (gate.controlCount() > MAX_CONTROLS) {
            throw new LimitExceededException("the derivative of gate %s with %d controls; at most %d are possible"
                    .formatted(gate.name(), gate.controlCount(), MAX_CONTROLS));
        }
        List<PauliTerm> terms = paulis(generator(gate, angle, values), targets(gate));
        for (int control = 0; control < gate.controlCount(); control++) {
            double sign = gate.controlValue(control) ? -1 : 1;
            long bit = 1L << gate.control(control);
            List<PauliTerm> projected = new ArrayList<>();
            for (PauliTerm term : terms) {
                double half = term.coefficient() / 2;
                projected.add(new PauliTerm(half, term.x(), term.z()));
                projected.add(new PauliTerm(sign * half, term.x(), term.z() | bit));
            }
            terms = projected;
        }
        return terms;
    }

    /**
     * The generator of one angle where the controls have their values, on the targets as qubits 0, 1, ...
     *
     * @param angle number of the angle among those of the gate
     * @param values of all angles, in radians
     */
    static List<PauliTerm> onTargets(Gate gate, int angle, double[] values) {
        int[] own = new int[gate.targetCount()];
        Arrays.setAll(own, t -> t);
        return paulis(generator(gate, angle, values), own);
    }

    /**
     * i (dU/dx) U† on the targets. A trigonometric polynomial is known by its values at equidistant places, and so is its
     * derivative. Source: D. Wierichs et al., "General parameter-shift rules for quantum gradients", Quantum 6, 677
     * (2022), section 3.2, here of matrices and not of expectations.
     */
    private static double[] generator(Gate gate, int angle, double[] values) {
        double[] unitary = gate.unitary().matrix(values);
        double[] derivative = new double[unitary.length];
        double[] moved = values.clone();
        for (int i = 0; i < 2 * DEGREE; i++) {
            double half = (2 * i + 1) * Math.PI / (2 * DEGREE);
            double sine = StrictMath.sin(half / 2);
            double weight = (i % 2 == 0 ? 0.5 : -0.5) / (4 * DEGREE * sine * sine);
            moved[angle] = values[angle] + 2 * half;
            double[] there = gate.unitary().matrix(moved);
            for (int e = 0; e < derivative.length; e++) {
                derivative[e] += weight * there[e];
            }
        }
        return timesAdjoint(derivative, unitary, 1 << gate.targetCount());
    }

    /** i a b†. */
    private static double[] timesAdjoint(double[] a, double[] b, int size) {
        double[] product = new double[a.length];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < size; k++) {
                    int i = 2 * (row * size + k);
                    int j = 2 * (column * size + k);
                    re += a[i] * b[j] + a[i + 1] * b[j + 1];
                    im += a[i + 1] * b[j] - a[i] * b[j + 1];
                }
                product[2 * (row * size + column)] = -im;
                product[2 * (row * size + column) + 1] = re;
            }
        }
        return product;
    }

    private static int[] targets(Gate gate) {
        return Arrays.copyOfRange(gate.qubits(), gate.controlCount(), gate.qubits().length);
    }

    /** A Hermitian matrix on some qubits as Pauli products: the coefficient of P is tr(P A) / 2^k. */
    static List<PauliTerm> paulis(double[] matrix, int[] qubits) {
        int size = 1 << qubits.length;
        List<PauliTerm> terms = new ArrayList<>();
        for (int x = 0; x < size; x++) {
            for (int z = 0; z < size; z++) {
                double trace = 0;
                int turns = Integer.bitCount(x & z) % 4;
                for (int j = 0; j < size; j++) {
                    int entry = 2 * (j * size + (j ^ x));
                    double part = turns % 2 == 0 ? matrix[entry] : matrix[entry + 1];
                    boolean minus = (Integer.bitCount(j & z) % 2 == 1) != (turns == 1 || turns == 2);
                    trace += minus ? -part : part;
                }
                if (Math.abs(trace) > TOLERANCE * size) {
                    terms.add(new PauliTerm(trace / size, onQubits(qubits, x), onQubits(qubits, z)));
                }
            }
        }
        return terms;
    }

    private static long onQubits(int[] qubits, int bits) {
        long mask = 0;
        for (int t = 0; t < qubits.length; t++) {
            mask |= (long) (bits >>> t & 1) << qubits[t];
        }
        return mask;
    }
}
