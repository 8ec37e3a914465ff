package org.jaynes.statevector;

import java.util.Arrays;

/**
 * The measurements of a circuit's tail, seen from the final state of a trajectory.
 *
 * @param qubits the measured qubits, each once
 * @param columnQubit for each output column the position of its qubit in {@code qubits}, or -1 if the bit has its value
 *     already
 * @param indexBits the index bit of each of {@code qubits}
 */
record TailOutcomes(int[] qubits, int[] columnQubit, int[] indexBits) {

    static TailOutcomes of(PreparedCircuit prepared, Trajectory last) {
        OutputBits outputs = prepared.outputs();
        int[] layout = last.layout(prepared.indexBits());
        int[] columnQubit = new int[outputs.count()];
        Arrays.fill(columnQubit, -1);
        if (last.ended) {
            return new TailOutcomes(new int[0], columnQubit, new int[0]);
        }
        int[] position = new int[layout.length];
        Arrays.fill(position, -1);
        int[] qubits = new int[layout.length];
        int count = 0;
        for (int column = 0; column < columnQubit.length; column++) {
            int qubit = prepared.tailQubits()[outputs.bit(column)];
            if (qubit >= 0) {
                if (position[qubit] < 0) {
                    qubits[count] = qubit;
                    position[qubit] = count++;
                }
                columnQubit[column] = position[qubit];
            }
        }
        int[] measured = Arrays.copyOf(qubits, count);
        int[] bits = Arrays.stream(measured).map(q -> layout[q]).toArray();
        return new TailOutcomes(measured, columnQubit, bits);
    }

    /**
     * Probabilities of the values of the measured qubits; bit j of a value is qubit {@code qubits[j]}. Not normalised.
     */
    double[] probabilities(Trajectory last) {
        return Marginals.of(last.state(), indexBits);
    }

    /** Value of the measured qubits in an amplitude's index. */
    long value(long amplitudeIndex) {
        long value = 0;
        for (int j = 0; j < indexBits.length; j++) {
            value |= (amplitudeIndex >>> indexBits[j] & 1) << j;
        }
        return value;
    }

    /**
     * Writes one outcome as output columns.
     *
     * @param value of the measured qubits
     * @param words 64 columns a word, from {@code offset}; all 0
     */
    void write(long value, Trajectory last, OutputBits outputs, long[] words, int offset) {
        for (int column = 0; column < columnQubit.length; column++) {
            int j = columnQubit[column];
            boolean bit = j < 0 ? last.classical.bit(outputs.bit(column)) : (value >>> j & 1) == 1;
            if (bit) {
                words[offset + column / Long.SIZE] |= 1L << column;
            }
        }
    }
}
