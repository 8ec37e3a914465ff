package org.jaynes.statevector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Unitary.Form;
import org.jspecify.annotations.Nullable;

/**
 * An order in which the gates of a circuit may be undone, last ones first, so that gates with parameters come in large groups
 * that commute: constant gates as soon as they may, and then all others that may, together.
 */
final class UndoOrder {
    private final List<Gate> gates;
    private final List<List<Integer>> followers = new ArrayList<>();
    private final int[] waitsFor;

    /** Of each qubit the gate that mixed it last, and those that were diagonal on it since. */
    private final Map<Integer, Integer> mixed = new HashMap<>();

    private final Map<Integer, List<Integer>> diagonal = new HashMap<>();

    private UndoOrder(List<Gate> gates) {
        this.gates = gates;
        this.waitsFor = new int[gates.size()];
        for (int i = 0; i < gates.size(); i++) {
            followers.add(new ArrayList<>(2));
        }
    }

    /** The gates, the one that is undone first in front. Gates that are constant come last only if nothing waits for them. */
    static List<Gate> of(List<Gate> gates) {
        UndoOrder order = new UndoOrder(gates.reversed());
        for (int i = 0; i < gates.size(); i++) {
            order.place(i);
        }
        return order.taken();
    }

    private void place(int index) {
        Gate gate = gates.get(index);
        boolean allDiagonal = gate.unitary().form() == Form.DIAGONAL;
        for (int i = 0; i < gate.qubits().length; i++) {
            int qubit = gate.qubits()[i];
            List<Integer> since = diagonal.computeIfAbsent(qubit, _ -> new ArrayList<>());
            Integer last = mixed.get(qubit);
            if (allDiagonal || i < gate.controlCount()) {
                follow(last, index);
                since.add(index);
            } else {
                since.forEach(before -> follow(before, index));
                if (since.isEmpty()) {
                    follow(last, index);
                }
                since.clear();
                mixed.put(qubit, index);
            }
        }
    }

    private void follow(@Nullable Integer before, int index) {
        if (before != null) {
            followers.get(before).add(index);
            waitsFor[index]++;
        }
    }

    private List<Gate> taken() {
        List<Gate> order = new ArrayList<>(gates.size());
        Deque<Integer> constant = new ArrayDeque<>();
        Deque<Integer> varying = new ArrayDeque<>();
        for (int i = 0; i < waitsFor.length; i++) {
            if (waitsFor[i] == 0) {
                (gates.get(i).isConstant() ? constant : varying).add(i);
            }
        }
        while (!constant.isEmpty() || !varying.isEmpty()) {
            Deque<Integer> source = constant.isEmpty() ? varying : constant;
            for (int left = source.size(); left > 0; left--) {
                int index = source.remove();
                order.add(gates.get(index));
                for (int follower : followers.get(index)) {
                    if (--waitsFor[follower] == 0) {
                        (gates.get(follower).isConstant() ? constant : varying).add(follower);
                    }
                }
            }
        }
        return order;
    }
}
