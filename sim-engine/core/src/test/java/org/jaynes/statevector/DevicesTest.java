package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jaynes.circuit.Circuit;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.Devices;
import org.junit.jupiter.api.Test;

/** The list of devices tells the truth: what it calls usable works, and what it does not is refused with its reason. */
class DevicesTest {
    @Test
    void usable_devices_work_and_the_others_say_why_not() {
        Circuit circuit = Circuit.builder(1, 1).x(0).measure(0, 0).build();
        List<DeviceInfo> devices = Devices.list();
        assertEquals("reference", devices.getLast().name());
        assertTrue(devices.getLast().usable());
        for (DeviceInfo device : devices) {
            if (device.usable()) {
                try (Simulator simulator = Simulator.open(device.name())) {
                    RunResult result = simulator.run(circuit, RunOptions.shots(3));
                    assertEquals(java.util.Map.of("1", 3), result.counts());
                    assertEquals(device.name(), result.device().device());
                }
            } else {
                DeviceUnavailableException e =
                        assertThrows(DeviceUnavailableException.class, () -> Simulator.open(device.name()));
                assertTrue(e.toString().contains(device.reason()), e + " / " + device.reason());
            }
        }
    }

    @Test
    void auto_runs_here() {
        Circuit circuit = Circuit.builder(1, 1).x(0).measure(0, 0).build();
        try (Simulator simulator = Simulator.open("auto")) {
            RunResult result = simulator.run(circuit, RunOptions.shots(3));
            assertEquals(java.util.Map.of("1", 3), result.counts());
            assertTrue(
                    result.device().reason().startsWith("auto: "),
                    result.device().reason());
        }
    }
}
