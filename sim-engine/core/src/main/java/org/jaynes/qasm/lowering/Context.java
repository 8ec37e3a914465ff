package org.jaynes.qasm.lowering;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Instruction;
import org.jaynes.qasm.Limits;
import org.jaynes.qasm.QasmException;
import org.jaynes.qasm.syntax.Sources;
import org.jspecify.annotations.Nullable;

/** What all parts of the lowering share: the circuit so far, the names, the place in the control flow, and the limits. */
final class Context {
    /** What the stack of an ordinary thread bears, with room to spare. */
    private static final int MAXIMUM_DEPTH = 500;

    final Sources sources;
    final Limits limits;
    /** 2 or 3. */
    final int version;

    final CircuitBuilder builder = org.jaynes.circuit.Circuit.builder();
    final Storage storage = new Storage(builder);
    final Scope globals;
    Scope scope;
    /** Where instructions go: the circuit's, or the body of a branch or loop. */
    List<Instruction> out = new ArrayList<>();
    /** How many run-time branches and loops enclose the current statement. */
    int region;

    private final Set<BitRegister> pending = new LinkedHashSet<>();
    private long gates;
    private long steps;
    private long calls;
    private int depth;

    Context(Sources sources, Limits limits, int version) {
        this.sources = sources;
        this.limits = limits;
        this.version = version;
        this.globals = new Scope(Constants.scope(), false);
        this.scope = globals;
    }

    QasmException invalid(int at, String problem) {
        return sources.invalid(at, problem, null);
    }

    QasmException invalid(int at, String problem, @Nullable String remedy) {
        return sources.invalid(at, problem, remedy);
    }

    /** Counts one step of the work before the run. */
    void step(int at) {
        steps(1, at);
    }

    /** Counts steps before they are done, so that a loop that is too long does not even start. */
    void steps(long count, int at) {
        steps += count;
        if (steps > limits.steps() || count > limits.steps()) {
            throw invalid(
                    at,
                    "the program needs more than the limit of " + limits.steps()
                            + " steps of loops, subroutines and other work before it runs");
        }
    }

    /** Counts one more call of a subroutine. */
    void countCall() {
        calls++;
    }

    /** How many calls of subroutines there have been. */
    long calls() {
        return calls;
    }

    /** Counts one more level of blocks, subroutines and gate definitions within each other; {@link #leave} ends it. */
    void enter(int at) {
        if (++depth > MAXIMUM_DEPTH) {
            throw invalid(at, "blocks, subroutines and gates within each other exceed the limit of " + MAXIMUM_DEPTH);
        }
    }

    void leave() {
        depth--;
    }

    /** Whether the current statement stands within another one, so that it may be worked through many times. */
    boolean isNested() {
        return depth > 0;
    }

    /** Adds an instruction. */
    void emit(Instruction instruction, int at) {
        countGates(1, at);
        out.add(instruction);
    }

    /** Counts instructions before they are made. */
    void countGates(long count, int at) {
        gates += count;
        if (gates > limits.gates() || count > limits.gates()) {
            throw invalid(
                    at,
                    "the expanded program has more than the limit of " + limits.gates() + " gates",
                    "a larger heap (java -Xmx) or another limit allows more");
        }
    }

    /** Whether so many more instructions are within the limit. */
    void requireRoomFor(long count, int at) {
        if (count > limits.gates() - gates) {
            countGates(count, at);
        }
    }

    /** Takes back counts of instructions that were made and not added. */
    void uncountGates(long count) {
        gates -= count;
    }

    /** Takes note that a register has known values that the circuit has not. */
    void markPending(BitRegister register) {
        pending.add(register);
    }

    /** Writes all known bits to the circuit, so that branches and the end of the program find them. */
    void flush(int at) {
        if (pending.isEmpty()) {
            return;
        }
        for (BitRegister register : pending) {
            for (Instruction assignment : register.flush()) {
                emit(assignment, at);
            }
        }
        pending.clear();
    }

    /** Opens a scope; {@link #close} ends it. */
    Scope open(boolean closed) {
        scope = new Scope(scope, closed);
        return scope;
    }

    /** Ends the current scope and gives up the places of what was declared in it. */
    void close() {
        Scope ended = scope;
        for (Symbol symbol : ended.symbols()) {
            if (symbol instanceof Symbol.Variable variable && variable.place != null) {
                storage.retire(variable.place);
            } else if (symbol instanceof BitRegister bits && bits.isOwnedBy(ended)) {
                pending.remove(bits);
                storage.retire(bits.first, bits.size);
            }
        }
        if (ended.parent != null) {
            scope = ended.parent;
        }
    }

    /** Makes the circuit's variable hold the value from now on. */
    void demote(Symbol.Variable variable, int at) {
        Expression known = variable.known;
        if (known != null) {
            variable.known = null;
            assign(variable, known, at);
        }
    }

    /** Emits an assignment to a variable. */
    void assign(Symbol.Variable variable, Expression value, int at) {
        if (variable.place == null) {
            variable.place = storage.variable(variable.type);
        }
        emit(new Assignment(new Assignment.ToVariable(variable.place), value), at);
        variable.known = null;
        variable.written = true;
    }
}
