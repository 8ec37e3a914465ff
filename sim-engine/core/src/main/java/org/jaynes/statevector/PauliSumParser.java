package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads observables: {@code sum = ["+" | "-"] product {("+" | "-") product}}, {@code product = factor {"*" factor |
 * operator}}, {@code factor = number | operator}, {@code operator = I [qubit] | (X | Y | Z) qubit}.
 */
final class PauliSumParser {
    private static final Pattern NUMBER = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final String text;
    private int position;

    PauliSumParser(String text) {
        this.text = text;
    }

    List<PauliTerm> parse() {
        List<PauliTerm> terms = new ArrayList<>();
        skipBlanks();
        double sign = 1;
        if (peek() == '+' || peek() == '-') {
            sign = sign();
        }
        terms.add(product(sign));
        while (position < text.length()) {
            if (peek() != '+' && peek() != '-') {
                throw error("+, -, * or a Pauli operator");
            }
            terms.add(product(sign()));
        }
        return terms;
    }

    private double sign() {
        double sign = peek() == '-' ? -1 : 1;
        position++;
        skipBlanks();
        return sign;
    }

    private PauliTerm product(double sign) {
        PauliTerm product = factor(PauliTerm.identity(sign));
        while (true) {
            if (peek() == '*') {
                position++;
                skipBlanks();
            } else if (!isOperator(peek())) {
                return product;
            }
            product = factor(product);
        }
    }

    private PauliTerm factor(PauliTerm product) {
        char c = peek();
        if (!isFactor(c)) {
            throw error("a number or a Pauli operator such as Z0");
        }
        PauliTerm longer = isOperator(c) ? pauli(product) : scaled(product);
        skipBlanks();
        return longer;
    }

    private PauliTerm scaled(PauliTerm product) {
        int start = position;
        double number = Double.parseDouble(match(NUMBER, "a number"));
        double coefficient = product.coefficient() * number;
        if (!Double.isFinite(coefficient)) {
            position = start;
            throw error("a coefficient that a double can hold");
        }
        return new PauliTerm(coefficient, product.x(), product.z());
    }

    private PauliTerm pauli(PauliTerm product) {
        int start = position;
        char operator = text.charAt(position++);
        if (operator == 'I' && !Character.isDigit(peek())) {
            return product;
        }
        String digits = match(DIGITS, "the number of the qubit");
        int qubit = digits.length() > 2 ? Long.SIZE : Integer.parseInt(digits);
        if (qubit >= Long.SIZE) {
            position = start + 1;
            throw error("a qubit from 0 to " + (Long.SIZE - 1));
        }
        if (((product.x() | product.z()) >>> qubit & 1) == 1) {
            position = start;
            throw error("another qubit than " + qubit + ", which this product has already");
        }
        return product.times(operator, qubit);
    }

    private String match(Pattern pattern, String expected) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            throw error(expected);
        }
        position = matcher.end();
        return matcher.group();
    }

    private static boolean isFactor(char c) {
        return (c >= '0' && c <= '9') || c == '.' || isOperator(c);
    }

    private static boolean isOperator(char c) {
        return "IXYZ".indexOf(c) >= 0;
    }

    /** The next character, or a blank at the end. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : ' ';
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private PauliSyntaxException error(String expected) {
        String found = position < text.length() ? "'" + text.charAt(position) + "'" : "the end";
        return new PauliSyntaxException(position + 1, found, expected);
    }
}
