package org.jaynes.qasm.lowering;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Stmt;
import org.jaynes.qasm.syntax.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Looks through statements that are never reached (a branch that is not taken, a loop without rounds, a subroutine that
 * nobody calls, what follows {@code end}) for names that are not declared and for calls with a wrong number of operands.
 * Values are not looked at: what a program guards may well be out of range.
 */
final class NameCheck {
    private final Context context;
    private final Evaluator evaluator;
    private final GateCalls gates;

    /** First statements of what has been looked through: a loop comes to the same branch again and again. */
    private final Set<Stmt> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Names that unreached statements declare, the innermost block first. */
    private final Deque<Set<String>> declared = new ArrayDeque<>();

    NameCheck(Context context, Evaluator evaluator, GateCalls gates) {
        this.context = context;
        this.evaluator = evaluator;
        this.gates = gates;
    }

    /** Looks through statements that stand in the current scope and are not reached. */
    void unreached(List<Stmt> statements) {
        if (!statements.isEmpty() && seen.add(statements.getFirst())) {
            block(statements, List.of());
        }
    }

    /** Looks through the body of a loop that has no round. */
    void unreached(Stmt.For loop) {
        if (!loop.body().isEmpty() && seen.add(loop.body().getFirst())) {
            block(loop.body(), List.of(loop.name()));
        }
    }

    /** Looks through a subroutine that nobody has called, at the end of the program. */
    void uncalled(Stmt.Subroutine definition) {
        Scope outside = context.scope;
        context.scope = new Scope(context.globals, true);
        subroutine(definition);
        context.scope = outside;
    }

    /** Begins with what follows an {@code end} outside of all blocks; {@link #next} takes its statements. */
    void begin() {
        declared.push(new HashSet<>());
    }

    void next(Stmt statement) {
        statement(statement);
    }

    private void block(@Nullable List<Stmt> statements, List<String> names) {
        if (statements != null) {
            declared.push(new HashSet<>(names));
            statements.forEach(this::statement);
            declared.pop();
        }
    }

    private void subroutine(Stmt.Subroutine definition) {
        for (Stmt.Parameter parameter : definition.parameters()) {
            type(parameter.type());
            expression(parameter.size());
        }
        type(definition.result());
        block(
                definition.body(),
                definition.parameters().stream().map(Stmt.Parameter::name).toList());
    }

    private void statement(Stmt statement) {
        switch (statement) {
            case Stmt.Declaration declaration -> {
                type(declaration.type());
                expression(declaration.value());
                declare(declaration.name());
            }
            case Stmt.QubitDeclaration declaration -> {
                expression(declaration.size());
                declare(declaration.name());
            }
            case Stmt.Alias alias -> {
                expression(alias.value());
                declare(alias.name());
            }
            case Stmt.GateDefinition definition -> declare(definition.name());
            case Stmt.Subroutine definition -> {
                declare(definition.name());
                subroutine(definition);
            }
            case Stmt.Include include ->
                GateLibrary.included(include.path()).keySet().forEach(this::declare);
            case Stmt.GateCall call -> gate(call);
            case Stmt.Measurement measurement -> {
                expression(measurement.qubits());
                expression(measurement.target());
            }
            case Stmt.Reset reset -> expression(reset.qubits());
            case Stmt.Barrier barrier -> barrier.qubits().forEach(this::expression);
            case Stmt.Delay delay -> {
                expression(delay.duration());
                delay.qubits().forEach(this::expression);
            }
            case Stmt.Assignment assignment -> {
                expression(assignment.target());
                expression(assignment.value());
            }
            case Stmt.Evaluation evaluation -> expression(evaluation.value());
            case Stmt.Return leave -> expression(leave.value());
            case Stmt.Unsupported(int at, String construct) ->
                throw context.invalid(at, "'" + construct + "' is not supported");
            case Stmt.Break _, Stmt.Continue _, Stmt.End _, Stmt.Nothing _, Stmt.Pragma _ -> {}
            case Stmt.If _, Stmt.For _, Stmt.While _, Stmt.Switch _, Stmt.Block _ -> nested(statement);
        }
    }

    private void nested(Stmt statement) {
        switch (statement) {
            case Stmt.If branch -> {
                expression(branch.condition());
                block(branch.whenTrue(), List.of());
                block(branch.whenFalse(), List.of());
            }
            case Stmt.For loop -> {
                type(loop.type());
                expression(loop.values());
                block(loop.body(), List.of(loop.name()));
            }
            case Stmt.While loop -> {
                expression(loop.condition());
                block(loop.body(), List.of());
            }
            case Stmt.Switch choice -> {
                expression(choice.value());
                for (Stmt.Case option : choice.cases()) {
                    option.labels().forEach(this::expression);
                    block(option.body(), List.of());
                }
                block(choice.otherwise(), List.of());
            }
            case Stmt.Block block -> block(block.body(), List.of());
            default -> throw new AssertionError(statement);
        }
    }

    private void gate(Stmt.GateCall call) {
        if (!isDeclared(call.name())) {
            GateSymbol gate = gates.declared(call);
            requireCount(call.at(), "gate", call.name(), gate.angleCount(), "angle", call.arguments());
            if (call.modifiers().isEmpty()) {
                requireCount(call.at(), "gate", call.name(), gate.qubitCount(), "qubit", call.qubits());
            }
        }
        call.modifiers().forEach(modifier -> expression(modifier.argument()));
        call.arguments().forEach(this::expression);
        call.qubits().forEach(this::expression);
    }

    private void requireCount(int at, String kind, String name, int wanted, String what, List<Expr> found) {
        if (found.size() != wanted) {
            throw context.invalid(
                    at, kind + " '" + name + "' takes " + GateCalls.count(wanted, what) + ", not " + found.size());
        }
    }

    private void type(@Nullable TypeName type) {
        if (type != null) {
            expression(type.width());
            type.dimensions().forEach(this::expression);
            expression(type.rank());
        }
    }

    private void expression(@Nullable Expr expression) {
        switch (expression) {
            case null -> {}
            case Expr.NameReference(int at, String name) -> {
                if (!isDeclared(name) && context.scope.find(name) == null) {
                    throw evaluator.undeclared(at, name);
                }
            }
            case Expr.Call call -> call(call);
            case Expr.Unary unary -> expression(unary.operand());
            case Expr.Binary binary -> {
                // A long chain hangs on the left; the nesting on the right is limited by the parser.
                Expr left = binary;
                while (left instanceof Expr.Binary inner) {
                    expression(inner.right());
                    left = inner.left();
                }
                expression(left);
            }
            case Expr.Cast cast -> {
                type(cast.type());
                expression(cast.value());
            }
            case Expr.Index index -> {
                expression(index.base());
                index.indices().forEach(this::expression);
            }
            case Expr.Range range -> {
                expression(range.start());
                expression(range.step());
                expression(range.end());
            }
            case Expr.Braces braces -> braces.elements().forEach(this::expression);
            case Expr.Measure measure -> expression(measure.operand());
            case Expr.IntegerLiteral _,
                    Expr.RealLiteral _,
                    Expr.ImaginaryLiteral _,
                    Expr.BooleanLiteral _,
                    Expr.BitsLiteral _,
                    Expr.DurationLiteral _,
                    Expr.HardwareQubit _,
                    Expr.DurationOf _ -> {}
        }
    }

    private void call(Expr.Call call) {
        if (!isDeclared(call.name())) {
            switch (context.scope.find(call.name())) {
                case Symbol.Subroutine(Stmt.Subroutine definition) ->
                    requireCount(
                            call.at(),
                            "subroutine",
                            call.name(),
                            definition.parameters().size(),
                            "argument",
                            call.arguments());
                case null -> {
                    if (!Functions.isBuiltIn(call.name(), context.version)) {
                        throw context.invalid(call.at(), "function '" + call.name() + "' is not declared");
                    }
                }
                default -> {}
            }
        }
        call.arguments().forEach(this::expression);
    }

    private void declare(String name) {
        declared.element().add(name);
    }

    private boolean isDeclared(String name) {
        return declared.stream().anyMatch(names -> names.contains(name));
    }
}
