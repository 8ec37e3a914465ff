package org.jaynes.qasm.lowering;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Instruction;
import org.jspecify.annotations.Nullable;

/**
 * A {@code bit} or {@code bit[n]}. It has its place in the circuit from the start; beside it stands, for each bit, what is
 * known about it before the run. Known values are written to the circuit late: before a branch or a loop, and at the end.
 */
final class BitRegister implements Symbol {
    private static final byte ONE = 1;
    /** The value is in the circuit only. */
    private static final byte UNKNOWN = 2;
    /** The value is known and not yet in the circuit. */
    private static final byte PENDING = 4;

    final int first;
    final int size;
    final boolean scalar;
    /** How many run-time branches and loops enclose the declaration. */
    final int region;

    /** The scope at whose end the place is given up, or null for one that the circuit names. */
    private final @Nullable Scope owner;

    private final byte[] state;
    private int unknown;
    private boolean pending;

    /**
     * @param owner the scope of a local register, which starts as 0 although its place may hold anything; null for one that
     *     the circuit names, whose place is 0 at the start of a shot
     */
    BitRegister(int first, int size, boolean scalar, int region, @Nullable Scope owner) {
        this.first = first;
        this.size = size;
        this.scalar = scalar;
        this.region = region;
        this.owner = owner;
        this.state = new byte[size];
        if (owner != null) {
            java.util.Arrays.fill(state, PENDING);
            pending = true;
        }
    }

    @Override
    public String description() {
        return scalar ? "a classical bit" : "a register of classical bits";
    }

    boolean isOwnedBy(Scope scope) {
        return owner == scope;
    }

    boolean isKnown() {
        return unknown == 0;
    }

    boolean isKnown(int bit) {
        return (state[bit] & UNKNOWN) == 0;
    }

    /** Gives a bit a value that is known before the run. */
    void setKnown(int bit, boolean value) {
        if (!isKnown(bit)) {
            unknown--;
        }
        state[bit] = (byte) (PENDING | (value ? ONE : 0));
        pending = true;
    }

    /** Takes note that the circuit writes a bit. */
    void setUnknown(int bit) {
        if (isKnown(bit)) {
            unknown++;
        }
        state[bit] = UNKNOWN;
    }

    void setUnknown() {
        java.util.Arrays.fill(state, UNKNOWN);
        unknown = size;
        pending = false;
    }

    /** The value of one bit. */
    Expression get(int bit) {
        return isKnown(bit) ? Expression.of(ClassicalType.BIT, state[bit] & ONE) : Expression.bit(first + bit);
    }

    /** The value of the whole register, put together from what is known and what is in the circuit. */
    Expression get() {
        if (unknown == 0) {
            return known(0, size);
        }
        if (unknown == size) {
            return new Expression.BitRange(first, size);
        }
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < size; ) {
            int start = i;
            boolean known = isKnown(i);
            while (i < size && isKnown(i) == known) {
                i++;
            }
            parts.add(known ? known(start, i) : new Expression.BitRange(first + start, i - start));
        }
        return Expression.concatenation(parts);
    }

    boolean isPending() {
        return pending;
    }

    /** The assignments that bring the circuit's bits up to what is known about them. */
    List<Instruction> flush() {
        List<Instruction> assignments = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if ((state[i] & PENDING) == 0) {
                continue;
            }
            int start = i;
            while (i < size && (state[i] & PENDING) != 0) {
                i++;
            }
            assignments.add(new Assignment(
                    new Assignment.ToBits(new Expression.BitRange(first + start, i - start)), known(start, i)));
            for (int k = start; k < i; k++) {
                state[k] &= ONE;
            }
        }
        pending = false;
        return assignments;
    }

    private Expression known(int from, int to) {
        if (to - from < Long.SIZE) {
            long bits = 0;
            for (int i = from; i < to; i++) {
                bits |= (long) (state[i] & ONE) << (i - from);
            }
            return Expression.of(ClassicalType.bits(to - from), bits);
        }
        byte[] bytes = new byte[(to - from) / 8 + 1];
        for (int i = from; i < to; i++) {
            int k = i - from;
            bytes[bytes.length - 1 - k / 8] |= (byte) ((state[i] & ONE) << k % 8);
        }
        return Expression.bits(to - from, new BigInteger(1, bytes));
    }
}
