package org.jaynes.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.execution.StateBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In single precision the norm stays what it was: coefficients that are rounded to one side are made up for. */
class NormBiasTest {
    private static final int QUBITS = 6;
    private static final int GATES = 4000;

    /** Phases of pi/4 and rotations, again and again the same, between gates that mix. */
    private static List<Gate> gates(boolean withParameters) {
        SplittableRandom random = new SplittableRandom(3);
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            int[] qubit = {random.nextInt(QUBITS)};
            int[] pair = {qubit[0], (qubit[0] + 1 + random.nextInt(QUBITS - 1)) % QUBITS};
            Expression angle = withParameters ? Expression.parameter("a") : Expression.of(1.1);
            gates.add(
                    switch (random.nextInt(5)) {
                        case 0 -> Gate.of(StandardGate.T, qubit);
                        case 1 -> Gate.of(StandardGate.H, qubit);
                        case 2 -> Gate.controlled(StandardGate.X, 1, pair);
                        case 3 -> Gate.controlled(StandardGate.SX, 1, pair);
                        default -> new Gate(StandardGate.RY, List.of(angle), qubit, 0, 0);
                    });
        }
        return gates;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_norm_of_a_long_circuit_stays_one(boolean withParameters) {
        Plan plan = Planner.plan(gates(withParameters), QUBITS, Precision.SINGLE, DeviceProfile.cpu());
        Environment row = name -> 1.1;
        try (Executor reference = Executors.reference();
                StateBuffer state = reference.allocate(QUBITS, 1, Precision.SINGLE)) {
            state.apply(plan, plan.bind(row));
            assertEquals(1, state.marginals(new int[0])[0], 1e-6);
        }
    }
}
