package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SlicesOptionTest {
    /** Hadamards and rotations on every qubit, twice. */
    private static final String PROGRAM = """
            OPENQASM 3.0;
            include "stdgates.inc";
            qubit[18] q;
            for int i in [0:17] { h q[i]; rx(0.1 * (i + 1)) q[i]; }
            for int i in [0:16] { cx q[i], q[i + 1]; }
            for int i in [0:17] { ry(0.3 * (i + 1)) q[i]; }
            """;

    @TempDir
    private Path folder;

    @Test
    void results_are_those_of_a_state_in_one_piece() throws IOException {
        Path program = Programs.write(folder, PROGRAM);
        for (String device : new String[] {"cpu", "reference"}) {
            Cli whole = Cli.run("run", program, "--device", device, "--shots", 50, "--seed", 3)
                    .exits(ExitCode.DONE);
            Cli sliced = Cli.run("run", program, "--device", device, "--shots", 50, "--seed", 3, "--slices", 4)
                    .exits(ExitCode.DONE);
            assertEquals(whole.out(), sliced.out());
            sliced.complains("(asked for by name; in 4 slices)");
        }
        JsonNode whole = Cli.run("expect", program, "--observable", "X0 Z9 Y17", "--device", "cpu", "--json")
                .exits(ExitCode.DONE)
                .json();
        JsonNode sliced = Cli.run(
                        "expect", program, "--observable", "X0 Z9 Y17", "--slices", 8, "--device", "cpu", "--json")
                .exits(ExitCode.DONE)
                .json();
        assertEquals(whole.get("values"), sliced.get("values"));
    }

    @Test
    void explain_and_profile_tell_of_the_exchanges() throws IOException {
        Path program = Programs.write(folder, PROGRAM);
        JsonNode explained = Cli.run("explain", program, "--device", "cpu", "--slices", 4, "--json")
                .exits(ExitCode.DONE)
                .json()
                .get("slices")
                .get(0);
        assertEquals(4, explained.get("slices").asInt());
        int exchanges = explained.get("exchanges").size();
        assertTrue(exchanges > 0, explained::toString);
        assertEquals(2, explained.get("exchanges").get(0).get("bits").asInt());
        assertEquals(
                0.75 * (8 << 18), explained.get("exchanges").get(0).get("bytes").asDouble());
        JsonNode profile = Cli.run(
                        "run", program, "--device", "cpu", "--slices", 4, "--shots", 5, "--profile", "--json")
                .exits(ExitCode.DONE)
                .json()
                .get("profile");
        assertEquals(4, profile.get("slice_devices").size());
        assertEquals("cpu", profile.get("slice_devices").get(3).asString());
        assertEquals(exchanges, profile.get("exchanges").get(0).get("runs").asInt());
        assertEquals(
                explained.get("exchanged_bytes").asDouble(),
                profile.get("exchanges").get(0).get("bytes").asDouble());
        Cli text = Cli.run("explain", program, "--device", "cpu", "--slices", 4).exits(ExitCode.DONE);
        assertTrue(text.out().contains("slices        4 of 2^16 amplitudes, 1 exchanges"), text::toString);
        Cli.run("run", program, "--device", "cpu", "--slices", 4, "--shots", 5, "--profile")
                .exits(ExitCode.DONE)
                .complains("slices are on cpu, cpu, cpu, cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-4", "4096"})
    void a_number_of_slices_is_a_power_of_two(String number) throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("run", bell, "--slices=" + number)
                .exits(ExitCode.BAD_INPUT)
                .complains("--slices: " + number + " slices; expected a power of two from 1 to 1024");
    }

    @Test
    void more_slices_than_a_gate_has_room_for_are_refused() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        for (String command : new String[] {"run", "explain"}) {
            Cli.run(command, bell, "--device", "reference", "--slices", 2)
                    .exits(ExitCode.BAD_INPUT)
                    .complains("--slices: 2 slices of a state of 2 qubits; expected at most 1");
        }
    }
}
