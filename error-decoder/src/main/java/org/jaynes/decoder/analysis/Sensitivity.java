package org.jaynes.decoder.analysis;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.stim.CliffordAction;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimTarget;

/**
 * What later detectors and observables depend on, at one moment of a circuit that is walked backwards. Each detector is
 * a product of Pauli operators on the qubits and of measurement results before this moment.
 */
final class Sensitivity {
    /** Per qubit, the detectors with an X part there: those that a Z error flips. */
    private final long[][] withX;

    /** Per qubit, the detectors with a Z part there: those that an X error flips. */
    private final long[][] withZ;

    /**
     * Per measurement before this moment, by its number, the detectors that depend on it. A set that detectors and
     * observables have cancelled stays as an empty one: Stim's rounds count it when they are compared, and so the
     * same rounds of a loop fold here and there.
     */
    private Map<Long, long[]> withRecord = new HashMap<>();

    private long measurementsBefore;
    private long detectorsBefore;

    Sensitivity(int qubits, long measurements, long detectors) {
        this.withX = new long[qubits][];
        this.withZ = new long[qubits][];
        Arrays.fill(withX, Targets.NONE);
        Arrays.fill(withZ, Targets.NONE);
        this.measurementsBefore = measurements;
        this.detectorsBefore = detectors;
    }

    Sensitivity copy() {
        Sensitivity copy = new Sensitivity(withX.length, measurementsBefore, detectorsBefore);
        System.arraycopy(withX, 0, copy.withX, 0, withX.length);
        System.arraycopy(withZ, 0, copy.withZ, 0, withZ.length);
        copy.withRecord = new HashMap<>(withRecord);
        return copy;
    }

    int qubitCount() {
        return withX.length;
    }

    long measurementsBefore() {
        return measurementsBefore;
    }

    long detectorsBefore() {
        return detectorsBefore;
    }

    /** What an X error on a qubit flips. */
    long[] flippedByX(int qubit) {
        return withZ[qubit];
    }

    /** What a Z error on a qubit flips. */
    long[] flippedByZ(int qubit) {
        return withX[qubit];
    }

    /** What an error flips that has these parts. */
    long[] flippedBy(boolean x, boolean z, int qubit) {
        return Targets.xor(x ? withZ[qubit] : Targets.NONE, z ? withX[qubit] : Targets.NONE);
    }

    /** Multiplies the operators of these detectors by a Pauli operator. */
    void multiply(long[] detectors, boolean x, boolean z, int qubit) {
        if (x) {
            withX[qubit] = Targets.xor(withX[qubit], detectors);
        }
        if (z) {
            withZ[qubit] = Targets.xor(withZ[qubit], detectors);
        }
    }

    /** A reset: what lies before it does not matter. */
    void forget(int qubit) {
        withX[qubit] = Targets.NONE;
        withZ[qubit] = Targets.NONE;
    }

    /** The next detector going back; returns its number. */
    long takeDetector() {
        return --detectorsBefore;
    }

    /** Lets detectors depend on a measurement that lies {@code lookback} before this moment. */
    void multiplyRecord(long[] detectors, int lookback) {
        withRecord.merge(measurementAt(lookback), detectors, Targets::xor);
    }

    private long measurementAt(int lookback) {
        long measurement = measurementsBefore - lookback;
        if (measurement < 0) {
            throw new CircuitException("rec[-%d] looks back beyond the first measurement; there are %d before it"
                    .formatted(lookback, measurementsBefore));
        }
        return measurement;
    }

    /** The detectors that depend on the result of the last measurement before this moment. */
    long[] lastMeasurement() {
        return withRecord.getOrDefault(measurementsBefore - 1, Targets.NONE);
    }

    /** Goes back over a measurement; returns the detectors that depend on its result. */
    long[] takeMeasurement() {
        long[] detectors = withRecord.remove(--measurementsBefore);
        return detectors == null ? Targets.NONE : detectors;
    }

    /** Goes back over a one-qubit Clifford gate. */
    void undo(StimGate gate, int qubit) {
        int[] before = CliffordAction.of(gate).preimages();
        long[] x = withX[qubit];
        long[] z = withZ[qubit];
        withX[qubit] = Targets.xor((before[0] & 1) != 0 ? x : Targets.NONE, (before[1] & 1) != 0 ? z : Targets.NONE);
        withZ[qubit] = Targets.xor((before[0] & 2) != 0 ? x : Targets.NONE, (before[1] & 2) != 0 ? z : Targets.NONE);
    }

    /** Goes back over a two-qubit Clifford gate. */
    void undo(StimGate gate, int first, int second) {
        int[] before = CliffordAction.of(gate).preimages();
        long[][] after = {withX[first], withZ[first], withX[second], withZ[second]};
        long[][] changed = {Targets.NONE, Targets.NONE, Targets.NONE, Targets.NONE};
        for (int generator = 0; generator < 4; generator++) {
            for (int part = 0; part < 4; part++) {
                if ((before[generator] >> part & 1) != 0) {
                    changed[part] = Targets.xor(changed[part], after[generator]);
                }
            }
        }
        withX[first] = changed[0];
        withZ[first] = changed[1];
        withX[second] = changed[2];
        withZ[second] = changed[3];
    }

    /** Goes back over a Pauli gate that is applied if a classical bit is set. Sweep bits flip nothing by themselves. */
    void undoControlled(int bit, boolean x, boolean z, int qubit) {
        if (StimTarget.isRecord(bit)) {
            long measurement = measurementAt(StimTarget.number(bit));
            if (withRecord.merge(measurement, flippedBy(x, z, qubit), Targets::xor).length == 0) {
                withRecord.remove(measurement);
            }
        }
    }

    /** Replaces a random detector by its products with the others, so that none depends on it any more. */
    void removeGauge(long[] detectors) {
        long last = detectors[detectors.length - 1];
        for (long[][] sets : new long[][][] {withX, withZ}) {
            for (int qubit = 0; qubit < sets.length; qubit++) {
                if (Targets.contains(sets[qubit], last)) {
                    sets[qubit] = Targets.xor(sets[qubit], detectors);
                }
            }
        }
    }

    /** Moves to another round of a loop that looks the same. */
    void shift(long measurements, long detectors) {
        measurementsBefore += measurements;
        detectorsBefore += detectors;
        for (int qubit = 0; qubit < withX.length; qubit++) {
            withX[qubit] = Targets.shifted(withX[qubit], detectors);
            withZ[qubit] = Targets.shifted(withZ[qubit], detectors);
        }
        Map<Long, long[]> moved = new HashMap<>();
        withRecord.forEach(
                (measurement, set) -> moved.put(measurement + measurements, Targets.shifted(set, detectors)));
        withRecord = moved;
    }

    /** Whether this is another moment's sensitivity but for the numbers of measurements and detectors. */
    boolean isShiftedCopyOf(Sensitivity other) {
        long measurements = other.measurementsBefore - measurementsBefore;
        long detectors = other.detectorsBefore - detectorsBefore;
        if (withRecord.size() != other.withRecord.size()) {
            return false;
        }
        for (Map.Entry<Long, long[]> entry : withRecord.entrySet()) {
            long[] counterpart = other.withRecord.get(entry.getKey() + measurements);
            if (counterpart == null || !Targets.equalAfterShift(entry.getValue(), counterpart, detectors)) {
                return false;
            }
        }
        for (int qubit = 0; qubit < withX.length; qubit++) {
            if (!Targets.equalAfterShift(withX[qubit], other.withX[qubit], detectors)
                    || !Targets.equalAfterShift(withZ[qubit], other.withZ[qubit], detectors)) {
                return false;
            }
        }
        return true;
    }
}
