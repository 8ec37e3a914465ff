package org.jaynes.qasm.lowering;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.ClassicalType.Kind;
import org.jaynes.circuit.Expression;
import org.jaynes.qasm.syntax.Stmt;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of a program. Floats and angles become parameters of the circuit unless they are given a value; integers, bits,
 * booleans and arrays decide which gates there are and must be given.
 */
final class Inputs {
    private final Context context;
    private final Evaluator evaluator;
    private final Map<String, ?> given;
    private final Set<String> used = new LinkedHashSet<>();

    Inputs(Context context, Evaluator evaluator, Map<String, ?> given) {
        this.context = context;
        this.evaluator = evaluator;
        this.given = given;
    }

    Symbol declare(Stmt.Declaration statement) {
        String name = statement.name();
        @Nullable Object value = given.get(name);
        used.add(name);
        ClassicalType type = evaluator.types().element(statement.type());
        if (statement.type().isArray()) {
            return array(statement, type, value);
        }
        if (value != null) {
            return new Symbol.Constant(single(value, type, name, statement.at()));
        }
        if (type.kind() == Kind.FLOAT || type.kind() == Kind.ANGLE) {
            Expression parameter = context.builder.parameter(name);
            return new Symbol.Constant(evaluator.cast(type, parameter, statement.at()));
        }
        throw missing(statement, type.toString());
    }

    private RuntimeException missing(Stmt.Declaration statement, String type) {
        return context.invalid(
                statement.at(),
                "input '" + statement.name() + "' of type " + type + " has no value",
                "give it a value when the program is read; only floats and angles can be left open");
    }

    private Symbol array(Stmt.Declaration statement, ClassicalType type, @Nullable Object value) {
        int[] sizes = new int[statement.type().dimensions().size()];
        long count = 1;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = evaluator.types().size(statement.type().dimensions().get(i), "elements");
            count *= sizes[i];
        }
        if (value == null) {
            throw missing(statement, "array");
        }
        List<?> elements =
                value instanceof List<?> list ? list : value.getClass().isArray() ? boxed(value) : List.of();
        if (elements.size() != count) {
            throw context.invalid(
                    statement.at(),
                    "input '" + statement.name() + "' is given " + elements.size() + " values and has " + count
                            + " elements",
                    "give all elements in row-major order");
        }
        Expression[] store = new Expression[elements.size()];
        for (int i = 0; i < store.length; i++) {
            store[i] =
                    single(java.util.Objects.requireNonNull(elements.get(i)), type, statement.name(), statement.at());
        }
        return new ArrayStorage(type, store, Variables.all(store.length), sizes, false, 0);
    }

    private static List<Object> boxed(Object array) {
        Object[] elements = new Object[Array.getLength(array)];
        Arrays.setAll(elements, i -> Array.get(array, i));
        return Arrays.asList(elements);
    }

    private Expression single(Object value, ClassicalType type, String name, int at) {
        Expression constant = switch (value) {
            case Boolean truth -> Expression.of(truth);
            case Double number -> Expression.of(number);
            case Float number -> Expression.of(number.doubleValue());
            case Number number -> Expression.of(ClassicalType.integer(Long.SIZE), number.longValue());
            case String bits
            when bits.matches("[01]+") && type.kind() == Kind.BIT ->
                Expression.bits(bits.length(), new BigInteger(bits, 2));
            default ->
                throw context.invalid(at, "input '" + name + "' of type " + type + " is given the value " + value);
        };
        boolean wholeWanted = type.kind() == Kind.INT || type.kind() == Kind.UINT || type.kind() == Kind.BIT;
        boolean bad = (wholeWanted && !constant.type().isDiscrete())
                || (type.kind() == Kind.BIT
                        && constant.type().kind() == Kind.BIT
                        && constant.type().width() != type.width());
        if (bad) {
            throw context.invalid(at, "input '" + name + "' of type " + type + " is given the value " + value);
        }
        if (type.kind() == Kind.ANGLE && constant.type().isDiscrete()) {
            constant = evaluator.cast(ClassicalType.FLOAT, constant, at);
        }
        return evaluator.cast(type, constant, at);
    }

    /** Refuses values for inputs that the program does not have. */
    void requireAllUsed(int at) {
        for (String name : given.keySet()) {
            if (!used.contains(name)) {
                throw context.invalid(
                        at,
                        "a value is given for '" + name + "', and the program has no such input",
                        "inputs: " + used);
            }
        }
    }
}
