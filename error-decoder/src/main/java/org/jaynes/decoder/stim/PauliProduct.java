package org.jaynes.decoder.stim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jaynes.decoder.CircuitException;

/**
 * A Hermitian product of Pauli operators on different qubits, which ascend.
 *
 * @param x per qubit, whether the operator is X or Y
 * @param z per qubit, whether the operator is Z or Y
 * @param negative whether it is minus the product: factors that multiply to -1, or an odd number of '!'
 */
public record PauliProduct(int[] qubits, boolean[] x, boolean[] z, boolean negative) {
    /** Takes a factor. */
    public interface FactorAction {
        void accept(int qubit, boolean x, boolean z);
    }

    /** Calls back for every factor, qubits ascending. */
    public void forEach(FactorAction action) {
        for (int i = 0; i < qubits.length; i++) {
            action.accept(qubits[i], x[i], z[i]);
        }
    }

    /** An operator of one qubit. */
    public static PauliProduct single(int qubit, boolean x, boolean z, boolean negative) {
        return new PauliProduct(new int[] {qubit}, new boolean[] {x}, new boolean[] {z}, negative);
    }

    /**
     * The products that an MPP, SPP, MXX, MYY or MZZ lists, in order.
     *
     * @throws CircuitException if a product is not Hermitian
     */
    public static List<PauliProduct> of(StimInstruction.Operation operation) {
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
                int[] factors = {ofPair(pair, targets[i]), StimTarget.COMBINER, ofPair(pair, targets[i + 1])};
                products.add(product(factors, 0, 3));
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

    private static int ofPair(char operator, int target) {
        int factor = StimTarget.pauli(operator, StimTarget.number(target));
        return StimTarget.isInverted(target) ? StimTarget.inverted(factor) : factor;
    }

    private static PauliProduct product(int[] targets, int from, int to) {
        Map<Integer, Integer> operators = new TreeMap<>();
        int quarterTurns = 0;
        for (int i = from; i < to; i += 2) {
            int factor = (StimTarget.hasX(targets[i]) ? 1 : 0) | (StimTarget.hasZ(targets[i]) ? 2 : 0);
            int before = operators.getOrDefault(StimTarget.number(targets[i]), 0);
            int after = before ^ factor;
            // An operator is i^(xz) X^x Z^z, and Z of the left factor moves past X of the right one.
            quarterTurns += turnsOf(before) + turnsOf(factor) - turnsOf(after) + 2 * (before >> 1 & factor & 1);
            quarterTurns += StimTarget.isInverted(targets[i]) ? 2 : 0;
            operators.put(StimTarget.number(targets[i]), after);
        }
        if ((quarterTurns & 1) != 0) {
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
        return new PauliProduct(qubits, x, z, (quarterTurns & 2) != 0);
    }

    private static int turnsOf(int operator) {
        return operator == 3 ? 1 : 0;
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
