package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.NoiseModel;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;

/**
 * A noisy circuit against the density matrix that Qiskit Aer 0.18.2 (Qiskit 2.6.2, method {@code density_matrix}) gives for
 * it, with {@code depolarizing_error(0.04, 1)} behind h and ry, {@code depolarizing_error(0.16, 2)} behind cx, {@code
 * amplitude_damping_error(0.1)} behind u, {@code phase_damping_error(0.2)} behind sx, {@code
 * thermal_relaxation_error(50, 70, 5, 0.1)} behind rz and {@code thermal_relaxation_error(50, 30, 5)} on both qubits behind
 * cz. Aer's depolarizing parameter counts the identity among the Paulis.
 */
class AerNoiseTest {
    /** Rows of the lower triangle, (re, im). */
    private static final double[][] LOWER = {
        {0.212037819442, 0.000000000000},
        {0.027530029093, -0.029373071165, 0.078521363190, 0.000000000000},
        {-0.013034921719, -0.138269020668, 0.025032407152, -0.023850717183, 0.214962271224, 0.000000000000},
        {
            0.031122747031,
            -0.006193872686,
            0.013034921719,
            0.025354847236,
            0.007482045669,
            0.036470370083,
            0.075596911408,
            0.000000000000
        },
        {
            0.040497973584,
            0.032540133447,
            -0.002003344811,
            0.015836489926,
            -0.029536554983,
            0.025438518056,
            0.008804866545,
            0.009637936930,
            0.081857534207,
            0.000000000000
        },
        {
            -0.058686809173,
            0.069773512930,
            -0.044433347034,
            -0.006047679478,
            -0.056755608192,
            -0.059749636225,
            -0.024403481811,
            0.021017630967,
            0.002594706980,
            0.035479657484,
            0.127583283161,
            0.000000000000
        },
        {
            -0.001337284078,
            -0.041259029718,
            0.012430641589,
            -0.008248572905,
            0.055132767725,
            0.007891895482,
            0.002003344811,
            -0.015836489926,
            -0.009395829912,
            0.015521422904,
            -0.025032407152,
            0.023850717183,
            0.083965537010,
            0.000000000000
        },
        {
            -0.067060503167,
            -0.044687013005,
            -0.001104881314,
            -0.034088741284,
            0.058686809173,
            -0.069773512930,
            -0.032341891791,
            -0.026412370864,
            -0.031122747031,
            0.006193872686,
            0.009395829912,
            0.097392750528,
            0.022642690405,
            -0.030363783764,
            0.125475280357,
            0.000000000000
        }
    };

    private static NoiseModel.Rule rule(Channel channel, String... gates) {
        return new NoiseModel.Rule(Set.of(gates), Set.of(), 0, channel);
    }

    @Test
    void density_matrix_is_that_of_aer() {
        Circuit circuit = Circuit.builder(3)
                .h(0)
                .cx(0, 1)
                .ry(0.7, 2)
                .cx(1, 2)
                .add(Gate.of(StandardGate.U, new int[] {0}, 0.3, 0.2, 0.1))
                .cz(0, 2)
                .sx(1)
                .rz(0.4, 2)
                .build();
        NoiseModel model = new NoiseModel(
                List.of(
                        rule(Channel.depolarizing(0.03), "h", "ry"),
                        rule(Channel.depolarizing2(0.15), "cx"),
                        rule(Channel.amplitudeDamping(0.1), "u"),
                        rule(Channel.phaseDamping(0.2), "sx"),
                        rule(Channel.thermalRelaxation(50, 70, 5, 0.1), "rz"),
                        rule(Channel.thermalRelaxation(50, 30, 5, 0), "cz")),
                List.of());
        RunOptions options = new RunOptions().withPrecision(Precision.DOUBLE);
        try (Simulator simulator = Simulator.open("reference");
                DensityMatrix matrix = simulator.densityMatrix(model.apply(circuit), options)) {
            for (int row = 0; row < LOWER.length; row++) {
                for (int column = 0; column <= row; column++) {
                    double[] expected = {LOWER[row][2 * column], LOWER[row][2 * column + 1]};
                    assertArrayEquals(expected, matrix.entry(row, column), 1e-11, row + ", " + column);
                }
            }
        }
    }

    /**
     * Counts of 200 000 shots of {@link #dynamicCircuit} by Qiskit Aer 0.18.2 (Qiskit 2.6.2, method {@code density_matrix},
     * seed 11); its noise is {@code pauli_error} behind h, {@code depolarizing_error(0.08, 2)} behind cx, {@code
     * kraus_error} behind ry, {@code thermal_relaxation_error(50, 30, 10, 0.2)} behind sx and {@code ReadoutError([[0.97,
     * 0.03], [0.08, 0.92]])} of qubit 0.
     */
    private static final Map<String, Integer> AER_COUNTS = Map.of(
            "0000", 17294, "0001", 27682, "0100", 31134, "0101", 24519, "1000", 14708, "1001", 25082, "1100", 37134,
            "1101", 22447);

    /** A sum of 8 squared normal numbers with one condition exceeds this once in a million times. */
    private static final double CHI_SQUARE_7 = 40.5;

    /** Measurements, a reset, branches and a loop with channels of every kind and misread bits. */
    private static Circuit dynamicCircuit() {
        double half = Math.sqrt(0.5);
        double[][] damping = {{1, 0, 0, 0, 0, 0, Math.sqrt(0.7), 0}, {0, 0, Math.sqrt(0.3), 0, 0, 0, 0, 0}};
        double[] hadamard = {half, 0, half, 0, half, 0, -half, 0};
        List<double[]> operators = Arrays.stream(damping)
                .map(k -> product(product(hadamard, k), hadamard))
                .toList();
        Channel kraus = Channel.kraus("damping between + and -", operators);
        Channel pauli = Channel.pauli(0.05, 0.02, 0.1);
        Channel pair = Channel.depolarizing2(0.075);
        Channel relaxation = Channel.thermalRelaxation(50, 30, 10, 0.2);
        CircuitBuilder b = Circuit.builder(3, 4);
        b.h(0).noise(pauli, 0).cx(0, 1).noise(pair, 0, 1).measure(1, 0);
        b.ifElse(
                Expression.bit(0),
                yes -> yes.ry(0.9, 2).noise(kraus, 2),
                no -> no.ry(2.1, 2).noise(kraus, 2));
        b.reset(1).sx(1).noise(relaxation, 1).cx(2, 1).noise(pair, 2, 1);
        b.measure(0, 1).readoutError(1, 0.03, 0.08);
        b.ifThen(Expression.bit(1), yes -> yes.h(2).noise(pauli, 2));
        b.cx(1, 0).noise(pair, 1, 0).sx(0).noise(relaxation, 0);
        b.whileLoop(
                Expression.bit(1),
                body -> body.ry(1.0, 0).noise(kraus, 0).measure(0, 1).readoutError(1, 0.03, 0.08));
        return b.ry(0.4, 0).noise(kraus, 0).measure(2, 2).measure(1, 3).build();
    }

    private static double[] product(double[] a, double[] b) {
        double[] c = new double[8];
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                for (int k = 0; k < 2; k++) { // all entries are real
                    c[4 * row + 2 * column] += a[4 * row + 2 * k] * b[4 * k + 2 * column];
                }
            }
        }
        return c;
    }

    /** Two samples of as many shots. */
    @Test
    void dynamic_circuit_has_the_counts_of_aer() {
        int shots = AER_COUNTS.values().stream().mapToInt(Integer::intValue).sum();
        try (Simulator simulator = Simulator.open("auto")) {
            Map<String, Integer> counts = simulator
                    .run(dynamicCircuit(), RunOptions.shots(shots).withSeed(5))
                    .counts();
            assertEquals(AER_COUNTS.keySet(), counts.keySet());
            double chiSquare = 0;
            for (Map.Entry<String, Integer> aer : AER_COUNTS.entrySet()) {
                double own = counts.getOrDefault(aer.getKey(), 0);
                double off = own - aer.getValue();
                chiSquare += off * off / (own + aer.getValue());
            }
            assertTrue(chiSquare < CHI_SQUARE_7, "chi-square " + chiSquare + ", " + counts);
        }
    }
}
