package org.jaynes.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jaynes.cli.selftest.Speed;
import org.jaynes.execution.Executor;
import org.jaynes.execution.Executors;
import org.jaynes.execution.PassObserver;
import org.jaynes.plan.Pass;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;

/** Where the time of a run went, pass by pass: {@code --profile}. Thread-safe while it is told. */
final class PassProfile implements PassObserver {
    /** Bandwidth is measured on states of these sizes: that of the run, if it is within them. */
    private static final int FEWEST_QUBITS = 18;

    private static final int MOST_QUBITS = 24;

    /** Lines for people; JSON has all. */
    private static final int MAX_LINES = 60;

    /** All runs of one pass of one plan. */
    private static final class Row {
        final Plan plan;
        final int pass;
        long runs;
        long states;
        /** Of the states, counted in states, what was not left out as known zeros. */
        double touched;

        double seconds;

        Row(Plan plan, int pass) {
            this.plan = plan;
            this.pass = pass;
        }

        /** Bytes read and written. */
        double bytes() {
            return 2 * touched * Math.scalb((double) plan.precision().amplitudeBytes(), plan.indexBits());
        }

        /** Bytes of the states of one run. */
        double stateBytes() {
            return (double) states / runs * Math.scalb((double) plan.precision().amplitudeBytes(), plan.indexBits());
        }

        int ops() {
            return pass < plan.passes().size() ? plan.passes().get(pass).ops().size() : 0;
        }

        double flops() {
            if (pass >= plan.passes().size()) {
                return 0;
            }
            Pass known = plan.passes().get(pass);
            return touched * known.flops(plan.indexBits());
        }
    }

    /** All exchanges of as many bits between slices. */
    private static final class Exchanges {
        long runs;
        long bytes;
        double seconds;
    }

    private final IdentityHashMap<Plan, Integer> plans = new IdentityHashMap<>();
    private final Map<Long, Row> rows = new LinkedHashMap<>();
    private List<String> sliceDevices = List.of();
    private final Map<Integer, Exchanges> exchanges = new TreeMap<>();
    private double copyBytesPerSecond;
    private double denseFlopsPerSecond;

    /** Numbers of the plans whose passes a GPU gets as one graph when nobody wants to know about each of them. */
    private List<Integer> graphs = List.of();

    @Override
    public synchronized void passed(Plan plan, int pass, int states, double share, long nanoseconds) {
        int number = plans.computeIfAbsent(plan, _ -> plans.size());
        Row row = rows.computeIfAbsent((long) number << Integer.SIZE | pass, _ -> new Row(plan, pass));
        row.runs++;
        row.states += states;
        row.touched += states * share;
        row.seconds += nanoseconds * 1e-9;
    }

    @Override
    public synchronized void sliced(Plan plan, List<String> devices) {
        sliceDevices = devices;
    }

    @Override
    public synchronized void exchanged(Plan plan, int bits, long bytes, long nanoseconds) {
        Exchanges all = exchanges.computeIfAbsent(bits, _ -> new Exchanges());
        all.runs++;
        all.bytes += bytes;
        all.seconds += nanoseconds * 1e-9;
    }

    /**
     * Measures what the device's memory and arithmetic can do, to compare with.
     *
     * @param devices its name; of several with slices the first is measured
     */
    void measureDevice(String devices, int threads, Precision precision) {
        int qubits = rows.values().stream()
                .mapToInt(row -> row.plan.indexBits())
                .max()
                .orElse(FEWEST_QUBITS);
        String first = devices.split(",", 2)[0];
        try (Executor executor = Executors.open(first, threads)) {
            copyBytesPerSecond = Speed.copyBytesPerSecond(executor, Math.clamp(qubits, FEWEST_QUBITS, MOST_QUBITS));
            denseFlopsPerSecond = Speed.denseFlopsPerSecond(executor, precision);
            graphs = rows.values().stream()
                    .filter(row -> row.pass == 0
                            && row.runs > 1
                            && executor.profile()
                                    .repeatsAsGraph(row.plan.passes().size(), row.stateBytes()))
                    .map(row -> plans.getOrDefault(row.plan, 0))
                    .toList();
        }
    }

    /** The field {@code profile} of a result. */
    Map<String, Object> toJson() {
        List<Map<String, Object>> passes = new ArrayList<>();
        for (Row row : rows.values()) {
            Map<String, Object> pass = new LinkedHashMap<>();
            pass.put("plan", plans.getOrDefault(row.plan, 0));
            pass.put("pass", row.pass);
            pass.put("qubits", row.plan.indexBits());
            pass.put("micro_ops", row.ops());
            pass.put("runs", row.runs);
            pass.put("states", row.states);
            pass.put("seconds", row.seconds);
            pass.put("bytes", row.bytes());
            pass.put("bandwidth_fraction", row.bytes() / row.seconds / copyBytesPerSecond);
            pass.put("flops", row.flops());
            pass.put("peak_fraction", row.flops() / row.seconds / denseFlopsPerSecond);
            passes.add(pass);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("copy_bytes_per_second", copyBytesPerSecond);
        json.put("dense_flops_per_second", denseFlopsPerSecond);
        json.put("passes", passes);
        json.put("graphs", graphs);
        if (!sliceDevices.isEmpty()) {
            json.put("slice_devices", sliceDevices);
            List<Map<String, Object>> moved = new ArrayList<>();
            exchanges.forEach((bits, all) -> {
                Map<String, Object> exchange = new LinkedHashMap<>();
                exchange.put("bits", bits);
                exchange.put("runs", all.runs);
                exchange.put("bytes", all.bytes);
                exchange.put("seconds", all.seconds);
                moved.add(exchange);
            });
            json.put("exchanges", moved);
        }
        return json;
    }

    private void printSlices(PrintWriter err) {
        if (sliceDevices.isEmpty()) {
            return;
        }
        err.println("jaynes: slices are on " + String.join(", ", sliceDevices));
        exchanges.forEach((bits, all) -> err.printf(
                "  %d exchanges of %d bits, %.3g s, %.3g GB/s%n",
                all.runs, bits, all.seconds, all.bytes / all.seconds * 1e-9));
    }

    /** A line for each pass. */
    void print(PrintWriter err) {
        err.printf(
                "jaynes: passes; a copy on the device moves %.3g GB/s, general gates in its caches do %.3g GFLOP/s%n",
                copyBytesPerSecond * 1e-9, denseFlopsPerSecond * 1e-9);
        err.println("  plan pass qubits   ops    runs   seconds    GB/s  of copy  GFLOP/s of peak");
        rows.values().stream().limit(MAX_LINES).forEach(row -> {
            double bytes = row.bytes() / row.seconds;
            double flops = row.flops() / row.seconds;
            err.printf(
                    "  %4d %4d %6d %5d %7d %9.3g %7.3g %7.0f%% %8.3g %6.0f%%%n",
                    plans.getOrDefault(row.plan, 0),
                    row.pass,
                    row.plan.indexBits(),
                    row.ops(),
                    row.runs,
                    row.seconds,
                    bytes * 1e-9,
                    100 * bytes / copyBytesPerSecond,
                    flops * 1e-9,
                    100 * flops / denseFlopsPerSecond);
        });
        if (rows.size() > MAX_LINES) {
            err.println("  and " + (rows.size() - MAX_LINES) + " more; --json has them all");
        }
        if (!graphs.isEmpty()) {
            err.println("jaynes: without --profile the passes of plans " + graphs + " are launched as one graph each");
        }
        printSlices(err);
    }
}
