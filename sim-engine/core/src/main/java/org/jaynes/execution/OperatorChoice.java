package org.jaynes.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jaynes.bindings.generated.plan.JaynesPlan;
import org.jaynes.circuit.Channel;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;

/**
 * Several operators on the same qubits, of which a state takes one by chance: the Kraus operators of a channel, or the
 * projections of a measurement. Each is as probable as the squared norm of what it makes of the state, which is
 * normalised then. {@code JaynesChoiceArguments} in {@code jaynes_plan.h} says how it is drawn. Immutable.
 */
public final class OperatorChoice {
    /** Most qubits that the operators may act on. */
    public static final int MAX_BITS = 2;

    /** Most draws that decide which numbers a plan runs with. */
    public static final int MAX_SELECTING = JaynesPlan.JAYNES_MAX_SELECT_BITS();

    /** In the place of an event, a row that draws nothing and keeps its state; in the place of an outcome, such a row. */
    public static final int NONE = JaynesPlan.JAYNES_CHOICE_NONE();

    /** In the place of an outcome: no operator leaves anything of the state. */
    static final int IMPOSSIBLE = JaynesPlan.JAYNES_CHOICE_IMPOSSIBLE();

    /** Parts that count less in every weight are rounding errors of the operators. */
    private static final double NEGLIGIBLE = 1e-14;

    private final int[] bits;
    private final int operatorCount;
    private final double[] operators;
    private final List<PauliGroup> expectations;
    private final double[] factors;
    private final Plan plan;

    /**
     * A choice.
     *
     * @param operators matrices as {@link org.jaynes.circuit.Unitary#matrix} gives them, at least one
     * @param targets the index bit of each qubit that they act on; the first is the least significant bit of their indices
     * @param profile of the device whose plans run on the states before and after
     */
    public OperatorChoice(
            List<double[]> operators, int[] targets, int indexBits, Precision precision, DeviceProfile profile) {
        if (targets.length < 1 || targets.length > MAX_BITS || operators.isEmpty()) {
            throw new IllegalArgumentException("%d operators on %d qubits; expected at least one, on 1 to %d qubits"
                    .formatted(operators.size(), targets.length, MAX_BITS));
        }
        boolean swapped = targets.length == 2 && targets[0] > targets[1];
        List<double[]> ordered =
                swapped ? operators.stream().map(OperatorChoice::swapped).toList() : operators;
        this.bits = Arrays.stream(targets).sorted().toArray();
        this.operatorCount = ordered.size();
        this.operators = ordered.stream().flatMapToDouble(Arrays::stream).toArray();
        this.plan = Plan.ofMatrix(bits, indexBits, precision, profile);
        Parts parts = new Parts(bits);
        ordered.forEach(parts::addOperator);
        this.expectations = parts.expectations();
        this.factors = parts.factors();
    }

    /** The same operator on two qubits that are named in the other order. */
    private static double[] swapped(double[] matrix) {
        int[] order = {0, 2, 1, 3};
        double[] result = new double[matrix.length];
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                System.arraycopy(matrix, 2 * (4 * order[row] + order[column]), result, 2 * (4 * row + column), 2);
            }
        }
        return result;
    }

    /**
     * What the weights are made of. A weight is the sum over all x and i of conj(a(i ^ x)) A(i ^ x, i) a(i), with A =
     * K†K; for x = 0 these are marginal probabilities, and for every other x the numbers A(v ^ x, v) are a sum of signs
     * (-1)^(v z), so that the rest is one of expectations with one Pauli product each.
     */
    private static final class Parts {
        private final int[] bits;
        private final int size;
        private final List<double[]> rows = new ArrayList<>();

        Parts(int[] bits) {
            this.bits = bits;
            this.size = 1 << bits.length;
        }

        /** Adds the factors of all parts: position x * size + z, the marginal probability z for x = 0. */
        void addOperator(double[] k) {
            double[] square = Channel.square(k);
            double[] row = new double[size * size];
            for (int v = 0; v < size; v++) {
                row[v] = square[2 * (v * size + v)];
                for (int x = 1; x < size; x++) {
                    for (int z = 0; z < size; z++) {
                        int entry = 2 * ((v ^ x) * size + v);
                        double part = isReal(x, z) ? square[entry] : -square[entry + 1];
                        row[x * size + z] += (Integer.bitCount(v & z) % 2 == 0 ? part : -part) / size;
                    }
                }
            }
            rows.add(row);
        }

        /** A is Hermitian: with an even number of Y only the real parts of its entries are left, else the imaginary. */
        private static boolean isReal(int x, int z) {
            return Integer.bitCount(x & z) % 2 == 0;
        }

        private boolean isUsed(int position) {
            return position < size || rows.stream().anyMatch(row -> Math.abs(row[position]) > NEGLIGIBLE);
        }

        List<PauliGroup> expectations() {
            List<PauliGroup> groups = new ArrayList<>();
            for (int position = size; position < size * size; position++) {
                if (isUsed(position)) {
                    int x = position / size;
                    int z = position % size;
                    groups.add(new PauliGroup(
                            inState(x), new long[] {inState(z)}, new double[] {1}, isReal(x, z) ? 1 : 0));
                }
            }
            return List.copyOf(groups);
        }

        double[] factors() {
            return rows.stream()
                    .flatMapToDouble(row ->
                            IntStream.range(0, row.length).filter(this::isUsed).mapToDouble(position -> row[position]))
                    .toArray();
        }

        private long inState(int local) {
            long mask = 0;
            for (int i = 0; i < bits.length; i++) {
                mask |= (long) (local >>> i & 1) << bits[i];
            }
            return mask;
        }
    }

    /** The index bits, ascending. */
    int[] bits() {
        return bits;
    }

    int operatorCount() {
        return operatorCount;
    }

    /** The matrices, one after the other, as the kernels take them. */
    double[] operators() {
        return operators;
    }

    /** Parts of a row: marginal probabilities first, then {@link #expectations}. */
    int partCount() {
        return (1 << bits.length) + expectations.size();
    }

    List<PauliGroup> expectations() {
        return expectations;
    }

    /** For each operator a factor for each part. */
    double[] factors() {
        return factors;
    }

    /** Applies what was drawn, by numbers of its own in each row. */
    public Plan plan() {
        return plan;
    }

    /**
     * Draws for one row, as the kernel does.
     *
     * @param parts of the row
     * @param number uniform in [0, 1)
     * @param weights to be filled: of each operator
     * @return the operator, or {@link #IMPOSSIBLE}
     */
    int draw(double[] parts, double number, double[] weights) {
        double norm = 0;
        int last = 0;
        for (int j = 0; j < operatorCount; j++) {
            double weight = 0;
            for (int p = 0; p < parts.length; p++) {
                weight = Math.fma(factors[j * parts.length + p], parts[p], weight);
            }
            weights[j] = weight > 0 ? weight : 0;
            norm += weights[j];
            last = weights[j] > 0 ? j : last;
        }
        if (!(norm > 0)) {
            return IMPOSSIBLE;
        }
        double threshold = number * norm;
        double sum = 0;
        for (int j = 0; ; j++) {
            sum += weights[j];
            if (j == last || sum > threshold) {
                return j;
            }
        }
    }
}
