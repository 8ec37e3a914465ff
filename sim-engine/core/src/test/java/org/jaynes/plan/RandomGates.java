package org.jaynes.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.MatrixUnitary;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Unitary;

/** Random circuits of all kinds of gates, a function of the generator's state. */
public final class RandomGates {
    private static final StandardGate[] GATES = StandardGate.values();
    private static final int PARAMETERS = 3;

    private final SplittableRandom random;
    private final int qubits;
    private final int maxTargets;

    /** @param maxTargets most targets that a gate may have */
    public RandomGates(SplittableRandom random, int qubits, int maxTargets) {
        this.random = random;
        this.qubits = qubits;
        this.maxTargets = Math.min(qubits, maxTargets);
    }

    /** A circuit of this many gates, some of them in patterns that the planner knows. */
    public List<Gate> circuit(int count) {
        List<Gate> gates = new ArrayList<>();
        while (gates.size() < count) {
            if (qubits >= 2 && random.nextInt(8) == 0) {
                parityPhase(gates);
            } else {
                gates.add(gate());
            }
        }
        return gates;
    }

    /** Values for the parameters that {@link #circuit} uses. */
    public static Environment parameters(SplittableRandom random) {
        double[] values = random.doubles(PARAMETERS, -7, 7).toArray();
        return name -> values[name.charAt(0) - 'a'];
    }

    private void parityPhase(List<Gate> gates) {
        int[] pair = qubits(2);
        gates.add(Gate.controlled(StandardGate.X, 1, pair));
        gates.add(new Gate(StandardGate.RZ, List.of(angle()), new int[] {pair[1]}, 0, 0));
        gates.add(Gate.controlled(StandardGate.X, 1, pair));
    }

    private Gate gate() {
        Unitary unitary = unitary();
        int most = Math.min(qubits - unitary.targetCount(), random.nextInt(3) == 0 ? 4 : 1);
        int controls = most <= 0 ? 0 : random.nextInt(most + 1);
        List<Expression> angles = new ArrayList<>();
        for (int i = 0; i < unitary.angleCount(); i++) {
            angles.add(angle());
        }
        long values = controls == 0 ? 0 : random.nextLong(1L << controls);
        return new Gate(unitary, angles, qubits(controls + unitary.targetCount()), controls, values);
    }

    private Unitary unitary() {
        if (random.nextInt(6) == 0) {
            return matrix(1 + random.nextInt(maxTargets));
        }
        StandardGate gate = GATES[random.nextInt(GATES.length)];
        while (gate.targetCount() > maxTargets) {
            gate = GATES[random.nextInt(GATES.length)];
        }
        return gate;
    }

    private Expression angle() {
        double constant = random.nextInt(3) == 0 ? random.nextInt(-4, 5) * Math.PI / 4 : random.nextDouble(-7, 7);
        if (random.nextInt(2) == 0) {
            return Expression.of(constant);
        }
        String name = String.valueOf((char) ('a' + random.nextInt(PARAMETERS)));
        return Expression.parameter(name).times(random.nextInt(1, 3)).plus(constant);
    }

    private int[] qubits(int count) {
        int[] all = new int[qubits];
        for (int i = 0; i < qubits; i++) {
            int j = random.nextInt(i + 1);
            all[i] = all[j];
            all[j] = i;
        }
        return Arrays.copyOf(all, count);
    }

    /** A random unitary: columns of normal numbers, made orthonormal one after the other (Gram-Schmidt). */
    private MatrixUnitary matrix(int targets) {
        int size = 1 << targets;
        double[][] columns = new double[size][];
        for (int c = 0; c < size; c++) {
            double[] v = new double[2 * size];
            for (int i = 0; i < v.length; i++) {
                v[i] = random.nextDouble(-1, 1);
            }
            for (int previous = 0; previous < c; previous++) {
                orthogonalize(v, columns[previous]);
            }
            double norm = 0;
            for (double x : v) {
                norm += x * x;
            }
            for (int i = 0; i < v.length; i++) {
                v[i] /= Math.sqrt(norm);
            }
            columns[c] = v;
        }
        double[] m = new double[2 * size * size];
        for (int row = 0; row < size; row++) {
            for (int c = 0; c < size; c++) {
                m[2 * (row * size + c)] = columns[c][2 * row];
                m[2 * (row * size + c) + 1] = columns[c][2 * row + 1];
            }
        }
        return new MatrixUnitary("random", m);
    }

    private static void orthogonalize(double[] v, double[] unit) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < v.length; i += 2) {
            re += unit[i] * v[i] + unit[i + 1] * v[i + 1];
            im += unit[i] * v[i + 1] - unit[i + 1] * v[i];
        }
        for (int i = 0; i < v.length; i += 2) {
            v[i] -= re * unit[i] - im * unit[i + 1];
            v[i + 1] -= re * unit[i + 1] + im * unit[i];
        }
    }
}
