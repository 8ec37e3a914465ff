package org.jaynes.plan;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers of a plan's micro-ops for one or many rows of parameters. Those that {@link Plan#bind} makes are immutable
 * and shareable between threads; those of a {@link RowBinder} change with each batch, and {@link #version} with them. The
 * memory is freed when nothing refers to it any more.
 */
public final class Coefficients {
    private static final AtomicLong WRITTEN = new AtomicLong();

    private final Plan plan;
    private final int rows;
    private final MemorySegment values;
    private long version;

    Coefficients(Plan plan, int rows, MemorySegment values) {
        this.plan = plan;
        this.rows = rows;
        this.values = values;
    }

    /** Numbers that others have written to the memory, with a version that none have had. */
    static Coefficients written(Plan plan, int rows, MemorySegment values) {
        Coefficients coefficients = new Coefficients(plan, rows, values);
        coefficients.version = WRITTEN.decrementAndGet();
        return coefficients;
    }

    /** The plan that they belong to. */
    public Plan plan() {
        return plan;
    }

    /** Number of rows of parameters, at least 1. */
    public int rows() {
        return rows;
    }

    /** Reals from one row to the next: {@link Plan#coefficientCount()}, or 0 when there is only one row. */
    public long stride() {
        return rows == 1 ? 0 : plan.coefficientCount();
    }

    /**
     * All rows, one after the other: {@code rows * plan.coefficientCount()} floats or doubles by the plan's precision,
     * aligned to 64 bytes, read-only, off the heap.
     */
    public MemorySegment values() {
        return values;
    }

    /** Which numbers {@link #values} holds now: a copy of them is good as long as this is the same. */
    public long version() {
        return version;
    }

    /** Other numbers are about to be written to the memory, which may have been that of others before. */
    void beginChange() {
        version = WRITTEN.decrementAndGet();
    }
}
