package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.execution.Philox;
import org.jaynes.execution.StateBuffer;

/**
 * Runs the shots of a prepared circuit. A shot's random numbers depend on the seed, its own number and the number of the
 * event, so a shot has the same outcome whatever other shots there are.
 */
final class ShotSampler extends Branching<int[]> {
    /** Shots that are further apart are sampled by calls of their own. */
    private static final int MAX_GAP = 256;

    /** Up to so many measured qubits, shots that came through mid-circuit events are drawn from the marginal. */
    private static final int MARGINAL_QUBITS = 16;

    /** Random numbers have 24 bits for the number of the event. */
    private static final int MAX_EVENTS = 1 << 24;

    private final PreparedCircuit prepared;
    private final long seed;
    private final Meter meter;
    private final int wordsPerShot;
    private final long[] words;

    /** @throws LimitExceededException if an array cannot hold the outcomes */
    ShotSampler(PreparedCircuit prepared, int shots, long seed, Meter meter) {
        this.prepared = prepared;
        this.seed = seed;
        this.meter = meter;
        this.wordsPerShot = Samples.wordsPerShot(prepared.outputs());
        if ((long) shots * wordsPerShot > Integer.MAX_VALUE - 8) {
            throw new LimitExceededException("%,d shots of %,d bits; at most %,d words of 64 bits are held in memory"
                    .formatted(shots, prepared.outputs().count(), Integer.MAX_VALUE - 8));
        }
        this.words = new long[shots * wordsPerShot];
    }

    private ShotSampler(ShotSampler other, Meter own) {
        this.prepared = other.prepared;
        this.seed = other.seed;
        this.meter = own;
        this.wordsPerShot = other.wordsPerShot;
        this.words = other.words;
    }

    /** One for another thread, for other shots of the same table, with a meter of its own. */
    ShotSampler forThread(Meter own) {
        return new ShotSampler(this, own);
    }

    Samples samples(int shots) {
        return new Samples(prepared.outputs(), shots, words);
    }

    @Override
    List<Part<int[]>> divide(int[] shots, double[] cumulative, int event, RandomEvent kind) {
        return divide(seed, shots, cumulative, event, kind);
    }

    /** The shots by what each draws. */
    static List<Part<int[]>> divide(long seed, int[] shots, double[] cumulative, int event, RandomEvent kind) {
        if (event >= MAX_EVENTS) {
            throw new LimitExceededException("a shot has more than %,d random events".formatted(MAX_EVENTS));
        }
        int purpose = Philox.purposeAndEvent(
                kind instanceof RandomEvent.Measured ? Philox.PURPOSE_MEASURE : Philox.PURPOSE_NOISE, event);
        int[] outcomes = new int[shots.length];
        int[] counts = new int[cumulative.length];
        for (int i = 0; i < shots.length; i++) {
            double number = Philox.uniform(seed, shots[i], 0, purpose);
            while (!(number < cumulative[outcomes[i]])) {
                outcomes[i]++;
            }
            counts[outcomes[i]]++;
        }
        List<Part<int[]>> parts = new ArrayList<>();
        for (int outcome = 0; outcome < counts.length; outcome++) {
            if (counts[outcome] > 0) {
                int wanted = outcome;
                int[] chosen = IntStream.range(0, shots.length)
                        .filter(i -> outcomes[i] == wanted)
                        .map(i -> shots[i])
                        .toArray();
                parts.add(new Part<>(outcome, chosen));
            }
        }
        return parts;
    }

    @Override
    boolean end(Trajectory last, int[] shots) {
        long start = System.nanoTime();
        TailOutcomes tail = TailOutcomes.of(prepared, last);
        if (tail.qubits().length == 0) {
            for (int shot : shots) {
                write(tail, last, shot, 0);
            }
        } else if (drawsFromMarginal(last.events, tail)) {
            draw(tail.probabilities(last), tail, last, shots);
        } else {
            sampleState(last.state(), 0, tail, last, shots);
        }
        meter.sampleNanos += System.nanoTime() - start;
        return false;
    }

    /**
     * Draws the outcomes of shots; threads may do so for different shots at the same time.
     *
     * @param cumulative the probabilities of the tail's values, which become sums of them
     */
    void draw(double[] cumulative, TailOutcomes tail, Trajectory last, int... shots) {
        int lastPossible = 0;
        for (int value = 0; value < cumulative.length; value++) {
            double before = value == 0 ? 0 : cumulative[value - 1];
            cumulative[value] += before;
            lastPossible = cumulative[value] > before ? value : lastPossible;
        }
        double total = cumulative[cumulative.length - 1];
        int purpose = Philox.purposeAndEvent(Philox.PURPOSE_SAMPLE, 0);
        for (int shot : shots) {
            double position = Philox.uniform(seed, shot, 0, purpose) * total;
            write(tail, last, shot, Math.min(firstAbove(cumulative, position), lastPossible));
        }
    }

    /** The first index whose value is above a threshold; the length if there is none. */
    private static int firstAbove(double[] ascending, double threshold) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] > threshold) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whether shots that have come through so many events are drawn from probabilities of what is measured at the end. */
    static boolean drawsFromMarginal(int events, TailOutcomes tail) {
        return events > 0 && tail.qubits().length <= MARGINAL_QUBITS;
    }

    /** Draws the outcomes of shots from basis states of a row of a batch. */
    void sampleState(StateBuffer states, int row, TailOutcomes tail, Trajectory last, int... shots) {
        sampleRow(states, row, shots, (shot, index) -> write(tail, last, shot, tail.value(index)));
    }

    /** What takes samples. */
    interface Outcome {
        void of(int shot, long index);
    }

    /**
     * Draws basis states of one row of a batch for some shots.
     *
     * @param shots ascending
     */
    void sampleRow(StateBuffer states, int row, int[] shots, Outcome outcome) {
        int purpose = Philox.purposeAndEvent(Philox.PURPOSE_SAMPLE, 0);
        for (int from = 0, to; from < shots.length; from = to) {
            to = from + 1;
            while (to < shots.length && shots[to] - shots[to - 1] <= MAX_GAP) {
                to++;
            }
            int first = shots[from];
            long[] indices = states.sample(row, 0, seed, first, shots[to - 1] - first + 1, purpose);
            for (int i = from; i < to; i++) {
                outcome.of(shots[i], indices[shots[i] - first]);
            }
        }
    }

    /** Takes the outcomes of a circuit whose measurements are all in its tail; by several threads for different shots. */
    interface TailWriter {
        /** Takes one: the basis state that was drawn. */
        void write(int shot, long index);
    }

    /** @param layout where the qubits are in the states that are sampled */
    TailWriter tailWriter(int[] layout, Map<String, Double> parameters) {
        Trajectory last = new Trajectory(
                prepared.instructions(), ClassicalState.initial(prepared.circuit(), parameters), new int[0]);
        last.layout = layout;
        TailOutcomes tail = TailOutcomes.of(prepared, last);
        return (shot, index) -> write(tail, last, shot, tail.value(index));
    }

    /** Sets the outcome of a shot; when memory has run out, a shot may come once more. */
    private void write(TailOutcomes tail, Trajectory last, int shot, long value) {
        Arrays.fill(words, shot * wordsPerShot, (shot + 1) * wordsPerShot, 0);
        tail.write(value, last, prepared.outputs(), words, shot * wordsPerShot);
        if (!last.ended) {
            misread(shot);
        }
    }

    /** Lets readout errors of the tail change the outcome of a shot. */
    private void misread(int shot) {
        OutputBits outputs = prepared.outputs();
        for (int column = 0; column < outputs.count(); column++) {
            ReadoutError error = prepared.tailReadout(outputs.bit(column));
            if (error != null) {
                int word = shot * wordsPerShot + column / Long.SIZE;
                double flip = (words[word] >>> column & 1) == 0 ? error.oneForZero() : error.zeroForOne();
                int purpose = Philox.purposeAndEvent(Philox.PURPOSE_READOUT, outputs.bit(column));
                if (Philox.uniform(seed, shot, 0, purpose) < flip) {
                    words[word] ^= 1L << column;
                }
            }
        }
    }
}
