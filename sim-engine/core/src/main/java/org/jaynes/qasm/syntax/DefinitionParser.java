package org.jaynes.qasm.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declarations and definitions of OpenQASM 3. */
final class DefinitionParser {
    private final StatementParser parser;
    private final Lexer lexer;

    DefinitionParser(StatementParser parser) {
        this.parser = parser;
        this.lexer = parser.lexer;
    }

    /** The declaration or definition that starts at the current token. */
    Stmt definition(int at) {
        return switch (lexer.kind) {
            case QUBIT -> qubit();
            case QREG -> register(at);
            case CREG -> register(at);
            case CONST -> declaration(Stmt.Storage.CONST);
            case INPUT -> declaration(Stmt.Storage.INPUT);
            case OUTPUT -> declaration(Stmt.Storage.OUTPUT);
            case LET -> alias();
            case GATE -> gate();
            case DEF -> subroutine();
            case INCLUDE -> include(at);
            case BOX -> box(at);
            case EXTERN -> extern(at);
            case CAL, DEFCAL -> calibration(at);
            case DEFCALGRAMMAR -> grammar(at);
            case OPENQASM ->
                throw parser.sources.invalid(at, "the version comes first, before any other statement", null);
            default -> declarationOrExpression(at);
        };
    }

    private Stmt declarationOrExpression(int at) {
        TypeName type = parser.typeOrNull();
        if (type == null) {
            return expression(at);
        }
        if (parser.at(Token.LEFT_PARENTHESIS)) {
            lexer.advance();
            Expr value = parser.expression();
            parser.expect(Token.RIGHT_PARENTHESIS);
            Expr whole = parser.expressionFrom(new Expr.Cast(at, type, value));
            parser.expect(Token.SEMICOLON);
            return new Stmt.Evaluation(at, whole);
        }
        return declaration(Stmt.Storage.PLAIN, type);
    }

    private Stmt expression(int at) {
        return switch (lexer.kind) {
            case INTEGER,
                    REAL,
                    IMAGINARY,
                    DURATION,
                    STRING,
                    TRUE,
                    FALSE,
                    LEFT_PARENTHESIS,
                    MINUS,
                    TILDE,
                    EXCLAMATION,
                    HARDWARE_QUBIT,
                    DURATIONOF -> {
                Expr value = parser.expression();
                parser.expect(Token.SEMICOLON);
                yield new Stmt.Evaluation(at, value);
            }
            default -> throw parser.unexpected("a statement", null);
        };
    }

    private Stmt declaration(Stmt.Storage storage) {
        lexer.advance();
        return declaration(storage, parser.type());
    }

    private Stmt declaration(Stmt.Storage storage, TypeName type) {
        if (type.rank() != null) {
            throw parser.sources.invalid(
                    type.at(), "an array that is declared has lengths, not '#dim'", "write array[int[8], 4]");
        }
        int nameAt = lexer.at;
        String name = parser.name();
        Expr value = null;
        if (storage == Stmt.Storage.CONST || (storage != Stmt.Storage.INPUT && parser.at(Token.EQUAL))) {
            parser.expect(Token.EQUAL);
            value = type.isArray() && parser.at(Token.LEFT_BRACE) ? parser.braces(true) : parser.measureOrExpression();
        }
        parser.expect(Token.SEMICOLON);
        return new Stmt.Declaration(nameAt, storage, type, name, value);
    }

    private Stmt qubit() {
        lexer.advance();
        Expr size = parser.at(Token.LEFT_BRACKET) ? parser.designator() : null;
        int nameAt = lexer.at;
        String name = parser.name();
        parser.expect(Token.SEMICOLON);
        return new Stmt.QubitDeclaration(nameAt, name, size);
    }

    /** {@code qreg q[4];} or {@code creg c[4];}, the forms of version 2. */
    private Stmt register(int at) {
        boolean quantum = parser.at(Token.QREG);
        lexer.advance();
        int nameAt = lexer.at;
        String name = parser.name();
        Expr size = parser.at(Token.LEFT_BRACKET) ? parser.designator() : null;
        parser.expect(Token.SEMICOLON);
        if (quantum) {
            return new Stmt.QubitDeclaration(nameAt, name, size);
        }
        var type = new TypeName(at, TypeName.Kind.BIT, size, List.of(), null);
        return new Stmt.Declaration(nameAt, Stmt.Storage.PLAIN, type, name, null);
    }

    private Stmt alias() {
        lexer.advance();
        int nameAt = lexer.at;
        String name = parser.name();
        parser.expect(Token.EQUAL);
        Expr value = parser.expression();
        parser.expect(Token.SEMICOLON);
        return new Stmt.Alias(nameAt, name, value);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        do {
            names.add(parser.name());
        } while (parser.accept(Token.COMMA));
        return names;
    }

    private Stmt gate() {
        lexer.advance();
        int nameAt = lexer.at;
        String name = parser.name();
        List<String> angles = List.of();
        if (parser.accept(Token.LEFT_PARENTHESIS)) {
            angles = parser.at(Token.RIGHT_PARENTHESIS) ? List.of() : names();
            parser.expect(Token.RIGHT_PARENTHESIS);
        }
        List<String> qubits = names();
        return new Stmt.GateDefinition(nameAt, name, angles, qubits, parser.block());
    }

    private Stmt subroutine() {
        lexer.advance();
        int nameAt = lexer.at;
        String name = parser.name();
        parser.expect(Token.LEFT_PARENTHESIS);
        List<Stmt.Parameter> parameters = new ArrayList<>();
        while (!parser.at(Token.RIGHT_PARENTHESIS)) {
            parameters.add(parameter());
            if (!parser.accept(Token.COMMA)) {
                break;
            }
        }
        parser.expect(Token.RIGHT_PARENTHESIS);
        TypeName result = parser.accept(Token.ARROW) ? parser.type() : null;
        return new Stmt.Subroutine(nameAt, name, parameters, result, parser.block());
    }

    private Stmt.Parameter parameter() {
        return switch (lexer.kind) {
            case QUBIT -> {
                lexer.advance();
                Expr size = parser.at(Token.LEFT_BRACKET) ? parser.designator() : null;
                int at = lexer.at;
                yield new Stmt.Parameter(at, parser.name(), null, size, false);
            }
            case QREG, CREG -> {
                boolean quantum = parser.at(Token.QREG);
                int typeAt = lexer.at;
                lexer.advance();
                int at = lexer.at;
                String name = parser.name();
                Expr size = parser.at(Token.LEFT_BRACKET) ? parser.designator() : null;
                TypeName type = quantum ? null : new TypeName(typeAt, TypeName.Kind.BIT, size, List.of(), null);
                yield new Stmt.Parameter(at, name, type, quantum ? size : null, false);
            }
            default -> classicalParameter();
        };
    }

    private Stmt.Parameter classicalParameter() {
        boolean mutable = parser.accept(Token.MUTABLE);
        boolean readonly = !mutable && parser.accept(Token.READONLY);
        TypeName type = parser.type();
        if (type.isArray() != (mutable || readonly)) {
            throw parser.sources.invalid(
                    type.at(),
                    type.isArray()
                            ? "an array parameter needs 'readonly' or 'mutable' before its type"
                            : "only array parameters are 'readonly' or 'mutable'",
                    null);
        }
        int at = lexer.at;
        return new Stmt.Parameter(at, parser.name(), type, null, mutable);
    }

    private Stmt include(int at) {
        lexer.advance();
        if (!parser.at(Token.STRING)) {
            throw parser.unexpected("the name of a file in quotes", null);
        }
        String path = lexer.text;
        lexer.advance();
        parser.expect(Token.SEMICOLON);
        return new Stmt.Include(at, path);
    }

    private Stmt box(int at) {
        lexer.advance();
        if (parser.at(Token.LEFT_BRACKET)) {
            parser.designator();
        }
        parser.block();
        return new Stmt.Unsupported(at, "box");
    }

    private Stmt extern(int at) {
        lexer.advance();
        parser.name();
        parser.expect(Token.LEFT_PARENTHESIS);
        while (!parser.at(Token.RIGHT_PARENTHESIS)) {
            if (!parser.accept(Token.READONLY)) {
                parser.accept(Token.MUTABLE);
            }
            @Nullable TypeName unused = parser.accept(Token.CREG) ? null : parser.type();
            if (unused == null && parser.at(Token.LEFT_BRACKET)) {
                parser.designator();
            }
            if (!parser.accept(Token.COMMA)) {
                break;
            }
        }
        parser.expect(Token.RIGHT_PARENTHESIS);
        if (parser.accept(Token.ARROW)) {
            parser.type();
        }
        parser.expect(Token.SEMICOLON);
        return new Stmt.Unsupported(at, "extern");
    }

    private Stmt grammar(int at) {
        lexer.advance();
        parser.expect(Token.STRING);
        parser.expect(Token.SEMICOLON);
        return new Stmt.Unsupported(at, "defcalgrammar");
    }

    /** The body of a calibration is in another language, and is skipped. */
    private Stmt calibration(int at) {
        String construct = lexer.text;
        lexer.advance();
        while (!parser.at(Token.LEFT_BRACE)) {
            if (parser.at(Token.END_OF_FILE) || parser.at(Token.SEMICOLON)) {
                throw parser.expected(Token.LEFT_BRACE);
            }
            lexer.advance();
        }
        lexer.skipBraces();
        return new Stmt.Unsupported(at, construct);
    }
}
