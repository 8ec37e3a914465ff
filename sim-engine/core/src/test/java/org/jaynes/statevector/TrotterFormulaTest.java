package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Product formulas against the exponential series of the Hamiltonian. */
class TrotterFormulaTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);
    private static final int QUBITS = 4;
    private static final PauliSum HAMILTONIAN = PauliSum.parse(
            "0.7*X0 Y1 Z2 + 0.4*Z0 Z1 - 0.9*Y3 + 0.3*X2 X3 + 0.5*Y0 Y2 + 0.6*Z3 X0 + 0.25 - 0.8*Y1 Y2 Y3");

    private static final double[] START = start();

    private static double[] start() {
        double[] amplitudes = new double[2 << QUBITS];
        double norm = 0;
        for (int i = 0; i < amplitudes.length; i++) {
            amplitudes[i] = Math.sin(1 + i);
            norm += amplitudes[i] * amplitudes[i];
        }
        for (int i = 0; i < amplitudes.length; i++) {
            amplitudes[i] /= Math.sqrt(norm);
        }
        return amplitudes;
    }

    /** -i H t times a vector. */
    private static double[] generator(double[] v, double time) {
        double[] result = new double[v.length];
        for (PauliTerm term : HAMILTONIAN.terms()) {
            for (int i = 0; i < v.length / 2; i++) {
                int to = (int) (i ^ term.x());
                int turns = (term.yCount() + 2 * Long.bitCount(i & term.z()) + 3) % 4;
                double re = time * term.coefficient() * v[2 * i];
                double im = time * term.coefficient() * v[2 * i + 1];
                result[2 * to] += turns == 0 ? re : turns == 1 ? -im : turns == 2 ? -re : im;
                result[2 * to + 1] += turns == 0 ? im : turns == 1 ? re : turns == 2 ? -im : -re;
            }
        }
        return result;
    }

    private static double[] exact(double time) {
        double[] sum = START.clone();
        double[] power = START;
        for (int k = 1; k < 80; k++) {
            power = generator(power, time / k);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += power[i];
            }
        }
        return sum;
    }

    private static double[] evolved(Circuit circuit) {
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(circuit, DOUBLE.withInitialState(InitialState.of(START)))) {
            return state.amplitudes();
        }
    }

    private static double error(TrotterFormula formula, int steps) {
        double[] found = evolved(formula.circuit(HAMILTONIAN, 0.8, steps, QUBITS));
        double[] expected = exact(0.8);
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            sum += (found[i] - expected[i]) * (found[i] - expected[i]);
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @CsvSource({"FIRST, 1, 64", "SECOND, 2, 32", "FOURTH, 4, 16"})
    void errors_fall_with_the_order(TrotterFormula formula, int order, int steps) {
        double coarse = error(formula, steps);
        double fine = error(formula, 2 * steps);
        assertEquals(order, Math.log(coarse / fine) / Math.log(2), 0.15, "errors " + coarse + ", " + fine);
    }

    @Test
    void a_rotation_is_exact_with_its_phase() {
        for (PauliTerm term : HAMILTONIAN.terms()) {
            double[] found = evolved(TrotterFormula.FIRST.circuit(PauliSum.of(term), 1.3, 1, QUBITS));
            double cosine = Math.cos(1.3 * term.coefficient());
            double sine = Math.sin(1.3 * term.coefficient());
            double[] expected = new double[START.length];
            for (int i = 0; i < START.length / 2; i++) {
                int to = (int) (i ^ term.x());
                int turns = (term.yCount() + 2 * Long.bitCount(i & term.z()) + 3) % 4;
                expected[2 * i] += cosine * START[2 * i];
                expected[2 * i + 1] += cosine * START[2 * i + 1];
                double re = sine * START[2 * i];
                double im = sine * START[2 * i + 1];
                expected[2 * to] += turns == 0 ? re : turns == 1 ? -im : turns == 2 ? -re : im;
                expected[2 * to + 1] += turns == 0 ? im : turns == 1 ? re : turns == 2 ? -im : -re;
            }
            assertArrayEquals(expected, found, 1e-12, term.toString());
        }
    }

    @Test
    void time_may_be_a_parameter() {
        CircuitBuilder builder = Circuit.builder(QUBITS);
        Expression time = builder.parameter("t");
        TrotterFormula.SECOND.append(builder, HAMILTONIAN, time, 6);
        PauliSum observable = PauliSum.parse("Z0 + X1 Y2");
        try (Simulator simulator = Simulator.open("reference")) {
            List<PauliSum> observables = List.of(observable);
            Circuit circuit = builder.build();
            double step = 1e-5;
            Gradients there = simulator.gradients(circuit, observables, List.of(Map.of("t", 0.6)), DOUBLE);
            double[][] around = simulator
                    .expectations(
                            circuit, observables, List.of(Map.of("t", 0.6 + step), Map.of("t", 0.6 - step)), DOUBLE)
                    .values();
            assertEquals((around[0][0] - around[1][0]) / (2 * step), there.jacobians()[0][0][0], 1e-7);
        }
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> TrotterFormula.FIRST.circuit(HAMILTONIAN, 1, 0, QUBITS));
        assertThrows(IllegalArgumentException.class, () -> TrotterFormula.FIRST.circuit(HAMILTONIAN, 1, 1, 3));
    }
}
