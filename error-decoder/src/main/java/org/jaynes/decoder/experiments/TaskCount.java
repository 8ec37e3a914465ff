package org.jaynes.decoder.experiments;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one task. Shots are numbered, and handed out in pieces. A piece counts once all before it do, and granules
 * count until the limits are reached, so that the sum does not depend on who finishes first. Guarded by the collector's
 * lock.
 */
final class TaskCount {
    /** Shots of a piece: of a block of the sampler, or a granule where decoding is slow. */
    private static final int LARGE_PIECE = 1024;

    /** Decoding of a granule is slow from here on, so that a piece takes less than about a second. */
    private static final long SLOW_GRANULE_NANOS = 50_000_000L;

    /**
     * Shots to be sampled and decoded.
     *
     * @param first a multiple of {@link Limits#GRANULE}
     * @param end in the same block of {@link #LARGE_PIECE} shots
     */
    record Piece(TaskCount count, long first, long end) {
        int shots() {
            return (int) (end - first);
        }
    }

    private final Task task;
    private final Limits limits;
    private final long seed;
    private final TreeMap<Long, Done> waiting = new TreeMap<>();
    private final long end;
    private TaskStatistics total;
    private @Nullable TaskStatistics news;
    private @Nullable PreparedTask prepared;
    private long nextShot;
    private long countedTo;
    private long granuleNanos;
    private int piecesInWork;

    private record Done(Piece piece, PieceResult result) {}

    TaskCount(Task task, TaskStatistics before, Limits limits, long seed) {
        this.task = task;
        this.limits = limits;
        // Tasks must not share random numbers.
        this.seed = seed ^ Long.parseUnsignedLong(task.strongId().substring(0, 16), 16);
        this.total = before;
        this.nextShot = Math.ceilDiv(before.shots(), (long) Limits.GRANULE) * Limits.GRANULE;
        this.countedTo = nextShot;
        this.end = nextShot + Math.max(0, limits.shots() - before.shots());
    }

    Task task() {
        return task;
    }

    long seed() {
        return seed;
    }

    TaskStatistics total() {
        return total;
    }

    boolean done() {
        return limits.reachedBy(total);
    }

    /** Sampler and decoder, made by the first worker that needs them; the others wait for it. */
    synchronized PreparedTask prepared() {
        if (prepared == null) {
            prepared = new PreparedTask(task);
        }
        return prepared;
    }

    /** The next shots to be worked on; null if there are none, or if those in work will probably do. */
    @Nullable
    Piece next() {
        if (done() || nextShot >= end || (nextShot > countedTo && workWillDo())) {
            return null;
        }
        boolean small = granuleNanos == 0 || granuleNanos > SLOW_GRANULE_NANOS;
        long size = small ? Limits.GRANULE : LARGE_PIECE - nextShot % LARGE_PIECE;
        Piece piece = new Piece(this, nextShot, Math.min(end, nextShot + size));
        nextShot = piece.end;
        piecesInWork++;
        return piece;
    }

    private boolean workWillDo() {
        double rate = total.shots() == 0 ? 0 : (double) total.errors() / total.shots();
        return total.errors() + rate * (nextShot - countedTo) >= limits.errors();
    }

    /** Takes the result of a piece. */
    void add(Piece piece, PieceResult result) {
        piecesInWork--;
        granuleNanos = Math.max(1, result.nanoseconds() * Limits.GRANULE / piece.shots());
        waiting.put(piece.first, new Done(piece, result));
        Map.Entry<Long, Done> first;
        while ((first = waiting.firstEntry()) != null && first.getKey() == countedTo) {
            waiting.pollFirstEntry();
            count(first.getValue());
        }
        if (done() && piecesInWork == 0) {
            release();
        }
    }

    /** Frees what sampler and decoder hold beside the heap, when no worker has a piece any more. */
    synchronized void release() {
        if (prepared != null) {
            prepared.close();
            prepared = null;
        }
    }

    private void count(Done done) {
        countedTo = done.piece.end;
        long shots = 0;
        long errors = 0;
        long unconverged = 0;
        for (int granule = 0; granule < done.result.errors().length; granule++) {
            if (total.shots() + shots >= limits.shots() || total.errors() + errors >= limits.errors()) {
                break;
            }
            shots += Math.min(Limits.GRANULE, done.piece.shots() - granule * Limits.GRANULE);
            errors += done.result.errors()[granule];
            unconverged += done.result.unconverged()[granule];
        }
        if (shots == 0) {
            return;
        }
        TreeMap<String, Long> custom = new TreeMap<>();
        if (unconverged > 0) {
            custom.put("unconverged", unconverged);
        }
        double seconds = done.result.nanoseconds() * 1e-9 * shots / done.piece.shots();
        TaskStatistics part = new TaskStatistics(
                shots,
                errors,
                0,
                seconds,
                task.decoderName(),
                task.strongId(),
                task.metadata().toJson(),
                custom);
        total = total.plus(part);
        news = news == null ? part : news.plus(part);
    }

    /** What was counted since the last call; null for nothing. */
    @Nullable
    TaskStatistics takeNews() {
        TaskStatistics taken = news;
        news = null;
        return taken;
    }
}
