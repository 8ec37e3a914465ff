package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnRow;
import org.jaynes.photonics.fock.FockBasis;

/**
 * Where the amplitudes of a window come from when it is divided anew. The cells that go to the back and those that stay
 * there are the last ones of the old front and of the old back; in lexicographic order the index of a state is then a sum
 * of what the other cells add, which a row of the new window knows, and of what these add, which its columns know.
 *
 * @param rows native {@code JaynesWindowTurnRow}
 * @param columns native {@code JaynesWindowTurnColumn}
 * @param bases native ints
 * @param size amplitudes
 */
record WindowTurn(MemorySegment rows, int rowCount, MemorySegment columns, MemorySegment bases, int size) {
    /**
     * The turn of so many photons.
     *
     * @param order see {@link WindowSchedule.Turn}
     * @param frontBefore cells of {@code from} in front
     * @param backBefore cells of {@code from} at the back
     */
    static WindowTurn of(WindowBasis from, WindowBasis to, int[] order, int frontBefore, int backBefore) {
        return new Builder(from, to, order, frontBefore, backBefore).build();
    }

    long bytes() {
        return rows.byteSize() + columns.byteSize() + bases.byteSize();
    }

    /** Rows are made in the order of what they read: all that share cells that stay in front read the same rows. */
    private record Row(int source, int start, int columns, int firstColumn, int firstBase) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            int order = Integer.compare(source, other.source);
            return order == 0 ? Integer.compare(start, other.start) : order;
        }
    }

    private static final class Builder {
        /** The first amplitude that is only there to fill up a row: zero. */
        private static final int ZERO = 1;

        private final WindowBasis from;
        private final WindowBasis to;
        private final int[] order;
        /** Cells in front behind the turn. */
        private final int front;

        /** Old places in front and at the back of the cells that will be at the back; the others lie before them. */
        private final int firstGoing;

        private final int firstStaying;
        private final int frontBefore;
        private final FockBasis stayingInFront;
        private final int[] frontState;
        private final int[] backState;
        /** By the number of photons, bases of the cells that go to the back, and of those that stay there. */
        private final FockBasis[] going;

        private final FockBasis[] staying;
        private int[] columns = new int[256];
        private int columnCount;
        private int[] bases = new int[256];
        private int baseCount;

        Builder(WindowBasis from, WindowBasis to, int[] order, int frontBefore, int backBefore) {
            this.from = from;
            this.to = to;
            this.order = order;
            this.front = to.front(0).modes();
            this.frontBefore = frontBefore;
            int goers = count(order, front, 0, frontBefore);
            int stayers = count(order, front, frontBefore, frontBefore + backBefore);
            this.firstGoing = frontBefore - goers;
            this.firstStaying = backBefore - stayers;
            this.frontState = new int[frontBefore];
            this.stayingInFront = new FockBasis(firstGoing + 1, from.photons());
            this.backState = new int[Math.max(1, backBefore)];
            this.going = bases(goers, to.mostAtBack());
            this.staying = bases(stayers, to.mostAtBack());
            for (int place = 0; place < order.length; place++) {
                int old = order[place];
                boolean last = old < frontBefore ? old >= firstGoing : old - frontBefore >= firstStaying;
                if (old >= 0 && last != place >= front) {
                    throw new IllegalArgumentException(
                            "cell %d of the turn %s is at place %d; expected those at the back"
                                            .formatted(old, Arrays.toString(order), place)
                                    + " to be the last ones of the old front and of the old back");
                }
            }
        }

        private static int count(int[] order, int front, int first, int end) {
            return (int) IntStream.range(front, order.length)
                    .filter(place -> order[place] >= first && order[place] < end)
                    .count();
        }

        private static FockBasis[] bases(int cells, int photons) {
            return IntStream.rangeClosed(0, photons)
                    .mapToObj(n -> new FockBasis(Math.max(1, cells), n))
                    .toArray(FockBasis[]::new);
        }

        WindowTurn build() {
            int rowCount = IntStream.rangeClosed(0, to.mostAtBack())
                    .map(n -> to.front(n).size())
                    .sum();
            Row[] described = new Row[rowCount];
            int row = 0;
            for (int n = 0; n <= to.mostAtBack(); n++) {
                int zeroColumns = appendZeroColumns(to.width(n));
                int[] firstColumn = new int[from.photons() - n + 1];
                Arrays.fill(firstColumn, -1);
                int[] state = to.front(n).first();
                for (int i = 0; i < to.front(n).size(); i++) {
                    int coming = takeFront(state);
                    if (coming >= 0 && firstColumn[coming] < 0) {
                        firstColumn[coming] = appendColumns(n, coming);
                    }
                    int columnsOfRow = coming < 0 ? zeroColumns : firstColumn[coming];
                    described[row++] = new Row(sourceOfRow(), to.row(n, i), to.width(n), columnsOfRow, baseCount);
                    appendBases(n, coming);
                    to.front(n).next(state);
                }
            }
            Arrays.sort(described);
            Arena arena = Arena.ofAuto();
            return new WindowTurn(
                    toNative(described, arena),
                    rowCount,
                    arena.allocateFrom(ValueLayout.JAVA_INT, Arrays.copyOf(columns, 2 * columnCount)),
                    arena.allocateFrom(ValueLayout.JAVA_INT, Arrays.copyOf(bases, baseCount)),
                    to.size());
        }

        /** The number of the state of the cells that stay in front. */
        private int sourceOfRow() {
            int[] state = Arrays.copyOf(frontState, firstGoing + 1);
            state[firstGoing] = from.photons() - IntStream.of(frontState).sum();
            return stayingInFront.rank(state);
        }

        private static MemorySegment toNative(Row[] described, Arena arena) {
            MemorySegment rows = JaynesWindowTurnRow.allocateArray(described.length, arena);
            for (int i = 0; i < described.length; i++) {
                MemorySegment row = JaynesWindowTurnRow.asSlice(rows, i);
                JaynesWindowTurnRow.y_start(row, described[i].start);
                JaynesWindowTurnRow.columns(row, described[i].columns);
                JaynesWindowTurnRow.first_column(row, described[i].firstColumn);
                JaynesWindowTurnRow.first_base(row, described[i].firstBase);
            }
            return rows;
        }

        /** Puts the photons of a state in front where they were; returns how many come from the back, -1 if none can. */
        private int takeFront(int[] state) {
            Arrays.fill(frontState, 0);
            Arrays.fill(backState, 0);
            int coming = 0;
            for (int place = 0; place < front; place++) {
                int old = order[place];
                if (old < 0 && state[place] > 0) {
                    return -1;
                } else if (old >= frontBefore) {
                    backState[old - frontBefore] = state[place];
                    coming += state[place];
                } else if (old >= 0) {
                    frontState[old] = state[place];
                }
            }
            return coming;
        }

        /** Of a row: for a column that is zero, then for 0 … n photons that stay at the back. */
        private void appendBases(int n, int coming) {
            if (baseCount + n + 2 > bases.length) {
                bases = Arrays.copyOf(bases, 2 * (baseCount + n + 2));
            }
            bases[baseCount++] = ZERO;
            for (int stay = 0; coming >= 0 && stay <= n; stay++) {
                boolean possible = (stay == 0 || firstStaying < backState.length)
                        && (stay == n || firstGoing < frontBefore)
                        && coming + stay <= from.mostAtBack();
                bases[baseCount++] = possible ? base(coming + stay, n - stay, stay) : ZERO;
            }
        }

        /** Of the first states of the cells that go and stay. */
        private int base(int before, int go, int stay) {
            if (firstGoing < frontBefore) {
                frontState[firstGoing] = go;
            }
            if (firstStaying < backState.length) {
                backState[firstStaying] = stay;
            }
            return from.row(before, from.front(before).rank(frontState))
                    + from.back(before).rank(backState);
        }

        private int appendZeroColumns(int width) {
            int first = columnCount;
            for (int j = 0; j < width; j++) {
                appendColumn(0, 0);
            }
            return first;
        }

        /** The columns with n photons at the back, in a row to which some photons come from there. */
        private int appendColumns(int n, int coming) {
            int first = columnCount;
            FockBasis states = to.back(n);
            int[] state = states.first();
            int[] go = new int[going[0].modes()];
            int[] stay = new int[staying[0].modes()];
            for (int j = 0; j < states.size(); j++) {
                int staysBehind = split(state, go, stay);
                if (staysBehind < 0) {
                    appendColumn(0, 0);
                } else {
                    appendColumn(
                            1 + staysBehind,
                            staying[staysBehind].rank(stay)
                                    + going[n - staysBehind].rank(go) * from.width(coming + staysBehind));
                }
                states.next(state);
            }
            appendZeroColumns(to.width(n) - states.size());
            return first;
        }

        /** Divides a state at the back; returns how many photons stay, -1 if a new cell has some. */
        private int split(int[] state, int[] go, int[] stay) {
            int photons = 0;
            for (int place = front; place < order.length; place++) {
                int old = order[place];
                int here = state[place - front];
                if (old < 0) {
                    if (here > 0) {
                        return -1;
                    }
                } else if (old < frontBefore) {
                    go[old - firstGoing] = here;
                } else {
                    stay[old - frontBefore - firstStaying] = here;
                    photons += here;
                }
            }
            return photons;
        }

        private void appendColumn(int base, int offset) {
            if (2 * columnCount == columns.length) {
                columns = Arrays.copyOf(columns, 4 * columnCount);
            }
            columns[2 * columnCount] = base;
            columns[2 * columnCount++ + 1] = offset;
        }
    }
}
