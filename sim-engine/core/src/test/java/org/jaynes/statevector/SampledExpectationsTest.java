package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
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

/** Averages over trajectories against exact density matrices. */
class SampledExpectationsTest {
    private static final List<PauliSum> OBSERVABLES =
            List.of(PauliSum.parse("Z0 Z1 + 0.5*X2"), PauliSum.parse("Y0 X1 - 0.7*Z2 + 0.1"), PauliSum.parse("Y2"));

    private static Circuit circuit(boolean pauli) {
        CircuitBuilder builder = Circuit.builder(3);
        for (int q = 0; q < 3; q++) {
            builder.ry(0.5 + q, q).noise(Channel.depolarizing(0.1), q);
        }
        builder.cx(0, 1).noise(Channel.depolarizing2(0.15), 0, 1).t(1).cp(0.9, 1, 2);
        builder.noise(pauli ? Channel.phaseDamping(0.3) : Channel.amplitudeDamping(0.3), 2);
        return builder.rx(0.7, 2).h(0).noise(Channel.bitFlip(0.1), 0).build();
    }

    /** False alarms: five standard errors, 6 * 10^-7 for each of six means; the seeds are fixed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void means_lie_within_their_errors(boolean pauli) {
        Circuit circuit = circuit(pauli);
        RunOptions options =
                new RunOptions().withPrecision(Precision.DOUBLE).withShots(4000).withSeed(3);
        try (Simulator simulator = Simulator.open("reference")) {
            double[] exact = simulator.expectations(circuit, OBSERVABLES, List.of(Map.of()), options)
                    .values()[0];
            SampledExpectations sampled = simulator.sampledExpectations(circuit, OBSERVABLES, options);
            for (int o = 0; o < exact.length; o++) {
                double error = sampled.standardErrors()[o];
                assertTrue(error > 1e-4 && error < 0.05, "standard error " + error);
                assertEquals(
                        exact[o],
                        sampled.means()[o],
                        5 * error,
                        OBSERVABLES.get(o).toString());
            }
        }
    }

    @Test
    void without_chance_there_is_no_error() {
        Circuit circuit = Circuit.builder(3).h(0).cx(0, 1).build();
        try (Simulator simulator = Simulator.open("reference")) {
            SampledExpectations sampled = simulator.sampledExpectations(
                    circuit, OBSERVABLES, RunOptions.shots(10).withSeed(1));
            assertEquals(1, sampled.means()[0], 1e-6);
            assertEquals(0, sampled.standardErrors()[0], 1e-12);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> simulator.sampledExpectations(circuit, OBSERVABLES, RunOptions.shots(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_device_has_the_same_bits(boolean pauli) {
        RunOptions options = RunOptions.shots(200).withSeed(8).withPlanFor(DeviceProfile.cuda());
        double[] expected = null;
        for (DeviceInfo device : Devices.list()) {
            if (device.usable()) {
                try (Simulator simulator = Simulator.open(device.name())) {
                    double[] means = simulator
                            .sampledExpectations(circuit(pauli), OBSERVABLES, options)
                            .means();
                    expected = expected == null ? means : expected;
                    assertArrayEquals(expected, means, device.name());
                }
            }
        }
    }
}
