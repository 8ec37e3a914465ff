package org.jaynes.qasm.lowering;

import java.util.List;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Instruction;
import org.jspecify.annotations.Nullable;

/** A loop or subroutine that is being lowered, and how it may be left during the run. */
final class Frame {
    /** What can be left. */
    enum Kind {
        /** A loop whose rounds are written out: leaving it in some shots only takes a flag. */
        UNROLLED,
        /** A loop of the circuit. */
        RUNNING,
        SUBROUTINE
    }

    final Kind kind;
    /** How many run-time branches and loops enclose its statements. */
    final int region;
    /** Where its instructions start: flags are cleared there. */
    final List<Instruction> out;

    int start;

    /** Set in a shot that has left an unrolled loop or a subroutine. */
    Expression.@Nullable Variable left;
    /** Set in a shot that has left the round of an unrolled loop. */
    Expression.@Nullable Variable roundLeft;

    /** Type of what a subroutine returns, or null. */
    @Nullable
    ClassicalType resultType;
    /** What a subroutine returns when that is known where it is. */
    @Nullable
    Expression result;
    /** Where results wait that are returned in some shots only. */
    Assignable resultPlace = Assignable.NONE;

    /** Bits or a variable that a result is kept in; {@code value} is null when there is none. */
    record Assignable(
            org.jaynes.circuit.Assignment.@Nullable Target target,
            @Nullable Expression value) {
        static final Assignable NONE = new Assignable(null, null);
    }

    Frame(Kind kind, Context context) {
        this.kind = kind;
        this.region = context.region;
        this.out = context.out;
        this.start = context.out.size();
    }

    /** Whether both put their instructions into one list. */
    @SuppressWarnings("ReferenceEquality")
    boolean shares(Frame other) {
        return out == other.out;
    }
}
