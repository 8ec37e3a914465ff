package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Indices and amplitudes that all shots of a plan use, for all threads. Thread-safe. */
final class WindowTables {
    /** Bytes of all tables together that are kept. */
    private static final long KEPT_BYTES = 1L << 28;

    private record BasisKey(int front, int back, int photons) {}

    private record MoveKey(BasisKey x, int photonsBehind, int active, List<Integer> order) {}

    private record TurnKey(BasisKey x, int front, int back, List<Integer> order) {}

    private record MatrixKey(int time, int arriving, List<Integer> counts) {}

    private final Map<BasisKey, WindowBasis> bases = new ConcurrentHashMap<>();
    private final Map<MoveKey, WindowMove> moves = new ConcurrentHashMap<>();
    private final Map<TurnKey, MemorySegment> turns = new ConcurrentHashMap<>();
    private final Map<MatrixKey, StepMatrix> matrices = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    WindowBasis basis(int front, int back, int photons) {
        return bases.computeIfAbsent(
                new BasisKey(front, back, photons), key -> new WindowBasis(key.front, key.back, key.photons));
    }

    /** The move of a step from some photons to others. */
    WindowMove move(WindowSchedule.Step step, int photons, int photonsBehind) {
        BasisKey x = new BasisKey(step.front(), step.back(), photons);
        MoveKey key = new MoveKey(x, photonsBehind, step.loops().length, list(step.order()));
        return kept(
                moves,
                key,
                WindowMove::bytes,
                () -> WindowMove.of(
                        basis(step.front(), step.back(), photons),
                        basis(step.front(), step.back(), photonsBehind),
                        key.active,
                        step.order()));
    }

    /** The table of a turn. */
    MemorySegment turn(WindowSchedule.Turn turn, int frontBefore, int backBefore, int photons) {
        TurnKey key = new TurnKey(
                new BasisKey(frontBefore, backBefore, photons), turn.front(), turn.back(), list(turn.order()));
        return kept(
                turns,
                key,
                MemorySegment::byteSize,
                () -> WindowTurn.table(
                        basis(frontBefore, backBefore, photons),
                        basis(turn.front(), turn.back(), photons),
                        turn.order(),
                        frontBefore,
                        backBefore));
    }

    /** The matrix of a step for so many photons before it or more. */
    StepMatrix matrix(
            int time, int arriving, int[] counts, int photons, Supplier<StepAmplitudes> amplitudes, int kept) {
        MatrixKey key = new MatrixKey(time, arriving, list(counts));
        StepMatrix known = matrices.get(key);
        if (known != null && known.photonsBefore() >= photons) {
            return known;
        }
        StepMatrix matrix = StepMatrix.of(amplitudes.get(), kept, arriving, photons);
        count(matrix.bytes());
        matrices.put(key, matrix);
        return matrix;
    }

    private <K, V> V kept(Map<K, V> map, K key, ToLongFunction<V> size, Supplier<V> source) {
        V known = map.get(key);
        if (known != null) {
            return known;
        }
        V made = source.get();
        count(size.applyAsLong(made));
        map.put(key, made);
        return made;
    }

    private void count(long more) {
        if (bytes.addAndGet(more) > KEPT_BYTES) {
            moves.clear();
            turns.clear();
            matrices.clear();
            bytes.set(more);
        }
    }

    private static List<Integer> list(int[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
