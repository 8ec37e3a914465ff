package org.jaynes.decoder.simulation;

import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.stim.StimCircuit;

/**
 * Samples detection events and flips of observables of a circuit. Immutable and shareable; sessions are for one thread
 * each. Detectors are taken to be 0 without noise, whatever their parity is: no reference sample is needed.
 */
public final class DetectionSampler {
    private final RunnableCircuit circuit;
    private final int batchShots;

    /**
     * Prepares a circuit.
     *
     * @throws org.jaynes.decoder.CircuitException if the circuit cannot be run
     * @throws org.jaynes.decoder.TooLargeException if it takes too much time or memory
     */
    public DetectionSampler(StimCircuit circuit) {
        this.circuit = new RunnableCircuit(circuit);
        double rows = 2.0 * circuit.qubitCount()
                + this.circuit.historyLength()
                + 2.0 * circuit.detectorCount()
                + 2.0 * circuit.observableCount();
        this.batchShots = Blocks.batchShots(
                rows, "sampling %d detectors of %d qubits".formatted(circuit.detectorCount(), circuit.qubitCount()));
    }

    /** The same sampler with batches of another size. */
    DetectionSampler(DetectionSampler other, int batchShots) {
        this.circuit = other.circuit;
        this.batchShots = batchShots;
    }

    /** Detectors of a shot. */
    public int detectorCount() {
        return circuit.detectorCount();
    }

    /** Observables of a shot. */
    public int observableCount() {
        return circuit.observableCount();
    }

    /** Words that the detectors of a shot take. */
    public int detectorWords() {
        return BitTable.wordsOf(detectorCount());
    }

    /** Words that the observables of a shot take. */
    public int observableWords() {
        return BitTable.wordsOf(observableCount());
    }

    /** The largest batch that a session samples at once; a power of two of at least 64 shots. */
    public int batchShots() {
        return batchShots;
    }

    /**
     * The same sampler on a device, with the same shots.
     *
     * @throws org.jaynes.decoder.TooLargeException if the circuit does not fit on the device
     * @throws org.jaynes.decoder.DecodingDeviceException if the device fails or has not enough memory
     */
    public DeviceDetectionSampler on(DecodingDevice device) {
        CudaFrames frames = new CudaFrames(circuit, CudaFrames.Kind.DETECTIONS, new long[0], device);
        return new DeviceDetectionSampler(frames, detectorWords(), observableWords());
    }

    /** Samples the shots of a seed. */
    public Session newSession(long seed) {
        return new Session(seed);
    }

    /** Buffers of one thread. */
    public final class Session {
        private final FrameSimulator simulator;

        private Session(long seed) {
            this.simulator = FrameSimulator.ofDetections(circuit, batchShots / 64, seed);
        }

        /**
         * Samples shots; they depend on the seed and their numbers only.
         *
         * @param firstShot a multiple of {@link #batchShots}
         * @param count at most {@link #batchShots}
         * @param detectors receives the detection events, {@link #detectorWords} words per shot, padding 0
         * @param observables receives the flips of observables, {@link #observableWords} words per shot, padding 0
         */
        public void sample(long firstShot, int count, long[] detectors, long[] observables) {
            Blocks.check(firstShot, count, batchShots);
            simulator.run(firstShot / Blocks.SHOTS, (int) (firstShot % Blocks.SHOTS) / 64);
            BitTable.toShots(simulator.detectors(), detectorCount(), count, detectors);
            BitTable.toShots(simulator.observables(), observableCount(), count, observables);
        }
    }
}
