package org.jaynes.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jaynes.cli.photonic.PermanentCommand;
import org.jaynes.cli.photonic.PhotonicCommand;
import org.jaynes.cli.qec.QecCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The top of the command line: {@code jaynes} and its subcommands. */
@Command(
        name = "jaynes",
        description = "Simulates quantum programs on a GPU, a CPU or in plain Java.",
        mixinStandardHelpOptions = true,
        versionProvider = JaynesCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevicesCommand.class,
            RunCommand.class,
            ExpectCommand.class,
            ExplainCommand.class,
            PhotonicCommand.class,
            PermanentCommand.class,
            QecCommand.class,
            ServeCommand.class,
            SelftestCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:bad usage or bad input",
            "3:the device that was asked for is not usable",
            "4:would exceed, or exceeded, memory or a limit",
            "5:an engine failed while running"
        })
final class JaynesCommand {

    /** The command line, with every subcommand that is on the class path, printing to the given writers. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine commands = new CommandLine(new JaynesCommand());
        ServiceLoader.load(Subcommand.class).forEach(commands::addSubcommand);
        if (!commands.getSubcommands().containsKey("bench")) {
            commands.addSubcommand(new BenchNotice());
        }
        commands.setOut(out).setErr(err);
        commands.registerConverter(Integer.class, JaynesCommand::wholeNumber);
        commands.registerConverter(int.class, JaynesCommand::wholeNumber);
        commands.registerConverter(Long.class, JaynesCommand::wholeLong);
        commands.registerConverter(long.class, JaynesCommand::wholeLong);
        commands.setExecutionStrategy(JaynesCommand::run);
        commands.setParameterExceptionHandler(JaynesCommand::handleUsage);
        commands.setExecutionExceptionHandler(
                (thrown, command, parsed) -> report(command, thrown, Failure.of(thrown), parsed.originalArgs()));
        return commands;
    }

    /** Runs the command that was parsed; picocli hands exceptions to the handler, but no errors. */
    private static int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            return report(parsed.commandSpec().commandLine(), e, Failure.of(e), parsed.originalArgs());
        }
    }

    private static int wholeNumber(String text) {
        return Math.toIntExact(wholeNumber(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static long wholeLong(String text) {
        return wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** In words of the command line; the library's speak of Java's types. */
    private static long wholeNumber(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Not a number is answered as a number out of range is.
        }
        throw new TypeConversionException(
                "found '%s'; expected a whole number from %d to %d".formatted(text, least, most));
    }

    private static int handleUsage(ParameterException thrown, String[] arguments) {
        CommandLine command = thrown.getCommandLine();
        int exitCode = report(command, thrown, Failure.ofUsage(Failure.message(thrown)), List.of(arguments));
        if (!List.of(arguments).contains("--json")) {
            UnmatchedArgumentException.printSuggestions(thrown, command.getErr());
            command.getErr().println("'" + command.getCommandSpec().qualifiedName() + " --help' shows the usage.");
        }
        return exitCode;
    }

    /** Tells a failure on standard error, in the form that the arguments ask for. */
    private static int report(CommandLine command, Throwable thrown, Failure failure, List<String> arguments) {
        PrintWriter err = command.getErr();
        if (arguments.contains("--json")) {
            Json.write(err, failure.toJson());
        } else {
            err.println("jaynes: " + failure.message());
        }
        if (arguments.contains("--stacktrace") || failure.showsTrace()) {
            thrown.printStackTrace(err);
        }
        err.flush();
        return failure.exitCode();
    }

    /** The version that the build has written into the jar. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream input = JaynesCommand.class.getResourceAsStream("version.properties")) {
            properties.load(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "without a version");
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"jaynes " + version()};
        }
    }
}
