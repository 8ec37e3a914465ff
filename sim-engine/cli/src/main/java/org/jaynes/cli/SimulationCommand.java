package org.jaynes.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.DeviceChoice;
import org.jaynes.statevector.Timing;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands that simulate have in common. */
abstract class SimulationCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Does the work, prints the result, and returns the exit code. */
    abstract int execute() throws IOException;

    @Override
    public final Integer call() throws IOException {
        output.check();
        return execute();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** For people, on standard error, so that standard output is the result alone. */
    void summary(DeviceChoice device, ProgramOptions.Program read, long passes, Timing seconds, String what) {
        if (!output.json()) {
            err().printf(
                            "jaynes: %d qubits, %s, on %s (%s), %s precision, %d %s, %.3g s%n",
                            read.circuit().qubitCount(),
                            what,
                            device.device(),
                            device.reason(),
                            name(common.precision()),
                            passes,
                            passes == 1 ? "pass" : "passes",
                            read.parseSeconds() + seconds.plan() + seconds.run() + seconds.sample());
        }
    }

    /** The fields that every result has; more are added behind them. */
    static Map<String, Object> result(String schema, DeviceChoice device, Precision precision) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("schema", "jaynes." + schema + "/1");
        result.put("device", device.device());
        result.put("device_reason", device.reason());
        result.put("precision", name(precision));
        return result;
    }

    static String name(Precision precision) {
        return precision == Precision.SINGLE ? "single" : "double";
    }

    static Map<String, Object> seconds(double parse, Timing timing) {
        Map<String, Object> seconds = new LinkedHashMap<>();
        seconds.put("parse", parse);
        seconds.put("plan", timing.plan());
        seconds.put("run", timing.run());
        seconds.put("sample", timing.sample());
        return seconds;
    }
}
