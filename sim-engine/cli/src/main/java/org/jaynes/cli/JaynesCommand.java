package org.jaynes.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The top of the command line: {@code jaynes} without a subcommand. */
@Command(
        name = "jaynes",
        description = "Simulates quantum programs on a GPU, a CPU or in plain Java.",
        mixinStandardHelpOptions = true,
        versionProvider = JaynesCommand.Version.class,
        subcommands = {picocli.AutoComplete.GenerateCompletion.class},
        synopsisSubcommandLabel = "COMMAND")
final class JaynesCommand {

    /** The command line, with every subcommand that is on the class path, printing to the given writers. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new JaynesCommand()).setOut(out).setErr(err);
    }

    /** Reads the version that the build writes. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Properties properties = new Properties();
            try (InputStream input = JaynesCommand.class.getResourceAsStream("version.properties")) {
                properties.load(input);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String[] {"jaynes " + properties.getProperty("version")};
        }
    }
}
