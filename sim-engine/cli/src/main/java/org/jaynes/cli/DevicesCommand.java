package org.jaynes.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.execution.DeviceInfo;
import org.jaynes.execution.Devices;
import picocli.CommandLine.Command;

/** {@code jaynes devices}: what can be used here, and why the rest cannot. */
@Command(
        name = "devices",
        description = "Lists the devices of this machine and the settings.",
        mixinStandardHelpOptions = true)
final class DevicesCommand extends SimulationCommand {

    @Override
    int execute() throws IOException {
        // Made only to refuse settings that make no sense.
        var _ = common.simulatorOptions();
        List<DeviceInfo> devices = Devices.list();
        List<Settings.Current> settings = Settings.all();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.devices/1");
        json.put("devices", devices.stream().map(DevicesCommand::json).toList());
        Map<String, Object> values = new LinkedHashMap<>();
        for (Settings.Current setting : settings) {
            values.put(
                    setting.name(),
                    Map.of(
                            "value", setting.value(),
                            "origin", setting.origin(),
                            "environment_variable", setting.environmentVariable()));
        }
        json.put("settings", values);
        output.print(out(), json, out -> print(out, devices, settings));
        return ExitCode.DONE;
    }

    /** A device as an entry of the JSON. */
    static Map<String, Object> json(DeviceInfo device) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", device.name());
        json.put("kind", device.kind());
        json.put("usable", device.usable());
        json.put("reason", device.reason());
        json.putAll(device.details());
        return json;
    }

    private static void print(PrintWriter out, List<DeviceInfo> devices, List<Settings.Current> settings) {
        for (DeviceInfo device : devices) {
            out.println(device.name() + (device.usable() ? "" : ", not usable"));
            if (!device.usable()) {
                device.reason().lines().forEach(line -> out.println("    " + line));
            }
            device.details().forEach((name, value) -> out.printf("    %-20s %s%n", label(name), text(name, value)));
        }
        out.println();
        out.println("Settings (a system property wins over the environment)");
        for (Settings.Current setting : settings) {
            out.printf(
                    "    %-20s %s (%s; %s)%n",
                    setting.name(), setting.value(), setting.origin(), setting.environmentVariable());
        }
    }

    private static String label(String name) {
        return name.replace("_bytes", "").replace('_', ' ');
    }

    private static String text(String name, Object value) {
        return name.endsWith("_bytes") ? "%.1f GiB".formatted((Long) value / (double) (1 << 30)) : value.toString();
    }
}
