package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variances, inner products, reduced states and entropies, against sums over amplitudes and closed forms. */
class StateQuantitiesTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);
    private static final double TOLERANCE = 1e-12;

    private static Circuit circuit(int qubits, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CircuitBuilder builder = Circuit.builder(qubits);
        for (int i = 0; i < 6 * qubits; i++) {
            int a = random.nextInt(qubits);
            int b = (a + 1 + random.nextInt(qubits - 1)) % qubits;
            builder.ry(random.nextDouble(3), a)
                    .rz(random.nextDouble(3), b)
                    .cx(a, b)
                    .swap(b, a);
        }
        return builder.build();
    }

    private static PauliSum random(int qubits, int terms, SplittableRandom random) {
        List<PauliTerm> list = new ArrayList<>();
        for (int i = 0; i < terms; i++) {
            list.add(new PauliTerm(
                    random.nextDouble(-1, 1), random.nextLong(1L << qubits), random.nextLong(1L << qubits)));
        }
        return new PauliSum(list);
    }

    /** O times a state, by its definition on basis states. */
    private static double[] applied(PauliSum sum, double[] amplitudes) {
        double[] result = new double[amplitudes.length];
        for (PauliTerm term : sum.terms()) {
            for (int i = 0; i < amplitudes.length / 2; i++) {
                int to = (int) (i ^ term.x());
                int turns = (term.yCount() + 2 * Long.bitCount(i & term.z())) % 4;
                double re = term.coefficient() * amplitudes[2 * i];
                double im = term.coefficient() * amplitudes[2 * i + 1];
                result[2 * to] += turns == 0 ? re : turns == 1 ? -im : turns == 2 ? -re : im;
                result[2 * to + 1] += turns == 0 ? im : turns == 1 ? re : turns == 2 ? -im : -re;
            }
        }
        return result;
    }

    /** &lt;a|b&gt;. */
    private static double[] product(double[] a, double[] b) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < a.length; i += 2) {
            re += a[i] * b[i] + a[i + 1] * b[i + 1];
            im += a[i] * b[i + 1] - a[i + 1] * b[i];
        }
        return new double[] {re, im};
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void variance_and_covariance_are_those_of_the_matrices(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PauliSum a = random(4, 12, random);
        PauliSum b = random(4, 7, random);
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(circuit(4, seed), DOUBLE)) {
            double[] psi = state.amplitudes();
            double[] aPsi = applied(a, psi);
            double[] bPsi = applied(b, psi);
            double meanA = product(psi, aPsi)[0];
            double meanB = product(psi, bPsi)[0];
            assertEquals(meanA, state.expectation(a), TOLERANCE);
            assertEquals(product(aPsi, aPsi)[0] - meanA * meanA, state.variance(a), TOLERANCE, "seed " + seed);
            assertEquals(product(aPsi, bPsi)[0] - meanA * meanB, state.covariance(a, b), TOLERANCE, "seed " + seed);
            assertEquals(state.covariance(a, b), state.covariance(b, a), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 11})
    void inner_products_are_sums_over_amplitudes(int qubits) {
        try (Simulator simulator = Simulator.open("reference");
                State a = simulator.state(circuit(Math.max(2, qubits), 7), DOUBLE);
                State b = simulator.state(circuit(Math.max(2, qubits), 8), DOUBLE)) {
            double[] expected = product(a.amplitudes(), b.amplitudes());
            assertArrayEquals(expected, a.innerProduct(b), TOLERANCE);
            assertArrayEquals(new double[] {expected[0], -expected[1]}, b.innerProduct(a), TOLERANCE);
            assertEquals(expected[0] * expected[0] + expected[1] * expected[1], a.fidelity(b), TOLERANCE);
            assertEquals(1, a.fidelity(a), TOLERANCE);
        }
    }

    @Test
    void reduced_states_give_the_expectations_on_their_qubits() {
        int[] qubits = {4, 1, 2};
        PauliSum[] sums = {PauliSum.parse("X0 Y1 Z2"), PauliSum.parse("Y0"), PauliSum.parse("Z1 X2 - 0.3*Y0 Z1")};
        PauliSum[] onAll = {PauliSum.parse("X4 Y1 Z2"), PauliSum.parse("Y4"), PauliSum.parse("Z1 X2 - 0.3*Y4 Z1")};
        Circuit circuit = circuit(6, 3);
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(circuit, DOUBLE);
                DensityMatrix matrix = simulator.densityMatrix(circuit, DOUBLE)) {
            ReducedDensityMatrix reduced = state.reduced(qubits);
            assertEquals(1, reduced.trace(), TOLERANCE);
            for (int o = 0; o < sums.length; o++) {
                double trace = 0;
                for (int column = 0; column < 8; column++) {
                    double[] basis = new double[16];
                    basis[2 * column] = 1;
                    double[] image = applied(sums[o], basis);
                    for (int row = 0; row < 8; row++) {
                        double[] entry = reduced.entry(/* row= */ column, /* column= */ row);
                        trace += entry[0] * image[2 * row] - entry[1] * image[2 * row + 1];
                    }
                }
                assertEquals(state.expectation(onAll[o]), trace, TOLERANCE, sums[o].toString());
            }
            assertArrayEquals(reduced.entries(), matrix.reduced(qubits).entries(), TOLERANCE);
            assertEquals(reduced.entropy(), state.reduced(0, 3, 5).entropy(), 1e-9);
            assertEquals(reduced.entropy(), state.entanglementEntropy(1, 2, 4), 1e-9);
            double squares = 0;
            for (double value : reduced.eigenvalues()) {
                squares += value * value;
            }
            assertEquals(reduced.purity(), squares, TOLERANCE);
        }
    }

    @Test
    void entropies_have_their_closed_forms() {
        double p = 0.2;
        Circuit circuit = Circuit.builder(5)
                .ry(2 * Math.asin(Math.sqrt(p)), 0)
                .cx(0, 3)
                .h(1)
                .cx(1, 2)
                .build();
        double binary = -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(circuit, DOUBLE);
                DensityMatrix noisy = simulator.densityMatrix(
                        Circuit.builder(1).noise(Channel.bitFlip(p), 0).build(), DOUBLE)) {
            assertEquals(binary, state.entanglementEntropy(0), 1e-9);
            assertEquals(1 + binary, state.entanglementEntropy(0, 1), 1e-9);
            assertEquals(0, state.entanglementEntropy(0, 3), 1e-9);
            assertEquals(0, state.entanglementEntropy(4), 1e-9);
            assertEquals(binary, noisy.reduced(0).entropy(), 1e-9);
            assertArrayEquals(new double[] {p, 1 - p}, state.reduced(3).eigenvalues(), TOLERANCE);
        }
    }

    @Test
    void every_device_has_the_same_bits() {
        RunOptions options = new RunOptions().withPlanFor(DeviceProfile.cuda());
        PauliSum sum = random(5, 20, new SplittableRandom(1));
        List<String> compared = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        for (DeviceInfo device : Devices.list()) {
            if (!device.usable()) {
                continue;
            }
            List<Double> found = new ArrayList<>();
            try (Simulator simulator = Simulator.open(device.name());
                    State a = simulator.state(circuit(5, 1), options);
                    State b = simulator.state(circuit(5, 2), options)) {
                found.add(a.variance(sum));
                found.add(a.innerProduct(b)[0]);
                found.add(a.innerProduct(b)[1]);
                found.add(a.entanglementEntropy(1, 3));
            }
            if (expected.isEmpty()) {
                expected.addAll(found);
            }
            assertEquals(expected, found, device.name());
            compared.add(device.name());
        }
        assertTrue(compared.contains("reference"), compared.toString());
    }

    @Test
    void what_makes_no_sense_is_refused() {
        try (Simulator simulator = Simulator.open("reference");
                State two = simulator.state(circuit(2, 1), DOUBLE);
                State three = simulator.state(circuit(3, 1), DOUBLE)) {
            assertThrows(IllegalArgumentException.class, () -> two.innerProduct(three));
            assertThrows(IllegalArgumentException.class, () -> two.reduced(2));
            assertThrows(IllegalArgumentException.class, () -> two.reduced(0, 0));
            assertThrows(IllegalArgumentException.class, () -> two.variance(PauliSum.parse("Z2")));
        }
    }
}
