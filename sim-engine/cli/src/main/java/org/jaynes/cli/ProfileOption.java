package org.jaynes.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jaynes.statevector.DeviceChoice;
import org.jaynes.statevector.RunOptions;
import picocli.CommandLine.Option;

/** {@code --profile} of the commands that run circuits. */
final class ProfileOption {
    @Option(names = "--profile", description = "Time and bytes of each pass, beside what the device can do.")
    private boolean asked;

    private final PassProfile passes = new PassProfile();

    /** The options, under which passes are observed if that is asked for. */
    RunOptions observed(RunOptions options) {
        return asked ? options.withObserver(passes) : options;
    }

    /** Adds the profile to a result, or prints it, if it is asked for. */
    void report(Map<String, Object> json, DeviceChoice device, CommonOptions common, boolean asJson, PrintWriter err) {
        if (!asked) {
            return;
        }
        passes.measureDevice(device.device(), common.threads(), common.precision());
        if (asJson) {
            json.put("profile", passes.toJson());
        } else {
            passes.print(err);
        }
    }
}
