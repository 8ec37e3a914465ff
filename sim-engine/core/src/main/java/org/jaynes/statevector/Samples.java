package org.jaynes.statevector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The classical outcomes of shots: a table of bits with a row for each shot and a column for each bit of the output
 * registers in order of declaration, bit 0 of each register first. Immutable.
 */
public final class Samples {
    private final OutputBits outputs;
    private final int shots;
    private final int wordsPerShot;
    private final long[] words;

    /** @param words rows of ceil(columns / 64) words each, column c in bit c % 64 of word c / 64 */
    Samples(OutputBits outputs, int shots, long[] words) {
        this.outputs = outputs;
        this.shots = shots;
        this.wordsPerShot = wordsPerShot(outputs);
        this.words = words;
    }

    static int wordsPerShot(OutputBits outputs) {
        return Math.ceilDiv(outputs.count(), Long.SIZE);
    }

    public int shots() {
        return shots;
    }

    /** Number of columns. */
    public int bits() {
        return outputs.count();
    }

    /** The bit in a column of a shot. */
    public boolean get(int shot, int column) {
        if (column < 0 || column >= bits()) {
            throw new IndexOutOfBoundsException("column %d of %d".formatted(column, bits()));
        }
        return (words[shot * wordsPerShot + column / Long.SIZE] >>> column & 1) == 1;
    }

    /** The outcome of a shot as in {@link #counts}. */
    public String outcome(int shot) {
        return outputs.format(Arrays.copyOfRange(words, shot * wordsPerShot, (shot + 1) * wordsPerShot));
    }

    /**
     * How often each outcome came, in alphabetical order. Outcomes are written as Qiskit does: bit 0 of a register
     * rightmost, registers separated by blanks, the last declared first.
     */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        if (wordsPerShot != 1) {
            for (int shot = 0; shot < shots; shot++) {
                counts.merge(outcome(shot), 1, Integer::sum);
            }
            return counts;
        }
        long[] sorted = words.clone();
        Arrays.sort(sorted);
        for (int from = 0, to; from < shots; from = to) {
            to = from + 1;
            while (to < shots && sorted[to] == sorted[from]) {
                to++;
            }
            counts.put(outputs.format(new long[] {sorted[from]}), to - from);
        }
        return counts;
    }

    /**
     * Writes the table as a NumPy file of unsigned bytes 0 and 1 of shape (shots, bits).
     *
     * @throws IOException if the file cannot be written
     */
    public void writeNpy(Path file) throws IOException {
        NpyFile.write(file, "|u1", new long[] {shots, bits()}, table -> {
            for (int shot = 0; shot < shots; shot++) {
                for (int column = 0; column < bits(); column++) {
                    table.set(java.lang.foreign.ValueLayout.JAVA_BYTE, (long) shot * bits() + column, (byte)
                            (get(shot, column) ? 1 : 0));
                }
            }
        });
    }
}
