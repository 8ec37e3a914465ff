package org.jaynes.decoder.simulation;

import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.stim.StimCircuit;

/** Samples the measurement results of a circuit. Immutable and shareable; sessions are for one thread each. */
public final class MeasurementSampler {
    private final RunnableCircuit circuit;
    private final long[] reference;
    private final int batchShots;

    /**
     * Prepares a circuit.
     *
     * @param skipReference whether 0 is known to be a possible result of all measurements without noise, so that the
     *     reference sample need not be computed; where it is not, flips are sampled in place of results
     * @throws org.jaynes.decoder.CircuitException if the circuit cannot be run
     * @throws org.jaynes.decoder.TooLargeException if it takes too much time or memory
     */
    public MeasurementSampler(StimCircuit circuit, boolean skipReference) {
        this.circuit = new RunnableCircuit(circuit);
        double rows = 2.0 * circuit.qubitCount() + 2.0 * circuit.measurementCount();
        this.batchShots = Blocks.batchShots(
                rows,
                "sampling %d measurements of %d qubits".formatted(circuit.measurementCount(), circuit.qubitCount()));
        this.reference = skipReference
                ? new long[BitTable.wordsOf(circuit.measurementCount())]
                : ReferenceSample.of(circuit, true);
    }

    /** Bits of a shot. */
    public int measurementCount() {
        return circuit.measurementCount();
    }

    /** Words of a shot. */
    public int shotWords() {
        return reference.length;
    }

    /** The largest batch that a session samples at once; a power of two of at least 64 shots. */
    public int batchShots() {
        return batchShots;
    }

    /** The results without noise that random results are compared with, bit k in word k / 64 at position k % 64. */
    public long[] referenceSample() {
        return reference.clone();
    }

    /**
     * The same sampler on a device, with the same shots.
     *
     * @throws org.jaynes.decoder.TooLargeException if the circuit does not fit on the device
     * @throws org.jaynes.decoder.DecodingDeviceException if the device fails or has not enough memory
     */
    public DeviceMeasurementSampler on(DecodingDevice device) {
        return new DeviceMeasurementSampler(
                new CudaFrames(circuit, CudaFrames.Kind.MEASUREMENTS, reference, device), reference.length);
    }

    /** Samples the shots of a seed. */
    public Session newSession(long seed) {
        return new Session(seed);
    }

    /** Buffers of one thread. */
    public final class Session {
        private final FrameSimulator simulator;

        private Session(long seed) {
            this.simulator = FrameSimulator.ofMeasurements(circuit, batchShots / 64, seed);
        }

        /**
         * Samples shots; they depend on the seed and their numbers only.
         *
         * @param firstShot a multiple of {@link #batchShots}
         * @param count at most {@link #batchShots}
         * @param shots receives them, {@link #shotWords} words each, padding 0
         */
        public void sample(long firstShot, int count, long[] shots) {
            Blocks.check(firstShot, count, batchShots);
            simulator.run(firstShot / Blocks.SHOTS, (int) (firstShot % Blocks.SHOTS) / 64);
            BitTable.toShots(simulator.results(), measurementCount(), count, shots);
            for (int i = 0; i < count * reference.length; i += reference.length) {
                for (int word = 0; word < reference.length; word++) {
                    shots[i + word] ^= reference[word];
                }
            }
        }
    }
}
