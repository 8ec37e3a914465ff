package org.jaynes.statevector;

import java.util.SplittableRandom;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.ClassicalRegister;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.StandardGate;
import org.jaynes.plan.RandomGates;

/** Random circuits with everything that can happen in one; their loops end after at most two rounds. */
final class RandomPrograms {
    private static final ClassicalType COUNTER = ClassicalType.unsigned(4);

    private final SplittableRandom random;
    private final int qubits;
    private final CircuitBuilder builder;
    private final ClassicalRegister a;
    private final ClassicalRegister hidden;
    private final Expression.Variable number;

    private RandomPrograms(SplittableRandom random, int qubits) {
        this.random = random;
        this.qubits = qubits;
        this.builder = Circuit.builder(qubits);
        this.a = builder.bits("a", 2);
        this.hidden = builder.bits("hidden", 2, false);
        builder.bits("b", 3);
        this.number = builder.variable("number", COUNTER);
    }

    static Circuit program(SplittableRandom random) {
        return program(random, random.nextInt(1, 5));
    }

    static Circuit program(SplittableRandom random, int qubits) {
        RandomPrograms programs = new RandomPrograms(random, qubits);
        programs.body(programs.builder, 10, 2, false);
        return programs.builder.build();
    }

    private void body(CircuitBuilder b, int length, int depth, boolean inLoop) {
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(depth > 0 ? 14 : 10)) {
                case 0, 1, 2, 3 -> gate(b);
                case 4 -> b.ry(number.times(0.7).plus(Expression.bit(a.get(0)).times(1.1)), qubit());
                case 5, 6 -> b.measure(qubit(), random.nextInt(b.bitCount()));
                case 7 -> b.reset(qubit());
                case 8 -> assign(b);
                case 9 -> leave(b, inLoop);
                case 10, 11 ->
                    b.ifElse(condition(), yes -> body(yes, 3, depth - 1, inLoop), no -> body(no, 2, depth - 1, inLoop));
                case 12 -> b.ifThen(condition(), yes -> body(yes, 3, depth - 1, inLoop));
                default -> loop(b, depth);
            }
        }
    }

    private void gate(CircuitBuilder b) {
        Gate gate = new RandomGates(random, qubits, 2).circuit(1).getFirst();
        b.add(gate.isConstant() ? gate : Gate.of(StandardGate.H, new int[] {qubit()}));
    }

    private void assign(CircuitBuilder b) {
        switch (random.nextInt(4)) {
            case 0 -> b.assign(number, number.plus(a.value()));
            case 1 -> b.assign(hidden.value(), Expression.binary(BinaryOperator.BIT_XOR, a.value(), hidden.value()));
            case 2 ->
                b.add(new org.jaynes.circuit.Assignment(
                        new org.jaynes.circuit.Assignment.ToIndexedBit(a.value(), Expression.bit(hidden.get(1))),
                        Expression.bitOf(number, Expression.of(COUNTER, random.nextInt(4)))));
            default ->
                b.add(new org.jaynes.circuit.Assignment(
                        new org.jaynes.circuit.Assignment.ToVariableBit(number, a.value()), condition()));
        }
    }

    private void leave(CircuitBuilder b, boolean inLoop) {
        if (!inLoop) {
            if (random.nextInt(3) == 0) {
                b.ifThen(condition(), CircuitBuilder::end);
            }
        } else if (random.nextBoolean()) {
            b.ifThen(condition(), CircuitBuilder::breakLoop);
        } else {
            b.ifThen(condition(), CircuitBuilder::continueLoop);
        }
    }

    private void loop(CircuitBuilder b, int depth) {
        Expression.Variable rounds = b.variable("rounds", COUNTER);
        b.assign(rounds, Expression.of(COUNTER, 0));
        Expression goesOn =
                Expression.binary(BinaryOperator.LESS, rounds, Expression.of(COUNTER, random.nextInt(1, 3)));
        b.whileLoop(goesOn.and(condition()), inner -> {
            inner.assign(rounds, rounds.plus(Expression.of(COUNTER, 1)));
            body(inner, 3, depth - 1, true);
        });
    }

    private Expression condition() {
        return switch (random.nextInt(4)) {
            case 0 -> Expression.bit(random.nextInt(builder.bitCount()));
            case 1 -> a.value().equalTo(random.nextInt(4));
            case 2 -> Expression.binary(BinaryOperator.GREATER, number, Expression.of(COUNTER, 3));
            default -> Expression.bit(random.nextInt(builder.bitCount())).not();
        };
    }

    private int qubit() {
        return random.nextInt(qubits);
    }
}
