package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.Unitary;
import org.jspecify.annotations.Nullable;

/**
 * A circuit with Pauli errors as one without, the same for all trajectories but for some angles. The errors of a
 * trajectory are carried to its end as a Pauli frame P: the true state is P times the simulated one. A Clifford gate G
 * changes the frame to G P G†; a rotation leaves it and is done with angles of other signs; in front of any other gate the
 * frame is applied to its qubits. So a trajectory costs what the circuit without noise costs, trajectories with the same
 * angles are one, and they are rows of a batch.
 *
 * <p>Source of the frame: C. Gidney, "Stim: a fast stabilizer circuit simulator", Quantum 5, 497 (2021), section 4, there
 * for Clifford circuits alone.
 *
 * @param gates the circuit, with parameters of its own beside those of the original
 * @param parameters the own ones
 * @param steps what a trajectory's frame goes through
 */
record FrameProgram(List<Gate> gates, List<String> parameters, List<Step> steps) {
    /** One thing that happens to the frame of a trajectory. */
    sealed interface Step {}

    /**
     * A channel adds a Pauli product.
     *
     * @param event number of the random event
     * @param cumulative probabilities of the products by number, see {@link Channel#isPauli}
     */
    record PauliError(int event, int[] qubits, double[] cumulative) implements Step {}

    /**
     * A Clifford gate is passed.
     *
     * @param images the frame's new bits on the qubits by the old ones
     */
    record Passed(int[] qubits, int[] images) implements Step {}

    /**
     * The frame decides angles.
     *
     * @param variants number of the variant by the frame's bits on the qubits
     * @param values of the own parameters from {@code first} on, for each variant
     * @param clears whether the frame on the qubits is gone then
     */
    record Decided(int[] qubits, int[] variants, int first, double[][] values, boolean clears) implements Step {}

    /** Reads and writes the bits of a frame on some qubits: X bits, then Z bits. */
    static int bits(long x, long z, int[] qubits) {
        int bits = 0;
        for (int j = 0; j < qubits.length; j++) {
            bits |= (int) (x >>> qubits[j] & 1) << j;
            bits |= (int) (z >>> qubits[j] & 1) << (qubits.length + j);
        }
        return bits;
    }

    /** A mask with the X bits of {@link #bits} on their qubits. */
    static long xMask(int bits, int[] qubits) {
        long mask = 0;
        for (int j = 0; j < qubits.length; j++) {
            mask |= (long) (bits >>> j & 1) << qubits[j];
        }
        return mask;
    }

    /** A mask with the Z bits of {@link #bits} on their qubits. */
    static long zMask(int bits, int[] qubits) {
        return xMask(bits >>> qubits.length, qubits);
    }

    /**
     * The program of a circuit, or null if there is something before its tail that is neither a gate nor a channel of
     * Paulis.
     */
    static @Nullable FrameProgram of(PreparedCircuit prepared) {
        List<Instruction> body = prepared.instructions().subList(0, prepared.tail());
        for (Instruction instruction : body) {
            boolean known = switch (instruction) {
                case Gate gate -> gate.angles().stream().noneMatch(Expression::isRunTime);
                case Noise noise -> noise.channel().isPauli();
                case Barrier _ -> true;
                default -> false;
            };
            if (!known) {
                return null;
            }
        }
        Builder builder = new Builder();
        for (Instruction instruction : prepared.instructions()) {
            switch (instruction) {
                case Gate gate -> builder.add(gate);
                case Noise noise -> builder.add(noise);
                default -> {}
            }
        }
        return new FrameProgram(
                List.copyOf(builder.gates), List.copyOf(builder.parameters), List.copyOf(builder.steps));
    }

    private static final class Builder {
        private final List<Gate> gates = new ArrayList<>();
        private final List<String> parameters = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();
        private final Map<GateKind, int[]> cliffords = new HashMap<>();
        private int events;

        /** Qubits on which a trajectory's frame may have X, and Z. */
        private long x;

        private long z;

        /** A gate but for the qubits that it is on. */
        private record GateKind(Unitary unitary, List<Expression> angles, int controls, long controlValues) {}

        private static final int[] NONE = {};

        void add(Noise noise) {
            double[] cumulative = noise.channel().probabilities();
            int[] qubits = noise.qubits();
            for (int i = 0; i < cumulative.length; i++) {
                if (cumulative[i] > 0) {
                    for (int q = 0; q < qubits.length; q++) {
                        x |= (long) pauliX(i >> (2 * q)) << qubits[q];
                        z |= (long) pauliZ(i >> (2 * q)) << qubits[q];
                    }
                }
            }
            steps.add(new PauliError(events++, qubits, Branching.cumulative(cumulative)));
        }

        void add(Gate gate) {
            int[] qubits = gate.qubits();
            int possible = qubits.length <= CliffordMap.MAX_QUBITS ? bits(x, z, qubits) : 0;
            boolean free = Arrays.stream(qubits).allMatch(q -> ((x | z) >>> q & 1) == 0);
            if (free) {
                gates.add(gate);
                return;
            }
            if (qubits.length <= CliffordMap.MAX_QUBITS) {
                int[] images = cliffords.computeIfAbsent(
                        new GateKind(gate.unitary(), gate.angles(), gate.controlCount(), gate.controlValues()), _ -> {
                            int[] found = CliffordMap.of(gate);
                            return found == null ? NONE : found;
                        });
                if (images.length > 0) {
                    gates.add(gate);
                    pass(qubits, images, possible);
                    return;
                }
                FrameGates framed = FrameGates.of(gate);
                if (framed != null && framed.angles().stream().allMatch(Builder::isScalable)) {
                    decide(framed, qubits, possible, false);
                    return;
                }
            }
            for (int qubit : qubits) {
                apply(qubit);
            }
            gates.add(gate);
        }

        /** Angles of OpenQASM's type angle wrap, so that they are not multiplied. */
        private static boolean isScalable(FrameGates.FramedAngle framed) {
            return framed.angle().type().kind() == ClassicalType.Kind.FLOAT
                    || Arrays.stream(framed.sign()).allMatch(s -> s == 1);
        }

        private void pass(int[] qubits, int[] images, int possible) {
            int reached = 0;
            for (int bit = 0; bit < 2 * qubits.length; bit++) {
                if ((possible >>> bit & 1) == 1) {
                    reached |= images[1 << bit];
                }
            }
            steps.add(new Passed(qubits, images));
            setPossible(qubits, reached);
        }

        private void setPossible(int[] qubits, int bits) {
            long here = xMask(-1, qubits);
            x = (x & ~here) | xMask(bits, qubits);
            z = (z & ~here) | zMask(bits, qubits);
        }

        /** Applies what the frame may be on a qubit. */
        private void apply(int qubit) {
            int[] one = {qubit};
            int possible = bits(x, z, one);
            if (possible != 0) {
                decide(FrameGates.paulis(qubit), one, possible, true);
                setPossible(one, 0);
            }
        }

        private void decide(FrameGates framed, int[] qubits, int possible, boolean clears) {
            int first = parameters.size();
            List<double[]> tables = new ArrayList<>();
            List<Expression> angles = new ArrayList<>();
            for (FrameGates.FramedAngle angle : framed.angles()) {
                angles.add(depends(angle, possible) ? decided(angle, tables) : angle.angle());
            }
            int next = 0;
            for (Gate gate : framed.gates()) {
                List<Expression> own =
                        List.copyOf(angles.subList(next, next + gate.angles().size()));
                next += own.size();
                gates.add(new Gate(gate.unitary(), own, gate.qubits(), gate.controlCount(), gate.controlValues()));
            }
            if (!tables.isEmpty() || clears) {
                steps.add(decided(qubits, possible, first, tables, clears));
            }
        }

        private static boolean depends(FrameGates.FramedAngle angle, int possible) {
            for (int v = 0; v < angle.sign().length; v++) {
                if ((v & ~possible) == 0 && (angle.sign()[v] != 1 || angle.offset()[v] != 0)) {
                    return true;
                }
            }
            return false;
        }

        /** The angle by own parameters, whose values by frame are added to the tables. */
        private Expression decided(FrameGates.FramedAngle framed, List<double[]> tables) {
            String factor = newParameter();
            double[] values = framed.sign().clone();
            tables.add(values);
            if (framed.angle() instanceof Expression.Constant(double angle)) {
                Arrays.setAll(values, v -> framed.sign()[v] * angle + framed.offset()[v]);
                return Expression.parameter(factor);
            }
            if (Arrays.stream(framed.offset()).allMatch(o -> o == 0)) {
                return FrameGates.angle(framed, factor, factor);
            }
            tables.add(framed.offset().clone());
            return FrameGates.angle(framed, factor, newParameter());
        }

        /** With a blank, so that no parameter of a program has the name. */
        private String newParameter() {
            String name = "frame " + parameters.size();
            parameters.add(name);
            return name;
        }

        /** Frames with the same values are one variant. */
        private static Decided decided(int[] qubits, int possible, int first, List<double[]> tables, boolean clears) {
            int[] variants = new int[1 << (2 * qubits.length)];
            List<double[]> values = new ArrayList<>();
            for (int v = 0; v < variants.length; v++) {
                int frame = v;
                if ((v & ~possible) != 0) {
                    continue;
                }
                double[] ofFrame = tables.stream().mapToDouble(t -> t[frame]).toArray();
                int known = 0;
                while (known < values.size() && !Arrays.equals(values.get(known), ofFrame)) {
                    known++;
                }
                if (known == values.size()) {
                    values.add(ofFrame);
                }
                variants[v] = known;
            }
            return new Decided(qubits, variants, first, values.toArray(new double[0][]), clears);
        }
    }

    /** Whether the Pauli with this number, of I, X, Y, Z, has an X. */
    static int pauliX(int number) {
        return (number & 3) == 1 || (number & 3) == 2 ? 1 : 0;
    }

    /** Whether it has a Z. */
    static int pauliZ(int number) {
        return number >> 1 & 1;
    }
}
