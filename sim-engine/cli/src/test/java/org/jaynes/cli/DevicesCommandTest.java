package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DevicesCommandTest {
    @AfterEach
    void clear() {
        System.clearProperty("jaynes.device");
        System.clearProperty("jaynes.threads");
        System.clearProperty("jaynes.cuda");
    }

    @Test
    void listsEveryDeviceWithAReasonWhereItIsNotUsable() {
        JsonNode json =
                Cli.run("devices", "--json").exits(ExitCode.DONE).isQuiet().json();
        assertEquals("jaynes.devices/1", json.get("schema").asString());
        List<String> kinds = json.get("devices")
                .valueStream()
                .map(device -> device.get("kind").asString())
                .toList();
        assertTrue(kinds.containsAll(Set.of("cuda", "cpu", "reference")), kinds.toString());
        for (JsonNode device : json.get("devices")) {
            assertTrue(device.hasNonNull("name"));
            assertEquals(
                    device.get("usable").asBoolean(),
                    device.get("reason").asString().isEmpty(),
                    device.toString());
        }
        JsonNode reference = json.get("devices").get(kinds.indexOf("reference"));
        assertTrue(reference.get("usable").asBoolean());
        assertTrue(reference.get("memory_bytes").asLong() > 0);
    }

    @Test
    void settingsShowValueAndOrigin() {
        System.setProperty("jaynes.device", "reference");
        JsonNode settings = Cli.run("devices", "--json").json().get("settings");
        assertEquals(
                Set.of(
                        "jaynes.device",
                        "jaynes.threads",
                        "jaynes.cuda",
                        "jaynes.cuda.library",
                        "jaynes.cpu.library",
                        "jaynes.cache"),
                Set.copyOf(settings.propertyNames()));
        JsonNode device = settings.get("jaynes.device");
        assertEquals("reference", device.get("value").asString());
        assertEquals("system property jaynes.device", device.get("origin").asString());
        assertEquals("JAYNES_DEVICE", device.get("environment_variable").asString());
    }

    @Test
    void aBindingThatThereIsNotIsBadUsage() {
        System.setProperty("jaynes.cuda", "foo");
        Cli.run("devices")
                .exits(ExitCode.BAD_INPUT)
                .complains("the system property jaynes.cuda is 'foo'; expected auto, panama or jcuda");
    }

    @Test
    void theTextNamesDevicesAndSettings() {
        System.setProperty("jaynes.threads", "3");
        Cli.run("devices")
                .exits(ExitCode.DONE)
                .prints("reference\n")
                .prints("jaynes.threads       3 (system property jaynes.threads; JAYNES_THREADS)");
    }

    @Test
    void settingsThatCannotBeAreBadInput() {
        System.setProperty("jaynes.device", "gpu");
        Cli.run("devices").exits(ExitCode.BAD_INPUT).showsNoStackTrace().complains("device 'gpu' is not known");
        System.setProperty("jaynes.device", "auto");
        System.setProperty("jaynes.threads", "1000000");
        Cli.run("devices").exits(ExitCode.BAD_INPUT).showsNoStackTrace().complains("1000000 threads; expected 1 to");
    }

    @Test
    void aWrongSettingIsNamedWithItsOrigin() {
        System.setProperty("jaynes.threads", "many");
        Cli.run("devices").exits(ExitCode.BAD_INPUT).complains("system property jaynes.threads is 'many'");
    }
}
