package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import org.jaynes.plan.DeviceProfile;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ran on one device is replayed on another when both plan for the same. */
class ReplayTest {
    /** More than a tile of a GPU or of a CPU holds, so that they plan differently. */
    private static final int QUBITS = 17;

    private static final Circuit CIRCUIT = circuit(new SplittableRandom(5));

    private static Circuit circuit(SplittableRandom random) {
        CircuitBuilder builder = Circuit.builder(QUBITS, QUBITS);
        for (int layer = 0; layer < 2; layer++) {
            for (int qubit = 0; qubit < QUBITS; qubit++) {
                builder.rx(random.nextDouble(3), qubit).rz(random.nextDouble(3), qubit);
            }
            for (int gate = 0; gate < QUBITS; gate++) {
                int control = random.nextInt(QUBITS);
                builder.cx(control, (control + 1 + random.nextInt(QUBITS - 1)) % QUBITS);
            }
        }
        return builder.measureAll().build();
    }

    /** Outcomes of shots, and bits of all amplitudes. */
    private record Run(List<String> outcomes, long[] amplitudes) {}

    private static Run run(String device, RunOptions options) {
        try (Simulator simulator = Simulator.open(device);
                State state = simulator.state(CIRCUIT, options)) {
            Samples samples = simulator.run(CIRCUIT, options).samples();
            List<String> outcomes = IntStream.range(0, samples.shots())
                    .mapToObj(samples::outcome)
                    .toList();
            long[] bits = Arrays.stream(state.amplitudes())
                    .mapToLong(Double::doubleToRawLongBits)
                    .toArray();
            return new Run(outcomes, bits);
        }
    }

    private static RunOptions options(Precision precision) {
        return RunOptions.shots(50).withSeed(11).withPrecision(precision);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cuda"})
    void all_devices_give_the_same_bits_and_samples_when_they_plan_for_the_same(String profile) {
        for (Precision precision : Precision.values()) {
            RunOptions options = options(precision).withPlanFor(DeviceProfile.of(profile));
            Run expected = run("reference", options);
            for (DeviceInfo device : Devices.list()) {
                if (device.usable()) {
                    Run run = run(device.name(), options);
                    String message = device.name() + " planning for " + profile + ", " + precision;
                    assertArrayEquals(expected.amplitudes(), run.amplitudes(), message);
                    assertEquals(expected.outcomes(), run.outcomes(), message);
                }
            }
        }
    }

    @Test
    void the_profiles_are_those_of_the_devices() {
        RunOptions options = options(Precision.SINGLE);
        for (DeviceInfo device : Devices.list()) {
            if (device.usable()) {
                DeviceProfile own = DeviceProfile.of(device.kind().equals("cuda") ? "cuda" : "cpu");
                Run expected = run(device.name(), options);
                Run run = run(device.name(), options.withPlanFor(own));
                assertArrayEquals(expected.amplitudes(), run.amplitudes(), device.name());
                assertEquals(expected.outcomes(), run.outcomes(), device.name());
            }
        }
    }

    @Test
    void the_test_can_fail() {
        RunOptions options = options(Precision.SINGLE);
        Run forCpu = run("reference", options.withPlanFor(DeviceProfile.cpu()));
        Run forCuda = run("reference", options.withPlanFor(DeviceProfile.cuda()));
        assertFalse(Arrays.equals(forCpu.amplitudes(), forCuda.amplitudes()), "both plans give the same bits");
    }
}
