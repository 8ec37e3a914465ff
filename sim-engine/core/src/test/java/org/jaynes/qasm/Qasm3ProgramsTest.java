package org.jaynes.qasm;

import static org.jaynes.qasm.Qasm3Programs.assertResult;
import static org.jaynes.qasm.Qasm3Programs.assertSameState;
import static org.jaynes.qasm.Qasm3Programs.parse;
import static org.jaynes.qasm.Qasm3Programs.rounded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each feature of OpenQASM 3 in a small program whose result is known. */
class Qasm3ProgramsTest {
    @Test
    void bellCircuitIsThatOfTheBuilder() {
        Circuit expected = Circuit.builder(2, 2).h(0).cx(0, 1).measureAll().build();
        assertEquals(expected, parse("qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;"));
    }

    @Test
    void withoutVersionThereIsVersion3() {
        Circuit circuit = OpenQasm.parse("test", "include \"qelib1.inc\"; qreg q[2]; creg c[2]; h q; measure q -> c;");
        assertEquals(Circuit.builder(2, 2).h(0).h(1).measureAll().build(), circuit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                // value => expression, which is compared with it
                "7 => 1 + 2 * 3",
                "5 => 10 - 3 - 2",
                "3 => 24 / 4 / 2",
                "2 => 17 % 10 % 5",
                "512 => 2 ** 3 ** 2",
                "-4 => -2 ** 2",
                "2 => 7 / 3",
                "1 => 7 % 3",
                "-1 => -7 % 3",
                "2 => mod(-7, 3)",
                "12 => 3 << 2",
                "3 => 12 >> 2",
                "6 => 7 & 14 & ~1",
                "5 => 4 | 1",
                "6 => 5 ^ 3",
                "255 => 0xff",
                "8 => 0o10",
                "5 => 0b1_01",
                "1000000 => 1_000_000",
                "1 => int[32](true)",
                "-1 => int[2](3)",
                "3 => uint[2](7)",
                "3 => popcount(\"10101\")",
                "5 => int[32](\"0101\")",
                "10 => int[32](rotl(\"0101\", 1))",
                "3 => int[32](floor(3.9))",
                "4 => int[32](ceiling(3.1))",
                "2 => int[32](sqrt(4.0))",
                "1 => int[32](cos(0) * 1.5)",
                "8 => pow(2, 3)",
                "1 => int[32](1.9)",
                "1 => int[32](arccos(3 / 5) * 1.1)",
                "2 => int[32](log(euler) * 2)",
                "6 => int[32](tau)",
                "3 => int[32](\u03c0)",
                "1 => int[32](3 > 2 && !(1 > 2))",
                "0 => int[32](3 < 2 || 1 != 1)",
                "4 => int[32](real((1 + 2im) * (2 - 1im)))",
                "3 => int[32](imag((1 + 2im) * (2 - 1im)))",
                "1 => int[32]((\"10\" ++ \"01\") == \"0110\")",
            })
    void expressions(long value, String expression) {
        assertResult(
                "c=1", "qubit q; bit c; int v = " + expression + "; if (v == " + value + ") { x q; } c = measure q;");
    }

    /** Values of what is never reached may be out of range, and names may be declared within. */
    @Test
    void whatIsGuardedMayBeOutOfRange() {
        assertResult("c=1", """
                const int n = 1;
                qubit[n] q; bit[n] c;
                if (n > 5) { x q[5]; cx q[0], q[0]; rz(1 / 0) q[0]; }
                if (n > 5) { int k = 3; for int i in [0:k] { float y = sin(k) * i; rx(y) q[i]; } }
                for int i in [0:n - 2] { cx q[i], q[i + 1]; }
                def later(qubit a, int m) -> bit { bit b; b = helper(a); return b; }
                def helper(qubit a) -> bit { x a; if (n > 2) { return helper(a); } return measure a; }
                switch (n) { case 1 { x q[0]; } case 2 { let r = q[0:1]; ctrl @ x r[0], r[1]; } }
                c = measure q;
                if (n == 1) { end; }
                int unused = n + 1;
                h q[unused];
                """);
    }

    @Test
    void integersWrapToTheirWidth() {
        assertResult("c=11", """
                qubit[2] q; bit[2] c;
                uint[8] a = 250; a += 10;
                int[8] b = 100; b += 100;
                if (a == 4) x q[0];
                if (b == -56) x q[1];
                c = measure q;
                """);
    }

    @Test
    void bitsOfIntegersAreReadAndWritten() {
        assertResult("c=101", """
                qubit[3] q; bit[3] c;
                uint[4] a = 0;
                a[1] = 1; a[-1] = 1;
                if (a == 10) x q[0];
                if (bool(a[0])) x q[1];
                if (a[1:2] == "01") x q[2];
                c = measure q;
                """);
    }

    @Test
    void bitRegistersKeepWhatIsAssigned() {
        assertResult("a=0110 b=1 c=0111", """
                bit[4] a = "0110";
                bit b = true;
                bit[4] c;
                c = a;
                c[3] = b;
                c[1:2] = "11";
                """);
    }

    @Test
    void declarationsShadowWithinBlocks() {
        assertResult("c=1", """
                qubit q; bit c; int a = 1;
                { int a = 2; a += 1; if (a == 3) { x q; } }
                if (a != 1) { x q; }
                c = measure q;
                """);
    }

    @Test
    void loopsRunThroughRangesSetsBitsAndArrays() {
        assertResult("c=1111", """
                qubit[4] q; bit[4] c;
                int sum = 0;
                for int i in [0:3] { sum += i; }
                if (sum == 6) x q[0];
                for uint i in [6:-2:2] { sum += int[8](i); }
                if (sum == 18) x q[1];
                for int i in {5, 7} sum -= i;
                if (sum == 6) x q[2];
                array[int[8], 3] a = {1, 2, 3};
                for int[8] i in a { sum *= i; }
                for bit b in "101" { if (b) sum += 1; }
                if (sum == 38) x q[3];
                for int i in [5:4] { x q[3]; }
                c = measure q;
                """);
    }

    @Test
    void breakAndContinueInUnrolledLoops() {
        assertResult("c=1", """
                qubit q; bit c; int n = 0;
                for int i in [0:9] { if (i == 2) continue; if (i == 5) break; n += i; }
                while (true) { n += 1; if (n > 20) { break; } if (n % 2 == 0) { continue; } n += 2; }
                if (n == 21) x q;
                c = measure q;
                """);
    }

    @Test
    void switchChoosesBeforeTheRun() {
        assertResult("c=010", """
                qubit[3] q; bit[3] c; const int k = 3;
                switch (k) { case 1, 2 { x q[0]; } case 3 { x q[1]; } default { x q[2]; } }
                c = measure q;
                """);
    }

    @Test
    void switchChoosesDuringTheRun() {
        Map<String, Double> result = rounded(ExactRun.distribution(parse("""
                qubit[2] q; qubit t; bit[2] c; bit d;
                h q; c = measure q;
                switch (int[4](c)) { case 1 { x t; } case 2 { c = "00"; x t; } case 0 { } default { x t; x t; } }
                d = measure t;
                """)));
        assertEquals(Map.of("c=00 d=0", .25, "c=10 d=1", .25, "c=00 d=1", .25, "c=11 d=0", .25), result);
    }

    @Test
    void valuesThatDependOnMeasurementsBecomeVariables() {
        Map<String, Double> result = rounded(ExactRun.distribution(parse("""
                qubit q; qubit t; bit c; bit d; int n = 1;
                h q; c = measure q;
                if (c) { n += 2; } else { n = n * 5; }
                n -= 2;
                if (n == 3) { x t; }
                d = measure t;
                """)));
        assertEquals(Map.of("c=0 d=1", .5, "c=1 d=0", .5), result);
    }

    @Test
    void loopsOverMeasurementsRunInTheCircuit() {
        assertResult("c=1 n=0110", """
                qubit q; bit c; bit[4] n; uint[4] rounds = 0;
                x q;
                while (rounds < 6) { c = measure q; rounds += uint[4](c); }
                n = rounds;
                """.replace("n=0110", ""));
    }

    @Test
    void breakOutOfAnUnrolledLoopInSomeShots() {
        Map<String, Double> result = rounded(ExactRun.distribution(parse("""
                qubit q; bit m; bit[3] c; qubit[3] t;
                for int i in [0:2] {
                  reset q; h q; m = measure q;
                  if (m) break;
                  x t[i];
                }
                c = measure t;
                """)));
        assertEquals(Map.of("m=1 c=000", .5, "m=1 c=100", .25, "m=1 c=110", .125, "m=0 c=111", .125), result);
    }

    @Test
    void continueInAnUnrolledLoopInSomeShots() {
        Map<String, Double> result = rounded(ExactRun.distribution(parse("""
                qubit q; bit m; bit[2] c; qubit[2] t;
                for int i in [0:1] {
                  reset q; h q; m = measure q;
                  if (m) { continue; }
                  x t[i];
                }
                c = measure t;
                """)));
        assertEquals(Map.of("m=1 c=00", .25, "m=1 c=10", .25, "m=0 c=01", .25, "m=0 c=11", .25), result);
    }

    @Test
    void aLoopForeverEndsByABreakInTheRun() {
        var run = ExactRun.of(parse("""
                qubit q; bit m;
                while (true) { reset q; h q; m = measure q; if (m) break; }
                """), Map.of());
        assertEquals(1, run.probabilities().getOrDefault("m=1", 0.0), 1e-6);
        assertEquals(1, run.probabilities().size());
    }

    @Test
    void returnInSomeShotsLeavesTheSubroutine() {
        Map<String, Double> result = rounded(ExactRun.distribution(parse("""
                def f(qubit a, qubit b) -> int[8] {
                  bit m;
                  for int i in [0:1] {
                    reset a; h a; m = measure a;
                    if (m) { return 5 + i; }
                  }
                  x b;
                  return 7;
                }
                qubit[2] q; bit[3] r; bit c;
                int[8] v = f(q[0], q[1]);
                r = v[0:2];
                c = measure q[1];
                """)));
        assertEquals(Map.of("r=101 c=0", .5, "r=011 c=0", .25, "r=111 c=1", .25), result);
    }

    @Test
    void returnOutOfALoopOfTheCircuit() {
        var run = ExactRun.of(parse("""
                def f(qubit a) -> bit {
                  bit m = 0;
                  while (!m) { reset a; h a; m = measure a; if (m) { return 1; } }
                  return 0;
                }
                qubit q; bit c;
                c = f(q);
                """), Map.of());
        assertEquals(1, run.probabilities().getOrDefault("c=1", 0.0), 1e-6);
    }

    @Test
    void subroutinesTakeQubitsValuesAndArrays() {
        assertResult("c=110 p=1", """
                def flip(qubit[2] r, int k) { x r[k]; }
                def fill(mutable array[int[8], 2] a, int v) { a[0] = v; a[1] = a[0] + 1; }
                def sum(readonly array[int[8], #dim=1] a) -> int {
                  int s = 0;
                  for uint i in [0:sizeof(a) - 1] { s += a[i]; }
                  return s;
                }
                def both(bit[2] b) -> bit { return b[0] & b[1]; }
                qubit[3] q; bit[3] c; bit p;
                array[int[8], 2] a;
                fill(a, 3);
                flip(q[0:1], 0);
                if (sum(a) == 7) { flip(q[{2, 1}], 1); }
                c = measure q;
                p = both(c[0:1]);
                """);
    }

    @Test
    void arraysAreIndexedSlicedAndCopied() {
        assertResult("c=1111", """
                qubit[4] q; bit[4] c;
                array[int[8], 2, 3] a = {{1, 2, 3}, {4, 5, 6}};
                array[int[8], 3] row = a[1];
                row[0] = 9;
                a[0] = row;
                a[0:1, 2] = a[1:-1:0, 0];
                if (a[1, 0] == 4 && a[0][0] == 9) x q[0];
                if (a[0, 2] == 4 && a[1, 2] == 9) x q[1];
                if (sizeof(a) == 2 && sizeof(a, 1) == 3) x q[2];
                if (a[-1, 1] == 5) x q[3];
                c = measure q;
                """);
    }

    @Test
    void aliasesSlicesAndBroadcasting() {
        assertSameState("qubit[5] q; x q[4]; x q[1]; cx q[1], q[0]; cx q[4], q[3]; ry(.3) q[2];", """
                qubit[5] q;
                let ends = q[{4, 1}];
                let others = q[3] ++ q[0:2:0];
                x ends;
                cx ends, others;
                ry(.3) q[-3:3:-3];
                """);
    }

    @Test
    void physicalQubitsAreNumberedAsTheyAre() {
        Circuit circuit = parse("h $0; cx $0, $2;");
        assertEquals(3, circuit.qubitCount());
        assertEquals(
                List.of(Gate.of(StandardGate.H, new int[] {0}), Gate.controlled(StandardGate.X, 1, new int[] {0, 2})),
                circuit.instructions());
    }

    @Test
    void inputsAreParametersOrGiven() {
        String program = """
                OPENQASM 3.0; include "stdgates.inc";
                input float theta; input angle phi; input int n; input bit[2] b; input array[float, 2] w;
                qubit[2] q;
                for int i in [1:n] { rx(theta * i) q[0]; }
                rz(phi + w[1]) q[1];
                if (b == "10") { x q[1]; }
                """;
        Circuit circuit = OpenQasm.parse(
                "test", program, QasmOptions.standard().withInputs(Map.of("n", 2, "b", "10", "w", new double[] {.5, .25
                })));
        assertEquals(List.of("theta", "phi"), circuit.parameters());
        assertEquals(4, circuit.instructions().size());
        Gate second = (Gate) circuit.instructions().get(1);
        assertEquals(.6, second.angles().getFirst().real(name -> .3), 1e-15);
        Gate third = (Gate) circuit.instructions().get(2);
        assertEquals(.55, third.angles().getFirst().real(name -> .3), 1e-15);
        assertFalse(third.isConstant());
    }

    @Test
    void outputsAreVariablesOfTheCircuit() {
        Circuit circuit = parse("output int[8] n; output bit b; n = 3; n += 4; b = true;");
        assertEquals("n", circuit.variables().getFirst().name());
        assertTrue(
                circuit.instructions().toString().contains("7"),
                circuit.instructions().toString());
        assertEquals(Map.of("b=1", 1.0), ExactRun.distribution(circuit));
    }

    @Test
    void endStopsTheProgram() {
        assertResult("c=0", "qubit q; bit c; c = measure q; end; x q; c = measure q;");
        assertResult("c=1", "qubit q; bit c; x q; c = measure q; if (c) { end; } x q; c = measure q;");
    }

    @Test
    void whatHasNoEffectIsRead() {
        Circuit circuit = parse("""
                pragma something
                #pragma another one
                qubit[2] q;
                duration d = 100ns;
                @bind strongly
                delay[d * 2] q;
                delay[10dt] q[0];
                barrier q;
                barrier;
                nop;
                h q[0];
                """);
        assertEquals(
                List.of(2, 2),
                circuit.instructions().stream()
                        .filter(i -> i instanceof org.jaynes.circuit.Barrier)
                        .map(i -> ((org.jaynes.circuit.Barrier) i).qubits().length)
                        .toList());
        assertEquals(3, circuit.instructions().size());
    }

    @Test
    void sizedAnglesAreFractionsOfATurn() {
        assertSameState("qubit q; p(3 * pi / 2) q; h q;", "angle[8] a = pi; a += pi / 2; qubit q; p(a) q; h q;");
    }

    @Test
    void longSumsAndManyStatementsCostNoStack() {
        String sum = "0" + " + 1".repeat(100_000);
        assertResult("c=1", "qubit q; bit c; int a = " + sum + "; if (a == 100000) x q; c = measure q;");
        assertEquals(
                200_000,
                parse("qubit q;" + "x q; h q;".repeat(100_000)).instructions().size());
    }

    @Test
    void deepNestingWithinTheLimitIsRead() {
        int depth = Limits.standard().nestingDepth() - 10;
        assertResult(
                "c=1",
                "qubit q; bit c; int a = " + "(".repeat(depth) + "1" + ")".repeat(depth) + ";"
                        + "if (a == 1) {".repeat(depth) + "x q;" + "}".repeat(depth) + "c = measure q;");
    }
}
