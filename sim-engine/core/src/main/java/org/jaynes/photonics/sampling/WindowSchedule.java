package org.jaynes.photonics.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jspecify.annotations.Nullable;

/**
 * Loops as the delay lines that they are. In time step τ mode τ arrives, meets in every loop what was stored there l steps
 * ago, and what leaves the last loop is the output mode τ - Σ l. Between two steps only the cells of the loops hold
 * photons, at most Σ l of them: the window.
 *
 * <p>The cells that take part in some of the next steps lie in front, in an order that every step may choose anew for the
 * next one, its own cells last; the others lie at the back, untouched, until the {@link Turn}. Cells that no mode of the
 * input has reached yet, or that all have left, are no part of the window.
 */
final class WindowSchedule {
    /** A place of a loop; a mode stays in it for as many steps as the loop is long. */
    private record Cell(int loop, int slot) {}

    /**
     * The window is divided anew.
     *
     * @param kind turns with the same number do the same
     * @param order order[new place] = old place, or -1 for a cell that is new and empty; places count those in front first;
     *     the old places of cells that go to the back, or stay there, are the last ones in front and at the back
     */
    record Turn(int kind, int[] order, int front, int back) {}

    /**
     * A time step.
     *
     * @param kind steps with the same number move amplitudes alike
     * @param turn what is done before, or null
     * @param arriving the input mode, or -1 when all have come
     * @param leaving the output mode, or -1 when none has come yet
     * @param loops the loops that take part; their cells are the last places in front
     * @param splitters for each of them the number of its beam splitter, or -1 where a mode goes in or out alone
     * @param front number of cells in front
     * @param back number of cells at the back
     * @param order order[new place] = old place of the cells in front behind the step
     */
    record Step(
            int time,
            int kind,
            @Nullable Turn turn,
            int arriving,
            int leaving,
            int[] loops,
            int[] splitters,
            int front,
            int back,
            int[] order) {}

    private final TimeBinInterferometer loops;
    private final int[] lengths;
    /** The time when mode 0 comes to a loop; at the end, when it leaves the last one. */
    private final int[] begin;

    private final int[] firstSplitter;
    private final int stepsOfTurn;
    private final List<Step> steps = new ArrayList<>();
    private final Map<List<Integer>, Integer> kinds = new HashMap<>();

    private WindowSchedule(TimeBinInterferometer loops) {
        this.loops = loops;
        this.lengths = loops.loopLengths().stream().mapToInt(Integer::intValue).toArray();
        this.begin = new int[lengths.length + 1];
        this.firstSplitter = new int[lengths.length + 1];
        for (int k = 0; k < lengths.length; k++) {
            begin[k + 1] = begin[k] + lengths[k];
            firstSplitter[k + 1] = firstSplitter[k] + loops.modes() - lengths[k];
        }
        this.stepsOfTurn = stepsOfTurn();
    }

    static WindowSchedule of(TimeBinInterferometer loops) {
        WindowSchedule schedule = new WindowSchedule(loops);
        schedule.build();
        return schedule;
    }

    /** The steps in their order; none without loops. */
    List<Step> steps() {
        return steps;
    }

    /** The largest number of cells in front and at the back at once. */
    int widest() {
        return steps.stream().mapToInt(step -> step.front + step.back).max().orElse(0);
    }

    /** As many as leave about half of all cells at the back, where amplitudes lie in long runs. */
    private int stepsOfTurn() {
        int cells = begin[lengths.length];
        int width = 1;
        while (width < cells && 2 * cellsAtBack(width + 1) + 1 >= cells) {
            width++;
        }
        return width;
    }

    private int cellsAtBack(int width) {
        return IntStream.of(lengths).map(length -> Math.max(0, length - width)).sum();
    }

    private void build() {
        int end = lengths.length == 0 ? 0 : loops.modes() + begin[lengths.length];
        List<Cell> before = List.of();
        int frontBefore = 0;
        for (int from = 0; from < end; from += stepsOfTurn) {
            int to = Math.min(end, from + stepsOfTurn);
            List<Cell> front = front(from, to);
            List<Cell> nextBack = to < end ? back(to, front(to, Math.min(end, to + stepsOfTurn))) : List.of();
            List<Cell> back = last(back(from, front), nextBack);
            List<Cell> order = inOrder(front, from);
            List<Cell> all = new ArrayList<>(order);
            all.addAll(back);
            Turn turn =
                    from == 0 ? null : turn(places(all, before), frontBefore, before.size(), front.size(), back.size());
            for (int time = from; time < to; time++) {
                List<Cell> next = time + 1 < to ? inOrder(front, time + 1) : last(order, nextBack);
                steps.add(step(time, turn, front.size(), back.size(), places(next, order)));
                turn = null;
                order = next;
            }
            before = new ArrayList<>(order);
            before.addAll(back);
            frontBefore = front.size();
        }
    }

    private Turn turn(int[] order, int frontBefore, int before, int front, int back) {
        return new Turn(kind(order, frontBefore, before, front, back), order, front, back);
    }

    private int kind(int[] order, int... sizes) {
        List<Integer> key = new ArrayList<>(Arrays.stream(order).boxed().toList());
        IntStream.of(sizes).forEach(key::add);
        return kinds.computeIfAbsent(key, _ -> kinds.size());
    }

    private Step step(int time, @Nullable Turn turn, int front, int back, int[] order) {
        int[] active = active(time);
        int[] splitters = new int[active.length];
        for (int i = 0; i < active.length; i++) {
            int k = active[i];
            int later = time - begin[k];
            int earlier = later - lengths[k];
            splitters[i] = earlier >= 0 && later < loops.modes() ? firstSplitter[k] + earlier : -1;
        }
        int leaving = time - begin[lengths.length];
        return new Step(
                time,
                kind(order, active.length, front, back),
                turn,
                time < loops.modes() ? time : -1,
                Math.max(-1, leaving),
                active,
                splitters,
                front,
                back,
                order);
    }

    /** The loops into which a mode comes, or out of which one goes. */
    private int[] active(int time) {
        return IntStream.range(0, lengths.length)
                .filter(k -> isMode(time - begin[k]) || isMode(time - begin[k + 1]))
                .toArray();
    }

    private boolean isMode(int number) {
        return number >= 0 && number < loops.modes();
    }

    private Cell cell(int loop, int time) {
        return new Cell(loop, time % lengths[loop]);
    }

    /** The cells that take part in some step. */
    private List<Cell> front(int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .flatMap(time -> IntStream.of(active(time)).mapToObj(k -> cell(k, time)))
                .distinct()
                .toList();
    }

    /** The other cells that hold a mode, the next ones first. */
    private List<Cell> back(int time, List<Cell> front) {
        List<Cell> back = new ArrayList<>();
        for (int k = 0; k < lengths.length; k++) {
            for (int age = 0; age < lengths[k]; age++) {
                Cell cell = cell(k, time + age);
                if (isMode(time + age - begin[k + 1]) && !front.contains(cell)) {
                    back.add(cell);
                }
            }
        }
        return back;
    }

    /** The same cells, those that will be at the back last, as a {@link WindowTurn} finds them. */
    private static List<Cell> last(List<Cell> cells, List<Cell> back) {
        List<Cell> order = new ArrayList<>(cells);
        order.removeAll(back);
        cells.stream().filter(back::contains).forEach(order::add);
        return order;
    }

    /** Cells in front: those of the step last, by their loops; the others by loops and the time until they take part. */
    private List<Cell> inOrder(List<Cell> front, int time) {
        List<Cell> last =
                IntStream.of(active(time)).mapToObj(k -> cell(k, time)).toList();
        List<Cell> order = new ArrayList<>(front.stream()
                .filter(cell -> !last.contains(cell))
                .sorted(Comparator.comparingInt(Cell::loop)
                        .thenComparingInt(cell -> Math.floorMod(cell.slot - time, lengths[cell.loop])))
                .toList());
        order.addAll(last);
        return order;
    }

    private static int[] places(List<Cell> cells, List<Cell> before) {
        return cells.stream().mapToInt(before::indexOf).toArray();
    }

    @Override
    public String toString() {
        return "window of %d cells, %d steps".formatted(widest(), steps.size());
    }
}
