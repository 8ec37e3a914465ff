package org.jaynes.service.job;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counters since the start of the service, for one machine. Safe for use by several threads. */
public final class MachineMetrics {
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder submitted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder shots = new LongAdder();
    private final Histogram queueTime = new Histogram();
    private final Histogram runTime = new Histogram();

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }

    /** How many times lie up to each bound, in seconds. */
    public static final class Histogram {
        private static final double[] BOUNDS = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300};

        private final LongAdder[] counts = adders(BOUNDS.length + 1);
        private final LongAdder nanos = new LongAdder();

        void add(long time) {
            double seconds = time * 1e-9;
            int bucket = 0;
            while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
                bucket++;
            }
            counts[bucket].increment();
            nanos.add(time);
        }

        /** The number of times up to each bound; the last bound is infinity. */
        public SortedMap<Double, Long> cumulative() {
            SortedMap<Double, Long> result = new TreeMap<>();
            long sum = 0;
            for (int i = 0; i < counts.length; i++) {
                sum += counts[i].sum();
                result.put(i < BOUNDS.length ? BOUNDS[i] : Double.POSITIVE_INFINITY, sum);
            }
            return result;
        }

        /** The number of times. */
        public long count() {
            return Stream.of(counts).mapToLong(LongAdder::sum).sum();
        }

        /** The sum of all times in seconds. */
        public double seconds() {
            return nanos.sum() * 1e-9;
        }
    }

    void submit() {
        submitted.increment();
    }

    void refuse() {
        refused.increment();
    }

    void start(long queueNanos) {
        queueTime.add(queueNanos);
    }

    void end(JobState state) {
        adder(state).increment();
    }

    private LongAdder adder(JobState state) {
        return switch (state) {
            case COMPLETED -> completed;
            case FAILED -> failed;
            case CANCELLED -> cancelled;
            case QUEUED, RUNNING -> throw new IllegalArgumentException(state.label() + " is no end");
        };
    }

    void run(long runNanos, int drawnShots) {
        runTime.add(runNanos);
        shots.add(drawnShots);
    }

    /** Jobs that ended, by how. */
    public long ended(JobState state) {
        return adder(state).sum();
    }

    /** Jobs that were accepted. */
    public long submitted() {
        return submitted.sum();
    }

    /** Jobs that were refused because the queue was full. */
    public long refused() {
        return refused.sum();
    }

    /** Shots of completed jobs. */
    public long shots() {
        return shots.sum();
    }

    /** From acceptance to start. */
    public Histogram queueTime() {
        return queueTime;
    }

    /** From start to result. */
    public Histogram runTime() {
        return runTime;
    }
}
