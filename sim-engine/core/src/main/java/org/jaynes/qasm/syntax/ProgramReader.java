package org.jaynes.qasm.syntax;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jaynes.qasm.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a program, one after the other, those of included files in the place of the include. The includes of
 * the standard libraries, which are no files, are handed out as statements.
 */
public final class ProgramReader {
    private final Sources sources;
    private final Limits limits;
    private final Names names = new Names();
    private final Deque<Open> stack = new ArrayDeque<>();
    private final int version;

    private record Open(Source source, TopLevel parser) {}

    /**
     * Reads the version at the start of the program.
     *
     * @param name what messages call the text
     * @param text the program
     * @param file where it comes from, or null; relative includes start there
     * @param sources receives the text and what it includes
     * @param limits on text and nesting
     */
    public ProgramReader(String name, char[] text, @Nullable Path file, Sources sources, Limits limits) {
        this.sources = sources;
        this.limits = limits;
        Source source = sources.add(
                name, text, file == null ? null : file.toAbsolutePath().normalize(), null);
        if (text.length > limits.characters()) {
            throw sources.invalid(
                    0,
                    "the program text has " + text.length + " characters, more than the limit of "
                            + limits.characters(),
                    null);
        }
        var lexer = new Lexer(sources, source, names, limits);
        lexer.advance();
        this.version = lexer.kind == Token.OPENQASM ? header(lexer) : 3;
        stack.push(new Open(source, parser(lexer)));
    }

    /** The version of the language, 2 or 3; 3 when the program does not say. */
    public int version() {
        return version;
    }

    /** The next statement, or null at the end of the program. */
    public @Nullable Stmt next() {
        while (true) {
            Stmt statement = stack.element().parser().next();
            if (statement == null) {
                if (stack.size() == 1) {
                    return null;
                }
                stack.pop();
            } else if (statement instanceof Stmt.Include(int at, String path) && !isBuiltIn(path)) {
                include(path, at);
            } else {
                return statement;
            }
        }
    }

    /** Whether an include names a library that is part of this package. */
    public static boolean isBuiltIn(String path) {
        return path.equals("qelib1.inc") || path.equals("stdgates.inc");
    }

    private void include(String path, int at) {
        Source source = sources.include(stack.element().source(), path, at);
        var lexer = new Lexer(sources, source, names, limits);
        lexer.readAs(version);
        lexer.advance();
        if (lexer.kind == Token.OPENQASM) {
            int headerAt = lexer.at;
            int own = header(lexer);
            if (own != version) {
                throw sources.invalid(
                        headerAt, "a program of OpenQASM " + version + " cannot include one of OpenQASM " + own, null);
            }
        }
        stack.push(new Open(source, parser(lexer)));
    }

    private TopLevel parser(Lexer lexer) {
        return version == 2 ? new Parser2(lexer, sources, limits) : new StatementParser(lexer, sources, limits);
    }

    private int header(Lexer lexer) {
        var cursor = new Cursor(lexer, sources, limits);
        lexer.advance();
        if (lexer.kind != Token.REAL && lexer.kind != Token.INTEGER) {
            throw cursor.unexpected("a version such as 2.0 or 3.0", null);
        }
        double value = lexer.kind == Token.REAL ? lexer.real : lexer.integer;
        int major = (int) Math.min(Math.max(value, 0), 100);
        if (major != 2 && major != 3) {
            throw sources.invalid(
                    lexer.at, "OpenQASM " + lexer.found() + " is not known", "versions 2.0 and 3.x can be read");
        }
        lexer.readAs(major);
        lexer.advance();
        cursor.expect(Token.SEMICOLON);
        return major;
    }
}
