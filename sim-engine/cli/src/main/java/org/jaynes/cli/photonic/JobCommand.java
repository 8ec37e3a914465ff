package org.jaynes.cli.photonic;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.cli.OutputOptions;
import org.jaynes.photonics.ExperimentException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that read a photonic job have in common. */
abstract class JobCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB.json", description = "The job: input_state, loops and angles or unitary, noise.")
    private Path file = Path.of("");

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Does the work and prints the result. */
    abstract void execute(JobFile.Job job) throws IOException;

    @Override
    public final Integer call() throws IOException {
        output.check();
        JobFile.Job job = JobFile.read(file);
        try {
            execute(job);
        } catch (ExperimentException e) {
            throw new InputException(file, String.valueOf(e.getMessage()));
        }
        return exitCode();
    }

    /** What the work has come to, when nothing was thrown. */
    int exitCode() {
        return ExitCode.DONE;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The fields that every result has. */
    static Map<String, Object> result(String schema) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("schema", "jaynes.photonic-" + schema + "/1");
        return result;
    }
}
