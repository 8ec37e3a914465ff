package org.jaynes.decoder.simulation;

import org.jaynes.decoder.stim.StimCircuit;

/**
 * Turns measurement results into detection events: compares the parities of detectors with those of a shot without noise.
 * Not thread-safe.
 */
public final class DetectionConverter {
    private final RunnableCircuit circuit;
    private final long[] reference;
    private final FrameSimulator simulator;
    private final int batchShots;
    private final long[][] results;
    private final long[][] sweep;

    /**
     * Prepares a circuit.
     *
     * @param skipReference whether 0 is a possible result of all measurements without noise
     * @param ranWithoutFeedback whether the results come from the circuit without the gates that measurement records
     *     control; what the gates would have done to later results is made up for
     * @throws org.jaynes.decoder.CircuitException if the circuit cannot be run
     * @throws org.jaynes.decoder.TooLargeException if it takes too much time or memory
     */
    public DetectionConverter(StimCircuit circuit, boolean skipReference, boolean ranWithoutFeedback) {
        this.circuit = new RunnableCircuit(circuit);
        double rows = 2.0 * circuit.qubitCount()
                + 2.0 * this.circuit.historyLength()
                + 2.0 * circuit.measurementCount()
                + 2.0 * circuit.detectorCount()
                + 2.0 * circuit.observableCount()
                + circuit.sweepBitCount();
        this.batchShots = Blocks.batchShots(
                rows,
                "converting %d measurements to %d detectors"
                        .formatted(circuit.measurementCount(), circuit.detectorCount()));
        this.reference = skipReference
                ? new long[BitTable.wordsOf(circuit.measurementCount())]
                : ReferenceSample.of(circuit, !ranWithoutFeedback);
        int words = batchShots / 64;
        this.simulator = FrameSimulator.ofGiven(this.circuit, words, ranWithoutFeedback);
        this.results = new long[this.circuit.measurementCount()][words];
        this.sweep = new long[circuit.sweepBitCount()][words];
    }

    /** Measurements of a shot. */
    public int measurementCount() {
        return circuit.measurementCount();
    }

    /** Sweep bits of a shot. */
    public int sweepBitCount() {
        return sweep.length;
    }

    /** Detectors of a shot. */
    public int detectorCount() {
        return circuit.detectorCount();
    }

    /** Observables of a shot. */
    public int observableCount() {
        return circuit.observableCount();
    }

    /** The largest batch. */
    public int batchShots() {
        return batchShots;
    }

    /**
     * Converts shots. All are rows of bits, a shot after the other, bit k in word k / 64 at position k % 64, padding 0.
     *
     * @param count at most {@link #batchShots}
     * @param measurements the results
     * @param sweepBits the sweep bits
     * @param detectors receives the detection events
     * @param observables receives the flips of observables
     */
    public void convert(int count, long[] measurements, long[] sweepBits, long[] detectors, long[] observables) {
        BitTable.toRows(measurements, count, results);
        BitTable.toRows(sweepBits, count, sweep);
        for (int i = 0; i < results.length; i++) {
            if ((reference[i >> 6] >>> i & 1) != 0) {
                for (int word = 0; word < results[i].length; word++) {
                    results[i][word] ^= -1;
                }
            }
        }
        simulator.run(results, sweep);
        BitTable.toShots(simulator.detectors(), detectorCount(), count, detectors);
        BitTable.toShots(simulator.observables(), observableCount(), count, observables);
    }
}
