package org.jaynes.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Runs {@code jaynes bench} within a test. Exceptions of the command come through. */
public final class BenchCli {
    /** What a command printed and how it ended. */
    public record Outcome(int exitCode, String out, String err) {}

    private BenchCli() {}

    public static Outcome run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<Exception> failures = new ArrayList<>();
        CommandLine command = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((thrown, _, _) -> {
                    failures.add(thrown);
                    return -1;
                });
        int exitCode =
                command.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        for (Exception failure : failures) {
            if (failure instanceof RuntimeException known) {
                throw known;
            }
            throw new AssertionError(failure);
        }
        return new Outcome(exitCode, out.toString(), err.toString());
    }
}
