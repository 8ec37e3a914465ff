package org.jaynes.circuit;

import java.util.Arrays;

/**
 * A channel acts on qubits.
 *
 * @param channel what happens to them
 * @param qubits distinct, as many as the channel acts on; the first is the least significant bit of the index into its
 *     matrices. Not copied: do not change it
 */
public record Noise(Channel channel, int[] qubits) implements Instruction {
    /** @throws IllegalArgumentException if there are not as many distinct qubits as the channel acts on */
    public Noise {
        if (qubits.length != channel.qubitCount()
                || Arrays.stream(qubits).distinct().count() != qubits.length) {
            throw new IllegalArgumentException("%s on qubits %s; expected %d different ones"
                    .formatted(channel, Arrays.toString(qubits), channel.qubitCount()));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Noise(Channel c, int[] q) && channel.equals(c) && Arrays.equals(qubits, q);
    }

    @Override
    public int hashCode() {
        return 31 * channel.hashCode() + Arrays.hashCode(qubits);
    }

    @Override
    public String toString() {
        return channel + Arrays.toString(qubits);
    }
}
