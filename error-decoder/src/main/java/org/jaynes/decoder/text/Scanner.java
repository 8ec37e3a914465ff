package org.jaynes.decoder.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jaynes.decoder.TextFormatException;
import org.jaynes.decoder.TextPlace;

/**
 * Reads the pieces of an instruction: {@code NAME[tag](arguments) targets # comment}. A piece is read where the scanner
 * stands; faults name the place.
 */
public final class Scanner {
    /** What {@link #peek} answers at the end of the text. */
    public static final int END = -1;

    private static final double[] NO_ARGUMENTS = {};

    /** The longest number that the formats allow, in characters. */
    private static final int LONGEST_NUMBER = 63;

    private final byte[] text;
    private final String source;
    private int position;

    /** Newlines are counted up to here. */
    private int counted;

    private int line = 1;
    private int lineStart;

    /**
     * @param text the text in UTF-8; not copied
     * @param source what faults call the text
     */
    public Scanner(byte[] text, String source) {
        this.text = text;
        this.source = source;
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    public int peek() {
        return position < text.length ? text[position] & 0xFF : END;
    }

    /** Goes on by one byte. */
    public void advance() {
        position++;
    }

    /** Where the scanner stands, to be given to {@link #fault(int, String)}. */
    public int position() {
        return position;
    }

    /** Goes on if the next byte is this one. */
    public boolean accept(char expected) {
        if (peek() == expected) {
            position++;
            return true;
        }
        return false;
    }

    /** Skips blanks, newlines and comments. */
    public void skipToInstruction() {
        while (true) {
            int next = peek();
            if (next == '#') {
                skipComment();
            } else if (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
                position++;
            } else {
                return;
            }
        }
    }

    /** Skips blanks on this line. Returns whether there were any. */
    public boolean skipBlanks() {
        int start = position;
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
            position++;
        }
        return position > start;
    }

    /** Skips a comment if one begins here; returns whether the line ends here. */
    public boolean atEndOfLine() {
        if (peek() == '#') {
            skipComment();
        }
        return peek() == '\n' || peek() == END;
    }

    private void skipComment() {
        while (peek() != '\n' && peek() != END) {
            position++;
        }
    }

    /** Reads a letter and the letters, digits and underscores after it; upper case. */
    public String readName() {
        int start = position;
        if (!isLetter(peek())) {
            throw fault("expected the name of an instruction but found " + show());
        }
        while (isLetter(peek()) || isDigit(peek()) || peek() == '_') {
            position++;
        }
        return new String(text, start, position - start, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
    }

    /** Reads {@code [tag]} if one begins here, without its escapes; else the empty string. */
    public String readTag() {
        if (!accept('[')) {
            return "";
        }
        byte[] tag = new byte[16];
        int length = 0;
        while (!accept(']')) {
            int next = peek();
            if (next == END || next == '\n' || next == '\r') {
                throw fault("expected ']' at the end of the tag but found " + show());
            }
            position++;
            if (next == '\\') {
                next = readEscape();
            }
            if (length == tag.length) {
                tag = Arrays.copyOf(tag, 2 * length);
            }
            tag[length++] = (byte) next;
        }
        return new String(tag, 0, length, StandardCharsets.UTF_8);
    }

    private int readEscape() {
        int escaped = switch (peek()) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'B' -> '\\';
            case 'C' -> ']';
            default -> throw fault("expected n, r, B or C after '\\' in a tag but found " + show());
        };
        position++;
        return escaped;
    }

    /** Reads {@code (a, b, ...)} if it begins here; else an empty array. */
    public double[] readArguments() {
        if (!accept('(')) {
            return NO_ARGUMENTS;
        }
        double[] arguments = new double[4];
        int count = 0;
        do {
            skipBlanks();
            if (count == arguments.length) {
                arguments = Arrays.copyOf(arguments, 2 * count);
            }
            arguments[count++] = readReal();
            skipBlanks();
        } while (accept(','));
        if (!accept(')')) {
            throw fault("expected ',' or ')' after an argument but found " + show());
        }
        return Arrays.copyOf(arguments, count);
    }

    private double readReal() {
        int start = position;
        while (isDigit(peek()) || peek() == '.' || peek() == 'e' || peek() == 'E' || peek() == '+' || peek() == '-') {
            position++;
        }
        if (position == start) {
            throw fault("expected a number but found " + show());
        }
        if (position - start > LONGEST_NUMBER) {
            throw fault(start, "a number of more than %d characters".formatted(LONGEST_NUMBER));
        }
        String number = new String(text, start, position - start, StandardCharsets.US_ASCII);
        try {
            double value = Double.parseDouble(number);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw fault(start, "expected a number but found '%s'".formatted(number));
        }
        throw fault(start, "the number %s is too large".formatted(number));
    }

    /**
     * Reads an unsigned integer.
     *
     * @param what what it is, for the fault
     * @param limit the first value that is too large
     */
    public long readInteger(String what, long limit) {
        int start = position;
        if (!isDigit(peek())) {
            throw fault("expected %s but found %s".formatted(what, show()));
        }
        long value = 0;
        while (isDigit(peek())) {
            int digit = peek() - '0';
            if (value > (limit - 1 - digit) / 10) {
                throw fault(start, "%s must be less than %d".formatted(what, limit));
            }
            value = 10 * value + digit;
            position++;
        }
        return value;
    }

    /** A fault here. */
    public TextFormatException fault(String fault) {
        return fault(position, fault);
    }

    /** A fault at a place that {@link #position} gave. */
    public TextFormatException fault(int place, String fault) {
        TextPlace found = placeOf(place);
        return new TextFormatException(found.source(), found.line(), found.column(), fault);
    }

    /** A place that {@link #position} gave; quick where places come in ascending order. */
    public TextPlace placeOf(int place) {
        if (place < lineStart) {
            counted = 0;
            line = 1;
            lineStart = 0;
        }
        for (; counted < place; counted++) {
            if (text[counted] == '\n') {
                line++;
                lineStart = counted + 1;
            }
        }
        return new TextPlace(source, line, place - lineStart + 1);
    }

    /** What the text is called. */
    public String source() {
        return source;
    }

    /** What stands here, as a fault shows it. */
    public String show() {
        int next = peek();
        return switch (next) {
            case END -> "the end of the text";
            case '\n' -> "the end of the line";
            default -> next > ' ' && next < 127 ? "'" + (char) next + "'" : "byte 0x%02x".formatted(next);
        };
    }

    private static boolean isLetter(int character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}
