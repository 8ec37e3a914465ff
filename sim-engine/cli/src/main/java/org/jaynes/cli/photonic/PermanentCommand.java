package org.jaynes.cli.photonic;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jaynes.cli.ExitCode;
import org.jaynes.cli.InputException;
import org.jaynes.cli.OutputOptions;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.permanent.Arithmetic;
import org.jaynes.photonics.permanent.Permanent;
import org.jaynes.photonics.permanent.Permanents;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jaynes permanent}. */
@Command(
        name = "permanent",
        description = "Computes the permanent of a matrix, with an estimate of its error.",
        mixinStandardHelpOptions = true)
public final class PermanentCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MATRIX.npy", description = "A square matrix of whole, real or complex numbers.")
    private Path file = Path.of("");

    @Option(
            names = "--arithmetic",
            paramLabel = "NAME",
            description = "double or double-double (default: ${DEFAULT-VALUE}).")
    private String arithmetic = "double";

    @Option(names = "--rows", paramLabel = "N,N,...", split = ",", description = "How often each row counts.")
    private List<Integer> rows = new ArrayList<>();

    @Option(names = "--columns", paramLabel = "N,N,...", split = ",", description = "How often each column counts.")
    private List<Integer> columns = new ArrayList<>();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        output.check();
        Arithmetic numbers = switch (arithmetic) {
            case "double" -> Arithmetic.DOUBLE;
            case "double-double" -> Arithmetic.DOUBLE_DOUBLE;
            default ->
                throw new InputException("--arithmetic is '" + arithmetic + "'; expected double or double-double");
        };
        ComplexMatrix matrix = NpyMatrix.read(file);
        PhotonicDevice where = device.device();
        Permanent permanent = compute(matrix, numbers, where);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "jaynes.permanent/1");
        json.put("permanent", new double[] {permanent.re(), permanent.im()});
        json.put("error", permanent.error());
        json.put("arithmetic", arithmetic);
        json.put("device", where.name());
        PrintWriter out = spec.commandLine().getOut();
        output.print(
                out,
                json,
                writer -> writer.println(
                        "%s %s  error %.2g".formatted(permanent.re(), permanent.im(), permanent.error())));
        return ExitCode.DONE;
    }

    private Permanent compute(ComplexMatrix matrix, Arithmetic numbers, PhotonicDevice where) {
        try {
            return Permanents.of(
                    matrix, counts(rows, matrix.rows()), counts(columns, matrix.columns()), numbers, where);
        } catch (ExperimentException e) {
            throw new InputException(file, String.valueOf(e.getMessage()));
        }
    }

    private static int[] counts(List<Integer> given, int size) {
        int[] counts = new int[given.isEmpty() ? size : given.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = given.isEmpty() ? 1 : given.get(i);
        }
        return counts;
    }
}
