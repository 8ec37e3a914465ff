package org.jaynes.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.plan.SlicedPlan;

/** What {@code explain} says of a plan for a state in slices. */
final class SliceReport {
    private SliceReport() {}

    /** An exchange, with the number of the pass that it makes possible. */
    private record Placed(int beforePass, SlicedPlan.Exchange exchange) {}

    private static List<Placed> exchanges(SlicedPlan plan) {
        List<Placed> exchanges = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof SlicedPlan.Exchange exchange
                    && plan.steps().get(i + 1) instanceof SlicedPlan.Part part) {
                exchanges.add(new Placed(part.passNumbers()[0], exchange));
            }
        }
        return exchanges;
    }

    private static double bytes(SlicedPlan plan, SlicedPlan.Exchange exchange) {
        return exchange.movedPart()
                * Math.scalb(
                        (double) plan.plan().precision().amplitudeBytes(),
                        plan.plan().indexBits());
    }

    static Map<String, Object> json(SlicedPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("slices", 1 << plan.sliceBits());
        json.put("exchanged_bytes", plan.exchangedBytes());
        List<Map<String, Object>> exchanges = new ArrayList<>();
        for (Placed placed : exchanges(plan)) {
            Map<String, Object> exchange = new LinkedHashMap<>();
            exchange.put("before_pass", placed.beforePass);
            exchange.put("bits", placed.exchange.localPlaces().length);
            exchange.put("bytes", bytes(plan, placed.exchange));
            exchanges.add(exchange);
        }
        json.put("exchanges", exchanges);
        return json;
    }

    static void print(PrintWriter out, SlicedPlan plan) {
        out.printf(
                "slices        %d of 2^%d amplitudes, %d exchanges, %.4g MB change slices%n",
                1 << plan.sliceBits(),
                plan.plan().indexBits() - plan.sliceBits(),
                plan.exchanges().size(),
                plan.exchangedBytes() * 1e-6);
        for (Placed placed : exchanges(plan)) {
            out.printf(
                    "  exchange    before pass %d: %d bits at once, %.4g MB%n",
                    placed.beforePass, placed.exchange.localPlaces().length, bytes(plan, placed.exchange) * 1e-6);
        }
    }
}
