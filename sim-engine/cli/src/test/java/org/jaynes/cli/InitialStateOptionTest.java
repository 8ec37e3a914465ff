package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code --initial-state FILE.npy} and {@code --checksum}. */
class InitialStateOptionTest {
    @TempDir
    private Path folder;

    private Path program(String name, String gates) throws IOException {
        return Files.writeString(folder.resolve(name), "OPENQASM 3.0; include \"stdgates.inc\"; qubit[3] q; " + gates);
    }

    @Test
    void aRunGoesOnWhereAnotherEnded() throws IOException {
        Path first = program("first.qasm", "h q[0]; cx q[0], q[2];");
        Path second = program("second.qasm", "cx q[0], q[2]; h q[0]; x q[1];");
        Path state = folder.resolve("state.npy");
        Cli.run("run", first, "--output", "amplitudes", "--out", state, "--checksum")
                .exits(ExitCode.DONE);
        assertTrue(Files.readString(folder.resolve("state.npy.sha256")).matches("[0-9a-f]{64}  state\\.npy\n"));
        JsonNode counts = Cli.run("run", second, "--initial-state", state, "--shots", 20, "--json")
                .exits(ExitCode.DONE)
                .json()
                .get("counts");
        assertEquals("{\"010\":20}", counts.toString());
        JsonNode values = Cli.run("expect", second, "--observable", "Z1", "--initial-state", state, "--json")
                .exits(ExitCode.DONE)
                .json()
                .get("values");
        assertEquals(-1, values.get(0).asDouble(), 1e-6);
    }

    @Test
    void statesThatDoNotFitAreRefused() throws IOException {
        Path program = program("program.qasm", "h q[0];");
        Path state = folder.resolve("state.npy");
        Cli.run("run", program, "--initial-state", state)
                .exits(ExitCode.BAD_INPUT)
                .complains(state + ": there is no such file");
        Files.writeString(state, "no numbers at all");
        Cli.run("run", program, "--initial-state", state)
                .exits(ExitCode.BAD_INPUT)
                .complains(state + ": not a NumPy file");
        Path two = Files.writeString(folder.resolve("two.qasm"), "OPENQASM 3.0; qubit[2] q;");
        Cli.run("run", two, "--output", "amplitudes", "--out", state, "--checksum")
                .exits(ExitCode.DONE);
        Cli.run("run", program, "--initial-state", state)
                .exits(ExitCode.BAD_INPUT)
                .complains(state + ": holds the amplitudes of 2 qubits; " + program + " has 3");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length - 1] ^= 1;
        Files.write(state, bytes);
        Cli.run("run", two, "--initial-state", state).exits(ExitCode.BAD_INPUT).complains("the file has been changed");
        Cli.run("run", program, "--checksum").exits(ExitCode.BAD_INPUT).complains("--checksum goes with");
    }
}
