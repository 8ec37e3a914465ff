package org.jaynes.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Searches for the schedule whose passes take the least time to read and write the state. What is varied is which wires
 * are on the low index bits, and so in every tile, and how many: more of them make for longer runs in memory and faster
 * passes, fewer for fewer passes.
 */
final class ScheduleSearch {
    /** How many elements in all the search may look at: a second or so. */
    private static final long BUDGET = 20_000_000;

    /** How many choices of low wires are tried at most. */
    private static final int MAX_CHOICES = 48;

    /** So many more low wires than the device needs are tried. */
    private static final int MORE_LOW_WIRES = 4;

    private final Scheduler scheduler;
    private final int wires;
    private final DeviceProfile profile;
    private final Precision precision;
    private final int tileBits;
    private final int @Nullable [] fixedLayout;

    private long scanned;
    private int choices;
    private Scheduler.@Nullable Schedule best;
    private double bestSeconds = Double.POSITIVE_INFINITY;

    /**
     * Prepares a search.
     *
     * @param fixedLayout index bit of each wire, if that is not free to choose
     */
    ScheduleSearch(
            Scheduler scheduler, int wires, DeviceProfile profile, Precision precision, int @Nullable [] fixedLayout) {
        this.scheduler = scheduler;
        this.wires = wires;
        this.profile = profile;
        this.precision = precision;
        this.tileBits = profile.tileBits(precision, wires);
        this.fixedLayout = fixedLayout;
    }

    /** The best schedule found. */
    Scheduler.Schedule find() {
        if (wires <= tileBits) {
            return scheduler.wholeCircuit();
        }
        Scheduler.Schedule found = offer(lowWires(profile.lowBits(), 0));
        int most = Math.min(profile.lowBits() + MORE_LOW_WIRES, tileBits - scheduler.widestElement());
        for (int width = profile.lowBits() + 1; width <= most && profile.secondsPerRun() > 0; width++) {
            found = offer(lowWires(width, 0));
        }
        if (fixedLayout == null && found.lowWires() != 0) {
            found = searchPlaces(Long.bitCount(found.lowWires()));
        }
        return found;
    }

    /** Tries other sets of low wires of one size: first those side by side, then others that differ in one wire. */
    private Scheduler.Schedule searchPlaces(int width) {
        Scheduler.Schedule found = offer(lowWires(width, wires - width));
        for (int first = width; first + width < wires; first += width) {
            found = offer(lowWires(width, first));
        }
        for (int out = 0; out < wires; out++) {
            for (int in = 0; in < wires; in++) {
                long low = found.lowWires();
                if ((low >>> out & 1) == 1 && (low >>> in & 1) == 0) {
                    found = offer(low ^ (1L << out) ^ (1L << in));
                }
            }
        }
        return found;
    }

    /** The wires on index bits 0 to {@code width - 1}, or {@code width} wires from {@code first} on. */
    private long lowWires(int width, int first) {
        if (fixedLayout == null) {
            return ((1L << width) - 1) << first;
        }
        long low = 0;
        for (int wire = 0; wire < wires; wire++) {
            low |= fixedLayout[wire] < width ? 1L << wire : 0;
        }
        return low;
    }

    /** Tries a choice, as far as the budget allows; the best choice so far. */
    private Scheduler.Schedule offer(long lowWires) {
        Scheduler.Schedule known = best;
        if (known != null
                && (choices >= MAX_CHOICES
                        || scanned + known.scanned() > BUDGET
                        || known.groups().size() < 2)) {
            return known;
        }
        Scheduler.Schedule tried = scheduler.with(lowWires);
        choices++;
        scanned += tried.scanned();
        double seconds = memorySeconds(tried);
        if (known == null || seconds < bestSeconds) {
            best = tried;
            bestSeconds = seconds;
            return tried;
        }
        return known;
    }

    private double memorySeconds(Scheduler.Schedule schedule) {
        int[] bitOf = layout(schedule);
        double seconds = 0;
        for (Scheduler.Group group : schedule.groups()) {
            seconds += profile.memorySeconds(
                    precision,
                    wires,
                    Tile.around(group.wires(), bitOf, tileBits).runBits());
        }
        return seconds;
    }

    /**
     * The index bit of each wire: low wires first, then the other wires of the first pass, so that its tiles are
     * contiguous in memory.
     */
    int[] layout(Scheduler.Schedule schedule) {
        if (fixedLayout != null) {
            return fixedLayout;
        }
        int[] bitOf = new int[wires];
        if (wires <= tileBits) {
            Arrays.setAll(bitOf, wire -> wire);
            return bitOf;
        }
        long first =
                schedule.groups().isEmpty() ? 0 : schedule.groups().getFirst().wires();
        long placed = 0;
        int bit = 0;
        for (long group : new long[] {schedule.lowWires(), first, (1L << wires) - 1}) {
            for (long rest = group & ~placed; rest != 0; rest &= rest - 1) {
                bitOf[Long.numberOfTrailingZeros(rest)] = bit++;
            }
            placed |= group;
        }
        return bitOf;
    }
}
