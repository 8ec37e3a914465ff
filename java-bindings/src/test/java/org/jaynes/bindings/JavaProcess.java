package org.jaynes.bindings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A second JVM with this one's class path, for what can be seen only once in a process. */
public final class JavaProcess {
    private final Process process;

    private JavaProcess(Process process) {
        this.process = process;
    }

    /**
     * How it ended.
     *
     * @param output both streams
     */
    public record Result(int exitCode, String output) {}

    public static JavaProcess start(Class<?> main, List<String> options, String... arguments) throws IOException {
        return start(main, options, Map.of(), arguments);
    }

    public static JavaProcess start(
            Class<?> main, List<String> options, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (options.stream().noneMatch(option -> option.contains("native-access"))) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(options);
        if (!options.contains("-cp")) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        }
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAYNES_"));
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start());
    }

    public Result await() throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
