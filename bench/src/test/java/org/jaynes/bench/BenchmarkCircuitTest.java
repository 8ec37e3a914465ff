package org.jaynes.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jaynes.bench.circuits.BenchmarkCircuit;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BenchmarkCircuitTest {
    private static final RunOptions DOUBLE = new RunOptions().withPrecision(Precision.DOUBLE);

    /** Gates by the definition: H and phases of the transform; three per pair and two per qubit; and so on. */
    @ParameterizedTest
    @CsvSource({"qft, 312", "qaoa, 876", "ghz, 24", "ansatz, 720"})
    void circuitsHaveTheGatesOfTheirDefinition(String label, int gates) {
        assertEquals(
                gates, BenchmarkCircuit.named(label).build(24).instructions().size());
    }

    @ParameterizedTest
    @EnumSource
    void circuitsAreTheSameEachTime(BenchmarkCircuit family) {
        assertEquals(family.build(9).toString(), family.build(9).toString());
    }

    @Test
    void fourierTransformOfZeroIsUniform() {
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(BenchmarkCircuit.QFT.build(6), DOUBLE)) {
            for (double probability : state.probabilities()) {
                assertEquals(1.0 / 64, probability, 1e-14);
            }
        }
    }

    @Test
    void ghzHasTwoOutcomes() {
        try (Simulator simulator = Simulator.open("reference");
                State state = simulator.state(BenchmarkCircuit.GHZ.build(5), DOUBLE)) {
            double[] probabilities = state.probabilities();
            assertEquals(0.5, probabilities[0], 1e-14);
            assertEquals(0.5, probabilities[31], 1e-14);
        }
    }
}
