package org.jaynes.photonics.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.photonics.TimeBinInterferometer;

/**
 * In which order the progressive sampler works, and where the modes lie in its window. An output mode is final as soon as
 * the last loop has passed it, so beam splitters are applied as late as an output needs them, modes come in when they
 * are first touched, and go when they are measured: 1 + Σ lengths modes at most are alive.
 *
 * <p>Beam splitters act on neighbouring places, so modes are put in order: every measurement, which makes a new vector
 * anyway, puts those first that meet next.
 */
final class WindowSchedule {
    /** A step. */
    sealed interface Step {
        /** A mode comes in with the photons of the input, at place 0. */
        record Enter(int mode) implements Step {}

        /**
         * A beam splitter on the modes at places p and p + 1.
         *
         * @param splitter its number
         * @param swapped whether its first mode is at place p + 1
         */
        record Mix(int splitter, int place, boolean swapped) implements Step {}

        /**
         * The modes are put in another order.
         *
         * @param order order[new place] = old place
         */
        record Arrange(int[] order) implements Step {}

        /**
         * The photons of a mode are counted, and it goes.
         *
         * @param place where it is
         * @param order order[new place] = old place, of the modes that stay
         */
        record Measure(int mode, int place, int[] order) implements Step {}
    }

    /** What happens, before places are known: Enter, Meet, Leave. */
    private sealed interface Event {
        record Enter(int mode) implements Event {}

        record Meet(int splitter, int first, int second) implements Event {}

        record Leave(int mode) implements Event {}
    }

    private final TimeBinInterferometer loops;
    private final int[] firstSplitter;
    private final int[] done;
    private final boolean[] entered;
    private final List<Event> events = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private List<Integer> places = new ArrayList<>();
    private int widest;

    private WindowSchedule(TimeBinInterferometer loops) {
        this.loops = loops;
        int count = loops.loopLengths().size();
        this.firstSplitter = new int[count + 1];
        for (int k = 0; k < count; k++) {
            firstSplitter[k + 1] =
                    firstSplitter[k] + loops.modes() - loops.loopLengths().get(k);
        }
        this.done = new int[count];
        this.entered = new boolean[loops.modes()];
    }

    static WindowSchedule of(TimeBinInterferometer loops) {
        WindowSchedule schedule = new WindowSchedule(loops);
        for (int mode = 0; mode < loops.modes(); mode++) {
            schedule.finish(loops.loopLengths().size() - 1, mode);
            schedule.events.add(new Event.Leave(mode));
        }
        for (int i = 0; i < schedule.events.size(); i++) {
            schedule.place(i);
        }
        return schedule;
    }

    List<Step> steps() {
        return steps;
    }

    /** The largest number of modes that are alive at once. */
    int widest() {
        return widest;
    }

    /** Applies all splitters of loop k, and of those before it, that a mode has to pass until it has left loop k. */
    private void finish(int k, int mode) {
        if (k < 0) {
            if (!entered[mode]) {
                entered[mode] = true;
                events.add(new Event.Enter(mode));
            }
            return;
        }
        int length = loops.loopLengths().get(k);
        // The mode's last splitter in the loop is the one where it is the earlier mode, unless it is at the end.
        int last = mode + length < loops.modes() ? mode : mode - length;
        while (done[k] <= last) {
            int i = done[k];
            finish(k - 1, i);
            finish(k - 1, i + length);
            events.add(new Event.Meet(firstSplitter[k] + i, i, i + length));
            done[k]++;
        }
        finish(k - 1, mode);
    }

    private void place(int index) {
        switch (events.get(index)) {
            case Event.Enter(int mode) -> {
                places.addFirst(mode);
                widest = Math.max(widest, places.size());
                steps.add(new Step.Enter(mode));
            }
            case Event.Meet(int splitter, int first, int second) -> {
                if (Math.abs(places.indexOf(first) - places.indexOf(second)) != 1) {
                    List<Integer> before = places;
                    places = front(chain(index), before);
                    steps.add(new Step.Arrange(order(before)));
                }
                int place = Math.min(places.indexOf(first), places.indexOf(second));
                steps.add(new Step.Mix(splitter, place, places.indexOf(second) == place));
            }
            case Event.Leave(int mode) -> {
                List<Integer> before = places;
                places = new ArrayList<>(before);
                places.remove(/* element */ (Integer) mode);
                places = front(chain(index + 1), places);
                steps.add(new Step.Measure(mode, before.indexOf(mode), order(before)));
            }
        }
    }

    /** The modes that meet next, each beside the one it meets, as far as that can be had, until the next one leaves. */
    private List<Integer> chain(int index) {
        List<Integer> chain = new ArrayList<>();
        for (int i = index; i < events.size(); i++) {
            switch (events.get(i)) {
                case Event.Enter(int _) -> {
                    if (!chain.isEmpty()) {
                        return chain;
                    }
                }
                case Event.Meet(int _, int first, int second) -> {
                    if (chain.isEmpty()) {
                        chain.add(second);
                        chain.add(first);
                    } else if (chain.getLast() == second && !chain.contains(first)) {
                        chain.add(first);
                    } else if (chain.getLast() == first && !chain.contains(second)) {
                        chain.add(second);
                    } else if (Math.abs(chain.indexOf(first) - chain.indexOf(second)) != 1) {
                        return chain;
                    }
                }
                case Event.Leave(int _) -> {
                    return chain;
                }
            }
        }
        return chain;
    }

    private static List<Integer> front(List<Integer> chain, List<Integer> modes) {
        List<Integer> result =
                new ArrayList<>(chain.stream().filter(modes::contains).toList());
        modes.stream().filter(mode -> !chain.contains(mode)).forEach(result::add);
        return result;
    }

    private int[] order(List<Integer> before) {
        return places.stream().mapToInt(before::indexOf).toArray();
    }

    @Override
    public String toString() {
        return "window of %d modes, %s".formatted(widest, Arrays.toString(firstSplitter));
    }
}
