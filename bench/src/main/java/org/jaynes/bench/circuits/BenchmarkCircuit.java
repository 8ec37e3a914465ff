package org.jaynes.bench.circuits;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;

/** A family of circuits, one per number of qubits; without measurements. */
public enum BenchmarkCircuit {
    /** Quantum Fourier transform, with the swaps at its end. */
    QFT {
        @Override
        public Circuit build(int qubits) {
            CircuitBuilder circuit = Circuit.builder(qubits);
            for (int target = qubits - 1; target >= 0; target--) {
                circuit.h(target);
                for (int control = target - 1; control >= 0; control--) {
                    circuit.cp(Math.PI / (1L << (target - control)), control, target);
                }
            }
            for (int qubit = 0; qubit < qubits / 2; qubit++) {
                circuit.swap(qubit, qubits - 1 - qubit);
            }
            return circuit.build();
        }
    },

    /** One round of QAOA on the complete graph, each ZZ phase written as CX, RZ, CX. */
    QAOA {
        @Override
        public Circuit build(int qubits) {
            CircuitBuilder circuit = Circuit.builder(qubits);
            for (int qubit = 0; qubit < qubits; qubit++) {
                circuit.h(qubit);
            }
            for (int i = 0; i < qubits; i++) {
                for (int j = i + 1; j < qubits; j++) {
                    circuit.cx(i, j).rz(0.7, j).cx(i, j);
                }
            }
            for (int qubit = 0; qubit < qubits; qubit++) {
                circuit.rx(0.9, qubit);
            }
            return circuit.build();
        }
    },

    /** A chain of CX behind one H. */
    GHZ {
        @Override
        public Circuit build(int qubits) {
            CircuitBuilder circuit = Circuit.builder(qubits).h(0);
            for (int qubit = 0; qubit + 1 < qubits; qubit++) {
                circuit.cx(qubit, qubit + 1);
            }
            return circuit.build();
        }
    },

    /**
     * Random circuit of depth 20 on a grid of 4 rows: in each layer one of √X, √Y, T on every qubit, never the same twice
     * in a row, then CZ on a quarter of the grid's pairs.
     */
    RANDOM {
        private static final int ROWS = 4;
        private static final int DEPTH = 20;

        @Override
        public Circuit build(int qubits) {
            SplitMix64 random = new SplitMix64(qubits);
            CircuitBuilder circuit = Circuit.builder(qubits);
            int[] last = new int[qubits];
            for (int qubit = 0; qubit < qubits; qubit++) {
                circuit.h(qubit);
                last[qubit] = -1;
            }
            for (int layer = 0; layer < DEPTH; layer++) {
                for (int qubit = 0; qubit < qubits; qubit++) {
                    int kind = random.below(3);
                    while (kind == last[qubit]) {
                        kind = random.below(3);
                    }
                    last[qubit] = kind;
                    switch (kind) {
                        case 0 -> circuit.rx(Math.PI / 2, qubit);
                        case 1 -> circuit.ry(Math.PI / 2, qubit);
                        default -> circuit.t(qubit);
                    }
                }
                addPairs(circuit, qubits, layer % 4);
            }
            return circuit.build();
        }

        // Quarters 0 and 2: neighbours in a row, from even and odd columns; 1 and 3: in a column, from even and odd
        // rows.
        private static void addPairs(CircuitBuilder circuit, int qubits, int quarter) {
            int columns = (qubits + ROWS - 1) / ROWS;
            boolean inRow = quarter % 2 == 0;
            for (int qubit = 0; qubit < qubits; qubit++) {
                int column = qubit % columns;
                int row = qubit / columns;
                boolean starts = (inRow ? column : row) % 2 == quarter / 2;
                int neighbour = inRow ? qubit + 1 : qubit + columns;
                boolean exists = neighbour < qubits && (!inRow || column + 1 < columns);
                if (starts && exists) {
                    circuit.cz(qubit, neighbour);
                }
            }
        }
    },

    /** Hardware-efficient ansatz: ten times a ring of CX, then RX and RZ with random angles on every qubit. */
    ANSATZ {
        @Override
        public Circuit build(int qubits) {
            SplitMix64 random = new SplitMix64(qubits);
            CircuitBuilder circuit = Circuit.builder(qubits);
            for (int layer = 0; layer < 10; layer++) {
                for (int qubit = 0; qubit < qubits; qubit++) {
                    circuit.cx(qubit, (qubit + 1) % qubits);
                }
                for (int qubit = 0; qubit < qubits; qubit++) {
                    circuit.rx(2 * Math.PI * random.unit(), qubit).rz(2 * Math.PI * random.unit(), qubit);
                }
            }
            return circuit.build();
        }
    };

    /** The circuit on so many qubits, at least 2. */
    public abstract Circuit build(int qubits);

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The family of a name.
     *
     * @throws IllegalArgumentException if there is none, with the names there are
     */
    public static BenchmarkCircuit named(String label) {
        return Arrays.stream(values())
                .filter(circuit -> circuit.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown circuit '%s'; known: %s"
                        .formatted(
                                label,
                                Arrays.stream(values())
                                        .map(BenchmarkCircuit::label)
                                        .collect(Collectors.joining(", ")))));
    }
}
