package org.jaynes.qasm.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.BinaryOperator;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.WhileLoop;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Stmt;

/** Blocks, branches and loops. */
final class ControlFlow {
    private final Context context;
    private final Evaluator evaluator;
    private final Variables variables;
    private final Exits exits;
    private final NameCheck names;
    private final Statements statements;

    /** Lowers one statement of any kind. */
    interface Statements {
        Flow lower(Stmt statement);
    }

    ControlFlow(
            Context context,
            Evaluator evaluator,
            Variables variables,
            Exits exits,
            NameCheck names,
            Statements statements) {
        this.context = context;
        this.evaluator = evaluator;
        this.variables = variables;
        this.exits = exits;
        this.names = names;
        this.statements = statements;
    }

    /** Statements in a scope of their own. */
    Flow scoped(List<Stmt> body) {
        context.open(false);
        Flow flow = sequence(body);
        context.close();
        return flow;
    }

    /** Statements one after the other, in the current scope. */
    Flow sequence(List<Stmt> body) {
        for (int i = 0; i < body.size(); i++) {
            Flow flow = statements.lower(body.get(i));
            if (flow != Flow.NEXT) {
                names.unreached(body.subList(i + 1, body.size()));
                return flow;
            }
            if (exits.isPending() && i + 1 < body.size()) {
                List<Stmt> rest = body.subList(i + 1, body.size());
                guarded(rest, rest.getFirst().at(), () -> sequence(rest));
                return Flow.NEXT;
            }
        }
        return Flow.NEXT;
    }

    /** Lowers something that runs only in shots which have not left what encloses it. */
    private void guarded(List<Stmt> assigning, int at, Runnable body) {
        Expression condition = exits.nothingLeft();
        variables.demote(AssignedNames.of(assigning), at);
        List<Instruction> inside = exits.region(body);
        context.emit(new Branch(condition, inside, List.of()), at);
    }

    private Expression condition(Expr expression) {
        return evaluator.cast(ClassicalType.BOOL, evaluator.evaluate(expression), expression.at());
    }

    Flow branch(Stmt.If statement) {
        Expression condition = condition(statement.condition());
        if (condition.isConstant()) {
            boolean holds = condition.isTrue(Environment.EMPTY);
            names.unreached(holds ? statement.whenFalse() : statement.whenTrue());
            return scoped(holds ? statement.whenTrue() : statement.whenFalse());
        }
        int at = statement.at();
        Set<String> assigned = AssignedNames.of(statement.whenTrue());
        assigned.addAll(AssignedNames.of(statement.whenFalse()));
        variables.demote(assigned, at);
        List<Instruction> whenTrue = exits.region(() -> scoped(statement.whenTrue()));
        List<Instruction> whenFalse = exits.region(() -> scoped(statement.whenFalse()));
        context.emit(new Branch(condition, whenTrue, whenFalse), at);
        return Flow.NEXT;
    }

    Flow whileLoop(Stmt.While statement) {
        Frame frame = exits.push(Frame.Kind.UNROLLED);
        Flow result = Flow.NEXT;
        while (true) {
            if (exits.isPendingBeyondRound(frame)) {
                runningRest(statement);
                break;
            }
            exits.startRound(frame, statement.at());
            int before = context.out.size();
            long calls = context.calls();
            Expression condition = condition(statement.condition());
            if (!condition.isConstant()) {
                if (context.out.size() > before) {
                    // The condition's own instructions are made again, inside of the loop.
                    context.uncountGates(context.out.size() - before);
                    context.out.subList(before, context.out.size()).clear();
                }
                running(statement);
                break;
            }
            if (!condition.isTrue(Environment.EMPTY)) {
                names.unreached(statement.body());
                break;
            }
            context.step(statement.at());
            Flow flow = scoped(statement.body());
            if (flow == Flow.BREAK) {
                break;
            }
            if (flow == Flow.RETURN || flow == Flow.END) {
                result = flow;
                break;
            }
            if (calls == context.calls()
                    && !exits.isPendingBeyondRound(frame)
                    && AssignedNames.of(statement.body()).isEmpty()) {
                throw context.invalid(
                        statement.at(),
                        "this loop never ends: its condition is true, and no round changes a value or leaves it");
            }
        }
        exits.pop();
        return result;
    }

    /** The further rounds of a loop that some shots have left. */
    private void runningRest(Stmt.While statement) {
        guarded(List.of(statement), statement.at(), () -> running(statement));
    }

    /** A loop whose condition is known during the run only. */
    private void running(Stmt.While statement) {
        int at = statement.at();
        variables.demote(AssignedNames.of(statement.body()), at);
        exits.push(Frame.Kind.RUNNING);
        List<Expression> condition = new ArrayList<>();
        List<Instruction> body = exits.region(() -> {
            condition.add(condition(statement.condition()));
            if (!context.out.isEmpty()) {
                context.emit(new Branch(condition.removeLast().not(), List.of(new Break()), List.of()), at);
                condition.add(Expression.of(true));
            }
            scoped(statement.body());
            exits.leaveWithOuter(at);
        });
        exits.pop();
        context.emit(new WhileLoop(condition.getLast(), body), at);
    }

    Flow forLoop(Stmt.For statement) {
        LoopValues values = LoopValues.of(statement, context, evaluator);
        if (values == null) {
            runningRange(statement, (Expr.Range) statement.values());
            return Flow.NEXT;
        }
        ClassicalType type = evaluator.types().of(statement.type());
        Frame frame = exits.push(Frame.Kind.UNROLLED);
        Flow result = Flow.NEXT;
        if (values.count() == 0) {
            names.unreached(statement);
        }
        for (long i = 0; i < values.count(); i++) {
            context.step(statement.at());
            Expression value = evaluator.cast(type, values.get(i), statement.at());
            if (exits.isPendingBeyondRound(frame)) {
                exits.startRound(frame, statement.at());
                guarded(statement.body(), statement.at(), () -> round(statement, type, value));
                continue;
            }
            exits.startRound(frame, statement.at());
            Flow flow = round(statement, type, value);
            if (flow == Flow.BREAK) {
                break;
            }
            if (flow == Flow.RETURN || flow == Flow.END) {
                result = flow;
                break;
            }
        }
        exits.pop();
        return result;
    }

    private Flow round(Stmt.For statement, ClassicalType type, Expression value) {
        context.open(false);
        variables.local(statement.name(), type, statement.type().width() == null, value, statement.at());
        Flow flow = scoped(statement.body());
        context.close();
        return flow;
    }

    /** A loop over a range that is known during the run only; it counts in a variable of its own. */
    private void runningRange(Stmt.For statement, Expr.Range range) {
        int at = statement.at();
        long step = LoopValues.step(range, context, evaluator);
        ClassicalType type = evaluator.types().of(statement.type());
        ClassicalType integer = ClassicalType.integer(Long.SIZE);
        var next = context.storage.variable(integer);
        var end = context.storage.variable(integer);
        assign(next, evaluator.evaluate(java.util.Objects.requireNonNull(range.start())), range.at());
        assign(end, evaluator.evaluate(java.util.Objects.requireNonNull(range.end())), range.at());
        variables.demote(AssignedNames.of(statement.body()), at);
        exits.push(Frame.Kind.RUNNING);
        List<Instruction> body = exits.region(() -> {
            context.open(false);
            var value = context.storage.variable(integer);
            assign(value, next, at);
            assign(next, next.plus(Expression.of(integer, step)), at);
            Expression current = evaluator.cast(type, value, at);
            variables.local(statement.name(), type, statement.type().width() == null, current, at);
            scoped(statement.body());
            exits.leaveWithOuter(at);
            context.storage.retire(value);
            context.close();
        });
        exits.pop();
        BinaryOperator order = step > 0 ? BinaryOperator.LESS_EQUAL : BinaryOperator.GREATER_EQUAL;
        context.emit(new WhileLoop(Expression.binary(order, next, end), body), at);
        context.storage.retire(next);
        context.storage.retire(end);
    }

    private void assign(Expression.Variable variable, Expression value, int at) {
        Expression cast = evaluator.cast(variable.type(), value, at);
        context.emit(new Assignment(new Assignment.ToVariable(variable), cast), at);
    }

    Flow switchStatement(Stmt.Switch statement) {
        Expression value = evaluator.evaluate(statement.value());
        requireInteger(value, statement.value().at());
        return value.isConstant() ? choose(statement, value) : choices(statement, value);
    }

    private void requireInteger(Expression value, int at) {
        ClassicalType type = value.type();
        if (!type.isDiscrete() || type.kind() == ClassicalType.Kind.ANGLE || type.isWide()) {
            throw context.invalid(at, "'switch' takes an integer of at most 64 bits, not a " + type);
        }
    }

    private Expression label(Expr label, Expression value) {
        Expression constant = evaluator.evaluate(label);
        requireInteger(constant, label.at());
        if (!constant.isConstant()) {
            throw context.invalid(label.at(), "a case must be known before the run");
        }
        return evaluator.checked(label.at(), () -> Expression.binary(BinaryOperator.EQUAL, value, constant));
    }

    private Flow choose(Stmt.Switch statement, Expression value) {
        statement.cases().forEach(option -> names.unreached(option.body()));
        names.unreached(statement.otherwise() == null ? List.of() : statement.otherwise());
        for (Stmt.Case option : statement.cases()) {
            for (Expr label : option.labels()) {
                if (label(label, value).isTrue(Environment.EMPTY)) {
                    return scoped(option.body());
                }
            }
        }
        return statement.otherwise() == null ? Flow.NEXT : scoped(statement.otherwise());
    }

    /** Cases exclude each other, so they are branches one after the other, on a copy of the value. */
    private Flow choices(Stmt.Switch statement, Expression value) {
        int at = statement.at();
        var copy = context.storage.temporary(value.type());
        context.emit(new Assignment(new Assignment.ToVariable(copy), value), at);
        variables.demote(AssignedNames.of(List.of(statement)), at);
        var taken = context.storage.temporary(ClassicalType.BOOL);
        boolean needsTaken = statement.otherwise() != null;
        if (needsTaken) {
            assign(taken, Expression.of(false), at);
        }
        for (Stmt.Case option : statement.cases()) {
            Expression matches = Expression.of(false);
            for (Expr label : option.labels()) {
                Expression match = label(label, copy);
                Expression soFar = matches;
                matches = evaluator.checked(label.at(), () -> soFar.or(match));
            }
            List<Instruction> body = exits.region(() -> {
                if (needsTaken) {
                    assign(taken, Expression.of(true), option.at());
                }
                scoped(option.body());
            });
            context.emit(new Branch(matches, body, List.of()), option.at());
        }
        List<Stmt> otherwise = statement.otherwise();
        if (otherwise != null) {
            List<Instruction> body = exits.region(() -> scoped(otherwise));
            context.emit(new Branch(taken.not(), body, List.of()), at);
        }
        return Flow.NEXT;
    }
}
