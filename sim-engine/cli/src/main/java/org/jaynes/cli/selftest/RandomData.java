package org.jaynes.cli.selftest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.MatrixUnitary;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Unitary;
import org.jaynes.plan.Precision;

/** Seeded random states, unitaries and gates. The same seed gives the same data everywhere. */
final class RandomData {
    private final SplittableRandom random;

    RandomData(long seed) {
        this.random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long bits() {
        return random.nextLong();
    }

    double angle() {
        return random.nextDouble(-4, 4);
    }

    /** Amplitudes of norm about 1. */
    MemorySegment state(Arena arena, int qubits, Precision precision) {
        long reals = 2L << qubits;
        double scale = Math.sqrt(1.5 / (1L << qubits));
        MemorySegment state = arena.allocate(reals * precision.realBytes(), 64);
        for (long i = 0; i < reals; i++) {
            double value = scale * random.nextDouble(-1, 1);
            if (precision == Precision.SINGLE) {
                state.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
            } else {
                state.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
            }
        }
        return state;
    }

    /** Distinct qubits. */
    int[] qubits(int count, int of) {
        return random.ints(0, of).distinct().limit(count).toArray();
    }

    /** A standard gate or matrix with random angles on random qubits, with up to this many controls as there is room. */
    Gate gate(Unitary unitary, int controls, int qubits) {
        int fitting = Math.min(controls, qubits - unitary.targetCount());
        double[] angles = random.doubles(unitary.angleCount(), -4, 4).toArray();
        long values = fitting == 0 ? 0 : random.nextLong(1L << fitting);
        return new Gate(
                unitary, Gate.constantAngles(angles), qubits(fitting + unitary.targetCount(), qubits), fitting, values);
    }

    /** Any gate that has room on the qubits. */
    Gate anyGate(int qubits) {
        StandardGate[] gates = StandardGate.values();
        while (true) {
            StandardGate gate = gates[below(gates.length)];
            if (gate.targetCount() <= qubits) {
                return gate(gate, below(3), qubits);
            }
        }
    }

    /** A unitary matrix: random columns made orthonormal by Gram and Schmidt, twice for accuracy. */
    MatrixUnitary matrix(int targets) {
        int size = 1 << targets;
        double[][] columns = new double[size][];
        for (int c = 0; c < size; c++) {
            double[] column = random.doubles(2L * size, -1, 1).toArray();
            for (int twice = 0; twice < 2; twice++) {
                for (int before = 0; before < c; before++) {
                    subtractProjection(column, columns[before]);
                }
                normalise(column);
            }
            columns[c] = column;
        }
        double[] matrix = new double[2 * size * size];
        for (int row = 0; row < size; row++) {
            for (int c = 0; c < size; c++) {
                matrix[2 * (row * size + c)] = columns[c][2 * row];
                matrix[2 * (row * size + c) + 1] = columns[c][2 * row + 1];
            }
        }
        return new MatrixUnitary("random" + targets, matrix);
    }

    private static void subtractProjection(double[] column, double[] unit) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < column.length; i += 2) {
            re += unit[i] * column[i] + unit[i + 1] * column[i + 1];
            im += unit[i] * column[i + 1] - unit[i + 1] * column[i];
        }
        for (int i = 0; i < column.length; i += 2) {
            column[i] -= re * unit[i] - im * unit[i + 1];
            column[i + 1] -= re * unit[i + 1] + im * unit[i];
        }
    }

    private static void normalise(double[] column) {
        double square = 0;
        for (double x : column) {
            square += x * x;
        }
        for (int i = 0; i < column.length; i++) {
            column[i] /= Math.sqrt(square);
        }
    }
}
