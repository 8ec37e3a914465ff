package org.jaynes.qasm;

import static org.jaynes.qasm.Qasm3Programs.assertSameState;
import static org.jaynes.qasm.Qasm3Programs.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.junit.jupiter.api.Test;

/** Gates of OpenQASM 3 and their modifiers, each against the same gates written out. */
class Qasm3GatesTest {
    @Test
    void modifiersOfStandardGates() {
        String start = "qubit[4] q; ry(.3) q[0]; ry(1.1) q[1]; h q[2]; ry(.7) q[3];";
        assertSameState(start + "cx q[0], q[1];", start + "ctrl @ x q[0], q[1];");
        assertSameState(
                start + "x q[0]; ccx q[0], q[2], q[1]; x q[0];", start + "negctrl @ ctrl @ x q[0], q[2], q[1];");
        assertSameState(start + "p(-.4) q[1];", start + "inv @ p(.4) q[1];");
        assertSameState(start + "p(.6) q[1];", start + "ctrl @ gphase(.6) q[1];");
        assertSameState(start + "x q[1]; p(.6) q[1]; x q[1];", start + "negctrl @ gphase(.6) q[1];");
        assertSameState(start + "cp(.6) q[1], q[3];", start + "ctrl(2) @ gphase(.6) q[3], q[1];");
        assertSameState(start + "t q[1]; t q[1]; t q[1];", start + "pow(3) @ t q[1];");
        assertSameState(start + "sx q[1];", start + "pow(1/2) @ x q[1];");
        assertSameState(start + "inv @ sx q[1];", start + "inv @ pow(.5) @ x q[1];");
        assertSameState(start + "y q[1];", start + "pow(.25) @ y q[1]; pow(.75) @ y q[1];");
        assertSameState(start + "cx q[0], q[1];", start + "pow(.3) @ cx q[0], q[1]; ctrl @ pow(.7) @ x q[0], q[1];");
        assertSameState(start + "swap q[0], q[1];", start + "pow(1/3) @ swap q[0], q[1]; pow(2/3) @ swap q[0], q[1];");
        assertSameState(start + "rx(.5) q[1];", start + "pow(2.5) @ rx(.2) q[1];");
        assertSameState(start + "rx(.2) q[1];", start + "pow(1e9 + 1) @ pow(1 / 1000000001) @ rx(.2) q[1];");
        assertSameState(start, start + "pow(1000000000000000000) @ h q[1]; pow(0) @ x q[0];");
    }

    @Test
    void specialGatesHaveTheirPhases() {
        String start = "qubit[2] q; h q[0]; ry(.4) q[1];";
        assertSameState(start + "p(.2) q[0]; ctrl @ rz(.2) q[0], q[1]; p(-.2) q[0];", start + "crz(.2) q[0], q[1];");
        // U(t, f, l) of version 3 is exp(i t / 2) times the matrix with a real first entry.
        assertSameState(
                start + "p(.35) q[0]; cu(.7, .2, .3, 0) q[0], q[1];", start + "ctrl @ U(.7, .2, .3) q[0], q[1];");
        assertSameState(start + "cu(.7, .2, .3, -.25) q[0], q[1];", start + "ctrl @ u3(.7, .2, .3) q[0], q[1];");
        assertSameState(start + "cu(pi/2, .2, .3, -.25) q[0], q[1];", start + "ctrl @ u2(.2, .3) q[0], q[1];");
    }

    @Test
    void userGatesAreExpandedControlledInvertedAndRaised() {
        String start = """
                gate turn(a) q { ry(a) q; rz(a / 2) q; }
                gate mix(a) q, r { turn(a) q; cx q, r; gphase(a); turn(2 * a) r; }
                qubit[3] q; ry(.3) q[0]; ry(1.1) q[1]; h q[2];
                """;
        String mix = "ry(.4) q[0]; rz(.2) q[0]; cx q[0], q[1]; gphase(.4); ry(.8) q[1]; rz(.4) q[1];";
        String inverse = "rz(-.4) q[1]; ry(-.8) q[1]; gphase(-.4); cx q[0], q[1]; rz(-.2) q[0]; ry(-.4) q[0];";
        assertSameState(start + mix, start + "mix(.4) q[0], q[1];");
        assertSameState(start + inverse, start + "inv @ mix(.4) q[0], q[1];");
        assertSameState(start + mix + mix, start + "pow(2) @ mix(.4) q[0], q[1];");
        assertSameState(start + inverse + inverse, start + "pow(-2) @ mix(.4) q[0], q[1];");
        assertSameState(start + mix, start + "pow(.5) @ mix(.4) q[0], q[1]; pow(.5) @ mix(.4) q[0], q[1];");
        assertSameState(
                start + "pow(200) @ mix(.4) q[0], q[1];", start + "for int i in [1:200] { mix(.4) q[0], q[1]; }");
        assertSameState(
                start + "ctrl @ turn(.4) q[2], q[0]; ccx q[2], q[0], q[1]; p(.4) q[2]; ctrl @ turn(.8) q[2], q[1];",
                start + "ctrl @ mix(.4) q[2], q[0], q[1];");
    }

    @Test
    void loopsStandInGateDefinitions() {
        assertSameState(
                "qubit q; rx(.1) q; rx(.2) q; rx(.3) q;",
                "gate g(a) q { for int i in [1:3] { rx(a * i) q; } } qubit q; g(.1) q;");
    }

    @Test
    void gateParametersStayExpressionsOfInputs() {
        Circuit circuit = parse("input float t; gate g(a) q { rx(2 * a) q; } qubit q; pow(2) @ g(t + 1) q;");
        Gate gate = (Gate) circuit.instructions().getFirst();
        Expression angle = gate.angles().getFirst();
        assertEquals(5.2, angle.real(name -> .3), 1e-15);
        assertEquals(1, circuit.instructions().size());
    }
}
