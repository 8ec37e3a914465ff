package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code --noise FILE}. */
class NoiseOptionTest {
    private static final double TOLERANCE = 1e-6;

    @TempDir
    private Path folder;

    private Path model(String text) throws IOException {
        return Files.writeString(folder.resolve("noise.json"), text);
    }

    @Test
    void probabilitiesAndExpectationsAreExact() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path noise = model("""
            {"schema": "jaynes.noise/1",
             "rules": [{"gates": ["cx"], "qubits": [[0, 1]], "channel": {"type": "depolarizing2", "p": 0.15}}],
             "readout": [{"qubits": [0], "p1_given_0": 0.0, "p0_given_1": 0.25}]}
            """);
        double left = 1 - 16 * 0.15 / 15;
        JsonNode values = Cli.run("expect", bell, "--observable", "X0 X1", "--noise", noise, "--json")
                .exits(ExitCode.DONE)
                .json()
                .get("values");
        assertEquals(left, values.get(0).asDouble(), TOLERANCE);
        JsonNode json = Cli.run("run", bell, "--noise", noise, "--output", "probabilities", "--json")
                .exits(ExitCode.DONE)
                .json();
        double same = (1 + left) / 4;
        double different = (1 - left) / 4;
        JsonNode probabilities = json.get("probabilities");
        assertEquals(1, json.get("branches").asInt());
        assertEquals(same + different / 4, probabilities.get("00").asDouble(), TOLERANCE);
        assertEquals(0.75 * different, probabilities.get("01").asDouble(), TOLERANCE);
        assertEquals(different + same / 4, probabilities.get("10").asDouble(), TOLERANCE);
        assertEquals(0.75 * same, probabilities.get("11").asDouble(), TOLERANCE);
    }

    @Test
    void expectationsAreAveragedOverShots() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path noise = model("{\"rules\": [{\"gates\": [\"cx\"], \"channel\": {\"type\": \"bit_flip\", \"p\": 0.2}}]}");
        JsonNode json = Cli.run(
                        "expect",
                        bell,
                        "--observable",
                        "Z0 Z1",
                        "--noise",
                        noise,
                        "--shots",
                        4000,
                        "--seed",
                        5,
                        "--json")
                .exits(ExitCode.DONE)
                .json();
        double deviation = Math.sqrt((1 - 0.36 * 0.36) / 4000); // of +-1 with mean (1 - 2 p)^2
        assertEquals(0.36, json.get("values").get(0).asDouble(), 5 * deviation);
        assertEquals(deviation, json.get("standard_errors").get(0).asDouble(), 0.1 * deviation);
        assertEquals(5, json.get("seed").asInt());
        Cli.run("expect", bell, "--observable", "Z0", "--observable", "X0", "--noise", noise, "--shots", 10)
                .exits(ExitCode.DONE)
                .prints(" +- ")
                .complains("10 shots, seed ");
        Cli.run("expect", bell, "--observable", "Z0", "--shots", 0)
                .exits(ExitCode.BAD_INPUT)
                .complains("--shots is 0");
        Cli.run("expect", bell, "--observable", "Z0", "--shots", 10, "--variance")
                .exits(ExitCode.BAD_INPUT)
                .complains("--shots goes with neither");
    }

    @Test
    void densityMatrixIsPrintedAndWritten() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path noise = model("""
            {"rules": [{"gates": ["h"], "channel": {"type": "mixture", "probabilities": [0.5, 0.5],
               "unitaries": [[[1, 0], [0, 1]], [[1, 0], [0, [0, 1]]]]}}]}
            """);
        JsonNode matrix = Cli.run("run", bell, "--noise", noise, "--output", "density_matrix", "--json")
                .exits(ExitCode.DONE)
                .json()
                .get("density_matrix");
        assertEquals(0.25, matrix.get(3).get(0).get(0).asDouble(), TOLERANCE);
        assertEquals(0.25, matrix.get(3).get(0).get(1).asDouble(), TOLERANCE);
        assertEquals(-0.25, matrix.get(0).get(3).get(1).asDouble(), TOLERANCE);
        Path file = folder.resolve("rho.npy");
        Cli.run("run", bell, "--noise", noise, "--output", "density_matrix", "--out", file)
                .exits(ExitCode.DONE);
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(128 + 16 * 8, bytes.length);
        var numbers = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        assertEquals(-0.25, numbers.getFloat(128 + 3 * 8 + 4), TOLERANCE); // row 0, column 3, imaginary part
        assertEquals(0.25, numbers.getFloat(128 + 12 * 8 + 4), TOLERANCE);
    }

    @Test
    void programsWithoutBitsAreMisreadToo() throws IOException {
        Path program = Programs.write(folder, "OPENQASM 3.0; qubit[1] q;");
        Path noise = model("{\"readout\": [{\"p1_given_0\": 1.0, \"p0_given_1\": 0.0}]}");
        JsonNode counts = Cli.run("run", program, "--noise", noise, "--shots", 7, "--json")
                .exits(ExitCode.DONE)
                .json()
                .get("counts");
        assertEquals("{\"1\":7}", counts.toString());
    }

    @Test
    void rulesForNothingAreNamed() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path noise =
                model("{\"rules\": [\n  {\"gates\": [\"cnot\"], \"channel\": {\"type\": \"bit_flip\", \"p\": 1}}]}");
        Cli.run("run", bell, "--noise", noise)
                .exits(ExitCode.DONE)
                .complains(noise + ":2:3: this rule applies to nothing in " + bell);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{} | 1:1: a noise model without \"rules\" and \"readout\"",
                "{\"rule\": []} | 1:10: unknown field 'rule'",
                "{\"rules\": [{}]} | 1:12: the field \"channel\" is missing",
                "{\"rules\": [{\"channel\": {\"type\": \"depolarizing\"}}]} | 1:24: the field \"p\" is missing",
                "{\"rules\": [{\"channel\": {\"type\": \"depolarizing\", \"p\": 1.5}}]} | 1:24: depolarizing(1.5): 1.5"
                        + " is not",
                "{\"rules\": [{\"channel\": {\"type\": \"bit_flip\", \"p\": 0.1, \"q\": 1}}]} | 1:60: unknown field"
                        + " 'q'",
                "{\"rules\": [{\"channel\": {\"type\": \"bit_flip\", \"p\": 0.1, \"gamma\": 1}}]} | 1:64: unknown"
                        + " field 'gamma' of",
                "{\"rules\": [{\"channel\": {\"type\": \"flip\"}}]} | 1:33: found \"flip\"; expected a channel",
                "{\"rules\": [{\"channel\": {\"type\": \"kraus\", \"operators\": [[[1, 0], [0, 0.5]]]}}]} | 1:24:"
                        + " kraus: the sum of K†K",
                "{\"rules\": [{\"channel\": {\"type\": \"kraus\", \"operators\": [[[1, 0], [0]]]}}]} | 1:65: a row of"
                        + " 1 entries",
                "{\"rules\": [{\"channel\": {\"type\": \"thermal_relaxation\", \"t1\": 1, \"t2\": 3, \"time\": 1}}]} |"
                        + " 1:24: thermal_",
                "{\"rules\": [{\"qubits\": [[2]], \"channel\": {\"type\": \"reset\"}}]} | 1:25: found qubit 2; the"
                        + " program has",
                "{\"rules\": [{\"gate_qubits\": 1, \"channel\": {\"type\": \"depolarizing2\", \"p\": 0}}]} | 1:12:"
                        + " depolarizing2(0",
                "{\"rules\": [{\"channel\": {\"type\": \"mixture\", \"probabilities\": [1], \"unitaries\": [[[1, 0], [0,"
                        + " 2]]]}}]} | 1:24: matrix",
                "{\"rules\": [{\"channel\": {\"type\": \"mixture\", \"probabilities\": [0.5], \"unitaries\": [[[1, 0], [0,"
                        + " 1]]]}}]} | 1:24: mixture: the probabilities add up to 0.5",
                "{\"readout\": [{\"p1_given_0\": 0.1, \"p0_given_1\": -0.1}]} | 1:14: readout error: P(0|1)",
                "{\"readout\": [{\"p1_given_0\": 0.1}]} | 1:14: the field \"p0_given_1\" is missing",
                "{\"readout\": [{\"p1_given_0\": \"a\", \"p0_given_1\": 0}]} | 1:29: found \"a\"; expected a number",
                "[ | 1:2: not JSON"
            })
    void wrongModelsAreRefusedWithTheirPlace(String text, String message) throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path noise = model(text.strip());
        Cli.run("run", bell, "--noise", noise)
                .exits(ExitCode.BAD_INPUT)
                .printsNothing()
                .showsNoStackTrace()
                .complains("jaynes: " + noise + ":" + message.strip());
    }

    @Test
    void amplitudesOfANoisyProgramAreRefused() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path noise = model("{\"rules\": [{\"channel\": {\"type\": \"bit_flip\", \"p\": 0.5}}]}");
        Cli.run("run", bell, "--noise", noise, "--output", "amplitudes")
                .exits(ExitCode.BAD_INPUT)
                .complains("channel");
        Cli.run("run", bell, "--noise", folder.resolve("none.json"))
                .exits(ExitCode.BAD_INPUT)
                .complains("there is no such file");
    }
}
