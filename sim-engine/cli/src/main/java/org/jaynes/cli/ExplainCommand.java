package org.jaynes.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jaynes.circuit.Circuit;
import org.jaynes.plan.Explanation;
import org.jaynes.plan.Plan;
import org.jaynes.statevector.CircuitPlan;
import org.jaynes.statevector.Simulator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jaynes explain}: what would run, where and why, and what it would cost. */
@Command(
        name = "explain",
        description = "Shows the plan of an OpenQASM program without running it.",
        mixinStandardHelpOptions = true)
final class ExplainCommand extends SimulationCommand {
    @Mixin
    private ProgramOptions program = new ProgramOptions();

    @Mixin
    private SlicesOption slices = new SlicesOption();

    @Override
    int execute() throws IOException {
        ProgramOptions.Program read = program.withNoise(program.read(), err());
        long start = System.nanoTime();
        CircuitPlan circuitPlan;
        try (Simulator simulator = Simulator.open(slices.in(common.simulatorOptions()))) {
            circuitPlan = simulator.explain(
                    read.circuit(), program.runOptions(read.circuit()).withPrecision(common.precision()));
        }
        double planSeconds = (System.nanoTime() - start) * 1e-9;
        List<Explanation> stretches =
                circuitPlan.plans().stream().map(Plan::explain).toList();
        Map<String, Object> json = result("explain", circuitPlan.device(), common.precision());
        Circuit circuit = read.circuit();
        json.put("qubits", circuit.qubitCount());
        json.put("gates", circuit.counts());
        json.put("depth", circuit.depth());
        json.put("dynamic", circuitPlan.dynamic());
        json.put("stretches", stretches.stream().map(ExplainCommand::json).toList());
        if (!circuitPlan.sliced().isEmpty()) {
            json.put(
                    "slices",
                    circuitPlan.sliced().stream().map(SliceReport::json).toList());
        }
        Map<String, Object> seconds = new LinkedHashMap<>();
        seconds.put("parse", read.parseSeconds());
        seconds.put("plan", planSeconds);
        json.put("seconds", seconds);
        output.print(out(), json, out -> print(out, circuit, circuitPlan, stretches));
        return ExitCode.DONE;
    }

    private static Map<String, Object> json(Explanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("passes", explanation.passes());
        Map<String, Object> ops = new LinkedHashMap<>();
        explanation.ops().forEach((kind, count) -> ops.put(kind.name().toLowerCase(Locale.ROOT), count));
        json.put("micro_ops", ops);
        json.put("profile", explanation.profile().name());
        json.put("tile_bits", explanation.tileBits());
        json.put("repeats_as_graph", explanation.repeatsAsGraph());
        json.put("state_bytes", explanation.stateBytes());
        json.put("coefficient_bytes", explanation.coefficientBytes());
        json.put("traffic_bytes", explanation.trafficBytes());
        json.put("flops", explanation.flops());
        json.put("predicted_seconds", explanation.predictedSeconds());
        return json;
    }

    private static void print(PrintWriter out, Circuit circuit, CircuitPlan plan, List<Explanation> stretches) {
        out.println(
                "device        " + plan.device().device() + " (" + plan.device().reason() + ")");
        out.println("circuit       " + circuit.qubitCount() + " qubits, depth " + circuit.depth() + ", "
                + circuit.counts());
        if (plan.dynamic()) {
            out.println("dynamic       " + stretches.size()
                    + " stretches between measurements, each as often as it is written");
        }
        for (int i = 0; i < stretches.size(); i++) {
            out.println();
            stretches.get(i).text().lines().forEach(out::println);
            if (!plan.sliced().isEmpty()) {
                SliceReport.print(out, plan.sliced().get(i));
            }
        }
    }
}
