package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExplainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void thePlanAsText() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("explain", bell, "--device", "reference")
                .exits(ExitCode.DONE)
                .isQuiet()
                .prints("device        reference (asked for by name)")
                .prints("passes        1 over the state")
                .prints("predicted");
    }

    @Test
    void thePlanAsJson() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        JsonNode json = Cli.run("explain", bell, "--json").exits(ExitCode.DONE).json();
        assertEquals(
                Set.of(
                        "schema",
                        "device",
                        "device_reason",
                        "precision",
                        "qubits",
                        "gates",
                        "depth",
                        "dynamic",
                        "stretches",
                        "seconds"),
                Set.copyOf(json.propertyNames()));
        assertEquals(1, json.get("gates").get("cx").asInt());
        assertEquals(1, json.get("stretches").size());
        JsonNode stretch = json.get("stretches").get(0);
        assertEquals(1, stretch.get("passes").asInt());
        assertEquals(32, stretch.get("state_bytes").asInt());
        assertTrue(stretch.get("flops").asDouble() > 0);
        assertTrue(stretch.get("predicted_seconds").asDouble() > 0);
    }

    @Test
    void aDynamicProgramHasSeveralStretches() throws IOException {
        Path program = Programs.write(folder, Programs.TELEPORTATION);
        JsonNode json = Cli.run("explain", program, "--json").json();
        assertTrue(json.get("dynamic").asBoolean());
        assertTrue(json.get("stretches").size() > 1);
    }

    @Test
    void whatAGpuDoesWithSmallStatesIsSaid() throws IOException {
        String declarations = "OPENQASM 3.0; include \"stdgates.inc\"; qubit[%d] q; h q; ";
        Path oneBlock = Programs.write(folder, declarations.formatted(14) + "cx q[0], q[13]; rx(0.3) q;");
        JsonNode stretch = Cli.run("explain", oneBlock, "--plan-for", "cuda", "--json")
                .json()
                .get("stretches")
                .get(0);
        assertEquals(1, stretch.get("passes").asInt());
        assertEquals(14, stretch.get("tile_bits").asInt());
        assertEquals(false, stretch.get("repeats_as_graph").asBoolean());

        String cascade = "for int i in [0:17] { cx q[i], q[(i + 7) % 18]; rx(0.1 * i) q[i]; } ";
        Path graph = Programs.write(folder, declarations.formatted(18) + cascade.repeat(3));
        Cli.run("explain", graph, "--plan-for", "cuda")
                .exits(ExitCode.DONE)
                .prints("tiles of 2^13 amplitudes; up to 14 qubits are one tile of one block")
                .prints("; one graph when they are run again");
    }

    @Test
    void nothingIsAllocatedForTheState() throws IOException {
        Path program = Programs.write(folder, "OPENQASM 3.0; include \"stdgates.inc\"; qubit[40] q; h q;");
        Cli.run("explain", program, "--device", "reference")
                .exits(ExitCode.DONE)
                .prints("40 qubits");
    }
}
