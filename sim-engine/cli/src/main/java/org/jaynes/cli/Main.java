package org.jaynes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;

/** The command {@code jaynes}. */
public final class Main {
    private Main() {}

    /** Runs the command line and ends the JVM with one of the {@linkplain ExitCode exit codes}. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        int exitCode = JaynesCommand.commandLine(out, err).execute(arguments);
        if (out.checkError() && exitCode == ExitCode.DONE) {
            err.println(
                    "jaynes: standard output could not be written to its end; is the disk full, or the reader gone?");
            exitCode = ExitCode.BAD_INPUT;
        }
        err.flush();
        System.exit(exitCode);
    }
}
