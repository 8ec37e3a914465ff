package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken programs through the whole command: exit code 2, a located message, no stack trace, nothing on standard output. */
class BrokenProgramsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "OPENQASM 4.0;",
                "OPENQASM 2.0; qreg q[2]",
                "OPENQASM 2.0; qreg q[0];",
                "OPENQASM 2.0; qreg q[2]; qreg q[2];",
                "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[2]; cx q[0], q[0];",
                "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[2]; h q[2];",
                "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[2]; rx() q[0];",
                "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[2]; rx(1/0) q[0];",
                "OPENQASM 2.0; include \"missing.inc\"; qreg q[2];",
                "OPENQASM 2.0; gate a q { a q; } qreg q[1]; a q[0];",
                "OPENQASM 2.0; qreg q[1]; creg c[1]; measure q -> d;",
                "OPENQASM 2.0; qreg q[1000000000];",
                "OPENQASM 3.0; qubit q; h q;",
                "OPENQASM 3.0; qubit[2] q; U(0, 0) q[0];",
                "OPENQASM 3.0; qubit q; for int i in [0:1000000000000] { U(0, 0, 0) q; }",
                "OPENQASM 3.0; int x = \"a\";",
                "OPENQASM 3.0; def f() { f(); } f();",
                "OPENQASM 3.0; cal { }",
                "OPENQASM 3.0; extern f(int) -> int;",
                "OPENQASM 3.0; qubit q; if (q) { }",
                "OPENQASM 3.0; bit[2] b = \"012\";",
                "OPENQASM 3.0; ((((((((((((((((((((((((((((((((",
                "\u0000\u0001\u0002",
                "/* never closed",
                "\"never closed",
                "\ud83d\ude00"
            })
    void isRefusedWithItsPlace(String text) throws IOException {
        Path program = Programs.write(folder, text);
        Cli cli = Cli.run("run", program, "--shots", 1)
                .exits(ExitCode.BAD_INPUT)
                .printsNothing()
                .showsNoStackTrace();
        assertTrue(
                cli.err().matches("(?s)jaynes: " + Pattern.quote(program.toString()) + ":\\d+:\\d+: .+"),
                cli::toString);
    }
}
