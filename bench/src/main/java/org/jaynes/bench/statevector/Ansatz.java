package org.jaynes.bench.statevector;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.cli.InputException;
import org.jaynes.statevector.PauliSum;

/**
 * A hardware-efficient ansatz: so many times a ring of CX, then RX and RZ on every qubit, each with an angle of its own.
 *
 * @param qubits how many
 * @param layers how often; there are 2 * qubits * layers angles
 */
record Ansatz(int qubits, int layers) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,2})x(\\d{1,3})");

    /**
     * Reads {@code QUBITSxLAYERS}.
     *
     * @throws InputException if it is something else, or has less than 2 qubits or no layer
     */
    static Ansatz parse(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (matcher.matches()) {
            Ansatz ansatz = new Ansatz(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (ansatz.qubits >= 2 && ansatz.layers >= 1) {
                return ansatz;
            }
        }
        throw new InputException(
                "--ansatz has '%s'; expected such as 16x10: at least 2 qubits, at least 1 layer".formatted(size));
    }

    Circuit circuit() {
        CircuitBuilder circuit = Circuit.builder(qubits);
        for (int layer = 0; layer < layers; layer++) {
            for (int q = 0; q < qubits; q++) {
                circuit.cx(q, (q + 1) % qubits);
            }
            for (int q = 0; q < qubits; q++) {
                int number = 2 * (layer * qubits + q);
                circuit.rx(circuit.parameter("a" + number), q).rz(circuit.parameter("a" + (number + 1)), q);
            }
        }
        return circuit.build();
    }

    /** The same for other simulators: name, the number of the angle, qubits. */
    List<List<Object>> gates() {
        List<List<Object>> gates = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (int q = 0; q < qubits; q++) {
                gates.add(List.of("cx", List.of(), List.of(q, (q + 1) % qubits)));
            }
            for (int q = 0; q < qubits; q++) {
                int number = 2 * (layer * qubits + q);
                gates.add(List.of("rx", List.of(number), List.of(q)));
                gates.add(List.of("rz", List.of(number + 1), List.of(q)));
            }
        }
        return gates;
    }

    /** The sum of Z Z on neighbours. */
    PauliSum observable() {
        return PauliSum.parse(IntStream.range(0, qubits - 1)
                .mapToObj(q -> "Z%d Z%d".formatted(q, q + 1))
                .collect(Collectors.joining(" + ")));
    }
}
