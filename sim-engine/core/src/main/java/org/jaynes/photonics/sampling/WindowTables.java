package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Indices and amplitudes that all shots of a plan use, for all threads. Thread-safe. */
final class WindowTables {
    /** Bytes of all index tables together that are kept. */
    private static final long KEPT_BYTES = 1L << 29;

    /** Bytes of matrices that are kept; what comes later is made each time, which costs less than to make all anew. */
    private static final long MATRIX_BYTES = 1L << 29;

    private record BasisKey(int front, int back, int photons) {}

    private record MoveKey(int kind, int photons, int photonsBehind) {}

    private record TurnKey(int kind, int photons) {}

    /** The outcome of a step for which a matrix is. */
    record MatrixKey(int time, int arriving, int leaving, List<Integer> lost) {}

    private final Map<BasisKey, WindowBasis> bases = new ConcurrentHashMap<>();
    private final Map<MoveKey, WindowMove> moves = new ConcurrentHashMap<>();
    private final Map<TurnKey, WindowTurn> turns = new ConcurrentHashMap<>();
    private final Map<MatrixKey, StepMatrix> matrices = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong matrixBytes = new AtomicLong();

    WindowBasis basis(int front, int back, int photons) {
        return bases.computeIfAbsent(
                new BasisKey(front, back, photons), key -> new WindowBasis(key.front, key.back, key.photons));
    }

    /** The move of a step from some photons to others. */
    WindowMove move(WindowSchedule.Step step, int photons, int photonsBehind) {
        MoveKey key = new MoveKey(step.kind(), photons, photonsBehind);
        return kept(
                moves,
                key,
                WindowMove::bytes,
                () -> WindowMove.of(
                        basis(step.front(), step.back(), photons),
                        basis(step.front(), step.back(), photonsBehind),
                        step.loops().length,
                        step.order()));
    }

    /** What a turn does to so many photons. */
    WindowTurn turn(WindowSchedule.Turn turn, WindowSchedule.Step before, int photons) {
        TurnKey key = new TurnKey(turn.kind(), photons);
        return kept(
                turns,
                key,
                WindowTurn::bytes,
                () -> WindowTurn.of(
                        basis(before.front(), before.back(), photons),
                        basis(turn.front(), turn.back(), photons),
                        turn.order(),
                        before.front(),
                        before.back()));
    }

    /** The matrix of an outcome, for so many photons before the step or more; null if there is none yet. */
    @Nullable
    StepMatrix matrix(MatrixKey key, int photons) {
        StepMatrix known = matrices.get(key);
        return known != null && known.photonsBefore() >= photons ? known : null;
    }

    /** Whether there is room for one more matrix; by its size, and one of each thread, more may be kept than is said. */
    boolean hasRoom() {
        return matrixBytes.get() < MATRIX_BYTES;
    }

    /** Keeps a matrix, in memory of {@link #memory}; there was room for it. */
    void keep(MatrixKey key, StepMatrix matrix) {
        StepMatrix before = matrices.put(key, matrix);
        matrixBytes.addAndGet(matrix.bytes() - (before == null ? 0 : before.bytes()));
    }

    /** Memory that lives as long as it is used. */
    static MemorySegment memory(long bytes) {
        return Arena.ofAuto().allocate(bytes, Long.BYTES);
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
            bytes.set(more);
        }
    }
}
