package org.jaynes.qasm.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.qasm.Limits;
import org.jspecify.annotations.Nullable;

/** Statements of OpenQASM 3. */
final class StatementParser extends ExpressionParser implements TopLevel {
    private final DefinitionParser definitions;

    StatementParser(Lexer lexer, Sources sources, Limits limits) {
        super(lexer, sources, limits);
        this.definitions = new DefinitionParser(this);
    }

    @Override
    public @Nullable Stmt next() {
        return at(Token.END_OF_FILE) ? null : statement();
    }

    Stmt statement() {
        while (at(Token.ANNOTATION)) {
            lexer.advance();
        }
        enter();
        int at = lexer.at;
        Stmt statement = switch (lexer.kind) {
            case IDENTIFIER -> startingWithName(at);
            case CTRL, NEGCTRL, INV, POW, GPHASE -> gateCall(at, modifiers());
            case MEASURE -> measurement(at);
            case RESET -> reset(at);
            case BARRIER -> barrier(at);
            case IF -> branch(at);
            case FOR -> forLoop(at);
            case WHILE -> whileLoop(at);
            case SWITCH -> switchStatement(at);
            case LEFT_BRACE -> new Stmt.Block(at, block());
            case BREAK -> simple(new Stmt.Break(at));
            case CONTINUE -> simple(new Stmt.Continue(at));
            case END -> simple(new Stmt.End(at));
            case RETURN -> returnStatement(at);
            case DELAY -> delay(at);
            case NOP -> nothing(at);
            case PRAGMA -> pragma(at);
            default -> definitions.definition(at);
        };
        leave();
        return statement;
    }

    private Stmt simple(Stmt statement) {
        lexer.advance();
        expect(Token.SEMICOLON);
        return statement;
    }

    private Stmt pragma(int at) {
        String text = lexer.text;
        lexer.advance();
        return new Stmt.Pragma(at, text);
    }

    /** Statements within braces. */
    List<Stmt> block() {
        expect(Token.LEFT_BRACE);
        List<Stmt> body = new ArrayList<>();
        while (!at(Token.RIGHT_BRACE)) {
            if (at(Token.END_OF_FILE)) {
                throw expected(Token.RIGHT_BRACE);
            }
            body.add(statement());
        }
        lexer.advance();
        return body;
    }

    private List<Stmt> body() {
        return at(Token.LEFT_BRACE) ? block() : List.of(statement());
    }

    /** A gate call, an assignment, or an expression. */
    private Stmt startingWithName(int at) {
        String name = lexer.text;
        lexer.advance();
        return switch (lexer.kind) {
            case IDENTIFIER, HARDWARE_QUBIT -> endOfCall(new Stmt.GateCall(at, List.of(), name, List.of(), operands()));
            case LEFT_PARENTHESIS -> {
                List<Expr> arguments = arguments();
                if (at(Token.IDENTIFIER) || at(Token.HARDWARE_QUBIT)) {
                    yield endOfCall(new Stmt.GateCall(at, List.of(), name, arguments, operands()));
                }
                Expr value = expressionFrom(new Expr.Call(at, name, arguments));
                expect(Token.SEMICOLON);
                yield new Stmt.Evaluation(at, value);
            }
            default -> assignmentOrExpression(at, new Expr.NameReference(at, name));
        };
    }

    private Stmt endOfCall(Stmt.GateCall call) {
        expect(Token.SEMICOLON);
        return call;
    }

    private Stmt assignmentOrExpression(int at, Expr first) {
        Expr target = expressionFrom(first);
        boolean assignable =
                target instanceof Expr.NameReference || (target instanceof Expr.Index index && isIndexedName(index));
        if (!lexer.kind.isAssignment() || !assignable) {
            expect(Token.SEMICOLON);
            return new Stmt.Evaluation(at, target);
        }
        int operatorAt = lexer.at;
        Operator operator = Operator.compound(lexer.kind);
        if (operator == Operator.BIT_NOT) {
            throw sources.invalid(operatorAt, "'~=' has no meaning: '~' takes one operand", "write a = ~b");
        }
        lexer.advance();
        Expr value = measureOrExpression();
        expect(Token.SEMICOLON);
        return new Stmt.Assignment(at, target, operator, value);
    }

    private static boolean isIndexedName(Expr.Index index) {
        Expr base = index.base();
        while (base instanceof Expr.Index inner) {
            base = inner.base();
        }
        return base instanceof Expr.NameReference;
    }

    Expr measureOrExpression() {
        int at = lexer.at;
        return accept(Token.MEASURE) ? new Expr.Measure(at, operand()) : expression();
    }

    private List<Stmt.Modifier> modifiers() {
        List<Stmt.Modifier> modifiers = new ArrayList<>();
        while (!at(Token.IDENTIFIER) && !at(Token.GPHASE)) {
            int at = lexer.at;
            Stmt.ModifierKind kind = switch (lexer.kind) {
                case CTRL -> Stmt.ModifierKind.CTRL;
                case NEGCTRL -> Stmt.ModifierKind.NEGCTRL;
                case INV -> Stmt.ModifierKind.INV;
                case POW -> Stmt.ModifierKind.POW;
                default -> throw unexpected("a gate or a gate modifier", null);
            };
            lexer.advance();
            Expr argument = null;
            if (kind != Stmt.ModifierKind.INV && at(Token.LEFT_PARENTHESIS)) {
                lexer.advance();
                enter();
                argument = expression();
                leave();
                expect(Token.RIGHT_PARENTHESIS);
            } else if (kind == Stmt.ModifierKind.POW) {
                throw unexpected("'(' and the exponent", null);
            }
            expect(Token.AT);
            modifiers.add(new Stmt.Modifier(at, kind, argument));
        }
        return modifiers;
    }

    private Stmt gateCall(int at, List<Stmt.Modifier> modifiers) {
        boolean phase = at(Token.GPHASE);
        int nameAt = lexer.at;
        String name = phase ? "gphase" : lexer.text;
        lexer.advance();
        List<Expr> arguments = at(Token.LEFT_PARENTHESIS) ? arguments() : List.of();
        boolean alone = phase && at(Token.SEMICOLON);
        List<Expr> qubits = alone ? List.of() : operands();
        return endOfCall(new Stmt.GateCall(modifiers.isEmpty() ? at : nameAt, modifiers, name, arguments, qubits));
    }

    private Stmt measurement(int at) {
        lexer.advance();
        Expr qubits = operand();
        Expr target = accept(Token.ARROW) ? operand() : null;
        expect(Token.SEMICOLON);
        return new Stmt.Measurement(at, qubits, target);
    }

    private Stmt reset(int at) {
        lexer.advance();
        Expr qubits = operand();
        expect(Token.SEMICOLON);
        return new Stmt.Reset(at, qubits);
    }

    private Stmt barrier(int at) {
        lexer.advance();
        List<Expr> qubits = at(Token.SEMICOLON) ? List.of() : operands();
        expect(Token.SEMICOLON);
        return new Stmt.Barrier(at, qubits);
    }

    private Stmt nothing(int at) {
        lexer.advance();
        if (!at(Token.SEMICOLON)) {
            operands();
        }
        expect(Token.SEMICOLON);
        return new Stmt.Nothing(at);
    }

    private Stmt delay(int at) {
        lexer.advance();
        Expr duration = designator();
        List<Expr> qubits = at(Token.SEMICOLON) ? List.of() : operands();
        expect(Token.SEMICOLON);
        return new Stmt.Delay(at, duration, qubits);
    }

    private Stmt returnStatement(int at) {
        lexer.advance();
        Expr value = at(Token.SEMICOLON) ? null : measureOrExpression();
        expect(Token.SEMICOLON);
        return new Stmt.Return(at, value);
    }

    private Expr condition() {
        expect(Token.LEFT_PARENTHESIS);
        Expr condition = expression();
        expect(Token.RIGHT_PARENTHESIS);
        return condition;
    }

    private Stmt branch(int at) {
        lexer.advance();
        Expr condition = condition();
        List<Stmt> whenTrue = body();
        List<Stmt> whenFalse = accept(Token.ELSE) ? body() : List.of();
        return new Stmt.If(at, condition, whenTrue, whenFalse);
    }

    private Stmt whileLoop(int at) {
        lexer.advance();
        Expr condition = condition();
        return new Stmt.While(at, condition, body());
    }

    private Stmt forLoop(int at) {
        lexer.advance();
        TypeName type = type();
        String name = name();
        expect(Token.IN);
        Expr values = switch (lexer.kind) {
            case LEFT_BRACE -> braces(false);
            case LEFT_BRACKET -> bracketedRange();
            default -> expression();
        };
        return new Stmt.For(at, type, name, values, body());
    }

    private Stmt switchStatement(int at) {
        lexer.advance();
        Expr value = condition();
        expect(Token.LEFT_BRACE);
        List<Stmt.Case> cases = new ArrayList<>();
        List<Stmt> otherwise = null;
        while (!at(Token.RIGHT_BRACE)) {
            int caseAt = lexer.at;
            if (otherwise == null && accept(Token.CASE)) {
                List<Expr> labels = new ArrayList<>();
                do {
                    labels.add(expression());
                } while (accept(Token.COMMA));
                cases.add(new Stmt.Case(caseAt, labels, block()));
            } else if (otherwise == null && accept(Token.DEFAULT)) {
                otherwise = block();
            } else {
                throw otherwise == null
                        ? unexpected("'case', 'default' or '}'", null)
                        : unexpected("'}'", "'default' comes last");
            }
        }
        lexer.advance();
        return new Stmt.Switch(at, value, cases, otherwise);
    }
}
