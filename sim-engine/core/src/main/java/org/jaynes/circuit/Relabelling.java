package org.jaynes.circuit;

import java.util.List;

/**
 * Instructions of one circuit in the numbers of another.
 *
 * @param qubits the new number of each qubit
 * @param firstVariable added to the number of each variable
 */
record Relabelling(int[] qubits, int firstVariable) {
    Instruction apply(Instruction instruction) {
        return switch (instruction) {
            case Gate g ->
                new Gate(
                        g.unitary(),
                        g.isConstant()
                                ? g.angles()
                                : g.angles().stream().map(this::apply).toList(),
                        apply(g.qubits()),
                        g.controlCount(),
                        g.controlValues());
            case Measurement(int qubit, int bit) -> new Measurement(qubits[qubit], bit);
            case Reset(int qubit) -> new Reset(qubits[qubit]);
            case Noise(Channel channel, int[] noisy) -> new Noise(channel, apply(noisy));
            case Barrier(int[] covered) -> new Barrier(apply(covered));
            case Assignment(Assignment.Target target, Expression value) -> new Assignment(apply(target), apply(value));
            case Branch(Expression condition, List<Instruction> yes, List<Instruction> no) ->
                new Branch(apply(condition), apply(yes), apply(no));
            case WhileLoop(Expression condition, List<Instruction> body) ->
                new WhileLoop(apply(condition), apply(body));
            case ReadoutError _, Break _, Continue _, Termination _ -> instruction;
        };
    }

    private List<Instruction> apply(List<Instruction> body) {
        return body.stream().map(this::apply).toList();
    }

    private int[] apply(int[] numbers) {
        int[] renamed = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            renamed[i] = qubits[numbers[i]];
        }
        return renamed;
    }

    private Assignment.Target apply(Assignment.Target target) {
        return switch (target) {
            case Assignment.ToVariable(Expression.Variable v) -> new Assignment.ToVariable(shift(v));
            case Assignment.ToBits _ -> target;
            case Assignment.ToIndexedBit(Expression.BitRange bits, Expression index) ->
                new Assignment.ToIndexedBit(bits, apply(index));
            case Assignment.ToVariableBit(Expression.Variable v, Expression index) ->
                new Assignment.ToVariableBit(shift(v), apply(index));
        };
    }

    private Expression apply(Expression expression) {
        return switch (expression) {
            case Expression.Constant _,
                    Expression.IntegerConstant _,
                    Expression.WideConstant _,
                    Expression.Parameter _,
                    Expression.BitRange _ -> expression;
            case Expression.Variable v -> shift(v);
            case Operation.Unary(UnaryOperator o, Expression x, ClassicalType t, int n) ->
                new Operation.Unary(o, apply(x), t, n);
            case Operation.Binary(BinaryOperator o, Expression a, Expression b, ClassicalType t, int n) ->
                new Operation.Binary(o, apply(a), apply(b), t, n);
            case Operation.Cast(ClassicalType t, Expression x, int n) -> new Operation.Cast(t, apply(x), n);
            case Operation.BitOf(Expression x, Expression index, int n) ->
                new Operation.BitOf(apply(x), apply(index), n);
            case Operation.Concatenation(List<Expression> parts, int n) ->
                new Operation.Concatenation(parts.stream().map(this::apply).toList(), n);
        };
    }

    private Expression.Variable shift(Expression.Variable variable) {
        return new Expression.Variable(variable.index() + firstVariable, variable.type());
    }
}
