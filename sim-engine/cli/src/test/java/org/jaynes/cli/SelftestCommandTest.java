package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SelftestCommandTest {
    private static final Set<String> SPEEDS = Set.of(
            "qubits",
            "copy_bytes_per_second",
            "flip_pass_bytes_per_second",
            "dense_pass_bytes_per_second",
            "launch_seconds",
            "round_trip_seconds");

    @TempDir
    private Path folder;

    @Test
    void theCpuGivesTheBitsOfTheReference() throws IOException {
        Assumptions.assumeTrue(CpuLibrary.find().isAvailable(), "libjaynes_cpu was not built");
        Path report = folder.resolve("report.json");
        Cli.run("selftest", "--device", "cpu", "--qubits", 10, "--report", report)
                .exits(ExitCode.DONE)
                .prints("checks give the reference's bits")
                .prints("launch");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(report));
        assertEquals("jaynes.selftest/1", json.get("schema").asString());
        assertTrue(json.get("passed").asBoolean());
        JsonNode test = json.get("tests").get(0);
        assertEquals("cpu", test.get("device").asString());
        assertTrue(test.get("checks").size() > 100);
        assertTrue(test.get("checks")
                .valueStream()
                .allMatch(check -> check.get("passed").asBoolean()));
        assertEquals(SPEEDS, Set.copyOf(test.get("speed").propertyNames()));
        for (String speed : SPEEDS) {
            assertTrue(test.get("speed").get(speed).asDouble() > 0, speed);
        }
    }

    @Test
    void theReferenceIsTimedOnly() {
        Cli.run("selftest", "--device", "reference", "--qubits", 8)
                .exits(ExitCode.DONE)
                .prints("is the reference: nothing to compare it with");
        JsonNode json = Cli.run("selftest", "--device", "reference", "--qubits", 8, "--json")
                .exits(ExitCode.DONE)
                .json();
        assertFalse(json.has("passed"), json::toString);
    }

    @Test
    void statesThatDoNotFitAreRefused() {
        Cli.run("selftest", "--device", "reference", "--qubits", 45)
                .exits(ExitCode.BEYOND_LIMIT)
                .showsNoStackTrace();
    }

    @Test
    void statesTooSmallToMeasureAreRefused() {
        Cli.run("selftest", "--qubits", 7).exits(ExitCode.BAD_INPUT).complains("--qubits is 7; expected 8 to 62");
    }

    @Test
    void anUnknownDeviceIsBadInput() {
        Cli.run("selftest", "--device", "gpu").exits(ExitCode.BAD_INPUT);
    }
}
