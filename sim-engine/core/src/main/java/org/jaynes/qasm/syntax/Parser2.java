package org.jaynes.qasm.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.qasm.Limits;
import org.jspecify.annotations.Nullable;

/**
 * OpenQASM 2, a small language of its own: its names may be keywords of version 3, its only classical statement is
 * {@code if(c==n)}, and {@code ^} raises to a power.
 */
final class Parser2 extends Cursor implements TopLevel {
    Parser2(Lexer lexer, Sources sources, Limits limits) {
        super(lexer, sources, limits);
    }

    @Override
    public @Nullable Stmt next() {
        int at = lexer.at;
        return switch (lexer.kind) {
            case END_OF_FILE -> null;
            case QREG -> quantumRegister();
            case CREG -> classicalRegister();
            case GATE -> gate(false);
            case OPAQUE -> gate(true);
            case INCLUDE -> include(at);
            case IF -> conditional(at);
            case BARRIER -> barrier(at);
            case OPENQASM -> throw sources.invalid(at, "the version comes first, before any other statement", null);
            default -> operation(at, "a statement");
        };
    }

    /** What may follow a condition: a gate, a measurement or a reset. */
    private Stmt operation(int at, String expected) {
        return switch (lexer.kind) {
            case IDENTIFIER -> gateCall(at);
            case MEASURE -> {
                lexer.advance();
                Expr qubits = operand();
                expect(Token.ARROW);
                Expr target = operand();
                expect(Token.SEMICOLON);
                yield new Stmt.Measurement(at, qubits, target);
            }
            case RESET -> {
                lexer.advance();
                Expr qubits = operand();
                expect(Token.SEMICOLON);
                yield new Stmt.Reset(at, qubits);
            }
            default -> throw unexpected(expected, null);
        };
    }

    private Stmt gateCall(int at) {
        String name = lexer.text;
        lexer.advance();
        List<Expr> arguments = at(Token.LEFT_PARENTHESIS) ? arguments() : List.of();
        List<Expr> qubits = operands();
        expect(Token.SEMICOLON);
        return new Stmt.GateCall(at, List.of(), name, arguments, qubits);
    }

    private Stmt quantumRegister() {
        lexer.advance();
        int at = lexer.at;
        String name = name();
        Expr size = bracketedInteger();
        expect(Token.SEMICOLON);
        return new Stmt.QubitDeclaration(at, name, size);
    }

    private Stmt classicalRegister() {
        int typeAt = lexer.at;
        lexer.advance();
        int at = lexer.at;
        String name = name();
        Expr size = bracketedInteger();
        expect(Token.SEMICOLON);
        var type = new TypeName(typeAt, TypeName.Kind.BIT, size, List.of(), null);
        return new Stmt.Declaration(at, Stmt.Storage.PLAIN, type, name, null);
    }

    private Expr bracketedInteger() {
        expect(Token.LEFT_BRACKET);
        Expr index = integer();
        expect(Token.RIGHT_BRACKET);
        return index;
    }

    private Expr integer() {
        int at = lexer.at;
        long value = lexer.integer;
        expect(Token.INTEGER);
        return new Expr.IntegerLiteral(at, value);
    }

    private Stmt gate(boolean opaque) {
        lexer.advance();
        int at = lexer.at;
        String name = name();
        List<String> angles = List.of();
        if (accept(Token.LEFT_PARENTHESIS)) {
            angles = at(Token.RIGHT_PARENTHESIS) ? List.of() : names();
            expect(Token.RIGHT_PARENTHESIS);
        }
        List<String> qubits = names();
        if (opaque) {
            expect(Token.SEMICOLON);
            return new Stmt.GateDefinition(at, name, angles, qubits, null);
        }
        expect(Token.LEFT_BRACE);
        List<Stmt> body = new ArrayList<>();
        while (!at(Token.RIGHT_BRACE)) {
            int statementAt = lexer.at;
            switch (lexer.kind) {
                case IDENTIFIER -> body.add(gateCall(statementAt));
                case BARRIER -> body.add(barrier(statementAt));
                default -> throw unexpected("a gate, 'barrier' or '}'", null);
            }
        }
        lexer.advance();
        return new Stmt.GateDefinition(at, name, angles, qubits, body);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        do {
            names.add(name());
        } while (accept(Token.COMMA));
        return names;
    }

    private Stmt include(int at) {
        lexer.advance();
        if (!at(Token.STRING)) {
            throw unexpected("the name of a file in quotes", null);
        }
        String path = lexer.text;
        lexer.advance();
        expect(Token.SEMICOLON);
        return new Stmt.Include(at, path);
    }

    private Stmt conditional(int at) {
        lexer.advance();
        expect(Token.LEFT_PARENTHESIS);
        int registerAt = lexer.at;
        Expr register = new Expr.NameReference(registerAt, name());
        int comparisonAt = expect(Token.EQUAL_EQUAL);
        Expr value = integer();
        expect(Token.RIGHT_PARENTHESIS);
        Stmt operation = operation(lexer.at, "a gate, 'measure' or 'reset'");
        var condition = new Expr.Binary(comparisonAt, Operator.EQUAL, register, value);
        return new Stmt.If(at, condition, List.of(operation), List.of());
    }

    private Stmt barrier(int at) {
        lexer.advance();
        List<Expr> qubits = operands();
        expect(Token.SEMICOLON);
        return new Stmt.Barrier(at, qubits);
    }

    private Expr operand() {
        int at = lexer.at;
        if (!at(Token.IDENTIFIER)) {
            throw unexpected("a register or one of its elements", null);
        }
        var name = new Expr.NameReference(at, lexer.text);
        lexer.advance();
        if (!at(Token.LEFT_BRACKET)) {
            return name;
        }
        int indexAt = lexer.at;
        return new Expr.Index(indexAt, name, List.of(bracketedInteger()));
    }

    private List<Expr> operands() {
        Expr first = operand();
        if (!accept(Token.COMMA)) {
            return List.of(first);
        }
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

    private List<Expr> arguments() {
        lexer.advance();
        if (accept(Token.RIGHT_PARENTHESIS)) {
            return List.of();
        }
        Expr first = expression();
        List<Expr> arguments;
        if (at(Token.COMMA)) {
            arguments = new ArrayList<>(4);
            arguments.add(first);
            while (accept(Token.COMMA)) {
                arguments.add(expression());
            }
        } else {
            arguments = List.of(first);
        }
        expect(Token.RIGHT_PARENTHESIS);
        return arguments;
    }

    /** Sums of products of signed powers. */
    private Expr expression() {
        Expr left = product();
        while (at(Token.PLUS) || at(Token.MINUS)) {
            Operator operator = at(Token.PLUS) ? Operator.ADD : Operator.SUBTRACT;
            int at = lexer.at;
            lexer.advance();
            left = new Expr.Binary(at, operator, left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = signed();
        while (at(Token.STAR) || at(Token.SLASH)) {
            Operator operator = at(Token.STAR) ? Operator.MULTIPLY : Operator.DIVIDE;
            int at = lexer.at;
            lexer.advance();
            left = new Expr.Binary(at, operator, left, signed());
        }
        return left;
    }

    private Expr signed() {
        int at = lexer.at;
        if (at(Token.MINUS) || at(Token.PLUS)) {
            boolean negative = at(Token.MINUS);
            lexer.advance();
            enter();
            Expr operand = signed();
            leave();
            return negative ? new Expr.Unary(at, Operator.NEGATE, operand) : operand;
        }
        Expr base = primary();
        if (!at(Token.CARET)) {
            return base;
        }
        int caretAt = lexer.at;
        lexer.advance();
        enter();
        Expr exponent = signed();
        leave();
        return new Expr.Binary(caretAt, Operator.POWER, base, exponent);
    }

    private Expr primary() {
        int at = lexer.at;
        return switch (lexer.kind) {
            case INTEGER, REAL -> {
                Expr literal = at(Token.INTEGER)
                        ? new Expr.IntegerLiteral(at, lexer.integer)
                        : new Expr.RealLiteral(at, lexer.real);
                lexer.advance();
                yield literal;
            }
            case LEFT_PARENTHESIS -> {
                lexer.advance();
                enter();
                Expr inner = expression();
                leave();
                expect(Token.RIGHT_PARENTHESIS);
                yield inner;
            }
            case IDENTIFIER -> {
                String name = lexer.text;
                lexer.advance();
                if (!at(Token.LEFT_PARENTHESIS)) {
                    yield new Expr.NameReference(at, name);
                }
                enter();
                List<Expr> arguments = arguments();
                leave();
                yield new Expr.Call(at, name, arguments);
            }
            default -> throw unexpected("an expression", null);
        };
    }
}
