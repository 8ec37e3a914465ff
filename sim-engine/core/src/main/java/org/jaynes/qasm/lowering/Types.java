package org.jaynes.qasm.lowering;

import org.jaynes.circuit.ClassicalType;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Types that a program writes, as types of the circuit. Without a width, {@code int} and {@code uint} have 64 bits,
 * {@code float} is a double, and {@code angle} is a real number of radians that does not wrap.
 */
final class Types {
    private final Context context;
    private final Evaluator evaluator;

    Types(Context context, Evaluator evaluator) {
        this.context = context;
        this.evaluator = evaluator;
    }

    /** The type of a single value. */
    ClassicalType of(TypeName type) {
        if (type.isArray()) {
            throw context.invalid(type.at(), "an array cannot stand here");
        }
        return element(type);
    }

    /** The type of a single value, or of the elements of an array. */
    ClassicalType element(TypeName type) {
        return switch (type.kind()) {
            case BOOL -> ClassicalType.BOOL;
            case BIT -> ClassicalType.bits(type.width() == null ? 1 : size(type.width(), "bits"));
            case INT -> ClassicalType.integer(width(type.width()));
            case UINT -> ClassicalType.unsigned(width(type.width()));
            case ANGLE -> type.width() == null ? ClassicalType.FLOAT : ClassicalType.angle(width(type.width()));
            case FLOAT -> real(type.width());
            case COMPLEX, DURATION, STRETCH ->
                throw context.invalid(type.at(), "type '" + type.kind().keyword() + "' cannot stand here");
        };
    }

    /** A number of bits, qubits or elements, at least 1 and within the limit. */
    int size(Expr expression, String what) {
        long size = evaluator.constantInteger(expression, "the number of " + what);
        int limit = what.equals("qubits") ? context.limits.qubits() : context.limits.classicalBits();
        if (size < 1) {
            throw context.invalid(expression.at(), size + " " + what + "; at least 1 is needed");
        }
        if (size > limit) {
            throw context.invalid(expression.at(), size + " " + what + " are more than the limit of " + limit);
        }
        return (int) size;
    }

    private int width(@Nullable Expr expression) {
        if (expression == null) {
            return Long.SIZE;
        }
        long width = evaluator.constantInteger(expression, "the width of a type");
        if (width < 1 || width > Long.SIZE) {
            throw context.invalid(
                    expression.at(), "a width of " + width + " bits; widths of 1 to 64 bits can be computed with");
        }
        return (int) width;
    }

    private ClassicalType real(@Nullable Expr expression) {
        if (expression == null) {
            return ClassicalType.FLOAT;
        }
        long width = evaluator.constantInteger(expression, "the width of a float");
        if (width != Float.SIZE && width != Double.SIZE) {
            throw context.invalid(expression.at(), "a float of " + width + " bits", "floats have 32 or 64 bits here");
        }
        return new ClassicalType(ClassicalType.Kind.FLOAT, (int) width);
    }
}
