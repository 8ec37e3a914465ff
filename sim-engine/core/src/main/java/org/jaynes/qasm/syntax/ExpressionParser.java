package org.jaynes.qasm.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.qasm.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Expressions and types of OpenQASM 3. Operators of one precedence are read in a loop, so that a long sum costs no stack;
 * only what is nested recurses.
 */
class ExpressionParser extends Cursor {
    private static final int MAXIMUM_INDEX_GROUPS = 64;

    ExpressionParser(Lexer lexer, Sources sources, Limits limits) {
        super(lexer, sources, limits);
    }

    /** An expression. */
    final Expr expression() {
        return binary(0, unary());
    }

    /** The rest of an expression whose first operand has been read. */
    final Expr expressionFrom(Expr first) {
        return binary(0, power(indexed(first)));
    }

    private Expr binary(int minimum, Expr first) {
        Expr left = first;
        while (true) {
            Operator operator = Operator.binary(lexer.kind);
            if (operator == null || operator.precedence < minimum || operator == Operator.POWER) {
                return left;
            }
            int at = lexer.at;
            lexer.advance();
            Expr right = binary(operator.precedence + 1, unary());
            left = new Expr.Binary(at, operator, left, right);
        }
    }

    private Expr unary() {
        int at = lexer.at;
        Operator operator = switch (lexer.kind) {
            case MINUS -> Operator.NEGATE;
            case TILDE -> Operator.BIT_NOT;
            case EXCLAMATION -> Operator.LOGICAL_NOT;
            default -> null;
        };
        if (operator == null) {
            return power(indexed(primary()));
        }
        lexer.advance();
        enter();
        Expr operand = unary();
        leave();
        return new Expr.Unary(at, operator, operand);
    }

    private Expr power(Expr base) {
        if (!at(Token.STAR_STAR)) {
            return base;
        }
        int at = lexer.at;
        lexer.advance();
        enter();
        Expr exponent = unary();
        leave();
        return new Expr.Binary(at, Operator.POWER, base, exponent);
    }

    private Expr indexed(Expr first) {
        Expr value = first;
        for (int groups = 0; at(Token.LEFT_BRACKET); groups++) {
            if (groups == MAXIMUM_INDEX_GROUPS) {
                throw sources.invalid(lexer.at, "more than " + MAXIMUM_INDEX_GROUPS + " indices in a row", null);
            }
            value = new Expr.Index(lexer.at, value, indices());
        }
        return value;
    }

    /** {@code [a, b:c]} or {@code [{a, b}]}. */
    private List<Expr> indices() {
        expect(Token.LEFT_BRACKET);
        enter();
        List<Expr> indices;
        if (at(Token.LEFT_BRACE)) {
            indices = List.of(braces(false));
        } else {
            Expr first = rangeOrExpression();
            if (at(Token.COMMA)) {
                indices = new ArrayList<>();
                indices.add(first);
                while (accept(Token.COMMA) && !at(Token.RIGHT_BRACKET)) {
                    indices.add(rangeOrExpression());
                }
            } else {
                indices = List.of(first);
            }
        }
        leave();
        expect(Token.RIGHT_BRACKET);
        return indices;
    }

    private Expr rangeOrExpression() {
        int at = lexer.at;
        Expr start = at(Token.COLON) ? null : expression();
        if (start != null && !at(Token.COLON)) {
            return start;
        }
        expect(Token.COLON);
        Expr middle = endsRange() ? null : expression();
        if (!accept(Token.COLON)) {
            return new Expr.Range(at, start, null, middle);
        }
        Expr end = endsRange() ? null : expression();
        return new Expr.Range(at, start, middle, end);
    }

    private boolean endsRange() {
        return at(Token.COLON) || at(Token.RIGHT_BRACKET) || at(Token.COMMA);
    }

    /** {@code [start : step : end]}, the values of a loop. */
    final Expr bracketedRange() {
        expect(Token.LEFT_BRACKET);
        int at = lexer.at;
        Expr range = rangeOrExpression();
        if (!(range instanceof Expr.Range)) {
            throw unexpected("':'", null);
        }
        expect(Token.RIGHT_BRACKET);
        return range instanceof Expr.Range(var _, var start, var step, var end)
                ? new Expr.Range(at, start, step, end)
                : range;
    }

    /** {@code {a, b, c}}, within each other when they are the elements of an array. */
    final Expr.Braces braces(boolean nested) {
        int at = expect(Token.LEFT_BRACE);
        enter();
        List<Expr> elements = new ArrayList<>();
        while (!at(Token.RIGHT_BRACE)) {
            elements.add(nested && at(Token.LEFT_BRACE) ? braces(true) : expression());
            if (!accept(Token.COMMA)) {
                break;
            }
        }
        leave();
        expect(Token.RIGHT_BRACE);
        return new Expr.Braces(at, elements);
    }

    private Expr primary() {
        int at = lexer.at;
        Expr literal = switch (lexer.kind) {
            case INTEGER -> new Expr.IntegerLiteral(at, lexer.integer);
            case REAL -> new Expr.RealLiteral(at, lexer.real);
            case IMAGINARY -> new Expr.ImaginaryLiteral(at, lexer.real);
            case DURATION -> new Expr.DurationLiteral(at, lexer.real, lexer.text);
            case STRING -> bits(at);
            case TRUE -> new Expr.BooleanLiteral(at, true);
            case FALSE -> new Expr.BooleanLiteral(at, false);
            case HARDWARE_QUBIT -> new Expr.HardwareQubit(at, (int) lexer.integer);
            default -> null;
        };
        if (literal != null) {
            lexer.advance();
            return literal;
        }
        return switch (lexer.kind) {
            case IDENTIFIER -> nameOrCall(at);
            case POW -> power(at);
            case LEFT_PARENTHESIS -> parenthesized();
            case DURATIONOF -> durationOf(at);
            default -> cast(at);
        };
    }

    private Expr bits(int at) {
        String bits = lexer.text.replace("_", "");
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) != '0' && bits.charAt(i) != '1') {
                throw unexpected("a bit string of 0 and 1", null);
            }
        }
        if (bits.isEmpty()) {
            throw unexpected("a bit string of 0 and 1", null);
        }
        return new Expr.BitsLiteral(at, bits);
    }

    private Expr nameOrCall(int at) {
        String name = lexer.text;
        lexer.advance();
        return at(Token.LEFT_PARENTHESIS) ? new Expr.Call(at, name, arguments()) : new Expr.NameReference(at, name);
    }

    /** The function that shares its name with the gate modifier. */
    private Expr power(int at) {
        lexer.advance();
        if (!at(Token.LEFT_PARENTHESIS)) {
            throw expected(Token.LEFT_PARENTHESIS);
        }
        return new Expr.Call(at, "pow", arguments());
    }

    private Expr parenthesized() {
        lexer.advance();
        enter();
        Expr inner = expression();
        leave();
        expect(Token.RIGHT_PARENTHESIS);
        return inner;
    }

    private Expr durationOf(int at) {
        lexer.advance();
        expect(Token.LEFT_PARENTHESIS);
        if (!at(Token.LEFT_BRACE)) {
            throw expected(Token.LEFT_BRACE);
        }
        lexer.skipBraces();
        expect(Token.RIGHT_PARENTHESIS);
        return new Expr.DurationOf(at);
    }

    private Expr cast(int at) {
        TypeName type = typeOrNull();
        if (type == null) {
            throw unexpected("an expression", null);
        }
        expect(Token.LEFT_PARENTHESIS);
        enter();
        Expr value = expression();
        leave();
        expect(Token.RIGHT_PARENTHESIS);
        return new Expr.Cast(at, type, value);
    }

    /** {@code (a, b)}; may be empty. */
    final List<Expr> arguments() {
        expect(Token.LEFT_PARENTHESIS);
        if (accept(Token.RIGHT_PARENTHESIS)) {
            return List.of();
        }
        enter();
        Expr first = expression();
        List<Expr> arguments;
        if (at(Token.COMMA)) {
            arguments = new ArrayList<>(4);
            arguments.add(first);
            while (accept(Token.COMMA) && !at(Token.RIGHT_PARENTHESIS)) {
                arguments.add(expression());
            }
        } else {
            arguments = List.of(first);
        }
        leave();
        expect(Token.RIGHT_PARENTHESIS);
        return arguments;
    }

    /** What a gate, measurement or reset acts on: a physical qubit, or a name with indices. */
    final Expr operand() {
        int at = lexer.at;
        if (at(Token.HARDWARE_QUBIT)) {
            var qubit = new Expr.HardwareQubit(at, (int) lexer.integer);
            lexer.advance();
            return qubit;
        }
        if (!at(Token.IDENTIFIER)) {
            throw unexpected("a qubit or a register", null);
        }
        String name = lexer.text;
        lexer.advance();
        return indexed(new Expr.NameReference(at, name));
    }

    /** Operands separated by commas. */
    final List<Expr> operands() {
        Expr first = operand();
        if (!at(Token.COMMA)) {
            return List.of(first);
        }
        lexer.advance();
        Expr second = operand();
        if (!at(Token.COMMA)) {
            return List.of(first, second);
        }
        List<Expr> operands = new ArrayList<>();
        operands.add(first);
        operands.add(second);
        while (accept(Token.COMMA)) {
            operands.add(operand());
        }
        return operands;
    }

    /** A classical type. */
    final TypeName type() {
        TypeName type = typeOrNull();
        if (type == null) {
            throw unexpected("a type", null);
        }
        return type;
    }

    /** A classical type, or null when the current token starts none. */
    final @Nullable TypeName typeOrNull() {
        int at = lexer.at;
        TypeName.Kind kind = switch (lexer.kind) {
            case BOOL -> TypeName.Kind.BOOL;
            case BIT -> TypeName.Kind.BIT;
            case INT -> TypeName.Kind.INT;
            case UINT -> TypeName.Kind.UINT;
            case FLOAT -> TypeName.Kind.FLOAT;
            case ANGLE -> TypeName.Kind.ANGLE;
            case COMPLEX -> TypeName.Kind.COMPLEX;
            case DURATION_TYPE -> TypeName.Kind.DURATION;
            case STRETCH -> TypeName.Kind.STRETCH;
            default -> null;
        };
        if (kind == null) {
            return at(Token.ARRAY) ? array(at) : null;
        }
        lexer.advance();
        Expr width = switch (kind) {
            case BIT, INT, UINT, FLOAT, ANGLE -> at(Token.LEFT_BRACKET) ? designator() : null;
            case COMPLEX -> complexWidth();
            case BOOL, DURATION, STRETCH -> null;
        };
        return new TypeName(at, kind, width, List.of(), null);
    }

    private @Nullable Expr complexWidth() {
        if (!accept(Token.LEFT_BRACKET)) {
            return null;
        }
        expect(Token.FLOAT);
        Expr width = at(Token.LEFT_BRACKET) ? designator() : null;
        expect(Token.RIGHT_BRACKET);
        return width;
    }

    /** {@code array[type, a, b]} or {@code array[type, #dim = n]}. */
    private TypeName array(int at) {
        lexer.advance();
        expect(Token.LEFT_BRACKET);
        if (at(Token.ARRAY)) {
            throw unexpected("the type of the elements", null);
        }
        TypeName element = typeOrNull();
        if (element == null) {
            throw unexpected("the type of the elements", null);
        }
        expect(Token.COMMA);
        if (accept(Token.DIM)) {
            expect(Token.EQUAL);
            Expr rank = expression();
            expect(Token.RIGHT_BRACKET);
            return new TypeName(at, element.kind(), element.width(), List.of(), rank);
        }
        List<Expr> dimensions = new ArrayList<>();
        do {
            dimensions.add(expression());
        } while (accept(Token.COMMA));
        expect(Token.RIGHT_BRACKET);
        return new TypeName(at, element.kind(), element.width(), dimensions, null);
    }

    /** {@code [expression]}. */
    final Expr designator() {
        expect(Token.LEFT_BRACKET);
        enter();
        Expr value = expression();
        leave();
        expect(Token.RIGHT_BRACKET);
        return value;
    }
}
