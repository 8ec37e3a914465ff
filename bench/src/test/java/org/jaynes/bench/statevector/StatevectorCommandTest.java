package org.jaynes.bench.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jaynes.bench.BenchCli;
import org.jaynes.cli.InputException;
import org.jaynes.qasm.QasmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatevectorCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesJsonTableAndPlot() {
        BenchCli.Outcome outcome = BenchCli.run(
                "statevector",
                "--device",
                "reference",
                "--circuits",
                "ghz,qft",
                "--qubits",
                "4,5",
                "--runs",
                2,
                "--json",
                "--out",
                folder);
        assertEquals(0, outcome.exitCode());
        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertEquals(json, JsonMapper.shared().readTree(folder.resolve("statevector-reference-single.json")));
        assertEquals("jaynes.bench.statevector/1", json.get("schema").asString());
        assertEquals(4, json.get("measurements").size());
        assertEquals(2, json.get("measurements").get(0).get("run_seconds").size());
        assertTrue(outcome.err().contains("ghz               5      5"), outcome.err());
        assertTrue(Files.exists(folder.resolve("statevector-reference-single.txt")));
        assertTrue(Files.exists(folder.resolve("statevector-reference-single.png")));
    }

    @Test
    void takesCircuitsOfFiles() throws IOException {
        Path qasm =
                Files.writeString(folder.resolve("one.qasm"), "OPENQASM 3.0; include \"stdgates.inc\"; qubit q; h q;");
        Path qsim = Files.writeString(folder.resolve("circuit_q2"), "2\n0 h 0\n1 cz 0 1\n");
        BenchCli.Outcome outcome = BenchCli.run(
                "statevector", "--device", "reference", "--circuits", qasm + "," + qsim, "--runs", 1, "--out", folder);
        List<String> lines = outcome.out().lines().toList();
        assertTrue(lines.get(1).matches("one +1 +1 .*"), outcome.out());
        assertTrue(lines.get(2).matches("circuit_q2 +2 +2 .*"), outcome.out());
        Path broken = Files.writeString(folder.resolve("broken.qasm"), "OPENQASM 3.0; nothing");
        assertThrows(QasmException.class, () -> BenchCli.run("statevector", "--circuits", broken, "--out", folder));
    }

    @Test
    void refusesWhatItCannotDo() {
        refused("--runs is 0", "--runs", 0);
        refused("--qubits has 1;", "--qubits", 1);
        refused("unknown circuit 'star'", "--circuits", "star");
        refused("which comes with --peers", "--circuits", "volume");
        refused("--peers has 'nobody'; expected some of qsim, aer", "--peers=qsim,nobody");
        refused("device 'gpu' is not known", "--device", "gpu");
        refused("--threads is '0'", "--threads", 0);
    }

    private void refused(String part, Object... options) {
        Object[] arguments = new Object[options.length + 3];
        arguments[0] = "statevector";
        arguments[1] = "--out";
        arguments[2] = folder;
        System.arraycopy(options, 0, arguments, 3, options.length);
        String message = String.valueOf(assertThrows(InputException.class, () -> BenchCli.run(arguments))
                .getMessage());
        assertTrue(message.contains(part), message);
    }
}
