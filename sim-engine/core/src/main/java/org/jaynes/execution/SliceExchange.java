package org.jaynes.execution;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jaynes.plan.Precision;
import org.jaynes.plan.SlicedPlan;
import org.jspecify.annotations.Nullable;

/**
 * Moves amplitudes between the slices of a batch of states, wherever each of them lives. GPUs that reach each other's memory
 * exchange whole pieces themselves; else a piece of one slice and a piece of another come to the host, change places
 * there, and go back.
 */
final class SliceExchange {
    /** Bytes of a piece: stays in a core's cache, and is worth a copy between a GPU and the host. */
    private static final int PIECE_BYTES = 1 << 18;

    /** The three copies of a smaller piece between GPUs would take longer to queue than to do. */
    private static final int LEAST_PEER_BYTES = 1 << 16;

    /** One of two pieces is kept in scratch memory, of which there is only as much as {@link SlicedExecutor} leaves free. */
    private static final int SCRATCH_PART = 128;

    private static final int LEAST_SCRATCH_BYTES = 1 << 19;

    private static final int MOST_SCRATCH_BYTES = 1 << 24;

    private final AbstractStateBuffer[] slices;
    private final Executor host;
    private final int localBits;
    private final Precision precision;
    private final int amplitudeBytes;
    private final int pieceBits;
    /** Whether the pieces of any two slices can change places without the host. */
    private final boolean connected;

    /** @param host whose threads do the work */
    SliceExchange(AbstractStateBuffer[] slices, Executor host) {
        this.slices = slices;
        this.host = host;
        this.localBits = slices[0].indexBits();
        this.precision = slices[0].precision();
        this.amplitudeBytes = precision.amplitudeBytes();
        this.pieceBits = Math.min(localBits, bits(PIECE_BYTES));
        this.connected = Arrays.stream(slices)
                .allMatch(one -> Arrays.stream(slices).allMatch(other -> CudaStates.canSwap(one, other)));
    }

    /** Bits of the number of amplitudes that are so many bytes. */
    private int bits(int bytes) {
        return Integer.numberOfTrailingZeros(bytes / amplitudeBytes);
    }

    /** Bits of a piece of an exchange: between GPUs all that moves together, if that is worth a copy. */
    private int pieceBits(SlicedPlan.Exchange exchange) {
        int together = Arrays.stream(exchange.localPlaces()).min().orElse(localBits);
        long scratch = slices[0].rows() * slices[0].rowBytes() / SCRATCH_PART;
        int most = Integer.highestOneBit(Math.clamp(scratch, LEAST_SCRATCH_BYTES, MOST_SCRATCH_BYTES));
        return connected && together >= bits(LEAST_PEER_BYTES) ? Math.min(together, bits(most)) : pieceBits;
    }

    /** Memory of the host for two pieces; none before it is needed. */
    private final class Pieces {
        private @Nullable MemorySegment first;
        private @Nullable MemorySegment second;

        MemorySegment first() {
            MemorySegment known = first;
            if (known == null) {
                known = piece();
                first = known;
            }
            return known;
        }

        MemorySegment second() {
            MemorySegment known = second;
            if (known == null) {
                known = piece();
                second = known;
            }
            return known;
        }
    }

    private MemorySegment piece() {
        return HostStates.onHeap(precision, pieceBits);
    }

    /** Does an exchange in all rows. */
    void run(SlicedPlan.Exchange exchange) {
        Move move = new Move(exchange);
        @Nullable Pieces[] pieces = new @Nullable Pieces[host.hostThreads()];
        host.forEach(move.items(), (thread, item) -> {
            Pieces own = pieces[thread];
            if (own == null) {
                own = new Pieces();
                pieces[thread] = own;
            }
            move.run(item, own);
        });
    }

    /** Copies a slice to another device. */
    void copy(AbstractStateBuffer source, AbstractStateBuffer target) {
        MemorySegment piece = piece();
        for (int row = 0; row < source.rows(); row++) {
            for (long first = 0; first < 1L << localBits; first += 1L << pieceBits) {
                source.read(row, first, piece);
                target.write(row, first, piece);
            }
        }
    }

    /** An exchange as items that threads may do in any order. */
    private final class Move {
        private final int[] slicePlaces;
        private final int moveBits;
        /** Places within a piece, and places that say which piece. */
        private final int[] inside;

        private final int[] outside;
        /** Bits of the slices' numbers that stay, and places that say which piece and stay. */
        private final int[] otherSlicePlaces;

        private final int[] otherOutside;
        private final long values;

        Move(SlicedPlan.Exchange exchange) {
            int[] local = exchange.localPlaces();
            moveBits = pieceBits(exchange);
            slicePlaces = Arrays.stream(exchange.slicePlaces())
                    .map(place -> place - localBits)
                    .toArray();
            inside = Arrays.stream(local).filter(place -> place < moveBits).toArray();
            outside = Arrays.stream(local).filter(place -> place >= moveBits).toArray();
            otherSlicePlaces = others(0, Integer.numberOfTrailingZeros(slices.length), slicePlaces);
            otherOutside = others(moveBits, localBits, outside);
            values = 1L << slicePlaces.length;
        }

        private static int[] others(int from, int to, int[] without) {
            return IntStream.range(from, to)
                    .filter(place -> Arrays.stream(without).noneMatch(other -> other == place))
                    .toArray();
        }

        /**
         * Rows, by pieces, by slices that keep their bits; and, where a pair moves whole pieces, by pairs of values of the
         * bits that are exchanged. Where it moves parts of pieces, other pairs move other parts of the same pieces, and must
         * wait.
         */
        long items() {
            long groups = (long) slices[0].rows() << (otherOutside.length + otherSlicePlaces.length);
            return inside.length == 0 ? groups * values * values : groups;
        }

        void run(long item, Pieces pieces) {
            if (inside.length == 0) {
                long pair = item % (values * values);
                move(item / (values * values), pair % values, pair / values, pieces);
                return;
            }
            for (long a = 0; a < values; a++) {
                for (long b = a + 1; b < values; b++) {
                    move(item, a, b, pieces);
                }
            }
        }

        private void move(long group, long a, long b, Pieces pieces) {
            if (a >= b) {
                return; // a pair counts once
            }
            long common = Places.spread(group & ((1L << otherSlicePlaces.length) - 1), otherSlicePlaces);
            long rest = group >>> otherSlicePlaces.length;
            long piece = Places.spread(rest & ((1L << otherOutside.length) - 1), otherOutside);
            int row = (int) (rest >>> otherOutside.length);
            AbstractStateBuffer sliceA = slices[(int) (common | Places.spread(a, slicePlaces))];
            AbstractStateBuffer sliceB = slices[(int) (common | Places.spread(b, slicePlaces))];
            // What lies in slice a with value b in the local places belongs to slice b with value a there.
            long startA = piece | Places.spread(b >>> inside.length, outside);
            long startB = piece | Places.spread(a >>> inside.length, outside);
            if (inside.length == 0
                    && CudaStates.canSwap(sliceA, sliceB)
                    && sliceA instanceof CudaStates one
                    && sliceB instanceof CudaStates other) {
                one.swap(offset(row, startA), other, offset(row, startB), (long) amplitudeBytes << moveBits);
                return;
            }
            MemorySegment first = pieces.first();
            MemorySegment second = pieces.second();
            sliceA.read(row, startA, first);
            sliceB.read(row, startB, second);
            if (inside.length == 0) {
                sliceA.write(row, startA, second);
                sliceB.write(row, startB, first);
            } else {
                swapInside(first, Places.spread(insideOf(b), inside), second, Places.spread(insideOf(a), inside));
                sliceA.write(row, startA, first);
                sliceB.write(row, startB, second);
            }
        }

        private long offset(int row, long index) {
            return (((long) row << localBits) + index) * amplitudeBytes;
        }

        /** The places are ascending, so the lowest bits of a value are those within a piece. */
        private long insideOf(long value) {
            return value & ((1L << inside.length) - 1);
        }

        private void swapInside(MemorySegment first, long offsetA, MemorySegment second, long offsetB) {
            long bytes = (long) amplitudeBytes << inside[0];
            MemorySegment kept = HostStates.onHeap(precision, inside[0]);
            long stays = ((1L << pieceBits) - 1) & ~((1L << inside[0]) - 1);
            for (int place : inside) {
                stays &= ~(1L << place);
            }
            long at = 0;
            do {
                long inFirst = (at | offsetA) * amplitudeBytes;
                long inSecond = (at | offsetB) * amplitudeBytes;
                MemorySegment.copy(first, inFirst, kept, 0, bytes);
                MemorySegment.copy(second, inSecond, first, inFirst, bytes);
                MemorySegment.copy(kept, 0, second, inSecond, bytes);
                at = (at - stays) & stays;
            } while (at != 0);
        }
    }
}
