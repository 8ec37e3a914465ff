package org.jaynes.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A quantum channel on one or two qubits: a density matrix ρ becomes the sum of K ρ K† over the Kraus operators K.
 * Immutable.
 *
 * <p>A mixture of unitaries says with which probability each is applied, whatever the state; a trajectory draws one
 * without looking at the state. Which formulas are used: M. A. Nielsen, I. L. Chuang, "Quantum Computation and Quantum
 * Information", section 8.3; for {@link #thermalRelaxation} the limits T2 <= 2 T1 of the Bloch equations.
 */
public final class Channel {
    /** Most qubits that a channel acts on. */
    public static final int MAX_QUBITS = 2;

    /** How far an entry of the sum of K†K may be from that of the identity. */
    public static final double TOLERANCE = 1e-8;

    private static final String PAULIS = "IXYZ";

    private final String label;
    private final List<Unitary> operators;
    /** Of each operator, for a mixture; empty if the operators are Kraus operators. */
    private final double[] probabilities;

    private final boolean pauli;

    private Channel(String label, List<? extends Unitary> operators, double[] probabilities, boolean pauli) {
        this.label = label;
        this.pauli = pauli;
        this.operators = List.copyOf(operators);
        this.probabilities = probabilities;
    }

    /**
     * A channel by its Kraus operators.
     *
     * @param label a name for it, for messages
     * @param operators matrices as {@link MatrixUnitary} takes them, all on one or all on two qubits
     * @throws IllegalArgumentException if there is none, their sizes differ, or the sum of K†K is not the identity to
     *     within {@link #TOLERANCE}
     */
    public static Channel kraus(String label, List<double[]> operators) {
        if (operators.isEmpty()) {
            throw new IllegalArgumentException(label + ": no Kraus operators; expected at least one");
        }
        List<MatrixOperator> matrices =
                operators.stream().map(k -> new MatrixOperator(label, k)).toList();
        int qubits = matrices.getFirst().targetCount();
        if (qubits > MAX_QUBITS || matrices.stream().anyMatch(m -> m.targetCount() != qubits)) {
            throw new IllegalArgumentException("%s: Kraus operators on %s qubits; expected all on 1 or all on %d"
                    .formatted(
                            label,
                            matrices.stream()
                                    .map(MatrixOperator::targetCount)
                                    .distinct()
                                    .toList(),
                            MAX_QUBITS));
        }
        requireComplete(label, operators, 1 << qubits);
        return new Channel(label, matrices, new double[0], false);
    }

    /**
     * K†K, whose expectation is how probable the operator K is.
     *
     * @param k a matrix as {@link MatrixUnitary} takes them, unitary or not
     */
    public static double[] square(double[] k) {
        int size = 1 << MatrixUnitary.targets("K", k.length);
        double[] product = new double[k.length];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int to = 2 * (row * size + column);
                for (int m = 0; m < size; m++) {
                    int i = 2 * (m * size + row);
                    int j = 2 * (m * size + column);
                    product[to] += k[i] * k[j] + k[i + 1] * k[j + 1];
                    product[to + 1] += k[i] * k[j + 1] - k[i + 1] * k[j];
                }
            }
        }
        return product;
    }

    private static void requireComplete(String label, List<double[]> operators, int size) {
        double[] sum = new double[2 * size * size];
        for (double[] k : operators) {
            double[] square = square(k);
            Arrays.setAll(sum, i -> sum[i] + square[i]);
        }
        for (int a = 0; a < size; a++) {
            for (int b = a; b < size; b++) {
                double re = sum[2 * (a * size + b)] - (a == b ? 1 : 0);
                double im = sum[2 * (a * size + b) + 1];
                if (!(Math.hypot(re, im) <= TOLERANCE)) {
                    throw new IllegalArgumentException(
                            "%s: the sum of K†K differs from the identity by (%s, %s) in row %d, column %d; expected at most %s"
                                    .formatted(label, re, im, a, b, TOLERANCE));
                }
            }
        }
    }

    /**
     * A mixture of unitaries.
     *
     * @param label a name for it, for messages
     * @param probabilities of each; they add up to 1
     * @param unitaries all on one or all on two qubits
     * @throws IllegalArgumentException if a probability is not one, they do not add up to 1 to within {@link #TOLERANCE},
     *     or the numbers or sizes do not fit
     */
    public static Channel mixture(String label, double[] probabilities, List<MatrixUnitary> unitaries) {
        if (probabilities.length == 0 || probabilities.length != unitaries.size()) {
            throw new IllegalArgumentException("%s: %d probabilities for %d unitaries; expected as many, at least one"
                    .formatted(label, probabilities.length, unitaries.size()));
        }
        double sum = 0;
        for (double probability : probabilities) {
            requireProbability(label, probability);
            sum += probability;
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException(label + ": the probabilities add up to " + sum + "; expected 1");
        }
        int qubits = unitaries.getFirst().targetCount();
        if (qubits > MAX_QUBITS || unitaries.stream().anyMatch(u -> u.targetCount() != qubits)) {
            throw new IllegalArgumentException(label + ": expected unitaries all on 1 or all on 2 qubits");
        }
        return new Channel(label, unitaries, probabilities.clone(), false);
    }

    /** X, Y or Z with these probabilities, else nothing. */
    public static Channel pauli(double x, double y, double z) {
        String label = "pauli(%s, %s, %s)".formatted(x, y, z);
        return paulis(label, 1, new double[] {0, x, y, z});
    }

    /** X with probability p. */
    public static Channel bitFlip(double p) {
        return paulis("bit_flip(%s)".formatted(p), 1, new double[] {0, p, 0, 0});
    }

    /** Z with probability p. */
    public static Channel phaseFlip(double p) {
        return paulis("phase_flip(%s)".formatted(p), 1, new double[] {0, 0, 0, p});
    }

    /** Each of X, Y, Z with probability p / 3. */
    public static Channel depolarizing(double p) {
        return paulis("depolarizing(%s)".formatted(p), 1, new double[] {0, p / 3, p / 3, p / 3});
    }

    /** Each of the 15 pairs of Paulis but II with probability p / 15. */
    public static Channel depolarizing2(double p) {
        double[] errors = new double[16];
        Arrays.fill(errors, 1, 16, p / 15);
        return paulis("depolarizing2(%s)".formatted(p), 2, errors);
    }

    /** Products of Paulis by number, in base 4 with the first qubit lowest; the rest of the probability is the identity. */
    private static Channel paulis(String label, int qubits, double[] errors) {
        double[] probabilities = new double[errors.length];
        List<MatrixUnitary> unitaries = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < errors.length; i++) {
            requireProbability(label, errors[i]);
            sum += errors[i];
            probabilities[i] = errors[i];
            unitaries.add(pauliProduct(i, qubits));
        }
        requireProbability(label, sum);
        probabilities[0] = Math.max(0, 1 - sum);
        return new Channel(label, unitaries, probabilities, true);
    }

    private static MatrixUnitary pauliProduct(int number, int qubits) {
        StringBuilder name = new StringBuilder();
        int x = 0;
        int z = 0;
        for (int q = 0; q < qubits; q++) {
            int pauli = number >> (2 * q) & 3;
            name.append(PAULIS.charAt(pauli));
            x |= (pauli == 1 || pauli == 2 ? 1 : 0) << q;
            z |= (pauli == 2 || pauli == 3 ? 1 : 0) << q;
        }
        int size = 1 << qubits;
        double[] matrix = new double[2 * size * size];
        for (int i = 0; i < size; i++) {
            // i^y (-1)^parity(i & z), y the number of Ys
            int turns = (Integer.bitCount(x & z) + 2 * Integer.bitCount(i & z)) % 4;
            int entry = 2 * ((i ^ x) * size + i) + turns % 2;
            matrix[entry] = turns < 2 ? 1 : -1;
        }
        return new MatrixUnitary(name.toString(), matrix);
    }

    /** Decay of |1> to |0> with probability gamma. */
    public static Channel amplitudeDamping(double gamma) {
        return generalizedDamping("amplitude_damping(%s)".formatted(gamma), gamma, 0);
    }

    /** Loss of phase: off-diagonal entries are multiplied by sqrt(1 - lambda). A mixture of the identity and Z. */
    public static Channel phaseDamping(double lambda) {
        String label = "phase_damping(%s)".formatted(lambda);
        requireProbability(label, lambda);
        return paulis(label, 1, new double[] {0, 0, 0, (1 - StrictMath.sqrt(1 - lambda)) / 2});
    }

    /**
     * What a time does to a qubit with relaxation times T1 and T2: the populations go to their equilibrium by
     * 1 - exp(-time / T1), the off-diagonal entries shrink by exp(-time / T2). All three in the same unit.
     *
     * @param excited population of |1> in equilibrium
     * @throws IllegalArgumentException if a time is negative or not finite, T1 or T2 is 0, or T2 is larger than 2 T1
     */
    public static Channel thermalRelaxation(double t1, double t2, double time, double excited) {
        String label = "thermal_relaxation(t1 %s, t2 %s, time %s, excited %s)".formatted(t1, t2, time, excited);
        if (!(t1 > 0 && t2 > 0 && time >= 0 && Double.isFinite(t1 + t2 + time))) {
            throw new IllegalArgumentException(label + ": expected finite times, t1 and t2 above 0");
        }
        if (t2 > 2 * t1) {
            throw new IllegalArgumentException(label + ": t2 is larger than 2 t1, which no qubit can have");
        }
        double decay = -StrictMath.expm1(-time / t1);
        List<double[]> operators = new ArrayList<>();
        // What is left of the phases after damping, which alone makes T2 = 2 T1, is lost by flips of the phase.
        double flip = -StrictMath.expm1(-time * (1 / t2 - 1 / (2 * t1))) / 2;
        for (double[] k : dampingOperators(label, decay, excited)) {
            operators.add(scaled(k, StrictMath.sqrt(1 - flip), 1));
            operators.add(scaled(k, StrictMath.sqrt(flip), -1));
        }
        return kraus(label, withoutZeros(operators));
    }

    private static Channel generalizedDamping(String label, double gamma, double excited) {
        return kraus(label, withoutZeros(dampingOperators(label, gamma, excited)));
    }

    private static List<double[]> dampingOperators(String label, double gamma, double excited) {
        requireProbability(label, gamma);
        requireProbability(label, excited);
        double down = StrictMath.sqrt(1 - excited);
        double up = StrictMath.sqrt(excited);
        double stay = StrictMath.sqrt(1 - gamma);
        double jump = StrictMath.sqrt(gamma);
        return List.of(
                new double[] {down, 0, 0, 0, 0, 0, down * stay, 0},
                new double[] {0, 0, down * jump, 0, 0, 0, 0, 0},
                new double[] {up * stay, 0, 0, 0, 0, 0, up, 0},
                new double[] {0, 0, 0, 0, up * jump, 0, 0, 0});
    }

    /** A 2x2 matrix times a factor, its second row times {@code sign} too. */
    private static double[] scaled(double[] k, double factor, int sign) {
        double[] result = new double[k.length];
        Arrays.setAll(result, i -> factor * k[i] * (i < 4 ? 1 : sign));
        return result;
    }

    private static List<double[]> withoutZeros(List<double[]> operators) {
        return operators.stream()
                .filter(k -> Arrays.stream(k).anyMatch(v -> v != 0))
                .toList();
    }

    /** The qubit is thrown away and replaced by one in |0>. */
    public static Channel reset() {
        return kraus("reset", List.of(new double[] {1, 0, 0, 0, 0, 0, 0, 0}, new double[] {0, 0, 1, 0, 0, 0, 0, 0}));
    }

    static void requireProbability(String what, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("%s: %s is not a probability; expected 0 to 1".formatted(what, p));
        }
    }

    /** Number of qubits that it acts on, 1 or 2. */
    public int qubitCount() {
        return operators.getFirst().targetCount();
    }

    /** How many operators there are: unitaries of a mixture, or Kraus operators. */
    public int operatorCount() {
        return operators.size();
    }

    /**
     * Whether it is a mixture of all products of Paulis: operator {@code i} is the product that has, on qubit q, number
     * {@code i >> 2 q & 3} of I, X, Y, Z.
     */
    public boolean isPauli() {
        return pauli;
    }

    /** A unitary of a mixture, or a Kraus operator. */
    public Unitary operator(int index) {
        return operators.get(index);
    }

    /** Whether it is a mixture of unitaries. */
    public boolean isMixture() {
        return probabilities.length > 0;
    }

    /** Of a mixture, the probabilities of its unitaries; empty for other channels. */
    public double[] probabilities() {
        return probabilities.clone();
    }

    /**
     * The channel as a matrix on the entries of a density matrix: entry (r, c) of ρ is number r + 2^k c of a vector.
     *
     * @return row-major, (re, im) interleaved, 4^k rows: the sum of K[r, r'] conj(K[c, c']) over the Kraus operators
     */
    public double[] superoperator() {
        int size = 1 << qubitCount();
        int rows = size * size;
        double[] result = new double[2 * rows * rows];
        for (int o = 0; o < operators.size(); o++) {
            double weight = isMixture() ? probabilities[o] : 1;
            double[] k = operators.get(o).matrix();
            for (int to = 0; to < rows; to++) {
                for (int from = 0; from < rows; from++) {
                    int a = 2 * (to % size * size + from % size);
                    int b = 2 * (to / size * size + from / size);
                    int at = 2 * (to * rows + from);
                    result[at] += weight * (k[a] * k[b] + k[a + 1] * k[b + 1]);
                    result[at + 1] += weight * (k[a + 1] * k[b] - k[a] * k[b + 1]);
                }
            }
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Channel that
                && label.equals(that.label)
                && operators.equals(that.operators)
                && Arrays.equals(probabilities, that.probabilities);
    }

    @Override
    public int hashCode() {
        return (31 * label.hashCode() + operators.hashCode()) * 31 + Arrays.hashCode(probabilities);
    }

    @Override
    public String toString() {
        return label;
    }
}
