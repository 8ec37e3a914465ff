package org.jaynes.qasm.syntax;

import java.util.Map;
import org.jaynes.qasm.Limits;
import org.jaynes.qasm.QasmException;

/**
 * Splits one text into tokens. {@link #advance} moves to the next token, which the fields then describe; nothing is
 * allocated for a token but the text of a name that was not seen before.
 */
final class Lexer {
    /** Kind of the current token. */
    Token kind = Token.END_OF_FILE;
    /** Position of its first character in the program. */
    int at;
    /** Position behind the last character of the token before it. */
    int previousEnd;
    /** Text of a name, a keyword, a string (without quotes) or a pragma; the unit of a duration. */
    String text = "";
    /** Value of an integer, and number of a physical qubit; up to 2^64 - 1, so it may read as negative. */
    long integer;
    /** Value of a real or imaginary number or of a duration. */
    double real;

    private final Sources sources;
    private final Source source;
    private final char[] chars;
    private final int tokenLength;
    private final Names names;
    private Map<String, Token> keywords = Token.KEYWORDS_3;
    private int version = 3;
    private int next;

    Lexer(Sources sources, Source source, Names names, Limits limits) {
        this.sources = sources;
        this.source = source;
        this.chars = source.text;
        this.names = names;
        this.tokenLength = limits.tokenLength();
    }

    Source source() {
        return source;
    }

    /** Reads the names from the next token on as a version of the language does. */
    void readAs(int version) {
        this.version = version;
        this.keywords = version == 2 ? Token.KEYWORDS_2 : Token.KEYWORDS_3;
    }

    /** Moves to the next token. */
    void advance() {
        previousEnd = source.base + next;
        skipBlanks();
        at = source.base + next;
        if (next >= chars.length) {
            kind = Token.END_OF_FILE;
            return;
        }
        char c = chars[next];
        if (isNameStart(c)) {
            name();
        } else if ((c >= '0' && c <= '9') || (c == '.' && isDigit(next + 1))) {
            number();
        } else if (c == '"' || c == '\'') {
            string(c);
        } else if (c == '$' || c == '@' || c == '#') {
            special(c);
        } else {
            kind = Punctuation.match(chars, next);
            if (kind == Token.END_OF_FILE) {
                throw invalid("the character " + quoted(next) + " means nothing here", null);
            }
            next += kind.length();
        }
    }

    /** The character that follows the current token at once, or 0 at the end. */
    char following() {
        return next < chars.length ? chars[next] : 0;
    }

    /** The current token as a message quotes it. */
    String found() {
        if (kind == Token.END_OF_FILE) {
            return kind.description();
        }
        int start = at - source.base;
        int length = next - start;
        return length <= 40
                ? "'" + new String(chars, start, length) + "'"
                : "'" + new String(chars, start, 40) + "...'";
    }

    /** Moves behind the brace that closes the one which is the current token, whatever stands between. */
    void skipBraces() {
        int open = 1;
        while (next < chars.length && open > 0) {
            char c = chars[next++];
            if (c == '{') {
                open++;
            } else if (c == '}') {
                open--;
            }
        }
        if (open > 0) {
            at = source.base + next;
            kind = Token.END_OF_FILE;
            throw sources.unexpected(at, "'}'", found(), null);
        }
        advance();
    }

    private void skipBlanks() {
        while (next < chars.length) {
            char c = chars[next];
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                next++;
            } else if (c == '/' && next + 1 < chars.length && chars[next + 1] == '/') {
                skipLine();
            } else if (c == '/' && next + 1 < chars.length && chars[next + 1] == '*') {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (next < chars.length && chars[next] != '\n') {
            next++;
        }
    }

    private void skipComment() {
        at = source.base + next;
        int i = next + 2;
        while (i + 1 < chars.length && !(chars[i] == '*' && chars[i + 1] == '/')) {
            i++;
        }
        if (i + 1 >= chars.length) {
            throw invalid("this comment is never closed", "write */");
        }
        next = i + 2;
    }

    private void name() {
        int start = next;
        int hash = 0;
        int i = start;
        while (i < chars.length && isNamePart(chars[i])) {
            hash = 31 * hash + chars[i++];
        }
        next = i;
        checkLength();
        text = names.of(chars, start, i - start, hash);
        Token keyword = keywords.get(text);
        kind = keyword == null ? Token.IDENTIFIER : keyword;
        if (version == 3 && text.equals("pragma")) {
            pragma();
        }
    }

    private void pragma() {
        int start = next;
        skipLine();
        kind = Token.PRAGMA;
        text = new String(chars, start, next - start).strip();
    }

    private void number() {
        var scanner = new NumberScanner(chars, next);
        kind = scanner.scan();
        next = scanner.end();
        checkLength();
        if (scanner.problem() != null) {
            throw invalid(scanner.problem(), null);
        }
        integer = scanner.integer();
        real = scanner.real();
        text = scanner.unit();
    }

    private void string(char quote) {
        int i = next + 1;
        while (i < chars.length && chars[i] != quote && chars[i] != '\n') {
            i++;
        }
        if (i >= chars.length || chars[i] == '\n') {
            throw invalid("this string is never closed", "write " + quote);
        }
        text = new String(chars, next + 1, i - next - 1);
        kind = Token.STRING;
        next = i + 1;
        checkLength();
    }

    /** {@code $0}, {@code @annotation}, {@code #pragma}, {@code #dim}; and the @ behind a gate modifier. */
    private void special(char c) {
        int start = next++;
        if (c == '$') {
            hardwareQubit(start);
        } else if (c == '@') {
            // An annotation starts its line; behind a modifier the sign stands alone.
            boolean annotation = next < chars.length && isNameStart(chars[next]) && startsLine(start);
            kind = annotation ? Token.ANNOTATION : Token.AT;
            if (annotation) {
                skipLine();
                text = new String(chars, start, next - start).strip();
            }
        } else {
            while (next < chars.length && isNamePart(chars[next])) {
                next++;
            }
            String word = new String(chars, start, next - start);
            switch (word) {
                case "#pragma" -> pragma();
                case "#dim" -> kind = Token.DIM;
                default -> throw invalid("'" + word + "' means nothing", "'#pragma' and '#dim' exist");
            }
        }
    }

    private boolean startsLine(int offset) {
        int i = offset - 1;
        while (i >= 0 && (chars[i] == ' ' || chars[i] == '\t' || chars[i] == '\r')) {
            i--;
        }
        return i < 0 || chars[i] == '\n';
    }

    private void hardwareQubit(int start) {
        long value = 0;
        while (isDigit(next)) {
            value = Math.min(value * 10 + (chars[next++] - '0'), Integer.MAX_VALUE);
        }
        if (next == start + 1) {
            throw invalid("a physical qubit is a '$' and a number", "write $0");
        }
        kind = Token.HARDWARE_QUBIT;
        integer = value;
        checkLength();
    }

    private void checkLength() {
        if (source.base + next - at > tokenLength) {
            throw invalid("this token is longer than the limit of " + tokenLength + " characters", null);
        }
    }

    private QasmException invalid(String problem, @org.jspecify.annotations.Nullable String remedy) {
        return sources.invalid(at, problem, remedy);
    }

    private String quoted(int i) {
        char c = chars[i];
        return c < 32 || c > 126 ? String.format("U+%04X", (int) c) : "'" + c + "'";
    }

    private boolean isDigit(int i) {
        return i < chars.length && chars[i] >= '0' && chars[i] <= '9';
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c > 127 && Character.isLetter(c));
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9') || (c > 127 && Character.isLetterOrDigit(c));
    }
}
