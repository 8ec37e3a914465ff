package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Set;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
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
}
