package org.jaynes.qasm;

import java.util.List;
import org.jaynes.circuit.Circuit;

/**
 * How large a program may become. A program beyond a limit is refused before the memory or the time is spent, with the
 * limit in the message.
 *
 * @param characters of program text, with everything it includes; at most 2^30
 * @param tokenLength characters of one name, number or string
 * @param includeDepth includes within includes
 * @param nestingDepth blocks within blocks, and parentheses and the like within each other in one expression; at most 400,
 *     which a thread's ordinary stack bears
 * @param callDepth subroutines called by subroutines, and gates defined through gates; at most 400
 * @param qubits over all registers
 * @param classicalBits over all bit registers, and elements over all arrays
 * @param gates gates after the expansion of definitions, modifiers and loops, and all other instructions
 * @param steps statements worked through before the run: rounds of loops, calls of subroutines, and what is in them
 */
public record Limits(
        int characters,
        int tokenLength,
        int includeDepth,
        int nestingDepth,
        int callDepth,
        int qubits,
        int classicalBits,
        long gates,
        long steps) {

    /** Bytes that an instruction of a circuit takes, rounded up. */
    private static final long BYTES_PER_GATE = 160;

    /** Checks the bounds that the reader itself needs. */
    public Limits {
        if (characters > 1 << 30 || nestingDepth > 400 || callDepth > 400 || qubits > Circuit.MAX_QUBITS) {
            throw new IllegalArgumentException(
                    "limits: characters <= 2^30, nestingDepth <= 400, callDepth <= 400 and qubits <= %d, not %s"
                            .formatted(Circuit.MAX_QUBITS, List.of(characters, nestingDepth, callDepth, qubits)));
        }
    }

    /**
     * Limits that every ordinary program respects: a million qubits, as many gates as half of this JVM's memory holds, but
     * at most 2^26, and 2^22 steps, which take some seconds.
     */
    public static Limits standard() {
        long gates = Math.min(1L << 26, Runtime.getRuntime().maxMemory() / 2 / BYTES_PER_GATE);
        return new Limits(1 << 28, 1 << 16, 32, 200, 100, 1_000_000, 1 << 20, gates, 1L << 22);
    }

    /** These limits with another number of qubits. */
    public Limits withQubits(int qubits) {
        return new Limits(
                characters, tokenLength, includeDepth, nestingDepth, callDepth, qubits, classicalBits, gates, steps);
    }

    /** These limits with another number of gates. */
    public Limits withGates(long gates) {
        return new Limits(
                characters, tokenLength, includeDepth, nestingDepth, callDepth, qubits, classicalBits, gates, steps);
    }

    /** These limits with another number of steps. */
    public Limits withSteps(long steps) {
        return new Limits(
                characters, tokenLength, includeDepth, nestingDepth, callDepth, qubits, classicalBits, gates, steps);
    }
}
