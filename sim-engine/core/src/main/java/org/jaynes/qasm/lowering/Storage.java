package org.jaynes.qasm.lowering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;

/**
 * Places in the circuit for values that have no name in its results: local bits and variables, and intermediate results.
 *
 * <p>A place is used again when the statement in which it was given up has ended: until then an expression that reads it,
 * such as the result of a subroutine, may still wait to be stored.
 */
final class Storage {
    private final CircuitBuilder builder;
    private final Map<Integer, Deque<Integer>> freeBits = new HashMap<>();
    private final Map<ClassicalType, Deque<Expression.Variable>> freeVariables = new HashMap<>();
    private final List<Place> retired = new ArrayList<>();
    private int names;

    /** Something to be used again: bits when the variable is null. */
    private record Place(Expression.@org.jspecify.annotations.Nullable Variable variable, int first, int count) {}

    Storage(CircuitBuilder builder) {
        this.builder = builder;
    }

    /** The first of {@code count} neighbouring bits, which hold anything. */
    int bits(int count) {
        Deque<Integer> free = freeBits.get(count);
        return free == null || free.isEmpty()
                ? builder.bits("%" + names++, count, false).first()
                : free.pop();
    }

    /** A variable, which holds anything. */
    Expression.Variable variable(ClassicalType type) {
        Deque<Expression.Variable> free = freeVariables.get(type);
        return free == null || free.isEmpty() ? builder.variable("%" + names++, type) : free.pop();
    }

    /** Bits for a value that is used up within the current statement. */
    int temporaryBits(int count) {
        int first = bits(count);
        retire(first, count);
        return first;
    }

    /** A variable for a value that is used up within the current statement. */
    Expression.Variable temporary(ClassicalType type) {
        Expression.Variable variable = variable(type);
        retire(variable);
        return variable;
    }

    /** Gives up bits. */
    void retire(int first, int count) {
        retired.add(new Place(null, first, count));
    }

    /** Gives up a variable. */
    void retire(Expression.Variable variable) {
        retired.add(new Place(variable, 0, 0));
    }

    /** Call at the start of a statement, and give the result to {@link #release} at its end. */
    int mark() {
        return retired.size();
    }

    /** Allows what was given up since {@code mark} to be used again. */
    void release(int mark) {
        while (retired.size() > mark) {
            Place place = retired.removeLast();
            if (place.variable() == null) {
                freeBits.computeIfAbsent(place.count(), n -> new ArrayDeque<>()).push(place.first());
            } else {
                freeVariables
                        .computeIfAbsent(place.variable().type(), t -> new ArrayDeque<>())
                        .push(place.variable());
            }
        }
    }
}
