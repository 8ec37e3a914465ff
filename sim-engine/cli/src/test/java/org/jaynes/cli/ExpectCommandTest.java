package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ExpectCommandTest {
    private static final double TOLERANCE = 1e-14;

    @TempDir
    private Path folder;

    @Test
    void valueAsText() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli cli = Cli.run("expect", bell, "--observable", "1.0*Z0 Z1 + 0.5*X0 X1 - 2*Z0", "--precision", "double")
                .exits(ExitCode.DONE);
        assertEquals(1.5, Double.parseDouble(cli.out().strip()), TOLERANCE);
        cli.complains("jaynes: 2 qubits, 1 row, 1 observable, on ");
    }

    @Test
    void deviceAndReasonAreSaidBesideTheValue() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("expect", bell, "--observable", "Z0", "--observable", "X0", "--device", "reference")
                .exits(ExitCode.DONE)
                .complains("1 row, 2 observables, on reference (asked for by name), single precision");
        Cli.run("expect", bell, "--observable", "Z0").exits(ExitCode.DONE).complains("(auto: a GPU is taken from");
    }

    @Test
    void variancesOfRowsAndOfMixtures() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a, b\n0.3, 0.2\n-1.1, 0.7\n");
        JsonNode json = Cli.run(
                        "expect",
                        program,
                        "--observable",
                        "Z0",
                        "--observable",
                        "Z0 + X0",
                        "--variance",
                        "--params",
                        rows,
                        "--precision",
                        "double",
                        "--json")
                .exits(ExitCode.DONE)
                .json();
        double[] angles = {0.3 + 0.4, -1.1 + 1.4};
        for (int row = 0; row < 2; row++) {
            double cosine = Math.cos(angles[row]);
            double both = cosine + Math.sin(angles[row]);
            assertEquals(2, json.get("values").get(row).size());
            assertEquals(
                    1 - cosine * cosine, json.get("variances").get(row).get(0).asDouble(), TOLERANCE);
            assertEquals(2 - both * both, json.get("variances").get(row).get(1).asDouble(), TOLERANCE);
        }
        Path measured = Programs.write(folder, Programs.BELL + "if (c[0]) x q[1];\n");
        JsonNode mixed = Cli.run(
                        "expect", measured, "--observable", "2*Z0", "--variance", "--precision", "double", "--json")
                .exits(ExitCode.DONE)
                .json();
        assertEquals(4, mixed.get("variances").get(0).asDouble(), TOLERANCE);
        Cli.run("expect", program, "--observable", "Z0", "--set", "a=1", "--set", "b=1", "--variance", "--gradient")
                .exits(ExitCode.BAD_INPUT)
                .complains("--variance does not go with --gradient");
        Cli.run("expect", program, "--observable", "Z0", "--set", "a=1", "--set", "b=1", "--gradient-method", "shift")
                .exits(ExitCode.BAD_INPUT)
                .complains("give --gradient too");
    }

    @Test
    void rowsAndGradientsAsJson() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a, b\n0.3, 0.2\n-1.1, 0.7\n");
        JsonNode json = Cli.run(
                        "expect",
                        program,
                        "--observable",
                        "Z0",
                        "--params",
                        rows,
                        "--gradient",
                        "--precision",
                        "double",
                        "--json")
                .exits(ExitCode.DONE)
                .isQuiet()
                .json();
        assertEquals(
                Set.of(
                        "schema",
                        "device",
                        "device_reason",
                        "precision",
                        "qubits",
                        "values",
                        "gradients",
                        "parameters",
                        "passes",
                        "seconds"),
                Set.copyOf(json.propertyNames()));
        assertEquals("[\"a\",\"b\"]", json.get("parameters").toString());
        double[] angles = {0.3 + 0.4, -1.1 + 1.4};
        for (int row = 0; row < 2; row++) {
            assertEquals(Math.cos(angles[row]), json.get("values").get(row).asDouble(), TOLERANCE);
            JsonNode gradient = json.get("gradients").get(row);
            assertEquals(-Math.sin(angles[row]), gradient.get(0).asDouble(), TOLERANCE);
            assertEquals(-2 * Math.sin(angles[row]), gradient.get(1).asDouble(), TOLERANCE);
        }
    }

    @Test
    void severalObservablesGiveAListPerRow() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        JsonNode json = Cli.run(
                        "expect",
                        program,
                        "--observable",
                        "Z0",
                        "--observable",
                        "X0",
                        "--set",
                        "a=0.5",
                        "--set",
                        "b=0",
                        "--gradient",
                        "--precision",
                        "double",
                        "--json")
                .json();
        assertEquals(Math.cos(0.5), json.get("values").get(0).get(0).asDouble(), TOLERANCE);
        assertEquals(Math.sin(0.5), json.get("values").get(0).get(1).asDouble(), TOLERANCE);
        assertEquals(
                2 * Math.cos(0.5), json.get("gradients").get(0).get(1).get(1).asDouble(), TOLERANCE);
    }

    @Test
    void theObservableOfAFile() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path file = Files.writeString(
                folder.resolve("h.json"),
                "{\"terms\": [{\"pauli\": \"Z0 Z1\", \"coefficient\": 2}, {\"pauli\": \"\", \"coefficient\": 0.25},"
                        + " {\"pauli\": \"Y0*Y1\"}]}");
        Cli cli = Cli.run("expect", bell, "--observable-file", file, "--precision", "double")
                .exits(ExitCode.DONE);
        assertEquals(1.25, Double.parseDouble(cli.out().strip()), TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        []                                              | 1:1: found [; expected {
        {"terms": [{"pauli": "Z0", "weight": 1}]}       | 1:28: unknown field 'weight' of a term
        {"terms": [{"pauli": "Q0"}]}                    | 1:22: observable
        {"terms": [{"pauli": "2*Z0"}]}                  | numbers go into "coefficient"
        {"terms": [{"coefficient": 1}]}                 | a term without "pauli"
        {"terms": [{"pauli": "Z0", "coefficient": "1"}]} | expected a number
        {"terms": []}                                   | 1:12: an observable without terms
        {"terms": [{"pauli": "Z0"}], "terms": []}       | the field "terms" is there twice
        {"terms": [{"pauli": "Z0", "pauli": "Z1"}]}     | the field "pauli" of a term is there twice
        {"terms": [{"pauli": "Z0", "coefficient": NaN}]} | 1:43: found NaN; expected a finite number
        {"terms": [{"pauli": "Z0", "coefficient": 1e999}]} | found 1e999; expected a finite number
        {"terms": [{"pauli": "Z0", "coefficient": 007}]} | not JSON: found '0'
        {'terms': []}                                   | 1:2: not JSON: found '''
        /* none */ {}                                   | 1:1: not JSON: found '/'
        {"terms": [{"pauli": Z0}]}                      | 1:22: not JSON: found 'Z'
        {"sum": []}                                     | unknown field 'sum'
        {}                                              | no field "terms"
        {"terms": [{"pauli": "Z0"}]} x                  | 1:30
        {"terms": [                                     | h.json:1:
        """)
    void wrongObservableFilesAreLocated(String text, String message) throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path file = Files.writeString(folder.resolve("h.json"), text);
        Cli.run("expect", bell, "--observable-file", file)
                .exits(ExitCode.BAD_INPUT)
                .showsNoStackTrace()
                .complains("h.json:1:")
                .complains(message)
                .isSilentOn("Feature");
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'{', (byte) 0xff, '}'});
        Path missing = folder.resolve("missing");
        for (String option : List.of("--observable-file", "--params")) {
            Cli.run("expect", bell, "--observable", "Z0", option, missing)
                    .exits(ExitCode.BAD_INPUT)
                    .complains(missing + ": there is no such file");
            Cli.run("expect", bell, "--observable", "Z0", option, binary)
                    .exits(ExitCode.BAD_INPUT)
                    .complains(binary + ": is not UTF-8 text");
            Cli.run("expect", bell, "--observable", "Z0", option, folder)
                    .exits(ExitCode.BAD_INPUT)
                    .complains(folder + ": could not be read: ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
        ''             | rows.csv:1:1: the file is empty
        'a,b'          | rows.csv:2:1: no rows
        'a,b;1'        | rows.csv:2:1: 1 values; expected 2
        'a,b;1,2,3'    | rows.csv:2:1: 3 values; expected 2
        'a,b;1, x'     | rows.csv:2:3: found 'x'; expected a finite number
        'a,b;1,2;3,NaN'| rows.csv:3:3: found 'NaN'
        'a,a;1,2'      | rows.csv:1:3: parameter 'a' has two columns
        'a,;1,2'       | rows.csv:1:3: empty parameter name
        'a,b,c;1,2,3'  | the program has no input 'c'; it has a, b
        'a;1'          | the program's input 'b' has no value
        """)
    void wrongRowsAreLocated(String lines, String message) throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Path rows = Files.writeString(folder.resolve("rows.csv"), lines.replace(';', '\n'));
        Cli.run("expect", program, "--observable", "Z0", "--params", rows)
                .exits(ExitCode.BAD_INPUT)
                .showsNoStackTrace()
                .complains(message);
    }

    @Test
    void aParameterIsGivenOnce() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a,b\n1,2\n");
        Cli.run("expect", program, "--observable", "Z0", "--params", rows, "--set", "a=1")
                .exits(ExitCode.BAD_INPUT)
                .complains("parameter 'a' is also given by --set");
    }

    @Test
    void observablesAreChecked() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("expect", bell).exits(ExitCode.BAD_INPUT).complains("expected --observable");
        Cli.run("expect", bell, "--observable", "Z0 +")
                .exits(ExitCode.BAD_INPUT)
                .complains("column");
        Cli.run("expect", bell, "--observable", "Z5")
                .exits(ExitCode.BAD_INPUT)
                .complains("the observable 1.0*Z5 is on qubit 5; the program has qubits 0 to 1");
    }

    @Test
    void gradientsAreOfTheStateBeforeTheMeasurementsAtTheEnd() throws IOException {
        Path program = Programs.write(folder, """
            OPENQASM 3;
            include "stdgates.inc";
            input float a;
            qubit[2] q;
            bit[2] c;
            reset q;
            ry(a) q[0];
            barrier q;
            c[0] = measure q[0];
            ry(2 * a) q[1];
            c[1] = measure q[1];
            """);
        JsonNode json = Cli.run(
                        "expect",
                        program,
                        "--observable",
                        "Z0 + Z1",
                        "--set",
                        "a=0.7",
                        "--gradient",
                        "--precision",
                        "double",
                        "--json")
                .json();
        assertEquals(
                -Math.sin(0.7) - 2 * Math.sin(1.4),
                json.get("gradients").get(0).get(0).asDouble(),
                TOLERANCE);
    }

    @Test
    void gradientsOfDynamicProgramsAreRefused() throws IOException {
        Path program = Programs.write(folder, Programs.TELEPORTATION);
        Cli.run("expect", program, "--observable", "Z2", "--gradient")
                .exits(ExitCode.BAD_INPUT)
                .complains("--gradient");
    }

    /** ry(a) and ry(2 b) turn about the same axis: the state has the angle a + 2 b, and the variance of its generator is 1/4. */
    @Test
    void metricOfEachRow() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a, b\n0.3, 0.2\n-1.1, 0.7\n");
        JsonNode json = Cli.run("expect", program, "--metric", "--params", rows, "--precision", "double", "--json")
                .exits(ExitCode.DONE)
                .json();
        assertEquals("[\"a\",\"b\"]", json.get("parameters").toString());
        assertEquals(2, json.get("fisher_information").size());
        for (JsonNode matrix : json.get("fisher_information")) {
            assertEquals(1, matrix.get(0).get(0).asDouble(), TOLERANCE);
            assertEquals(2, matrix.get(0).get(1).asDouble(), TOLERANCE);
            assertEquals(2, matrix.get(1).get(0).asDouble(), TOLERANCE);
            assertEquals(4, matrix.get(1).get(1).asDouble(), TOLERANCE);
        }
    }

    @Test
    void metricIsRefusedWhereThereIsNone() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Path noise = Files.writeString(
                folder.resolve("noise.json"),
                "{\"rules\": [{\"gates\": [\"ry\"], \"channel\": {\"type\": \"amplitude_damping\", \"gamma\": 0.1}}]}");
        Cli.run("expect", program, "--metric", "--set", "a=1", "--set", "b=2", "--noise", noise)
                .exits(ExitCode.BAD_INPUT)
                .printsNothing()
                .complains(program + ": --metric: the metric tensor is that of a pure state");
        Cli.run("expect", program, "--metric", "--set", "a=1", "--set", "b=2", "--observable", "Z0")
                .exits(ExitCode.BAD_INPUT)
                .complains("--metric goes with neither observables");
        Cli.run("expect", program, "--metric", "--set", "a=1", "--set", "b=2", "--shots", "5")
                .exits(ExitCode.BAD_INPUT)
                .complains("--metric goes with neither observables nor --shots");
        Cli.run("expect", Programs.write(folder, Programs.BELL), "--metric")
                .exits(ExitCode.BAD_INPUT)
                .complains("the program has no input");
    }
}
