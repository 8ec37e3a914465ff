package org.jaynes.qasm.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions as they are written. {@code at} is always the position of the token that an error should point to. */
public sealed interface Expr {
    /** Position in the program. */
    int at();

    /**
     * An integer.
     *
     * @param value up to 2^64 - 1, so it may read as negative
     */
    record IntegerLiteral(int at, long value) implements Expr {}

    record RealLiteral(int at, double value) implements Expr {}

    /**
     * A multiple of the imaginary unit.
     *
     * @param value the factor of the imaginary unit
     */
    record ImaginaryLiteral(int at, double value) implements Expr {}

    record BooleanLiteral(int at, boolean value) implements Expr {}

    /**
     * A bit string.
     *
     * @param bits 0 and 1, the last character being bit 0
     */
    record BitsLiteral(int at, String bits) implements Expr {}

    /**
     * A duration.
     *
     * @param unit ns, us, ms, s or dt
     */
    record DurationLiteral(int at, double value, String unit) implements Expr {}

    record NameReference(int at, String name) implements Expr {}

    record HardwareQubit(int at, int number) implements Expr {}

    record Unary(int at, Operator operator, Expr operand) implements Expr {}

    record Binary(int at, Operator operator, Expr left, Expr right) implements Expr {}

    /** A built-in function or a subroutine with its arguments. */
    record Call(int at, String name, List<Expr> arguments) implements Expr {}

    record Cast(int at, TypeName type, Expr value) implements Expr {}

    /**
     * An element or a piece of something.
     *
     * @param indices expressions, ranges, or one set
     */
    record Index(int at, Expr base, List<Expr> indices) implements Expr {}

    /** {@code start : step : end}, each of which may be left out; stands only where a set of indices may. */
    record Range(
            int at,
            @Nullable Expr start,
            @Nullable Expr step,
            @Nullable Expr end) implements Expr {}

    /** {@code {a, b, c}}: indices, values of a loop, or elements of an array. */
    record Braces(int at, List<Expr> elements) implements Expr {}

    /** {@code measure operand}; stands only alone on the right of an assignment, a declaration or a return. */
    record Measure(int at, Expr operand) implements Expr {}

    /** {@code durationof({...})}, which is read and never computed. */
    record DurationOf(int at) implements Expr {}
}
