package org.jaynes.decoder.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;

/**
 * A product of Pauli operators on different qubits, up to sign.
 *
 * @param x per qubit, whether the operator is X or Y
 * @param z per qubit, whether the operator is Z or Y
 */
record PauliProduct(int[] qubits, boolean[] x, boolean[] z) {
    /** Takes a factor. */
    interface FactorAction {
        void accept(int qubit, boolean x, boolean z);
    }

    void forEach(FactorAction action) {
        for (int i = 0; i < qubits.length; i++) {
            action.accept(qubits[i], x[i], z[i]);
        }
    }

    /** The products that an MPP, SPP, MXX, MYY or MZZ lists. */
    static List<PauliProduct> of(StimInstruction.Operation operation) {
        int[] targets = operation.targets();
        List<PauliProduct> products = new ArrayList<>();
        char pair = switch (operation.gate()) {
            case MXX -> 'X';
            case MYY -> 'Y';
            case MZZ -> 'Z';
            default -> ' ';
        };
        if (pair != ' ') {
            for (int i = 0; i < targets.length; i += 2) {
                int first = StimTarget.pauli(pair, StimTarget.number(targets[i]));
                int second = StimTarget.pauli(pair, StimTarget.number(targets[i + 1]));
                products.add(product(new int[] {first, StimTarget.COMBINER, second}, 0, 3));
            }
            return products;
        }
        int start = 0;
        for (int i = 1; i <= targets.length; i++) {
            boolean goesOn =
                    i < targets.length && (targets[i] == StimTarget.COMBINER || targets[i - 1] == StimTarget.COMBINER);
            if (!goesOn) {
                products.add(product(targets, start, i));
                start = i;
            }
        }
        return products;
    }

    private static PauliProduct product(int[] targets, int from, int to) {
        Map<Integer, Integer> operators = new TreeMap<>();
        int imaginary = 0;
        for (int i = from; i < to; i += 2) {
            int factor = (StimTarget.hasX(targets[i]) ? 1 : 0) | (StimTarget.hasZ(targets[i]) ? 2 : 0);
            int before = operators.getOrDefault(StimTarget.number(targets[i]), 0);
            // The product of two different Pauli operators on a qubit is i or -i times the third.
            imaginary += before != 0 && factor != before ? 1 : 0;
            operators.put(StimTarget.number(targets[i]), before ^ factor);
        }
        if (imaginary % 2 != 0) {
            throw new CircuitException(
                    "a product of Pauli operators must be Hermitian; one here is i times a Hermitian one");
        }
        operators.values().removeIf(operator -> operator == 0);
        int[] qubits = operators.keySet().stream().mapToInt(Integer::intValue).toArray();
        boolean[] x = new boolean[qubits.length];
        boolean[] z = new boolean[qubits.length];
        for (int i = 0; i < qubits.length; i++) {
            int operator = operators.getOrDefault(qubits[i], 0);
            x[i] = (operator & 1) != 0;
            z[i] = (operator & 2) != 0;
        }
        return new PauliProduct(qubits, x, z);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        forEach((qubit, hasX, hasZ) -> out.append(out.isEmpty() ? "" : "*")
                .append(hasX ? hasZ ? 'Y' : 'X' : 'Z')
                .append(qubit));
        return out.toString();
    }
}
