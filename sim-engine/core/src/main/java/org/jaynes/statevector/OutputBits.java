package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.ClassicalRegister;

/**
 * The classical bits that are results, as the columns of a table: the output registers in order of declaration, bit 0 of
 * each first.
 */
final class OutputBits {
    private final List<ClassicalRegister> registers;
    private final int[] bits;

    OutputBits(Circuit circuit) {
        this.registers = circuit.classicalRegisters().stream()
                .filter(ClassicalRegister::output)
                .toList();
        this.bits = registers.stream()
                .flatMapToInt(r -> java.util.Arrays.stream(r.all()))
                .toArray();
    }

    int count() {
        return bits.length;
    }

    /** Number in the circuit of the bit in a column. */
    int bit(int column) {
        return bits[column];
    }

    /** Values of the columns, 64 a word, as Qiskit writes them: registers separated by blanks, the last one first. */
    String format(long[] words) {
        List<String> parts = new ArrayList<>();
        int column = 0;
        for (ClassicalRegister register : registers) {
            StringBuilder part = new StringBuilder(register.size());
            for (int i = 0; i < register.size(); i++, column++) {
                part.append((words[column / Long.SIZE] >>> column & 1) == 1 ? '1' : '0');
            }
            parts.add(part.reverse().toString());
        }
        Collections.reverse(parts);
        return String.join(" ", parts);
    }
}
