package org.jaynes.qasm.lowering;

import java.util.Arrays;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.ClassicalType.Kind;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Measurement;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Operator;
import org.jaynes.qasm.syntax.Stmt;
import org.jspecify.annotations.Nullable;

/** Gives values to classical variables: local ones when they are declared, all of them by assignment and measurement. */
final class Variables {
    private final Context context;
    private final Evaluator evaluator;
    private final Operands operands;

    Variables(Context context, Evaluator evaluator, Operands operands) {
        this.context = context;
        this.evaluator = evaluator;
        this.operands = operands;
    }

    /**
     * Puts a name into the current scope; a name is declared once in a scope. Gates of the libraries give way to anything
     * that is no gate, and the later additions to qelib1.inc to anything.
     */
    void declare(String name, Symbol symbol, int at) {
        Symbol own = context.scope.own(name);
        boolean replaced =
                own instanceof GateSymbol.Library library && (library.replaceable() || !(symbol instanceof GateSymbol));
        if (own != null && !replaced) {
            throw context.invalid(at, "'" + name + "' is declared twice", "choose another name");
        }
        context.scope.put(name, symbol);
    }

    /** Declares a variable that is not part of the circuit's results. */
    void local(String name, ClassicalType type, boolean scalar, Expression value, int at) {
        if (type.kind() == Kind.BIT) {
            int first = bits(type.width(), at);
            var register = new BitRegister(first, type.width(), scalar, context.region, context.scope);
            context.markPending(register);
            declare(name, register, at);
            assign(register, all(type.width()), value, at);
        } else {
            var variable = new Symbol.Variable(type, context.region, value);
            declare(name, variable, at);
            assign(variable, value, at);
        }
    }

    private int bits(int count, int at) {
        requireBits(count, at);
        return context.storage.bits(count);
    }

    /** Refuses more classical bits than the limit allows. */
    void requireBits(int count, int at) {
        long total = (long) context.builder.bitCount() + count;
        if (total > context.limits.classicalBits()) {
            throw context.invalid(
                    at, total + " classical bits are more than the limit of " + context.limits.classicalBits());
        }
    }

    /** The value that a variable has before it was given one. */
    static Expression zero(ClassicalType type) {
        if (!type.isDiscrete()) {
            return Expression.of(0.0);
        }
        return type.isWide() ? Expression.bits(type.width(), java.math.BigInteger.ZERO) : Expression.of(type, 0);
    }

    static int[] all(int size) {
        int[] positions = new int[size];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    /** Gives a variable a value of its type. */
    void assign(Symbol.Variable variable, Expression value, int at) {
        if (!value.isRunTime() && variable.region == context.region) {
            variable.known = value;
        } else {
            context.assign(variable, value, at);
        }
    }

    /** Gives some bits of a register a value of so many bits. */
    void assign(BitRegister register, int[] positions, Expression value, int at) {
        if (value.isConstant() && register.region == context.region) {
            var bits = value.wide(Environment.EMPTY);
            for (int i = 0; i < positions.length; i++) {
                register.setKnown(positions[i], bits.testBit(i));
            }
            context.markPending(register);
            return;
        }
        if (isRun(positions)) {
            var range = new Expression.BitRange(register.first + positions[0], positions.length);
            context.emit(new Assignment(new Assignment.ToBits(range), value), at);
            for (int position : positions) {
                register.setUnknown(position);
            }
            return;
        }
        scatter(register, positions, value, at);
    }

    private void scatter(BitRegister register, int[] positions, Expression value, int at) {
        requireBits(positions.length, at);
        int first = context.storage.temporaryBits(positions.length);
        var copy = new Expression.BitRange(first, positions.length);
        context.emit(new Assignment(new Assignment.ToBits(copy), value), at);
        for (int i = 0; i < positions.length; i++) {
            var bit = new Expression.BitRange(register.first + positions[i], 1);
            context.emit(new Assignment(new Assignment.ToBits(bit), Expression.bit(first + i)), at);
            register.setUnknown(positions[i]);
        }
    }

    private static boolean isRun(int[] positions) {
        for (int i = 1; i < positions.length; i++) {
            if (positions[i] != positions[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    void assign(Stmt.Assignment statement) {
        Expr value = statement.value();
        if (value instanceof Expr.Measure measure) {
            if (statement.operator() == null) {
                measure(measure.operand(), statement.target(), statement.at());
            } else {
                store(statement, measured(measure));
            }
            return;
        }
        store(statement, null);
    }

    /** Measures qubits into bits that have no name. */
    Expression measured(Expr.Measure measure) {
        Symbol.Qubits qubits = operands.qubits(measure.operand());
        int count = qubits.numbers().length;
        requireBits(count, measure.at());
        int first = context.storage.temporaryBits(count);
        for (int i = 0; i < count; i++) {
            context.emit(new Measurement(qubits.numbers()[i], first + i), measure.at());
        }
        return new Expression.BitRange(first, count);
    }

    /** Measures qubits into the bits of a target, or into bits nobody reads. */
    void measure(Expr source, @Nullable Expr target, int at) {
        if (target == null) {
            measured(new Expr.Measure(at, source));
            return;
        }
        Symbol.Qubits qubits = operands.qubits(source);
        if (!(symbol(target) instanceof BitRegister register)) {
            throw context.invalid(target.at(), "a measurement gives bits, and this is no bit or register of bits");
        }
        int[] positions = all(register.size);
        if (target instanceof Expr.Index index) {
            Expr selection = selection(register, index);
            positions = evaluator.elements().select(selection, register.size);
        }
        if (positions.length != qubits.numbers().length) {
            throw context.invalid(
                    at,
                    GateCalls.count(qubits.numbers().length, "qubit") + " cannot be measured into "
                            + GateCalls.count(positions.length, "bit"),
                    "both need the same size");
        }
        for (int i = 0; i < positions.length; i++) {
            context.emit(new Measurement(qubits.numbers()[i], register.first + positions[i]), at);
            register.setUnknown(positions[i]);
        }
    }

    private Expr selection(BitRegister register, Expr.Index index) {
        if (register.scalar || index.indices().size() != 1 || index.base() instanceof Expr.Index) {
            throw context.invalid(
                    index.at(), register.scalar ? "a single bit has no elements" : "registers have one dimension");
        }
        return index.indices().getFirst();
    }

    /** What the name at the root of a target stands for. */
    private Symbol symbol(Expr target) {
        Expr root = target;
        while (root instanceof Expr.Index index) {
            root = index.base();
        }
        if (!(root instanceof Expr.NameReference(int at, String name))) {
            throw context.invalid(target.at(), "this cannot be given a value");
        }
        Symbol symbol = context.scope.find(name);
        if (symbol == null) {
            throw evaluator.undeclared(at, name);
        }
        return symbol;
    }

    /** @param measured the right side when it was a measurement, else null */
    private void store(Stmt.Assignment statement, @Nullable Expression measured) {
        Expr target = statement.target();
        switch (symbol(target)) {
            case Symbol.Variable variable -> storeVariable(variable, statement, measured);
            case BitRegister register -> storeBits(register, statement, measured);
            case ArrayStorage _ -> storeElements(statement, measured);
            case Symbol.Complex complex -> storeComplex(complex, statement);
            case Symbol other ->
                throw context.invalid(target.at(), "this is " + other.description() + " and cannot be given a value");
        }
    }

    /** The right side of an assignment as a value of a type, combined with the old value by a compound operator. */
    private Expression value(
            Stmt.Assignment statement, ClassicalType type, Expression old, @Nullable Expression measured) {
        Operator operator = statement.operator();
        Expr value = statement.value();
        if (operator == null) {
            return measured == null ? evaluator.valueOf(type, value) : evaluator.cast(type, measured, statement.at());
        }
        boolean real = type.kind() == Kind.FLOAT;
        Expression right = measured == null ? evaluator.evaluate(value, real) : measured;
        Expression combined =
                evaluator.checked(statement.at(), () -> Expression.binary(Evaluator.operator(operator), old, right));
        return evaluator.cast(type, combined, statement.at());
    }

    private void storeVariable(Symbol.Variable variable, Stmt.Assignment statement, @Nullable Expression measured) {
        Expression old = Evaluator.value(variable);
        if (!(statement.target() instanceof Expr.Index index)) {
            assign(variable, value(statement, variable.type, old, measured), statement.at());
            return;
        }
        if (!variable.type.isDiscrete() || variable.type.kind() == Kind.BOOL) {
            throw context.invalid(index.at(), "a " + variable.type + " has no elements");
        }
        if (index.indices().size() != 1 || !Elements.isSingle(index.indices().getFirst())) {
            throw context.invalid(index.at(), "one bit of an integer can be given a value at a time");
        }
        Expression position = evaluator.evaluate(index.indices().getFirst());
        Expression oldBit = evaluator.checked(index.at(), () -> Expression.bitOf(old, position));
        Expression bit = value(statement, ClassicalType.BIT, oldBit, measured);
        if (variable.known instanceof Expression.IntegerConstant(ClassicalType type, long bits)
                && bit.isConstant()
                && position.isConstant()
                && variable.region == context.region) {
            long number = position.integer(Environment.EMPTY);
            long mask = 1L << (number < 0 ? number + type.width() : number);
            long changed = bit.isTrue(Environment.EMPTY) ? bits | mask : bits & ~mask;
            variable.known = Expression.of(type, changed);
            return;
        }
        context.demote(variable, statement.at());
        var place = java.util.Objects.requireNonNull(variable.place);
        context.emit(new Assignment(new Assignment.ToVariableBit(place, position), bit), statement.at());
    }

    private void storeBits(BitRegister register, Stmt.Assignment statement, @Nullable Expression measured) {
        int at = statement.at();
        if (!(statement.target() instanceof Expr.Index index)) {
            Expression old =
                    statement.operator() == null ? zero(ClassicalType.BIT) : evaluator.checked(at, register::get);
            Expression value = value(statement, ClassicalType.bits(register.size), old, measured);
            assign(register, all(register.size), value, at);
            return;
        }
        Expr selection = selection(register, index);
        if (Elements.isSingle(selection)) {
            Expression position = evaluator.evaluate(selection);
            if (!position.isConstant()) {
                storeIndexed(register, position, statement, measured);
                return;
            }
        }
        int[] positions = evaluator.elements().select(selection, register.size);
        Expression old = statement.operator() == null
                ? zero(ClassicalType.BIT)
                : evaluator.elements().element(index);
        Expression value = value(statement, ClassicalType.bits(positions.length), old, measured);
        assign(register, positions, value, at);
    }

    private void storeIndexed(
            BitRegister register, Expression position, Stmt.Assignment statement, @Nullable Expression measured) {
        int at = statement.at();
        if (register.isPending()) {
            register.flush().forEach(assignment -> context.emit(assignment, at));
        }
        register.setUnknown();
        var range = new Expression.BitRange(register.first, register.size);
        Expression old = evaluator.checked(at, () -> Expression.bitOf(range, position));
        Expression value = value(statement, ClassicalType.BIT, old, measured);
        context.emit(new Assignment(new Assignment.ToIndexedBit(range, position), value), at);
    }

    private void storeElements(Stmt.Assignment statement, @Nullable Expression measured) {
        ArrayStorage piece = evaluator.elements().arrayOrNull(statement.target());
        if (piece == null) {
            throw context.invalid(statement.at(), "the bits of an array's elements cannot be changed one by one");
        }
        if (!piece.mutable()) {
            throw context.invalid(statement.at(), "this array cannot be changed");
        }
        if (piece.region() != context.region) {
            throw context.invalid(
                    statement.at(), "an array cannot be changed where it depends on a measurement whether it happens");
        }
        if (piece.sizes().length > 0) {
            copy(piece, statement);
            return;
        }
        Expression old = piece.store()[piece.positions()[0]];
        Expression value = value(statement, piece.type(), old, measured);
        piece.store()[piece.positions()[0]] = known(value, statement.value().at());
    }

    private void copy(ArrayStorage target, Stmt.Assignment statement) {
        ArrayStorage source = evaluator.elements().arrayOrNull(statement.value());
        if (source == null || statement.operator() != null || !Arrays.equals(source.sizes(), target.sizes())) {
            throw context.invalid(
                    statement.value().at(), "this is not an array of the sizes " + Arrays.toString(target.sizes()));
        }
        Expression[] values = new Expression[source.positions().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = evaluator.cast(target.type(), source.store()[source.positions()[i]], statement.at());
        }
        for (int i = 0; i < values.length; i++) {
            target.store()[target.positions()[i]] = values[i];
        }
    }

    /** Refuses a value for an array that is known during the run only. */
    Expression known(Expression value, int at) {
        if (value.isRunTime()) {
            throw context.invalid(
                    at,
                    "this value depends on a measurement; arrays hold what is known before the run",
                    "use a variable");
        }
        return value;
    }

    private void storeComplex(Symbol.Complex complex, Stmt.Assignment statement) {
        if (complex.constant || complex.region != context.region || statement.target() instanceof Expr.Index) {
            throw context.invalid(
                    statement.at(),
                    complex.constant
                            ? "this is a constant and cannot be given a value"
                            : "a complex number can be changed only where that is known before the run");
        }
        Operator operator = statement.operator();
        Expr value = statement.value();
        complex.value = evaluator
                .complex()
                .evaluate(
                        operator == null
                                ? value
                                : new Expr.Binary(statement.at(), operator, statement.target(), value));
    }

    /** The names at the roots of targets. */
    static String root(Expr target) {
        Expr root = target;
        while (root instanceof Expr.Index index) {
            root = index.base();
        }
        return root instanceof Expr.NameReference(var _, String name) ? name : "";
    }

    /** Brings into the circuit what statements assign that will run in some shots only, or several times. */
    void demote(Iterable<String> names, int at) {
        context.flush(at);
        for (String name : names) {
            switch (context.scope.find(name)) {
                case Symbol.Variable variable -> context.demote(variable, at);
                case BitRegister register -> register.setUnknown();
                case null, default -> {}
            }
        }
    }
}
