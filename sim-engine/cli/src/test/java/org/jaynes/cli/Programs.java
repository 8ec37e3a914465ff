package org.jaynes.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small programs for the tests of the commands. */
final class Programs {
    static final String BELL = """
            OPENQASM 3.0;
            include "stdgates.inc";
            qubit[2] q;
            bit[2] c;
            h q[0];
            cx q[0], q[1];
            c = measure q;
            """;

    /** Outcome 1 in register a and 10 in register b. */
    static final String TWO_REGISTERS = """
            OPENQASM 2.0;
            include "qelib1.inc";
            qreg q[3];
            creg a[1];
            creg b[2];
            x q[0];
            x q[2];
            measure q[0] -> a[0];
            measure q[1] -> b[0];
            measure q[2] -> b[1];
            """;

    /** Teleports the state with P(1) = sin(0.4)^2 from qubit 0 to qubit 2. */
    static final String TELEPORTATION = """
            OPENQASM 3.0;
            include "stdgates.inc";
            qubit[3] q;
            bit m0;
            bit m1;
            bit r;
            ry(0.8) q[0];
            h q[1];
            cx q[1], q[2];
            cx q[0], q[1];
            h q[0];
            m0 = measure q[0];
            m1 = measure q[1];
            if (m1) x q[2];
            if (m0) z q[2];
            r = measure q[2];
            """;

    /** With <Z0> = cos(a + 2 b) and <X0> = sin(a + 2 b). */
    static final String ROTATION = """
            OPENQASM 3.0;
            include "stdgates.inc";
            input float a;
            input float b;
            qubit q;
            ry(a) q;
            ry(2 * b) q;
            """;

    private Programs() {}

    static Path write(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("program.qasm"), text);
    }
}
