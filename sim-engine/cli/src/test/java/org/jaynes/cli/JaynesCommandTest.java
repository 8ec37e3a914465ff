package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JaynesCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"devices", "run", "expect", "explain", "selftest", "serve", "bench"})
    void everyCommandHasHelp(String command) {
        Cli.run("--help").exits(ExitCode.DONE).prints("  " + command + " ");
        Cli.run(command, "--help").exits(ExitCode.DONE).isQuiet().prints("Usage: jaynes " + command);
    }

    @Test
    void theHelpListsTheExitCodes() {
        Cli.run("--help").prints("3   the device that was asked for is not usable");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        Cli cli = Cli.run("--version").exits(ExitCode.DONE);
        assertTrue(cli.out().matches("jaynes \\d+\\.\\d+\\.\\d+\\S*\n"), cli::toString);
    }

    @Test
    void completionIsGenerated() {
        Cli.run("generate-completion").exits(ExitCode.DONE).prints("complete").prints("--observable-file");
    }

    @Test
    void unknownCommandsAndOptionsAreBadUsage() {
        Cli.run("rum").exits(ExitCode.BAD_INPUT).complains("rum").complains("run");
        Cli.run("run", "x.qasm", "--shot", 3)
                .exits(ExitCode.BAD_INPUT)
                .complains("--shot")
                .showsNoStackTrace();
        Cli.run("run").exits(ExitCode.BAD_INPUT).complains("FILE").complains("jaynes run --help");
    }

    @Test
    void badUsageIsJsonWhenAskedFor() {
        assertEquals(
                "{\"error\":{\"code\":2,\"message\":\"Missing required parameter: 'FILE'\"}}\n",
                Cli.run("run", "--json")
                        .exits(ExitCode.BAD_INPUT)
                        .printsNothing()
                        .err());
    }

    @Test
    void theStackTraceIsShownOnRequest() {
        Cli.run("run", "no.qasm").exits(ExitCode.BAD_INPUT).showsNoStackTrace();
        Cli.run("run", "no.qasm", "--stacktrace").exits(ExitCode.BAD_INPUT).complains("\tat org.jaynes.");
    }

    @Test
    void withoutTheBenchmarksBenchSaysWhereTheyAre() {
        Cli.run("bench", "statevector").exits(ExitCode.BAD_INPUT).complains("./jaynes bench in a clone");
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        Cli.run().exits(ExitCode.BAD_INPUT).complains("jaynes --help");
    }
}
