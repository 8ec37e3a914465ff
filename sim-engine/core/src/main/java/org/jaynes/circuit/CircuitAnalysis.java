package org.jaynes.circuit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be read off the instructions of a circuit. */
final class CircuitAnalysis {
    private CircuitAnalysis() {}

    static @Nullable Instruction firstNonUnitary(List<Instruction> instructions) {
        for (Instruction instruction : instructions) {
            if (!(instruction instanceof Gate || instruction instanceof Barrier)) {
                return instruction;
            }
        }
        return null;
    }

    static boolean isDynamic(List<Instruction> instructions, int qubitCount) {
        BitSet used = new BitSet(qubitCount);
        BitSet measured = new BitSet(qubitCount);
        for (Instruction instruction : instructions) {
            switch (instruction) {
                case Gate gate -> {
                    for (int qubit : gate.qubits()) {
                        if (measured.get(qubit)) {
                            return true;
                        }
                        used.set(qubit);
                    }
                    if (!gate.isConstant() && gate.angles().stream().anyMatch(Expression::isRunTime)) {
                        return true;
                    }
                }
                case Measurement(int qubit, int _) -> measured.set(qubit);
                case Reset(int qubit) -> {
                    if (used.get(qubit)) {
                        return true;
                    }
                }
                case Barrier _ -> {}
                case Termination _ -> {
                    return false; // nothing after it is reached
                }
                case Noise _, ReadoutError _, Assignment _, Branch _, WhileLoop _, Break _, Continue _ -> {
                    return true;
                }
            }
        }
        return false;
    }

    static Map<String, Long> counts(List<Instruction> instructions) {
        Map<String, Long> counts = new TreeMap<>();
        count(instructions, counts);
        return counts;
    }

    private static void count(List<Instruction> instructions, Map<String, Long> counts) {
        for (Instruction instruction : instructions) {
            counts.merge(name(instruction), 1L, Long::sum);
            switch (instruction) {
                case Branch(Expression _, List<Instruction> yes, List<Instruction> no) -> {
                    count(yes, counts);
                    count(no, counts);
                }
                case WhileLoop(Expression _, List<Instruction> body) -> count(body, counts);
                default -> {}
            }
        }
    }

    static String name(Instruction instruction) {
        return switch (instruction) {
            case Gate gate -> gate.name();
            case Measurement _ -> "measure";
            case Reset _ -> "reset";
            case Noise _ -> "noise";
            case ReadoutError _ -> "readout_error";
            case Barrier _ -> "barrier";
            case Assignment _ -> "assign";
            case Branch _ -> "if";
            case WhileLoop _ -> "while";
            case Break _ -> "break";
            case Continue _ -> "continue";
            case Termination _ -> "end";
        };
    }

    static int depth(Circuit circuit) {
        int[] wires = new int[circuit.qubitCount() + circuit.bitCount()];
        for (Instruction instruction : circuit.instructions()) {
            BitSet touched = new BitSet();
            touch(instruction, touched, circuit.qubitCount());
            int level = touched.stream().map(w -> wires[w]).max().orElse(-1) + 1;
            touched.stream().forEach(w -> wires[w] = level);
        }
        return Arrays.stream(wires).max().orElse(0);
    }

    /** Wires: the qubits, then the classical bits. */
    private static void touch(Instruction instruction, BitSet wires, int firstBit) {
        switch (instruction) {
            case Gate gate -> {
                Arrays.stream(gate.qubits()).forEach(wires::set);
                gate.angles().forEach(angle -> touch(angle, wires, firstBit));
            }
            case Measurement(int qubit, int bit) -> {
                wires.set(qubit);
                wires.set(firstBit + bit);
            }
            case Reset(int qubit) -> wires.set(qubit);
            case Assignment(Assignment.Target target, Expression value) -> {
                switch (target) {
                    case Assignment.ToBits(Expression.BitRange bits) -> touch(bits, wires, firstBit);
                    case Assignment.ToIndexedBit(Expression.BitRange bits, Expression _) ->
                        touch(bits, wires, firstBit);
                    case Assignment.ToVariable _, Assignment.ToVariableBit _ -> {}
                }
                touch(value, wires, firstBit);
            }
            case Branch(Expression condition, List<Instruction> yes, List<Instruction> no) -> {
                touch(condition, wires, firstBit);
                yes.forEach(i -> touch(i, wires, firstBit));
                no.forEach(i -> touch(i, wires, firstBit));
            }
            case WhileLoop(Expression condition, List<Instruction> body) -> {
                touch(condition, wires, firstBit);
                body.forEach(i -> touch(i, wires, firstBit));
            }
            case Noise(Channel _, int[] qubits) -> Arrays.stream(qubits).forEach(wires::set);
            case ReadoutError(int bit, double _, double _) -> wires.set(firstBit + bit);
            case Barrier _, Break _, Continue _, Termination _ -> {}
        }
    }

    private static void touch(Expression expression, BitSet wires, int firstBit) {
        if (expression instanceof Expression.BitRange(int first, int count)) {
            wires.set(firstBit + first, firstBit + first + count);
        }
        expression.operands().forEach(operand -> touch(operand, wires, firstBit));
    }
}
