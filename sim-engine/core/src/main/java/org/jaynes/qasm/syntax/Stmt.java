package org.jaynes.qasm.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements as they are written. */
public sealed interface Stmt {
    /** Position in the program. */
    int at();

    /** What a declaration says besides its type. */
    enum Storage {
        PLAIN,
        CONST,
        INPUT,
        OUTPUT
    }

    record Declaration(
            int at,
            Storage storage,
            TypeName type,
            String name,
            @Nullable Expr value) implements Stmt {}

    /**
     * Qubits.
     *
     * @param size number of qubits, or null for a single qubit
     */
    record QubitDeclaration(int at, String name, @Nullable Expr size) implements Stmt {}

    record Alias(int at, String name, Expr value) implements Stmt {}

    /**
     * A gate made of others.
     *
     * @param body gate calls, barriers and, in version 3, loops; null for an opaque gate
     */
    record GateDefinition(
            int at,
            String name,
            List<String> angles,
            List<String> qubits,
            @Nullable List<Stmt> body) implements Stmt {}

    /**
     * A {@code def}.
     *
     * @param result null when nothing is returned
     */
    record Subroutine(
            int at,
            String name,
            List<Parameter> parameters,
            @Nullable TypeName result,
            List<Stmt> body) implements Stmt {}

    /**
     * A parameter of a subroutine: classical when it has a type, otherwise qubits.
     *
     * @param size number of qubits, or null for a single qubit
     * @param mutable whether an array may be changed through it
     */
    record Parameter(
            int at,
            String name,
            @Nullable TypeName type,
            @Nullable Expr size,
            boolean mutable) {}

    /** {@code gphase} is a gate without qubits here. */
    record GateCall(int at, List<Modifier> modifiers, String name, List<Expr> arguments, List<Expr> qubits)
            implements Stmt {}

    /**
     * One modifier.
     *
     * @param argument null when none is given
     */
    record Modifier(int at, ModifierKind kind, @Nullable Expr argument) {}

    /** Kinds of gate modifiers. */
    enum ModifierKind {
        CTRL,
        NEGCTRL,
        INV,
        POW
    }

    /**
     * A measurement.
     *
     * @param target null when the outcome is not kept
     */
    record Measurement(int at, Expr qubits, @Nullable Expr target) implements Stmt {}

    record Reset(int at, Expr qubits) implements Stmt {}

    /**
     * A barrier.
     *
     * @param qubits empty for all qubits
     */
    record Barrier(int at, List<Expr> qubits) implements Stmt {}

    record Delay(int at, Expr duration, List<Expr> qubits) implements Stmt {}

    /**
     * An assignment.
     *
     * @param operator null for a plain assignment
     */
    record Assignment(int at, Expr target, @Nullable Operator operator, Expr value) implements Stmt {}

    record Evaluation(int at, Expr value) implements Stmt {}

    record If(int at, Expr condition, List<Stmt> whenTrue, List<Stmt> whenFalse) implements Stmt {}

    /**
     * A loop over values.
     *
     * @param values a range, braces, or an expression whose value has elements
     */
    record For(int at, TypeName type, String name, Expr values, List<Stmt> body) implements Stmt {}

    record While(int at, Expr condition, List<Stmt> body) implements Stmt {}

    /**
     * A choice between cases.
     *
     * @param otherwise null without a default case
     */
    record Switch(
            int at, Expr value, List<Case> cases, @Nullable List<Stmt> otherwise) implements Stmt {}

    record Case(int at, List<Expr> labels, List<Stmt> body) {}

    record Block(int at, List<Stmt> body) implements Stmt {}

    record Break(int at) implements Stmt {}

    record Continue(int at) implements Stmt {}

    record Return(int at, @Nullable Expr value) implements Stmt {}

    record End(int at) implements Stmt {}

    record Nothing(int at) implements Stmt {}

    record Include(int at, String path) implements Stmt {}

    record Pragma(int at, String text) implements Stmt {}

    /** Something of the language that is read and cannot be simulated. */
    record Unsupported(int at, String construct) implements Stmt {}
}
