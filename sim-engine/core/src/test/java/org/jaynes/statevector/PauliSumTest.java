package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.plan.NaiveState;
import org.jaynes.plan.Precision;
import org.jaynes.plan.RandomGates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PauliSumTest {
    @Test
    void text_is_read() {
        assertEquals(
                PauliSum.of(new PauliTerm(1, 0, 0b11), new PauliTerm(0.5, 0b100, 0)),
                PauliSum.parse("1.0*Z0 Z1 + 0.5*X2"));
        assertEquals(
                PauliSum.of(new PauliTerm(-1.5, 0b10, 0b10), PauliTerm.identity(3), new PauliTerm(-2e-3, 0, 1)),
                PauliSum.parse("-Y1*1.5 + 3*I - 2e-3 Z0"));
        assertEquals(PauliSum.of(new PauliTerm(1, 1L << 63, 0)), PauliSum.parse(" X63 "));
        assertEquals(new PauliTerm(2, 0b0011, 0b0110), PauliTerm.of(2, "XYZI"));
    }

    @Test
    void printing_and_reading_are_inverse() {
        for (long seed = 0; seed < 200; seed++) {
            PauliSum sum = random(new SplittableRandom(seed), 64, 5);
            assertEquals(sum, PauliSum.parse(sum.toString()), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"| 1| the end",
                "Z| 2| the end",
                "Z0 +| 5| the end",
                "Z0 + + X1| 6| '+'",
                "Q0| 1| 'Q'",
                "Z0 Z0| 4| 'Z'",
                "0.5 * X64| 8| '6'",
                "X123456789012| 2| '1'",
                "1..5*Z0| 3| '.'",
                "Z0 , X1| 4| ','",
                "1e400*Z0| 1| '1'",
                "z0| 1| 'z'",
                "2*| 3| the end",
            })
    void errors_say_where(String text, int column, String found) {
        PauliSyntaxException e = assertThrows(PauliSyntaxException.class, () -> PauliSum.parse(text));
        assertEquals(column, e.column(), e.toString());
        assertTrue(e.toString().contains("found " + found), e.toString());
    }

    /** Expectations in random states against the definition: the product applied to the state, operator by operator. */
    @Test
    void expectations_agree_with_the_definition() {
        try (Simulator simulator = Simulator.open("reference")) {
            for (long seed = 0; seed < 150; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                int n = random.nextInt(1, 7);
                CircuitBuilder builder = Circuit.builder(n);
                List<Gate> gates = new RandomGates(random, n, 3)
                        .circuit(20).stream().filter(Gate::isConstant).toList();
                gates.forEach(builder::add);
                PauliSum observable = random(random, n, 6);
                NaiveState state = new NaiveState(n, 0);
                state.apply(gates, Environment.EMPTY);
                RunOptions options = new RunOptions().withPrecision(Precision.DOUBLE);
                try (State simulated = simulator.state(builder.build(), options)) {
                    assertEquals(
                            expectation(observable, state, n),
                            simulated.expectation(observable),
                            1e-12,
                            "seed " + seed + ": " + observable);
                }
            }
        }
    }

    @Test
    void an_observable_beyond_the_circuit_is_refused() {
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(Circuit.builder(2).h(0).build(), new RunOptions())) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> state.expectation(PauliSum.parse("Z2")));
            assertTrue(e.toString().contains("qubit 2"), e.toString());
        }
    }

    private static PauliSum random(SplittableRandom random, int qubits, int terms) {
        long mask = qubits == 64 ? -1 : (1L << qubits) - 1;
        PauliTerm[] products = new PauliTerm[random.nextInt(1, terms + 1)];
        for (int i = 0; i < products.length; i++) {
            products[i] = new PauliTerm(random.nextDouble(-2, 2), random.nextLong() & mask, random.nextLong() & mask);
        }
        return PauliSum.of(products);
    }

    private static double expectation(PauliSum observable, NaiveState state, int n) {
        double sum = 0;
        for (PauliTerm term : observable.terms()) {
            for (int column = 0; column < 1 << n; column++) {
                sum += term.coefficient() * element(term, state, column, n);
            }
        }
        return sum;
    }

    /** Real part of conj(psi[row]) <row| P |column> psi[column] for the one row that P leads to. */
    private static double element(PauliTerm term, NaiveState state, int column, int n) {
        int row = column;
        double re = state.re(column);
        double im = state.im(column);
        for (int q = 0; q < n; q++) {
            boolean one = (column >> q & 1) == 1;
            boolean x = (term.x() >> q & 1) == 1;
            boolean z = (term.z() >> q & 1) == 1;
            if (x) {
                row ^= 1 << q;
            }
            if (x && z) { // Y|0> = i|1>, Y|1> = -i|0>
                double turned = one ? im : -im;
                im = one ? -re : re;
                re = turned;
            } else if (z && one) {
                re = -re;
                im = -im;
            }
        }
        return state.re(row) * re + state.im(row) * im;
    }
}
