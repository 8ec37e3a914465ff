package org.jaynes.bench.photonics;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Jaynes itself. */
final class Jaynes implements Contender {
    /** Until the JVM has compiled what is used most. */
    private static final double WARM_UP_SECONDS = 1.5;

    private int items = 1;
    private @Nullable Supplier<Workload.Outcome> way;
    private Workload.@Nullable Outcome last;

    @Override
    public String name() {
        return "jaynes";
    }

    @Override
    public String version() {
        return "of this folder";
    }

    @Override
    public List<String> settings(Workload workload) {
        return List.copyOf(workload.ways().keySet());
    }

    @Override
    public void prepare(Workload workload, String setting) {
        items = workload.items();
        way = Objects.requireNonNull(workload.ways().get(setting), setting);
        long start = System.nanoTime();
        while ((System.nanoTime() - start) * 1e-9 < WARM_UP_SECONDS) {
            run();
        }
    }

    @Override
    public double run() {
        Supplier<Workload.Outcome> work = Objects.requireNonNull(way, "nothing prepared");
        long start = System.nanoTime();
        last = work.get();
        return (System.nanoTime() - start) * 1e-9 / items;
    }

    @Override
    public double[] numbers() {
        return Objects.requireNonNull(last, "no run").numbers();
    }

    @Override
    public void close() {
        last = null;
    }
}
