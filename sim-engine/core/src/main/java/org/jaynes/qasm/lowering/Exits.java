package org.jaynes.qasm.lowering;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Continue;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Termination;
import org.jaynes.qasm.syntax.Stmt;
import org.jspecify.annotations.Nullable;

/**
 * {@code break}, {@code continue}, {@code return} and {@code end}.
 *
 * <p>Where it is known before the run that one is reached, lowering just goes on elsewhere. Where it depends on the shot, a
 * loop of the circuit is left by the circuit's own instructions; an unrolled loop or a subroutine is left by setting a
 * flag, and all that would follow is put into branches that run when the flag is not set.
 */
final class Exits {
    private final Context context;
    private final Evaluator evaluator;
    private final List<Frame> frames = new ArrayList<>();

    /** Flags that may be set here: what follows runs only when none is. */
    private Set<Expression.Variable> pending = new LinkedHashSet<>();

    Exits(Context context, Evaluator evaluator) {
        this.context = context;
        this.evaluator = evaluator;
    }

    Frame push(Frame.Kind kind) {
        Frame frame = new Frame(kind, context);
        frames.add(frame);
        return frame;
    }

    /** Ends the innermost frame; its flags mean nothing any more. */
    void pop() {
        Frame frame = frames.removeLast();
        if (frame.left != null) {
            pending.remove(frame.left);
            context.storage.retire(frame.left);
        }
        if (frame.roundLeft != null) {
            pending.remove(frame.roundLeft);
            context.storage.retire(frame.roundLeft);
        }
    }

    /** Call at the start of each round of an unrolled loop. */
    void startRound(Frame frame, int at) {
        if (frame.roundLeft != null) {
            pending.remove(frame.roundLeft);
            set(frame.roundLeft, false, at);
        }
    }

    /** Whether what follows runs in some shots only. */
    boolean isPending() {
        return !pending.isEmpty();
    }

    /** Whether what follows runs in some shots only when the rest of the current round is not meant. */
    boolean isPendingBeyondRound(Frame frame) {
        return pending.stream().anyMatch(flag -> !flag.equals(frame.roundLeft));
    }

    /** True in shots where none of the pending flags is set. */
    Expression nothingLeft() {
        Expression none = Expression.of(true);
        for (Expression.Variable flag : pending) {
            none = none.and(flag.not());
        }
        return none;
    }

    /** Lowers something that runs in some shots only, or several times; its instructions. */
    List<Instruction> region(Runnable body) {
        List<Instruction> outside = context.out;
        Set<Expression.Variable> before = pending;
        List<Instruction> inside = new ArrayList<>();
        context.out = inside;
        context.region++;
        pending = new LinkedHashSet<>();
        body.run();
        context.region--;
        context.out = outside;
        before.addAll(pending);
        pending = before;
        return inside;
    }

    /** Lets a loop of the circuit end when something further out has been left: call at the end of its body. */
    void leaveWithOuter(int at) {
        if (!pending.isEmpty()) {
            context.emit(new Branch(nothingLeft().not(), List.of(new Break()), List.of()), at);
        }
    }

    Flow breakLoop(int at) {
        Frame loop = loop(at, "break");
        if (loop.kind == Frame.Kind.RUNNING) {
            context.emit(new Break(), at);
        } else if (loop.region < context.region) {
            loop.left = flag(loop, loop.left, at);
            leave(loop.left, at);
        }
        return Flow.BREAK;
    }

    Flow continueLoop(int at) {
        Frame loop = loop(at, "continue");
        if (loop.kind == Frame.Kind.RUNNING) {
            context.emit(new Continue(), at);
        } else if (loop.region < context.region) {
            loop.roundLeft = flag(loop, loop.roundLeft, at);
            leave(loop.roundLeft, at);
        }
        return Flow.CONTINUE;
    }

    private Frame loop(int at, String statement) {
        if (frames.isEmpty() || frames.getLast().kind == Frame.Kind.SUBROUTINE) {
            throw context.invalid(at, "'" + statement + "' stands outside of any loop");
        }
        return frames.getLast();
    }

    Flow end(int at) {
        if (context.region > 0) {
            context.emit(new Termination(), at);
        }
        return Flow.END;
    }

    Flow returnFrom(Stmt.Return statement, Variables variables) {
        int at = statement.at();
        Frame subroutine = subroutine();
        if (subroutine == null) {
            throw context.invalid(at, "'return' stands outside of any subroutine", "'end' ends the program");
        }
        Expression value = result(statement, subroutine, variables);
        if (subroutine.region == context.region) {
            subroutine.result = value;
            return Flow.RETURN;
        }
        if (value != null) {
            keep(subroutine, value, at);
        }
        subroutine.left = flag(subroutine, subroutine.left, at);
        leave(subroutine.left, at);
        if (isInRunningLoop(subroutine)) {
            context.emit(new Break(), at);
        }
        return Flow.RETURN;
    }

    private boolean isInRunningLoop(Frame outer) {
        for (int i = frames.size() - 1; frames.get(i) != outer; i--) {
            if (frames.get(i).kind == Frame.Kind.RUNNING) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Frame subroutine() {
        for (Frame frame : frames.reversed()) {
            if (frame.kind == Frame.Kind.SUBROUTINE) {
                return frame;
            }
        }
        return null;
    }

    private @Nullable Expression result(Stmt.Return statement, Frame subroutine, Variables variables) {
        ClassicalType type = subroutine.resultType;
        if ((type == null) != (statement.value() == null)) {
            throw context.invalid(
                    statement.at(),
                    type == null
                            ? "this subroutine returns no value"
                            : "this subroutine returns a value of type " + type);
        }
        if (type == null || statement.value() == null) {
            return null;
        }
        if (statement.value() instanceof org.jaynes.qasm.syntax.Expr.Measure measure) {
            Expression bits = variables.measured(measure);
            if (type.kind() == ClassicalType.Kind.BIT && !bits.type().equals(type)) {
                throw context.invalid(statement.at(), "a " + bits.type() + " cannot become a " + type);
            }
            return evaluator.cast(type, bits, statement.at());
        }
        return evaluator.valueOf(type, statement.value());
    }

    /** Stores a result that is returned in some shots only. */
    private void keep(Frame subroutine, Expression value, int at) {
        if (subroutine.resultPlace.target() == null) {
            ClassicalType type = value.type();
            if (type.kind() == ClassicalType.Kind.BIT) {
                int first = context.storage.temporaryBits(type.width());
                var bits = new Expression.BitRange(first, type.width());
                subroutine.resultPlace = new Frame.Assignable(new Assignment.ToBits(bits), bits);
            } else {
                var variable = context.storage.temporary(type);
                subroutine.resultPlace = new Frame.Assignable(new Assignment.ToVariable(variable), variable);
            }
        }
        context.emit(new Assignment(java.util.Objects.requireNonNull(subroutine.resultPlace.target()), value), at);
    }

    /** What a subroutine has returned, when all its statements have been lowered; null when it has not. */
    static @Nullable Expression result(Frame subroutine) {
        // A return that is known to be reached cannot follow one that is not: it would stand in a branch.
        return subroutine.resultPlace.value() == null ? subroutine.result : subroutine.resultPlace.value();
    }

    private void leave(Expression.Variable flag, int at) {
        set(flag, true, at);
        pending.add(flag);
    }

    private Expression.Variable flag(Frame frame, Expression.@Nullable Variable existing, int at) {
        if (existing != null) {
            return existing;
        }
        Expression.Variable flag = context.storage.variable(ClassicalType.BOOL);
        context.countGates(1, at);
        frame.out.add(frame.start, new Assignment(new Assignment.ToVariable(flag), Expression.of(false)));
        for (Frame other : frames) {
            if (other.shares(frame) && other.start > frame.start) {
                other.start++;
            }
        }
        return flag;
    }

    private void set(Expression.Variable flag, boolean value, int at) {
        context.emit(new Assignment(new Assignment.ToVariable(flag), Expression.of(value)), at);
    }
}
