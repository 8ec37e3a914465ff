package org.jaynes.decoder.matching;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.decoder.JaynesUnionFindArguments;
import org.jaynes.bindings.generated.decoder.JaynesUnionFindBall;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.cuda.ShotBuffers;

/**
 * What a device has proven of the shots that it leaves to the CPU in part, and how these are finished. Thread-safe but for
 * what is within {@link CudaDecodingDevice#work}.
 */
final class ProvenParts {
    /** Room for so many balls of a shot, on the average of a batch; a shot that finds none is left as a whole. */
    private static final int BALLS_OF_SHOT = 256;

    private static final int INTS_OF_BALL = (int) (JaynesUnionFindBall.sizeof() / Integer.BYTES);

    private final CompiledMatching matching;
    private final DetectorGraph graph;
    private final CudaDecodingDevice device;
    private final LongAdder shotsFinished = new LongAdder();
    private final LongAdder eventsOnCpu = new LongAdder();
    private final LongAdder shotsMatchedAgain = new LongAdder();
    private final DeviceMemory balls;
    private final DeviceMemory count;

    /** Room for the shots of a batch, in arguments of the kernel; within {@link CudaDecodingDevice#work}. */
    ProvenParts(CompiledMatching matching, DetectorGraph graph, DeviceArena arena, int batch, MemorySegment arguments) {
        this.matching = matching;
        this.graph = graph;
        this.device = arena.device();
        long capacity = (long) batch * Math.min(graph.nodeCount, BALLS_OF_SHOT);
        this.balls = arena.allocate(capacity * JaynesUnionFindBall.sizeof());
        this.count = arena.allocate(Long.BYTES);
        JaynesUnionFindArguments.balls(arguments, balls.address());
        JaynesUnionFindArguments.ball_count(arguments, count.address());
        JaynesUnionFindArguments.ball_capacity(arguments, capacity);
    }

    /** Queues that nothing is there. */
    void clear() {
        count.fillAsync((byte) 0, device.stream());
    }

    /**
     * Brings the balls of a batch to the CPU, after its outcomes; within {@link CudaDecodingDevice#work}.
     *
     * @param outcomes of the batch, downloaded
     * @param shots those of the batch that are left in part
     */
    Remainders download(ShotBuffers outcomes, BitSet shots) {
        int[] numbers = shots.stream().toArray();
        int[] first = new int[numbers.length];
        int[] end = new int[numbers.length];
        int used = 0;
        for (int part = 0; part < numbers.length; part++) {
            long outcome = outcomes.outcome(numbers[part]);
            first[part] = (int) (outcome >>> Integer.SIZE);
            end[part] = first[part] + ((int) outcome >>> JaynesDecoder.JAYNES_UNION_FIND_COUNT_SHIFT());
            used = Math.max(used, end[part]);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(JaynesUnionFindBall.layout(), Math.max(1, used));
            balls.read(0, copy.asSlice(0, used * JaynesUnionFindBall.sizeof()));
            int[] nodesAndReaches = new int[Math.multiplyExact(used, INTS_OF_BALL)];
            MemorySegment.copy(copy, ValueLayout.JAVA_INT, 0, nodesAndReaches, 0, nodesAndReaches.length);
            return new Remainders(numbers, first, end, nodesAndReaches);
        }
    }

    /**
     * Matches what is left of shots and adds what is proven.
     *
     * @param firstShot the first shot of the batch in {@code predictions}
     * @param predictions has what the device predicts for the proven parts; receives the whole
     * @param left shots that are left; those that are finished are taken out, the others have to be matched as a whole
     */
    void finish(Remainders remainders, int firstShot, Predictions predictions, BitSet left, int threads) {
        RemainderDecoder decoder = new RemainderDecoder(matching, graph, remainders, predictions, firstShot);
        int count = remainders.shots().length;
        Predictions done = decoder.decodeBatch(decoder.rows(), count, threads);
        for (int part = 0; part < count; part++) {
            eventsOnCpu.add(remainders.eventCount(part));
            if (done.converged(part)) {
                int shot = firstShot + remainders.shots()[part];
                predictions.store(shot, done.observables(), part * done.observableWords(), done.weight(part), true);
                left.clear(shot);
                shotsFinished.increment();
            } else {
                shotsMatchedAgain.increment();
            }
        }
    }

    /** Shots of which the CPU has matched what was not proven. */
    long shotsFinished() {
        return shotsFinished.sum();
    }

    /** Events that were not proven, of shots of which others were. */
    long eventsOnCpu() {
        return eventsOnCpu.sum();
    }

    /** Shots whose remainder overlapped what was proven. */
    long shotsMatchedAgain() {
        return shotsMatchedAgain.sum();
    }

    /**
     * What is left of shots, and what is proven of them.
     *
     * @param shots their numbers in the batch
     * @param first the first ball of each
     * @param end behind the last ball of each
     * @param balls two numbers for each: the node, and how far a ball reaches beyond it, or that it is an event that is left
     */
    record Remainders(int[] shots, int[] first, int[] end, int[] balls) {
        /** Of no shots. */
        static final Remainders NONE = new Remainders(new int[0], new int[0], new int[0], new int[0]);

        private static final int EVENT = JaynesDecoder.JAYNES_UNION_FIND_EVENT();

        int eventCount(int part) {
            int events = 0;
            for (int ball = first[part]; ball < end[part]; ball++) {
                events += isEvent(ball) ? 1 : 0;
            }
            return events;
        }

        int node(int ball) {
            return balls[INTS_OF_BALL * ball];
        }

        int reach(int ball) {
            return balls[INTS_OF_BALL * ball + 1];
        }

        boolean isEvent(int ball) {
            return reach(ball) == EVENT;
        }
    }
}
