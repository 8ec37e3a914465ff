package org.jaynes.qasm.lowering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jaynes.circuit.QubitRegister;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Operator;

/** Finds the qubits that a program names. */
final class Operands {
    private final Context context;
    private final Evaluator evaluator;
    private final List<Integer> hardware = new ArrayList<>();

    Operands(Context context, Evaluator evaluator) {
        this.context = context;
        this.evaluator = evaluator;
    }

    /** The qubits of an operand. */
    Symbol.Qubits qubits(Expr operand) {
        return switch (operand) {
            case Expr.NameReference(int at, String name) -> named(at, name);
            case Expr.Index index -> element(index);
            case Expr.HardwareQubit(int at, int number) -> new Symbol.Qubits(new int[] {hardware(number, at)}, true);
            case Expr.Binary binary when binary.operator() == Operator.CONCATENATE -> concatenation(binary);
            default -> throw context.invalid(operand.at(), "this is not a qubit or a register of qubits");
        };
    }

    private Symbol.Qubits named(int at, String name) {
        return switch (context.scope.find(name)) {
            case Symbol.Qubits qubits -> qubits;
            case null -> throw evaluator.undeclared(at, name);
            case Symbol other ->
                throw context.invalid(at, "'" + name + "' is " + other.description() + ", not a qubit");
        };
    }

    private Symbol.Qubits element(Expr.Index index) {
        Symbol.Qubits base = qubits(index.base());
        if (base.scalar()) {
            throw context.invalid(index.at(), "a single qubit has no elements");
        }
        if (index.indices().size() != 1) {
            throw context.invalid(index.at(), "registers have one dimension");
        }
        Expr selection = index.indices().getFirst();
        int[] positions = evaluator.elements().select(selection, base.numbers().length);
        int[] numbers = new int[positions.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = base.numbers()[positions[i]];
        }
        return new Symbol.Qubits(numbers, Elements.isSingle(selection));
    }

    private Symbol.Qubits concatenation(Expr.Binary binary) {
        Deque<Expr> parts = new ArrayDeque<>();
        Expr left = binary;
        while (left instanceof Expr.Binary inner && inner.operator() == Operator.CONCATENATE) {
            parts.push(inner.right());
            left = inner.left();
        }
        parts.push(left);
        List<int[]> numbers = new ArrayList<>();
        long total = 0;
        for (Expr part : parts) {
            int[] piece = qubits(part).numbers();
            total += piece.length;
            if (total > context.limits.qubits()) {
                throw context.invalid(
                        binary.at(), "more than the limit of " + context.limits.qubits() + " qubits under one name");
            }
            numbers.add(piece);
        }
        return new Symbol.Qubits(
                numbers.stream().flatMapToInt(java.util.Arrays::stream).toArray(), false);
    }

    /** All qubits of some operands in their order, each once; of the whole circuit when there are no operands. */
    int[] all(List<Expr> operands) {
        if (operands.isEmpty()) {
            return java.util.stream.IntStream.range(0, context.builder.qubitCount())
                    .toArray();
        }
        return operands.stream()
                .flatMapToInt(o -> java.util.Arrays.stream(qubits(o).numbers()))
                .distinct()
                .toArray();
    }

    /** Declares qubits. */
    QubitRegister declare(String name, int size, int at) {
        if ((long) context.builder.qubitCount() + size > context.limits.qubits()) {
            throw context.invalid(
                    at,
                    (long) context.builder.qubitCount() + size + " qubits are more than the limit of "
                            + context.limits.qubits());
        }
        return context.builder.qubits(name, size);
    }

    /** Physical qubits come into being in the order of their numbers, with the first of them that is used. */
    private int hardware(int number, int at) {
        if (number >= context.limits.qubits()) {
            throw context.invalid(
                    at, "physical qubit $" + number + " is beyond the limit of " + context.limits.qubits() + " qubits");
        }
        while (hardware.size() <= number) {
            hardware.add(declare("$" + hardware.size(), 1, at).first());
        }
        return hardware.get(number);
    }
}
