package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.Continue;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.Termination;
import org.jaynes.circuit.WhileLoop;

/**
 * Moves the last measurement of a qubit behind the channels on other qubits, with which it commutes, so that all final
 * measurements are sampled together. Only where nothing reads classical bits before the end.
 */
final class LateMeasurements {
    private LateMeasurements() {}

    /** The instructions in an order with the same outcomes. */
    static List<Instruction> moved(List<Instruction> all) {
        boolean noisy = all.stream().anyMatch(Noise.class::isInstance);
        if (!noisy || all.stream().anyMatch(LateMeasurements::readsBits)) {
            return all;
        }
        BitSet moved = movable(all);
        List<Instruction> result = new ArrayList<>(all.size());
        List<Instruction> late = new ArrayList<>();
        BitSet lateBits = new BitSet();
        for (int i = 0; i < all.size(); i++) {
            Instruction instruction = all.get(i);
            if (instruction instanceof Measurement(int _, int bit) && moved.get(i)) {
                lateBits.set(bit);
            }
            boolean isLate = moved.get(i) || (instruction instanceof ReadoutError error && lateBits.get(error.bit()));
            (isLate ? late : result).add(instruction);
        }
        result.addAll(late);
        return result;
    }

    /** Positions of measurements whose qubit is not touched and whose bit is not measured into later. */
    private static BitSet movable(List<Instruction> all) {
        BitSet movable = new BitSet();
        BitSet touched = new BitSet();
        BitSet written = new BitSet();
        for (int i = all.size() - 1; i >= 0; i--) {
            switch (all.get(i)) {
                case Gate gate -> touch(touched, gate.qubits());
                case Noise noise -> touch(touched, noise.qubits());
                case Reset(int qubit) -> touched.set(qubit);
                case Measurement(int qubit, int bit) -> {
                    movable.set(i, !touched.get(qubit) && !written.get(bit));
                    written.set(bit);
                }
                default -> {}
            }
        }
        return movable;
    }

    private static void touch(BitSet touched, int[] qubits) {
        for (int qubit : qubits) {
            touched.set(qubit);
        }
    }

    private static boolean readsBits(Instruction instruction) {
        return switch (instruction) {
            case Assignment _, Branch _, WhileLoop _, Break _, Continue _, Termination _ -> true;
            case Gate gate -> !gate.isConstant() && gate.angles().stream().anyMatch(Expression::isRunTime);
            default -> false;
        };
    }
}
