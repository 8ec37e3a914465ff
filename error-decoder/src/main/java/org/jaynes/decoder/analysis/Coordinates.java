package org.jaynes.decoder.analysis;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;

/** Where qubits are, with the SHIFT_COORDS before them; in a loop, where its last round puts them. */
final class Coordinates {
    static final double[] NONE = {};

    private double[] shift = NONE;
    private Map<Integer, double[]> qubits = new HashMap<>();

    private Coordinates() {}

    /** Coordinates of qubits at the end of a circuit. */
    static Map<Integer, double[]> ofQubits(StimCircuit circuit) {
        Coordinates walk = new Coordinates();
        walk.run(circuit, 1);
        return walk.qubits;
    }

    /** By how much a circuit shifts what follows it. */
    static double[] shiftOf(StimCircuit circuit) {
        Coordinates walk = new Coordinates();
        walk.run(circuit, 1);
        return walk.shift;
    }

    private void run(StimCircuit block, long rounds) {
        double[] before = shift;
        Map<Integer, double[]> outer = qubits;
        qubits = new HashMap<>();
        for (StimInstruction instruction : block.instructions()) {
            switch (instruction) {
                case StimInstruction.Repeat repeat -> run(repeat.body(), repeat.count());
                case StimInstruction.Operation operation
                when operation.gate() == StimGate.SHIFT_COORDS -> shift = sum(shift, operation.arguments(), 1);
                case StimInstruction.Operation operation
                when operation.gate() == StimGate.QUBIT_COORDS -> {
                    double[] place = at(shift, operation.arguments());
                    for (int target : operation.targets()) {
                        // As in stim, coordinates that are given twice in one block are put one after the other.
                        qubits.merge(StimTarget.number(target), place, Coordinates::joined);
                    }
                }
                case StimInstruction.Operation _ -> {}
            }
        }
        if (rounds > 1) {
            double[] perRound = sum(shift, before, -1);
            qubits.replaceAll((_, place) -> at(sum(NONE, perRound, (double) (rounds - 1)), place));
            shift = sum(shift, perRound, (double) (rounds - 1));
        }
        outer.putAll(qubits);
        qubits = outer;
    }

    /** Coordinates moved by a shift, as many as they are. */
    static double[] at(double[] shift, double[] coordinates) {
        double[] moved = coordinates.clone();
        for (int i = 0; i < moved.length && i < shift.length; i++) {
            moved[i] += shift[i];
        }
        return moved;
    }

    /** The sum of a vector and a multiple of another one; the shorter is padded by zeros. */
    static double[] sum(double[] a, double[] b, double factor) {
        double[] sum = Arrays.copyOf(a, Math.max(a.length, b.length));
        for (int i = 0; i < b.length; i++) {
            sum[i] += b[i] * factor;
        }
        return sum;
    }

    private static double[] joined(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
