package org.jaynes.qasm.syntax;

import org.jspecify.annotations.Nullable;

/** Operators of both versions of the language with their precedence in version 3. */
public enum Operator {
    CONCATENATE("++", 0),
    LOGICAL_OR("||", 1),
    LOGICAL_AND("&&", 2),
    BIT_OR("|", 3),
    BIT_XOR("^", 4),
    BIT_AND("&", 5),
    EQUAL("==", 6),
    NOT_EQUAL("!=", 6),
    LESS("<", 7),
    LESS_EQUAL("<=", 7),
    GREATER(">", 7),
    GREATER_EQUAL(">=", 7),
    SHIFT_LEFT("<<", 8),
    SHIFT_RIGHT(">>", 8),
    ADD("+", 9),
    SUBTRACT("-", 9),
    MULTIPLY("*", 10),
    DIVIDE("/", 10),
    REMAINDER("%", 10),
    /** The only one that groups to the right, and that binds closer than a sign on its left. */
    POWER("**", 12),

    NEGATE("-", 11),
    BIT_NOT("~", 11),
    LOGICAL_NOT("!", 11);

    private final String symbol;
    final int precedence;

    Operator(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    /** As it is written. */
    public String symbol() {
        return symbol;
    }

    /** The operator between two operands that a token of version 3 stands for. */
    static @Nullable Operator binary(Token token) {
        return switch (token) {
            case PLUS_PLUS -> CONCATENATE;
            case BAR_BAR -> LOGICAL_OR;
            case AMPERSAND_AMPERSAND -> LOGICAL_AND;
            case BAR -> BIT_OR;
            case CARET -> BIT_XOR;
            case AMPERSAND -> BIT_AND;
            case EQUAL_EQUAL -> EQUAL;
            case NOT_EQUAL -> NOT_EQUAL;
            case LESS -> LESS;
            case LESS_EQUAL -> LESS_EQUAL;
            case GREATER -> GREATER;
            case GREATER_EQUAL -> GREATER_EQUAL;
            case SHIFT_LEFT -> SHIFT_LEFT;
            case SHIFT_RIGHT -> SHIFT_RIGHT;
            case PLUS -> ADD;
            case MINUS -> SUBTRACT;
            case STAR -> MULTIPLY;
            case SLASH -> DIVIDE;
            case PERCENT -> REMAINDER;
            case STAR_STAR -> POWER;
            default -> null;
        };
    }

    /** The operator that a compound assignment applies, or null for a plain one. */
    static @Nullable Operator compound(Token token) {
        return switch (token) {
            case PLUS_EQUAL -> ADD;
            case MINUS_EQUAL -> SUBTRACT;
            case STAR_EQUAL -> MULTIPLY;
            case SLASH_EQUAL -> DIVIDE;
            case PERCENT_EQUAL -> REMAINDER;
            case AMPERSAND_EQUAL -> BIT_AND;
            case BAR_EQUAL -> BIT_OR;
            case CARET_EQUAL -> BIT_XOR;
            case TILDE_EQUAL -> BIT_NOT;
            case STAR_STAR_EQUAL -> POWER;
            case SHIFT_LEFT_EQUAL -> SHIFT_LEFT;
            case SHIFT_RIGHT_EQUAL -> SHIFT_RIGHT;
            default -> null;
        };
    }
}
