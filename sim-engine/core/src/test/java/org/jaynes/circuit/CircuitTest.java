package org.jaynes.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jaynes.plan.NaiveState;
import org.jaynes.plan.RandomGates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CircuitTest {
    private static void assertRefused(String part, Executable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(e.toString().contains(part), e.toString());
    }

    @Test
    void what_does_not_exist_is_refused() {
        CircuitBuilder b = Circuit.builder(2, 1);
        assertRefused("qubit 2 does not exist; the circuit has 2", () -> b.h(2));
        assertRefused("qubit -1", () -> b.x(-1));
        assertRefused("classical bits 1 to 1 do not exist", () -> b.measure(0, 1));
        assertRefused("names qubit 1 twice", () -> b.cx(1, 1));
        assertRefused("parameter a is not declared", () -> b.rz(Expression.parameter("a"), 0));
        assertRefused("variable 0", () -> b.rz(new Expression.Variable(0, ClassicalType.FLOAT), 0));
        assertRefused("bits 0 to 4", () -> b.ifThen(new Expression.BitRange(0, 5).equalTo(1), then -> then.x(0)));
        assertRefused("outside of a loop", b::breakLoop);
        assertRefused("declared twice", () -> b.qubits("q", 1));
        assertRefused("1,048,576", () -> b.qubits("big", 1_000_000_000));
        assertRefused("takes 1 angles, not 0", () -> b.gate(StandardGate.RX, List.of(), 0));
        assertEquals(0, b.build().instructions().size());
    }

    @Test
    void matrices_must_be_unitary() {
        assertRefused("not unitary", () -> new MatrixUnitary("m", 1, 0, 1e-3, 0, 0, 0, 1, 0));
        assertRefused("not unitary", () -> new MatrixUnitary("m", 1, 0, 0, 0, 0, 0, Double.NaN, 0));
        assertRefused("6 numbers", () -> new MatrixUnitary("m", 1, 0, 0, 0, 0, 0));
        MatrixUnitary y = new MatrixUnitary("y", StandardGate.Y.matrix());
        assertArrayEquals(StandardGate.Y.matrix(), y.inverse().matrix(), 0);
        assertEquals(Unitary.Form.MONOMIAL, y.form());
    }

    @Test
    void a_circuit_is_dynamic_when_measurement_is_not_the_end() {
        assertFalse(Circuit.builder(2, 2)
                .h(0)
                .measure(0, 0)
                .h(1)
                .measure(1, 1)
                .build()
                .isDynamic());
        assertFalse(Circuit.builder(2, 2)
                .reset(0)
                .h(0)
                .measure(0, 0)
                .measure(0, 1)
                .build()
                .isDynamic());
        assertFalse(
                Circuit.builder(2, 2).h(0).measure(0, 0).measure(1, 0).build().isDynamic());
        assertTrue(Circuit.builder(2, 2).h(0).measure(0, 0).x(0).build().isDynamic());
        assertTrue(Circuit.builder(2, 2).h(0).measure(0, 0).cx(1, 0).build().isDynamic());
        assertTrue(Circuit.builder(2, 2).h(0).reset(0).build().isDynamic());
        assertTrue(Circuit.builder(2, 2)
                .ifThen(Expression.bit(0), then -> then.x(0))
                .build()
                .isDynamic());
    }

    @Test
    void counts_and_depth() {
        Circuit circuit = Circuit.builder(3, 1)
                .h(0)
                .h(1)
                .cx(0, 1)
                .barrier()
                .ccx(0, 1, 2)
                .x(0)
                .measure(2, 0)
                .ifThen(Expression.bit(0), then -> then.x(0))
                .build();
        assertEquals(
                Map.of("h", 2L, "cx", 1L, "barrier", 1L, "ccx", 1L, "x", 2L, "measure", 1L, "if", 1L),
                circuit.counts());
        assertEquals(5, circuit.depth());
    }

    @Test
    void constant_global_phases_add_up() {
        CircuitBuilder b = Circuit.builder(1).gphase(0.25).h(0).gphase(0.5);
        assertEquals(0.75, b.build().globalPhase());
        assertEquals(1, b.build().instructions().size());
        assertEquals(-0.75, b.build().inverse().globalPhase());
    }

    @Test
    void a_circuit_and_its_inverse_are_the_identity() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CircuitBuilder b = Circuit.builder(4);
            b.parameter("a");
            b.parameter("b");
            b.parameter("c");
            new RandomGates(random, 4, 3).circuit(30).forEach(b::add);
            Circuit circuit = b.build();
            Circuit both = circuit.compose(circuit.inverse(), 0, 1, 2, 3);
            Environment environment = RandomGates.parameters(random);
            NaiveState state = new NaiveState(4, 5);
            state.apply(both.instructions().stream().map(i -> (Gate) i).toList(), environment);
            for (int i = 0; i < 16; i++) {
                assertEquals(i == 5 ? 1 : 0, state.re(i), 1e-12, "seed " + seed);
                assertEquals(0, state.im(i), 1e-12, "seed " + seed);
            }
            assertEquals(circuit, circuit.inverse().inverse(), "seed " + seed);
        }
    }

    @Test
    void composing_renumbers_qubits_and_variables() {
        CircuitBuilder inner = Circuit.builder(2, 1);
        Expression.Variable k = inner.variable("k", ClassicalType.unsigned(4));
        inner.assign(k, Expression.of(ClassicalType.unsigned(4), 3))
                .rz(k.times(0.1), 1)
                .measure(1, 0);
        CircuitBuilder outer = Circuit.builder(3, 1);
        outer.variable("first", ClassicalType.BOOL);
        Circuit composed = outer.h(0).build().compose(inner.build(), 2, 0);
        assertEquals(2, composed.variables().size());
        Gate rz = (Gate) composed.instructions().get(2);
        assertArrayEquals(new int[] {0}, rz.qubits());
        assertEquals(new Measurement(0, 0), composed.instructions().getLast());
        Assignment assignment = (Assignment) composed.instructions().get(1);
        assertEquals(
                new Assignment.ToVariable(new Expression.Variable(1, ClassicalType.unsigned(4))), assignment.target());
        assertRefused("1 qubits given", () -> outer.build().compose(inner.build(), 0));
    }

    @Test
    void only_gates_can_be_inverted() {
        Circuit circuit = Circuit.builder(1, 1).h(0).measure(0, 0).build();
        IllegalStateException e = assertThrows(IllegalStateException.class, circuit::inverse);
        assertTrue(e.toString().contains("Measurement"), e.toString());
    }

    @Test
    void bodies_are_built_in_place() {
        Circuit circuit = Circuit.builder(1, 1)
                .whileLoop(
                        Expression.bit(0).not(),
                        loop -> loop.h(0)
                                .measure(0, 0)
                                .ifElse(Expression.bit(0), CircuitBuilder::breakLoop, other -> other.continueLoop()))
                .x(0)
                .build();
        assertEquals(2, circuit.instructions().size());
        WhileLoop loop = (WhileLoop) circuit.instructions().getFirst();
        assertEquals(3, loop.body().size());
        Branch branch = (Branch) loop.body().get(2);
        assertEquals(List.of(new Break()), branch.whenTrue());
        assertEquals(List.of(new Continue()), branch.whenFalse());
    }
}
