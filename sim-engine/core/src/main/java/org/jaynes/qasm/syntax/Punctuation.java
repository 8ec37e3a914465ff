package org.jaynes.qasm.syntax;

/** Recognises operators and separators, the longest first. */
final class Punctuation {
    private Punctuation() {}

    /** The token that starts at {@code chars[i]}, or END_OF_FILE when none does. */
    static Token match(char[] chars, int i) {
        char second = i + 1 < chars.length ? chars[i + 1] : 0;
        char third = i + 2 < chars.length ? chars[i + 2] : 0;
        return switch (chars[i]) {
            case ';' -> Token.SEMICOLON;
            case ',' -> Token.COMMA;
            case ':' -> Token.COLON;
            case '.' -> Token.DOT;
            case '(' -> Token.LEFT_PARENTHESIS;
            case ')' -> Token.RIGHT_PARENTHESIS;
            case '[' -> Token.LEFT_BRACKET;
            case ']' -> Token.RIGHT_BRACKET;
            case '{' -> Token.LEFT_BRACE;
            case '}' -> Token.RIGHT_BRACE;
            case '+' -> second == '+' ? Token.PLUS_PLUS : second == '=' ? Token.PLUS_EQUAL : Token.PLUS;
            case '-' -> second == '>' ? Token.ARROW : second == '=' ? Token.MINUS_EQUAL : Token.MINUS;
            case '*' ->
                second == '*'
                        ? third == '=' ? Token.STAR_STAR_EQUAL : Token.STAR_STAR
                        : second == '=' ? Token.STAR_EQUAL : Token.STAR;
            case '/' -> second == '=' ? Token.SLASH_EQUAL : Token.SLASH;
            case '%' -> second == '=' ? Token.PERCENT_EQUAL : Token.PERCENT;
            case '&' ->
                second == '&' ? Token.AMPERSAND_AMPERSAND : second == '=' ? Token.AMPERSAND_EQUAL : Token.AMPERSAND;
            case '|' -> second == '|' ? Token.BAR_BAR : second == '=' ? Token.BAR_EQUAL : Token.BAR;
            case '^' -> second == '=' ? Token.CARET_EQUAL : Token.CARET;
            case '~' -> second == '=' ? Token.TILDE_EQUAL : Token.TILDE;
            case '!' -> second == '=' ? Token.NOT_EQUAL : Token.EXCLAMATION;
            case '<' ->
                second == '<'
                        ? third == '=' ? Token.SHIFT_LEFT_EQUAL : Token.SHIFT_LEFT
                        : second == '=' ? Token.LESS_EQUAL : Token.LESS;
            case '>' ->
                second == '>'
                        ? third == '=' ? Token.SHIFT_RIGHT_EQUAL : Token.SHIFT_RIGHT
                        : second == '=' ? Token.GREATER_EQUAL : Token.GREATER;
            case '=' -> second == '=' ? Token.EQUAL_EQUAL : Token.EQUAL;
            default -> Token.END_OF_FILE;
        };
    }
}
