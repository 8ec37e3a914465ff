package org.jaynes.qasm.syntax;

import org.jspecify.annotations.Nullable;

/** Reads one number: an integer in four bases, a real, an imaginary, a duration. */
final class NumberScanner {
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Units of time; micro may be written with either of two characters. */
    private static final String[] UNITS = {"dt", "ns", "us", "\u00b5s", "\u03bcs", "ms", "s"};

    private static final String TOO_LARGE =
            "this integer is larger than 2^64 - 1, the largest that can be computed with";
    private static final int NO_EXPONENT = Integer.MIN_VALUE;

    private final char[] chars;
    private final int start;
    private int next;
    private long integer;
    private double real;
    private String unit = "";
    private @Nullable String problem;

    NumberScanner(char[] chars, int start) {
        this.chars = chars;
        this.start = start;
        this.next = start;
    }

    int end() {
        return next;
    }

    long integer() {
        return integer;
    }

    double real() {
        return real;
    }

    /** Unit of a duration, else empty. */
    String unit() {
        return unit;
    }

    /** What is wrong with the number, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    Token scan() {
        if (chars[next] == '0' && next + 1 < chars.length) {
            switch (chars[next + 1]) {
                case 'x', 'X' -> {
                    return radix(4);
                }
                case 'o', 'O' -> {
                    return radix(3);
                }
                case 'b', 'B' -> {
                    return radix(1);
                }
                default -> {}
            }
        }
        return decimal();
    }

    private Token radix(int bitsPerDigit) {
        next += 2;
        int first = next;
        boolean overflow = false;
        for (int digit = digit(); digit >= 0 || peek() == '_'; digit = digit()) {
            if (digit >= 1 << bitsPerDigit) {
                break;
            }
            if (digit >= 0) {
                overflow |= integer >>> (64 - bitsPerDigit) != 0;
                integer = integer << bitsPerDigit | digit;
            }
            next++;
        }
        if (next == first || chars[next - 1] == '_') {
            problem = "this number has no digits of its base";
        } else if (overflow) {
            problem = TOO_LARGE;
        }
        return Token.INTEGER;
    }

    private Token decimal() {
        long mantissa = 0;
        int digits = 0;
        int pointShift = 0;
        boolean overflow = false;
        boolean isReal = false;
        for (char c = peek(); ; c = peek()) {
            if (c >= '0' && c <= '9') {
                overflow |= Long.compareUnsigned(mantissa, 1844674407370955161L) > 0
                        || (mantissa == 1844674407370955161L && c > '5');
                mantissa = mantissa * 10 + (c - '0');
                digits++;
                pointShift -= isReal ? 1 : 0;
            } else if (c == '.' && !isReal) {
                isReal = true;
            } else if (c != '_' || digits == 0 || !isDigit(next + 1)) {
                break;
            }
            next++;
        }
        int exponent = exponent();
        isReal |= exponent != NO_EXPONENT;
        int end = next;
        Token suffixed = suffix();
        if (isReal || suffixed != Token.INTEGER) {
            int scale = pointShift + (exponent == NO_EXPONENT ? 0 : exponent);
            real = !overflow && mantissa >= 0 && mantissa <= 1L << 53 && Math.abs(scale) <= 22
                    ? scale < 0 ? mantissa / POWERS_OF_TEN[-scale] : mantissa * POWERS_OF_TEN[scale]
                    : Double.parseDouble(new String(chars, start, end - start).replace("_", ""));
            problem = Double.isInfinite(real) ? "this number is larger than the largest double" : null;
            return suffixed == Token.INTEGER ? Token.REAL : suffixed;
        }
        integer = mantissa;
        problem = overflow ? TOO_LARGE : null;
        return Token.INTEGER;
    }

    private int exponent() {
        if (peek() != 'e' && peek() != 'E') {
            return NO_EXPONENT;
        }
        int i = next + 1;
        boolean negative = i < chars.length && chars[i] == '-';
        if (negative || (i < chars.length && chars[i] == '+')) {
            i++;
        }
        if (!isDigit(i)) {
            return NO_EXPONENT;
        }
        int value = 0;
        for (; isDigit(i); i++) {
            value = Math.min(value * 10 + (chars[i] - '0'), 1_000_000);
        }
        next = i;
        return negative ? -value : value;
    }

    /** Reads an imaginary or a time unit when there is one. */
    private Token suffix() {
        int i = next;
        while (i < chars.length && chars[i] == ' ') {
            i++;
        }
        if (wordAt(i, "im")) {
            next = i + 2;
            return Token.IMAGINARY;
        }
        for (String candidate : UNITS) {
            if (wordAt(next, candidate)) {
                unit = candidate;
                next += candidate.length();
                return Token.DURATION;
            }
        }
        return Token.INTEGER;
    }

    private boolean wordAt(int i, String word) {
        if (i + word.length() > chars.length) {
            return false;
        }
        for (int k = 0; k < word.length(); k++) {
            if (chars[i + k] != word.charAt(k)) {
                return false;
            }
        }
        int end = i + word.length();
        return end == chars.length || !Lexer.isNamePart(chars[end]);
    }

    private char peek() {
        return next < chars.length ? chars[next] : 0;
    }

    private int digit() {
        char c = peek();
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private boolean isDigit(int i) {
        return i < chars.length && chars[i] >= '0' && chars[i] <= '9';
    }
}
