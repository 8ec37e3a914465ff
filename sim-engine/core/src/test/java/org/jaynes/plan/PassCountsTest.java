package org.jaynes.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Passes and micro-ops of known circuits. The bounds on passes are those of a greedy tile schedule with three low bits
 * (with four, as here, there is less room); what is reached is in the last two columns and may only get better.
 */
class PassCountsTest {
    @ParameterizedTest
    @CsvSource({
        // circuit, qubits, tile bits, bound, reached, table and factor ops reached
        "qft,   28, 13, 3, 3, 27",
        "qft,   24, 16, 2, 2, 24",
        "qaoa,  28, 13, 5, 5, 11",
        "qaoa,  24, 16, 3, 3, 8",
        "zz,    28, 13, 5, 5, 11",
        "ring,  28, 13, 30, 27, 31",
        "ring,  24, 16, 17, 17, 30",
        "ghz,   24, 16, 2, 2, 0",
        "volume, 28, 13, 46, 46, 0",
    })
    void a_known_circuit_takes_few_passes(
            String circuit, int qubits, int tileBits, int bound, int reached, int diagonals) {
        DeviceProfile profile = new DeviceProfile("test", tileBits, tileBits - 1, 4, 1e9, 1e9);
        Plan plan = Planner.plan(gates(circuit, qubits), qubits, Precision.SINGLE, profile);
        assertTrue(reached <= bound);
        assertTrue(plan.passes().size() <= reached, () -> plan.explain().text());
        int found = plan.explain().ops().getOrDefault(OpKind.DIAGONAL, 0);
        assertTrue(found <= diagonals, () -> plan.explain().text());
    }

    @ParameterizedTest
    @CsvSource({"qft, 13", "qaoa, 13", "ring, 12"})
    void a_circuit_that_fits_a_tile_is_one_pass(String circuit, int qubits) {
        DeviceProfile profile = new DeviceProfile("test", 13, 12, 4, 1e9, 1e9);
        Plan plan = Planner.plan(gates(circuit, qubits), qubits, Precision.SINGLE, profile);
        assertEquals(1, plan.passes().size());
    }

    @ParameterizedTest
    @CsvSource({"5", "20"})
    void swaps_only_relabel(int qubits) {
        List<Gate> gates = new ArrayList<>();
        for (int q = 0; q + 1 < qubits; q++) {
            gates.add(Gate.of(StandardGate.SWAP, new int[] {q, q + 1}));
        }
        Plan plan = Planner.plan(gates, qubits, Precision.DOUBLE, DeviceProfile.cpu());
        assertEquals(0, plan.passes().size());
        int[] before = plan.initialLayout();
        int[] after = plan.layout();
        for (int q = 0; q + 1 < qubits; q++) {
            assertEquals(before[q + 1], after[q], "qubit " + q + " takes the place of its neighbour");
        }
        assertEquals(before[0], after[qubits - 1]);
    }

    static List<Gate> gates(String circuit, int n) {
        return switch (circuit) {
            case "qft" -> fourierTransform(n);
            case "qaoa" -> qaoa(n, false);
            case "zz" -> qaoa(n, true);
            case "ring" -> ring(n);
            case "ghz" -> ghz(n);
            case "volume" -> quantumVolume(n);
            default -> throw new IllegalArgumentException(circuit);
        };
    }

    private static List<Gate> fourierTransform(int n) {
        List<Gate> gates = new ArrayList<>();
        for (int j = n - 1; j >= 0; j--) {
            gates.add(Gate.of(StandardGate.H, new int[] {j}));
            for (int k = j - 1; k >= 0; k--) {
                gates.add(Gate.controlled(StandardGate.P, 1, new int[] {k, j}, Math.scalb(Math.PI, k - j)));
            }
        }
        for (int i = 0; i < n / 2; i++) {
            gates.add(Gate.of(StandardGate.SWAP, new int[] {i, n - 1 - i}));
        }
        return gates;
    }

    /** One round on the complete graph, with the phases as RZZ or as CX, RZ, CX. */
    private static List<Gate> qaoa(int n, boolean asZz) {
        List<Gate> gates = new ArrayList<>();
        for (int q = 0; q < n; q++) {
            gates.add(Gate.of(StandardGate.H, new int[] {q}));
        }
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (asZz) {
                    gates.add(Gate.of(StandardGate.RZZ, new int[] {i, j}, 0.7));
                } else {
                    gates.add(Gate.controlled(StandardGate.X, 1, new int[] {i, j}));
                    gates.add(Gate.of(StandardGate.RZ, new int[] {j}, 0.7));
                    gates.add(Gate.controlled(StandardGate.X, 1, new int[] {i, j}));
                }
            }
        }
        for (int q = 0; q < n; q++) {
            gates.add(Gate.of(StandardGate.RX, new int[] {q}, 0.9));
        }
        return gates;
    }

    /** Ten times a ring of CX, then RX and RZ on every qubit. */
    private static List<Gate> ring(int n) {
        SplittableRandom random = new SplittableRandom(1);
        List<Gate> gates = new ArrayList<>();
        for (int layer = 0; layer < 10; layer++) {
            for (int q = 0; q < n; q++) {
                gates.add(Gate.controlled(StandardGate.X, 1, new int[] {q, (q + 1) % n}));
            }
            for (int q = 0; q < n; q++) {
                gates.add(Gate.of(StandardGate.RX, new int[] {q}, random.nextDouble(6)));
                gates.add(Gate.of(StandardGate.RZ, new int[] {q}, random.nextDouble(6)));
            }
        }
        return gates;
    }

    private static List<Gate> ghz(int n) {
        List<Gate> gates = new ArrayList<>();
        gates.add(Gate.of(StandardGate.H, new int[] {0}));
        for (int q = 0; q + 1 < n; q++) {
            gates.add(Gate.controlled(StandardGate.X, 1, new int[] {q, q + 1}));
        }
        return gates;
    }

    /** Thirty layers of general two-qubit gates on the qubits in random order. */
    private static List<Gate> quantumVolume(int n) {
        SplittableRandom random = new SplittableRandom(1000);
        List<Gate> gates = new ArrayList<>();
        int[] order = IntStream.range(0, n).toArray();
        for (int layer = 0; layer < 30; layer++) {
            for (int i = n - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int qubit = order[i];
                order[i] = order[other];
                order[other] = qubit;
            }
            for (int i = 0; i + 1 < n; i += 2) {
                addGeneral(gates, order[i], order[i + 1], random);
            }
        }
        return gates;
    }

    /** Three CX with rotations around them make any two-qubit gate. */
    private static void addGeneral(List<Gate> gates, int a, int b, SplittableRandom random) {
        for (int part = 0; part < 4; part++) {
            for (int qubit : new int[] {a, b}) {
                double theta = random.nextDouble(Math.PI);
                gates.add(
                        Gate.of(StandardGate.U, new int[] {qubit}, theta, random.nextDouble(6), random.nextDouble(6)));
            }
            if (part < 3) {
                gates.add(Gate.controlled(StandardGate.X, 1, part % 2 == 0 ? new int[] {a, b} : new int[] {b, a}));
            }
        }
    }
}
