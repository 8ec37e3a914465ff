package org.jaynes.qasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs with a fault: each is refused at the place of the fault, with a message that names it. */
class BrokenProgramsTest {
    /** Stands in a program before the token at which the fault is to be reported. */
    private static final String MARK = "\u25b8";

    private static final String V3 = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[3] q; bit[3] c;\n";
    private static final String V2 = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[3]; creg c[3];\n";

    /** A program with its mark, and a part of the message. */
    record Broken(String marked, String message) {
        String program() {
            return marked.replace(MARK, "");
        }

        int line() {
            return (int) before().chars().filter(c -> c == '\n').count() + 1;
        }

        int column() {
            return before().length() - (before().lastIndexOf('\n') + 1) + 1;
        }

        private String before() {
            return marked.substring(0, marked.indexOf(MARK));
        }

        @Override
        public String toString() {
            return message;
        }
    }

    private static Broken whole(String marked, String message) {
        return new Broken(marked, message);
    }

    private static Broken in3(String marked, String message) {
        return new Broken(V3 + marked, message);
    }

    private static Broken in2(String marked, String message) {
        return new Broken(V2 + marked, message);
    }

    /** What is never reached is looked through for names and numbers of operands. */
    static Stream<Broken> unreached() {
        return Stream.of(
                in3("if (false) { ▸nosuch q[0]; }", "gate 'nosuch' is not declared"),
                in3("if (true) { x q[0]; } else { ▸nosuch q[0]; }", "gate 'nosuch' is not declared"),
                in3("if (false) { ▸cx q[0]; }", "gate 'cx' takes 2 qubits, not 1"),
                in3("if (false) { ▸rx q[0]; }", "gate 'rx' takes 1 angle, not 0"),
                in3("if (false) { int a = ▸nosuch + 1; }", "'nosuch' is not declared"),
                in3("if (c == 1) { ▸nosuch q[0]; }", "gate 'nosuch' is not declared"),
                in3("for int i in [0:-1] { x q[i]; ▸nosuch q[0]; }", "gate 'nosuch' is not declared"),
                in3("while (false) { x ▸r[0]; }", "'r' is not declared"),
                in3("switch (1) { case 1 { x q[0]; } case 4 { ▸nosuch q[0]; } }", "gate 'nosuch' is not declared"),
                in3("switch (1) { case 1 { x q[0]; } default { x ▸r; } }", "'r' is not declared"),
                in3("for int i in [0:3] { continue; ▸nosuch q[0]; }", "gate 'nosuch' is not declared"),
                in3("def f(qubit a) { x a; ▸nosuch a; }", "gate 'nosuch' is not declared"),
                in3("def f(qubit a) { x ▸q[0]; }", "'q' is not declared; it exists outside; pass it as a parameter"),
                in3("def f(int n) -> int { return n; } if (false) { int a = ▸f(1, 2); }", "takes 1 argument, not 2"),
                in3("if (false) { float a = ▸sine(1.0); }", "function 'sine' is not declared"),
                in3("x q[0]; end; ▸nosuch q[0];", "gate 'nosuch' is not declared"),
                in3("end; x q[0]▸", "expected ';' but found the end of the file"),
                in2("if (c == 1) ▸nosuch q[0];", "gate 'nosuch' is not declared"));
    }

    static Stream<Broken> grammar() {
        return Stream.of(
                whole("OPENQASM▸", "expected a version such as 2.0 or 3.0 but found the end of the file"),
                whole("OPENQASM ▸4.0;", "OpenQASM '4.0' is not known; versions 2.0 and 3.x can be read"),
                whole("OPENQASM 3.0\n▸qubit q;", "expected ';' but found 'qubit'"),
                whole("qubit q;\n▸OPENQASM 3.0;", "the version comes first, before any other statement"),
                in3("x q[0] \t▸cx q[0], q[1];", "expected ';' but found 'cx'"),
                in3("▸) x q[0];", "expected a statement but found ')'"),
                in3("x q[▸];", "expected an expression but found ']'"),
                in3("x q[0 ▸0];", "expected ']' but found '0'"),
                in3("rx(1.0 ▸; q[0];", "expected ')' but found ';'"),
                in3("rx(1.0 + ▸* 2) q[0];", "expected an expression but found '*'"),
                in3("cx q[0], ▸;", "expected a qubit or a register but found ';'"),
                in3("int ▸bit = 3;", "expected a name but found 'bit'; choose another name: 'bit' is a keyword"),
                in3("int a =▸;", "expected an expression but found ';'"),
                in3("const int a▸;", "expected '=' but found ';'"),
                in3("input int a ▸= 3;", "expected ';' but found '='"),
                in3("include ▸\"stdgates.inc;", "this string is never closed"),
                in3("include ▸3;", "expected the name of a file in quotes but found '3'"),
                in3("▸/* x q[0];", "this comment is never closed"),
                in3("x ▸\u00a7;", "the character U+00A7 means nothing here"),
                in3("if (c == \"000\") {▸", "expected '}' but found the end of the file"),
                in3("if ▸c == 1 { x q; }", "expected '(' but found 'c'"),
                in3("if (true)▸;", "expected a statement but found ';'"),
                in3("for ▸i in [0:3] { x q; }", "expected a type but found 'i'"),
                in3("for int i ▸= [0:3] { x q; }", "expected 'in' but found '='"),
                in3("for int i in [3▸] { x q; }", "expected ':' but found ']'"),
                in3("ctrl ▸x q[0], q[1];", "expected '@' but found 'x'"),
                in3("pow ▸@ x q[0];", "expected '(' and the exponent but found '@'"),
                in3("ctrl @ ▸(x) q[0], q[1];", "expected a gate or a gate modifier but found '('"),
                in3("switch (1) { ▸x q; }", "expected 'case', 'default' or '}' but found 'x'"),
                in3("switch (1) { default { } ▸case 1 { } }", "expected '}' but found 'case'; 'default' comes last"),
                in3("c ▸~= \"000\";", "'~=' has no meaning"),
                in3("bit b = ▸\"012\";", "expected a bit string of 0 and 1 but found '\"012\"'"),
                in3("int a = ▸0x;", "this number has no digits of its base"),
                in3("int a = ▸18446744073709551616;", "this integer is larger than 2^64 - 1"),
                in3("float a = ▸1e400;", "this number is larger than the largest double"),
                in3("x ▸$;", "a physical qubit is a '$' and a number"),
                in3("▸#foo bar", "'#foo' means nothing"),
                in3("const ▸array[int[8], #dim=1] a = {1};", "an array that is declared has lengths, not '#dim'"),
                in3("array[int[8], 2] a = ▸[1, 2];", "expected an expression but found '['"),
                in3("def f(▸array[int[8], 2] a) { }", "an array parameter needs 'readonly' or 'mutable'"),
                in3("complex[▸int] a;", "expected 'float' but found 'int'"),
                in3("measure q ▸= c;", "expected ';' but found '='"),
                in3("defcal x $0▸;", "expected '{' but found ';'"),
                in3("cal { x▸", "expected '}' but found the end of the file"),
                in2("▸= 3;", "expected a statement but found '='"),
                in2("cx q[0] ▸q[1];", "expected ';' but found 'q'"),
                in2("x q[▸a];", "expected an integer but found 'a'"),
                in2("qreg ▸3;", "expected a name but found '3'"),
                in2("qreg r▸;", "expected '[' but found ';'"),
                in2("measure q[0]▸;", "expected '->' but found ';'"),
                in2("if(c▸=1) x q[0];", "expected '==' but found '='"),
                in2("if(c==1) ▸barrier q;", "expected a gate, 'measure' or 'reset' but found 'barrier'"),
                in2("gate g a { ▸measure a -> c; }", "expected a gate, 'barrier' or '}' but found 'measure'"),
                in2("x ▸$0;", "expected a register or one of its elements but found '$0'"),
                in2("rz(2 ▸% 3) q[0];", "expected ')' but found '%'"),
                in2("▸OPENQASM 2.0;", "the version comes first, before any other statement"));
    }

    static Stream<Broken> names() {
        return Stream.of(
                in3("x ▸r;", "'r' is not declared"),
                in3("▸foo q[0];", "gate 'foo' is not declared"),
                whole("qubit q;\n▸h q;", "gate 'h' is not declared; write include \"stdgates.inc\";"),
                in3("▸rzz(1) q[0], q[1];", "gate 'rzz' is not declared; write include \"qelib1.inc\";"),
                in3("qubit ▸q;", "'q' is declared twice"),
                in3("int ▸c = 3;", "'c' is declared twice"),
                in3("gate ▸h a { }", "'h' is declared twice"),
                in3("gate g a { ▸g a; }", "gate 'g' uses itself; a gate is made of gates that are defined before it"),
                in3("gate g a { x ▸b; }", "'b' is not declared"),
                in3("gate g(t) a { rx(▸v) a; }", "'v' is not declared"),
                in3("gate ▸g(t, t) a { }", "gate 'g' names an angle twice"),
                in3("gate ▸g a, a { }", "gate 'g' names 'a' twice"),
                in3("▸q q;", "'q' is a register of qubits, not a gate"),
                in3("def f(qubit a) { } ▸f q[0];", "'f' is a subroutine, not a gate; call it with its qubits"),
                in3("x ▸c[0];", "'c' is a register of classical bits, not a qubit"),
                in3("int a = ▸q;", "'q' is a register of qubits, not a single value"),
                in3("int a = ▸foo(3);", "function 'foo' is not declared"),
                in3("▸break;", "'break' stands outside of any loop"),
                in3("▸continue;", "'continue' stands outside of any loop"),
                in3("▸return;", "'return' stands outside of any subroutine"),
                in3("▸extern f(int) -> int;", "'extern' is not supported"),
                in3("▸box { x q; }", "'box' is not supported"),
                in3("▸cal { anything { at } all }", "'cal' is not supported"),
                in3("▸defcal x $0 { play(drive); }", "'defcal' is not supported"),
                in3("▸defcalgrammar \"openpulse\";", "'defcalgrammar' is not supported"),
                in3("delay[▸durationof({x $0;})] q;", "'durationof' is not supported"),
                in3("def f() { x ▸q; } f();", "'q' is not declared; it exists outside; pass it as a parameter"),
                in3("if (true) { qubit ▸r; }", "qubits can be declared only outside of blocks"),
                in3("def f(int a, int ▸a) { }", "'a' is declared twice"),
                in2("x ▸r[0];", "'r' is not declared"),
                in2("measure q[0] -> ▸d[0];", "'d' is not declared"),
                in2("if(▸d==1) x q[0];", "'d' is not declared"),
                in2("gate ▸h a { }", "'h' is declared twice"),
                in2("opaque g a; ▸g q[0];", "gate 'g' is opaque and cannot be simulated"),
                in2("rz(▸foo) q[0];", "'foo' is not declared"),
                in2("rz(▸arcsin(1)) q[0];", "function 'arcsin' is not declared"));
    }

    static Stream<Broken> values() {
        return Stream.of(
                in3("x q[▸3];", "index 3 is outside of 0 to 2"),
                in3("x q[▸-4];", "index -4 is outside of 0 to 2"),
                in3("x q[▸2:1];", "this range is empty"),
                in3("x q[{0, ▸7}];", "index 7 is outside of 0 to 2"),
                in3("▸cx q[0];", "gate 'cx' takes 2 qubits, not 1"),
                in3("▸rx q[0];", "gate 'rx' takes 1 angle, not 0"),
                in3("ctrl @ ▸ccx q[0], q[1], q[2];", "gate 'ccx' with its controls takes 4 qubits, not 3"),
                in3("cx q[1], q▸[1];", "gate 'cx' uses one qubit twice"),
                in3("cx q, q▸[0:1];", "registers of 3 and 2 qubits cannot go together in one gate"),
                in3("▸c[0:1] = measure q;", "3 qubits cannot be measured into 2 bits; both need the same size"),
                in3("measure q -> ▸q;", "a measurement gives bits, and this is no bit or register of bits"),
                in3("qubit[▸0] r;", "0 qubits; at least 1 is needed"),
                in3("int[▸65] a;", "a width of 65 bits; widths of 1 to 64 bits can be computed with"),
                in3("float[▸16] a;", "a float of 16 bits; floats have 32 or 64 bits here"),
                in3(
                        "c = measure q; const int[8] a = ▸int[8](c);",
                        "must be known before the run, and this one depends on"),
                in3("c = measure q; x q[▸int[8](c)];", "an index must be known before the run, and this value depends"),
                in3("for int i in [▸1:0:3] { x q; }", "a range with step 0"),
                in3("rx(1.0 ▸/ 0.0) q[0];", "this angle is Infinity; angles are finite numbers"),
                in3("int a = 1 ▸/ 0;", "division of an integer by zero"),
                in3("c = ▸\"00\";", "a bit[2] cannot become a bit[3]; both need the same size"),
                in3("ctrl(▸65) @ x q[0];", "65 controls; a gate has 1 to 64 of them"),
                in3("▸pow(1.0 / 0.0) @ x q[0];", "the exponent of pow must be a finite number"),
                in3(
                        "input float t; ▸pow(0.5) @ rx(t) q[0];",
                        "pow(0.5) of gate 'rx' needs its matrix, which is not known"),
                in3("input int ▸n;", "input 'n' of type int[64] has no value"),
                in3("array[int, 2] a; a[▸5] = 3;", "index 5 is outside of 0 to 1"),
                in3("array[int, 2] a = ▸{1, 2, 3};", "3 values for 2 elements"),
                in3(
                        "array[int, 2] a; c = measure q; a[0] = ▸int(c);",
                        "this value depends on a measurement; arrays hold"),
                in3("array[int, 2] a; c = measure q; if (c[0]) { ▸a[0] = 1; }", "an array cannot be changed where it"),
                in3("def f(int n) { } ▸f(1, 2);", "subroutine 'f' takes 1 argument, not 2"),
                in3("def f() -> bit { } c[0] = ▸f();", "subroutine 'f' ends without a return of its bit"),
                in3("def f(qubit[3] a) { } f(q▸[0:1]);", "2 qubits for parameter 'a', which is of 3"),
                in3("gate g a { ▸reset a; }", "only gates, barriers and loops over known values can stand in"),
                in3("const int a = 3; ▸a = 4;", "this is a constant and cannot be given a value"),
                in3("for int i in ▸3 { }", "a loop runs through a range, a set, an array or bits, not a int[64]"),
                in3("switch (▸1.5) { case 1 { } }", "'switch' takes an integer"),
                in3("c = measure q; switch (int(c)) { case ▸int(c) { } }", "a case must be known before the run"),
                in3("float a = ▸1.0im;", "a complex number cannot stand here"),
                in3("bit b = ▸1.5;", "float[64] cannot be converted to bit"),
                in2("x q[▸3];", "index 3 is outside of 0 to 2"),
                in2("▸cx q[0];", "gate 'cx' takes 2 qubits, not 1"),
                in2("▸measure q -> c[0];", "3 qubits cannot be measured into 1 bit"),
                in2("rz(1▸/0) q[0];", "this angle is Infinity"));
    }

    static Stream<Broken> limits() {
        String nested = "(".repeat(200);
        String gates = "gate g0 a { x a; x a; }\n";
        for (int i = 1; i < 70; i++) {
            gates += "gate g%d a { g%d a; g%d a; }%n".formatted(i, i - 1, i - 1);
        }
        String chain = "gate g0 a { x a; }\n";
        for (int i = 1; i < 100; i++) {
            chain += "gate g%d a { g%d a; }%n".formatted(i, i - 1);
        }
        String symbolic = "input float t; gate g0(a) q { rx(a) q; }\n";
        for (int i = 1; i < 60; i++) {
            symbolic += "gate g%d(a) q { g%d(a %s a) q; }%n".formatted(i, i - 1, i == 50 ? MARK + "+" : "+");
        }
        return Stream.of(
                in3("qubit[▸1000000000] r;", "1000000000 qubits are more than the limit of 1000000"),
                in3("bit[▸2000000000] r;", "2000000000 bits are more than the limit of 1048576"),
                in3("array[int[8], ▸100000000] a;", "100000000 elements are more than the limit of 1048576"),
                in3("▸array[int[8], 1000, 10000] a;", "an array of 10000000 or more elements, more than the limit of"),
                in3("x ▸$2000000000;", "physical qubit $2000000000 is beyond the limit of 1000000 qubits"),
                in3(
                        "for int i in [▸1:1000000000000] { x q; }",
                        "this loop has 1000000000000 rounds, more than the limit of"),
                in3(
                        "for int i in [▸-9223372036854775807:9223372036854775807] { }",
                        "more than the limit of 4194304 steps"),
                in3("int i = 0; ▸while (i >= 0) { i += 2; i -= 1; i -= 1; }", "more than the limit of 4194304 steps"),
                in3("▸while (true) { }", "this loop never ends: its condition is true, and no round changes a value"),
                in3("▸while (true) { x q[0]; if (false) { break; } }", "this loop never ends"),
                in3("ctrl(▸1000000000) @ x q[0];", "1000000000 controls; a gate has 1 to 64 of them"),
                in3("def f(int n) { ▸f(n + 1); } f(1);", "subroutines call each other deeper than the limit of 100"),
                in3(gates + "▸g69 q[0];", "the expanded program has more than the limit of"),
                in3(
                        "gate e a { } " + gates.replace("x a; x a;", "e a; e a;") + "g69 q[0]; x ▸r;",
                        "'r' is not declared"),
                in3(chain + "gate ▸g100 a { g99 a; }", "gate 'g100' is defined through more than the limit of 100"),
                in3(symbolic + "g59(t) q[0];", "an expression of"),
                in3(
                        "input float t; gate g(t) a { sx a; ry(t) a; } ▸pow(1000000000000) @ g(t) q[0];",
                        "more than the limit"),
                in3(
                        "int a = " + nested + MARK + "(1" + ")".repeat(201) + ";",
                        "nested deeper than the limit of 200 levels"),
                in3("int a = " + "-".repeat(200) + MARK + "-1;", "nested deeper than the limit of 200 levels"),
                in3("{".repeat(200) + MARK + "{" + "}".repeat(201), "nested deeper than the limit of 200 levels"),
                in3("int ▸" + "a".repeat(70_000) + ";", "this token is longer than the limit of 65536 characters"),
                in3("int a = 2 ** 1000000000000; int b = 1 << 1000000000000; x ▸r;", "'r' is not declared"));
    }

    @ParameterizedTest
    @MethodSource({"grammar", "names", "unreached", "values", "limits"})
    void isRefusedWhereTheFaultIs(Broken broken) {
        QasmException fault = assertThrows(QasmException.class, () -> OpenQasm.parse("f.qasm", broken.program()));
        String place = "f.qasm:" + broken.line() + ":" + broken.column() + ": ";
        assertTrue(
                fault.getMessage().startsWith(place) && fault.getMessage().contains(broken.message()),
                () -> "expected " + place + "..." + broken.message() + "... but was " + fault.getMessage());
        assertEquals(broken.line(), fault.line());
        assertEquals(broken.column(), fault.column());
        assertEquals("f.qasm", fault.file());
    }

    @Test
    void subroutinesThatCallTwiceEachOtherAreRefused() {
        StringBuilder calls = new StringBuilder(V3 + "def f0(qubit a) { x a; x a; }");
        for (int i = 1; i < 70; i++) {
            calls.append("def f%d(qubit a) { f%d(a); f%d(a); }".formatted(i, i - 1, i - 1));
        }
        calls.append("f69(q[0]);");
        Limits limits = Limits.standard().withSteps(100_000);
        QasmException fault = assertThrows(
                QasmException.class,
                () -> OpenQasm.parse(
                        "f.qasm", calls.toString(), QasmOptions.standard().withLimits(limits)));
        assertTrue(fault.getMessage().contains("more than the limit of 100000 steps"), fault.getMessage());
    }

    @Test
    void faultsInIncludedFilesNameThem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("inner.inc"), "gate g a {\n  foo a;\n}\n");
        Path file = folder.resolve("outer.qasm");
        Files.writeString(file, "include \"inner.inc\";\nqubit q;\n");
        QasmException fault = assertThrows(QasmException.class, () -> OpenQasm.parse(file));
        assertEquals("inner.inc:2:3: gate 'foo' is not declared", fault.getMessage());
    }

    @Test
    void includedFilesAreReadInTheirPlace(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/a.inc"), "OPENQASM 2.0;\ninclude \"b.inc\";");
        Files.writeString(folder.resolve("sub/b.inc"), "gate g a { h a; }");
        Path file = folder.resolve("outer.qasm");
        Files.writeString(file, "OPENQASM 2.0;\ninclude \"qelib1.inc\";\ninclude \"sub/a.inc\";\nqreg q[1];\ng q[0];");
        assertEquals(org.jaynes.circuit.Circuit.builder(1).h(0).build(), OpenQasm.parse(file));
    }

    @Test
    void includesThatCannotBeReadAreRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("outer.qasm");
        Files.writeString(file, "include \"missing.inc\";");
        QasmException missing = assertThrows(QasmException.class, () -> OpenQasm.parse(file));
        assertTrue(missing.getMessage().contains(":1:1: cannot include 'missing.inc': no file"), missing.getMessage());
        Files.writeString(file, "\n include \"other.qasm\";");
        Files.writeString(folder.resolve("other.qasm"), "include \"outer.qasm\";");
        QasmException cycle = assertThrows(QasmException.class, () -> OpenQasm.parse(file));
        assertEquals(
                "other.qasm:1:1: cannot include 'outer.qasm': it includes itself; remove the cycle",
                cycle.getMessage());
        Files.writeString(file, "include \"/dev/zero\";");
        QasmException device = assertThrows(QasmException.class, () -> OpenQasm.parse(file));
        assertTrue(device.getMessage().contains("no file"), device.getMessage());
        Files.write(folder.resolve("other.qasm"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.writeString(file, "include \"other.qasm\";");
        QasmException binary = assertThrows(QasmException.class, () -> OpenQasm.parse(file));
        assertTrue(binary.getMessage().contains("not UTF-8 text"), binary.getMessage());
    }

    @Test
    void everyThreadStackBearsTheDeepestNesting() throws InterruptedException {
        Limits standard = Limits.standard();
        int depth = standard.nestingDepth() - 20;
        String blocks = "if (c[0]) {".repeat(depth) + "c[0] = " + "(".repeat(10) + "1" + ")".repeat(10) + ";"
                + "}".repeat(depth);
        String program = V3 + "def f(int n) { " + "{".repeat(3) + " if (n > 0) { f(n - 1); } " + "}".repeat(3) + " }"
                + "f(80); c = measure q; " + blocks;
        var result = new java.util.concurrent.atomic.AtomicReference<Throwable>();
        Thread thread = new Thread(null, () -> OpenQasm.parse("f.qasm", program), "small stack", 512 * 1024);
        thread.setUncaughtExceptionHandler((t, e) -> result.set(e));
        thread.start();
        thread.join();
        assertEquals(null, result.get());
    }
}
