package org.jaynes.qasm;

import java.util.List;
import java.util.Map;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.ClassicalRegister;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Operation;
import org.jspecify.annotations.Nullable;

/** Writes expressions so that they are read with the same types and values: constants carry casts. */
final class ExpressionWriter {
    private final List<ClassicalRegister> registers;
    private final List<String> bits;
    private final List<String> variables;
    private final Map<String, String> parameters;

    ExpressionWriter(
            List<ClassicalRegister> registers,
            List<String> bits,
            List<String> variables,
            Map<String, String> parameters) {
        this.registers = registers;
        this.bits = bits;
        this.variables = variables;
        this.parameters = parameters;
    }

    String write(Expression expression) {
        return switch (expression) {
            case Expression.Constant(double value) -> real(value);
            case Expression.IntegerConstant(ClassicalType type, long value) -> constant(type, value);
            case Expression.WideConstant(ClassicalType type, var value) -> {
                String digits = value.toString(2);
                yield "\"" + "0".repeat(type.width() - digits.length()) + digits + "\"";
            }
            case Expression.Parameter(String name) -> parameters.getOrDefault(name, name);
            case Expression.Variable variable -> variables.get(variable.index());
            case Expression.BitRange range -> range(range);
            case Operation.Unary unary -> unary(unary);
            case Operation.Binary binary -> binary(binary);
            case Operation.Cast cast -> cast.type() + "(" + write(cast.operand()) + ")";
            case Operation.BitOf bit ->
                bit.operand() instanceof Expression.BitRange range && register(range) != null
                        ? indexed(range, bit.index())
                        : "bit((" + write(bit.operand()) + ")[" + write(bit.index()) + "])";
            case Operation.Concatenation concatenation ->
                "("
                        + String.join(
                                " ++ ",
                                concatenation.parts().stream().map(this::write).toList()) + ")";
        };
    }

    private static String real(double value) {
        if (Double.isNaN(value)) {
            return "(0.0 / 0.0)";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "(1.0 / 0.0)" : "(-1.0 / 0.0)";
        }
        String text = Double.toString(value);
        return value < 0 || text.startsWith("-") ? "(" + text + ")" : text;
    }

    private static String constant(ClassicalType type, long value) {
        return switch (type.kind()) {
            case BOOL -> value == 0 ? "false" : "true";
            case BIT -> {
                String digits = Long.toBinaryString(value);
                yield "\"" + "0".repeat(type.width() - digits.length()) + digits + "\"";
            }
            case INT -> value == Long.MIN_VALUE ? "int[64](0x8000000000000000)" : type + "(" + value + ")";
            case UINT -> type + "(" + Long.toUnsignedString(value) + ")";
            case ANGLE -> {
                String digits = Long.toBinaryString(value);
                yield type + "(\"" + "0".repeat(type.width() - digits.length()) + digits + "\")";
            }
            case FLOAT -> throw new IllegalArgumentException("a float is no integer");
        };
    }

    private String unary(Operation.Unary unary) {
        String operand = write(unary.operand());
        return switch (unary.operator()) {
            case NEGATE, COMPLEMENT, NOT -> "(" + unary.operator().symbol() + operand + ")";
            // The language has no function for it.
            case ABSOLUTE -> unary.type() + "((" + operand + ") * (2 * int[64](" + operand + " >= 0) - 1))";
            default -> unary.operator().symbol() + "(" + operand + ")";
        };
    }

    private String binary(Operation.Binary binary) {
        String left = write(binary.left());
        String right = write(binary.right());
        BinaryOperator operator = binary.operator();
        return switch (operator) {
            case MODULO, ROTATE_LEFT, ROTATE_RIGHT -> operator.symbol() + "(" + left + ", " + right + ")";
            // The cast keeps integers from being divided as reals where a real number is wanted.
            case DIVIDE ->
                (binary.type().isDiscrete() && binary.type().kind() != ClassicalType.Kind.ANGLE ? binary.type() : "")
                        + "(" + left + " / " + right + ")";
            default -> "(" + left + " " + operator.symbol() + " " + right + ")";
        };
    }

    private String range(Expression.BitRange range) {
        String slice = slice(range);
        if (slice != null) {
            return slice;
        }
        StringBuilder parts = new StringBuilder("(");
        for (int i = 0; i < range.count(); i++) {
            parts.append(i == 0 ? "" : " ++ ").append(bits.get(range.first() + i));
        }
        return parts.append(')').toString();
    }

    /** The register that holds all bits of a range, or null. */
    private @Nullable ClassicalRegister register(Expression.BitRange range) {
        for (ClassicalRegister register : registers) {
            if (range.first() >= register.first()
                    && range.first() + range.count() <= register.first() + register.size()) {
                return register;
            }
        }
        return null;
    }

    /** A register or a slice of one, or null when the bits lie in several. */
    @Nullable
    String slice(Expression.BitRange range) {
        ClassicalRegister register = register(range);
        if (register == null) {
            return null;
        }
        String first = bits.get(range.first());
        if (range.count() == 1) {
            return first;
        }
        String root = first.substring(0, first.indexOf('['));
        int start = range.first() - register.first();
        return range.count() == register.size() ? root : root + "[" + start + ":" + (start + range.count() - 1) + "]";
    }

    /** One bit of a range that lies in one register, chosen by an index. */
    String indexed(Expression.BitRange range, Expression index) {
        String slice = slice(range);
        if (slice == null) {
            throw new IllegalArgumentException("a bit cannot be chosen among several registers");
        }
        ClassicalRegister register = java.util.Objects.requireNonNull(register(range));
        String text = write(index);
        if (range.count() == register.size() && slice.indexOf('[') < 0) {
            return slice + "[" + text + "]";
        }
        String first = bits.get(range.first());
        String root = first.substring(0, first.indexOf('['));
        int start = range.first() - register.first();
        return root + "[" + text + " + " + start + "]";
    }
}
