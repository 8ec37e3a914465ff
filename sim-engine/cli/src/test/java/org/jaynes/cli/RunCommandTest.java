package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RunCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theProfileThatIsPlannedForIsAnOption() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        JsonNode explained = Cli.run("explain", bell, "--device", "reference", "--plan-for", "cuda", "--json")
                .exits(ExitCode.DONE)
                .json();
        assertEquals("cuda", explained.get("stretches").get(0).get("profile").asString());
        Cli.run("run", bell, "--plan-for", "cuda", "--seed", 7).exits(ExitCode.DONE);
        Cli.run("expect", bell, "--plan-for", "gpu", "--observable", "Z0")
                .exits(ExitCode.BAD_INPUT)
                .complains("--plan-for: profile 'gpu'; expected cpu or cuda");
    }

    @Test
    void countsAsText() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli cli = Cli.run("run", bell, "--shots", 100, "--seed", 7).exits(ExitCode.DONE);
        assertTrue(cli.out().matches("00  \\d+\n11  \\d+\n"), cli::toString);
        cli.complains("jaynes: 2 qubits, 100 shots, seed 7, on ");
    }

    @Test
    void countsAsJson() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        JsonNode json = Cli.run("run", bell, "--shots", 100, "--device", "reference", "--json")
                .exits(ExitCode.DONE)
                .isQuiet()
                .json();
        assertEquals(
                Set.of(
                        "schema",
                        "counts",
                        "shots",
                        "seed",
                        "qubits",
                        "clbits",
                        "device",
                        "device_reason",
                        "precision",
                        "passes",
                        "seconds"),
                Set.copyOf(json.propertyNames()));
        assertEquals("jaynes.run/1", json.get("schema").asString());
        assertEquals(
                100,
                json.get("counts").get("00").asInt()
                        + json.get("counts").get("11").asInt());
        assertEquals(100, json.get("shots").asInt());
        assertEquals(2, json.get("qubits").asInt());
        assertEquals(2, json.get("clbits").asInt());
        assertEquals("reference", json.get("device").asString());
        assertEquals("single", json.get("precision").asString());
        assertEquals(1, json.get("passes").asInt());
        assertEquals(
                Set.of("parse", "plan", "run", "sample"),
                Set.copyOf(json.get("seconds").propertyNames()));
    }

    @Test
    void aDrawnSeedRepeatsTheRun() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        JsonNode first = Cli.run("run", bell, "--json", "--output", "samples").json();
        JsonNode second = Cli.run("run", bell, "--json", "--output", "samples", "--seed", first.get("seed"))
                .json();
        assertEquals(first.get("samples"), second.get("samples"));
    }

    @Test
    void registersArePrintedAsQiskitDoes() throws IOException {
        Path program = Programs.write(folder, Programs.TWO_REGISTERS);
        Cli.run("run", program, "--shots", 3).exits(ExitCode.DONE).prints("10 1  3\n");
        assertEquals(3, Cli.run("run", program, "--json").json().get("clbits").asInt());
    }

    @Test
    void probabilities() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        JsonNode json = Cli.run("run", bell, "--output", "probabilities", "--precision", "double", "--json")
                .json();
        assertEquals(0.5, json.get("probabilities").get("00").asDouble(), 1e-15);
        assertEquals(0.5, json.get("probabilities").get("11").asDouble(), 1e-15);
        assertEquals(2, json.get("probabilities").size());
    }

    @Test
    void moreSamplesThanTheHeapHoldsAreBeyondALimit() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("run", bell, "--output", "samples", "--shots", 2_000_000_000)
                .exits(4)
                .complains("heap")
                .showsNoStackTrace();
    }

    @Test
    void samplesInTheOrderOfTheShots() throws IOException {
        Path program = Programs.write(folder, Programs.TWO_REGISTERS);
        Cli.run("run", program, "--output", "samples", "--shots", 2).prints("10 1\n10 1\n");
    }

    @Test
    void samplesAsNumPyFile() throws IOException {
        Path program = Programs.write(folder, Programs.TWO_REGISTERS);
        Path file = folder.resolve("samples.npy");
        JsonNode json = Cli.run("run", program, "--output", "samples", "--shots", 2, "--out", file, "--json")
                .json();
        assertEquals(file.toString(), json.get("file").asString());
        ByteBuffer bytes = elements(file, "'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)");
        byte[] table = new byte[6];
        bytes.get(table);
        assertEquals("[1, 0, 1, 1, 0, 1]", java.util.Arrays.toString(table));
    }

    @Test
    void amplitudesAsText() throws IOException {
        Path program = Programs.write(folder, "OPENQASM 3.0; include \"stdgates.inc\"; qubit[2] q; x q[1]; z q[1];");
        Cli cli = Cli.run("run", program, "--output", "amplitudes").exits(ExitCode.DONE);
        assertEquals(
                "00  0.0  0.0\n01  0.0  0.0\n10  -1.0  0.0\n11  0.0  0.0\n",
                cli.out().replace("-0.0", "0.0"),
                cli::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "double"})
    void amplitudesAsNumPyFile(String precision) throws IOException {
        Path program = Programs.write(folder, "OPENQASM 3.0; include \"stdgates.inc\"; qubit[2] q; x q[1]; s q[1];");
        Path file = folder.resolve("state.npy");
        Cli.run("run", program, "--output", "amplitudes", "--precision", precision, "--out", file)
                .exits(ExitCode.DONE)
                .prints("wrote " + file);
        boolean single = precision.equals("single");
        ByteBuffer bytes =
                elements(file, "'descr': '" + (single ? "<c8" : "<c16") + "', 'fortran_order': False, 'shape': (4,)");
        for (double expected : new double[] {0, 0, 0, 0, 0, 1, 0, 0}) {
            assertEquals(expected, single ? bytes.getFloat() : bytes.getDouble());
        }
    }

    @Test
    void qsimCircuitsAreRead() throws IOException {
        Path circuit = Files.writeString(folder.resolve("circuit_q2"), "2\n0 x 1\n1 cnot 1 0\n");
        Cli.run("run", circuit, "--shots", 3).exits(ExitCode.DONE).prints("11  3\n");
        Path broken = Files.writeString(folder.resolve("broken"), "2\n0 x 7\n");
        Cli.run("run", broken)
                .exits(ExitCode.BAD_INPUT)
                .complains(broken + ":2:")
                .showsNoStackTrace();
        for (String setting : new String[] {"a=1", "a=true", "a=\"01\""}) {
            Cli.run("run", circuit, "--set", setting).exits(ExitCode.BAD_INPUT).complains("no such input");
        }
    }

    @Test
    void tooManyAmplitudesToPrintAreRefusedBeforeTheRun() throws IOException {
        Path program = Programs.write(folder, "OPENQASM 3.0; qubit[17] q;");
        Cli.run("run", program, "--output", "amplitudes")
                .exits(ExitCode.BAD_INPUT)
                .complains("131,072 amplitudes are too many to print (limit 65,536); write them with --out");
    }

    @Test
    void outTakesTheTextOfOtherOutputs() throws IOException {
        Path bell = Programs.write(folder, Programs.TWO_REGISTERS);
        Path file = folder.resolve("counts.txt");
        Cli.run("run", bell, "--shots", 5, "--out", file).exits(ExitCode.DONE).printsNothing();
        assertEquals("10 1  5\n", Files.readString(file));
    }

    @Test
    void aDynamicProgramHasCountsSamplesAndProbabilities() throws IOException {
        Path program = Programs.write(folder, Programs.TELEPORTATION);
        double one = Math.pow(Math.sin(0.4), 2);
        JsonNode json = Cli.run("run", program, "--output", "probabilities", "--precision", "double", "--json")
                .exits(ExitCode.DONE)
                .json();
        assertEquals(8, json.get("probabilities").size());
        assertEquals(one / 4, json.get("probabilities").get("1 0 0").asDouble(), 1e-14);
        JsonNode counts =
                Cli.run("run", program, "--shots", 50, "--json").json().get("counts");
        assertEquals(
                50,
                counts.properties().stream().mapToInt(e -> e.getValue().asInt()).sum());
        assertEquals(
                50,
                Cli.run("run", program, "--shots", 50, "--output", "samples", "--json")
                        .json()
                        .get("samples")
                        .size());
    }

    @Test
    void aStateThatDependsOnOutcomesIsRefused() throws IOException {
        Path program = Programs.write(folder, Programs.TELEPORTATION);
        Cli.run("run", program, "--output", "amplitudes")
                .exits(ExitCode.BAD_INPUT)
                .showsNoStackTrace()
                .complains("run shots or take the distribution");
    }

    @ParameterizedTest
    @ValueSource(strings = {"probabilities", "amplitudes"})
    void shotsOfWhatDrawsNoneAreRefused(String output) throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Cli.run("run", program, "--set", "a=1", "--set", "b=1", "--output", output, "--shots", 5)
                .exits(ExitCode.BAD_INPUT)
                .complains("expected counts or samples");
    }

    @ParameterizedTest
    @CsvSource({
        "--shots, 3000000000, 'found ''3000000000''; expected a whole number from -2147483648 to 2147483647'",
        "--seed,  abc,        'found ''abc''; expected a whole number from -9223372036854775808 to 9223372036854775807'"
    })
    void numbersAreRefusedWithTheirRange(String option, String value, String text) {
        Cli.run("run", "x.qasm", option, value)
                .exits(ExitCode.BAD_INPUT)
                .complains(option)
                .complains(text);
    }

    @Test
    void inputsAreSet() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Cli.run("run", program, "--set", "a=0", "--set", "b=1.5707963267948966", "--shots", 4)
                .exits(ExitCode.DONE)
                .complains("declares no classical bits; all qubits are measured at its end")
                .prints("1  4\n");
    }

    @Test
    void inputsOfOtherTypesAreSet() throws IOException {
        Path program = Programs.write(
                folder,
                "OPENQASM 3.0; include \"stdgates.inc\"; input int[8] n; input bool flip; input bit[2] which; qubit[2]"
                        + " q; for int i in [1:n] { x q[0]; } if (flip) x q[1]; if (which[1]) x q[0];");
        Cli.run("run", program, "--set", "n=2", "--set", "flip=true", "--set", "which=\"10\"", "--shots", 4)
                .exits(ExitCode.DONE)
                .prints("11  4\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=", "a=zero", "a=NaN", "a", "=1", "c=1"})
    void wrongInputsAreNamed(String setting) throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Cli.run("run", program, "--set", "b=1", "--set", setting)
                .exits(ExitCode.BAD_INPUT)
                .showsNoStackTrace()
                .complains("--set");
    }

    @Test
    void aMissingInputIsNamedWithTheOptionThatGivesIt() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Cli.run("run", program, "--set", "a=1")
                .exits(ExitCode.BAD_INPUT)
                .complains(program + ": the program's input 'b' has no value; give it with --set b=...");
    }

    @Test
    void anInputIsGivenOnce() throws IOException {
        Path program = Programs.write(folder, Programs.ROTATION);
        Cli.run("run", program, "--set", "a=1", "--set", "b=1", "--set", "a=1")
                .exits(ExitCode.BAD_INPUT)
                .complains("--set a: given more than once");
    }

    @Test
    void anAngleThatIsNotFiniteIsTheProgramsFault() throws IOException {
        Path program =
                Programs.write(folder, "OPENQASM 3.0; include \"stdgates.inc\"; input float a; qubit q; rx(1 / a) q;");
        Cli.run("run", program, "--set", "a=0")
                .exits(ExitCode.BAD_INPUT)
                .showsNoStackTrace()
                .complains("expected a finite number of radians");
    }

    @ParameterizedTest
    @ValueSource(strings = {"counts", "samples", "probabilities", "amplitudes"})
    void aFullDiskNamesTheFile(String output) throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("run", bell, "--output", output, "--out", "/dev/full")
                .exits(ExitCode.BAD_INPUT)
                .showsNoStackTrace()
                .complains("/dev/full: could not be written: ");
    }

    @Test
    void anErrorOfTheProgramIsLocated() throws IOException {
        Path program = Programs.write(folder, "OPENQASM 3.0;\nqubit q;\n  foo q;\n");
        Cli.run("run", program)
                .exits(ExitCode.BAD_INPUT)
                .printsNothing()
                .showsNoStackTrace()
                .complains("jaynes: " + program + ":3:3: ");
        JsonNode error = Cli.run("run", program, "--json")
                .exits(ExitCode.BAD_INPUT)
                .printsNothing()
                .errorJson();
        assertEquals(2, error.get("code").asInt());
        assertEquals(program.toString(), error.get("file").asString());
        assertEquals(3, error.get("line").asInt());
        assertEquals(3, error.get("column").asInt());
        assertTrue(error.get("message").asString().contains("foo"));
    }

    @Test
    void aStateThatDoesNotFitIsRefusedWithNeedAndLimit() throws IOException {
        Path program = Programs.write(folder, "OPENQASM 3.0; include \"stdgates.inc\"; qubit[45] q; h q;");
        Cli.run("run", program, "--output", "probabilities")
                .exits(ExitCode.BEYOND_LIMIT)
                .showsNoStackTrace()
                .complains("281,474,976,710,656 bytes");
    }

    @Test
    void aMissingDeviceIsRefusedWithTheReason() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("run", bell, "--device", "cuda:77")
                .exits(ExitCode.UNUSABLE_DEVICE)
                .complains("cuda:77 is not usable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:x", "cuda:", "CPU"})
    void anUnknownDeviceIsBadInput(String device) throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("run", bell, "--device", device).exits(ExitCode.BAD_INPUT).complains("expected auto, cuda");
    }

    @Test
    void wrongNumbersAreRefused() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Cli.run("run", bell, "--shots", "many").exits(ExitCode.BAD_INPUT).complains("--shots");
        Cli.run("run", bell, "--shots", -1).exits(ExitCode.BAD_INPUT).complains("--shots is -1");
        Cli.run("run", bell, "--threads", 0).exits(ExitCode.BAD_INPUT).complains("--threads is '0'");
        Cli.run("run", bell, "--precision", "half").exits(ExitCode.BAD_INPUT).complains("expected single or double");
        Cli.run("run", bell, "--output", "states").exits(ExitCode.BAD_INPUT).complains("amplitudes");
    }

    @Test
    void filesThatCannotBeUsedAreNamedBeforeTheRun() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        Path missing = folder.resolve("no.qasm");
        Cli.run("run", missing).exits(ExitCode.BAD_INPUT).complains(missing + ": there is no such file");
        Cli.run("run", folder).exits(ExitCode.BAD_INPUT).complains(folder + ": is not a file");
        Cli.run("run", bell, "--out", folder).exits(ExitCode.BAD_INPUT).complains("is a folder");
        Cli.run("run", bell, "--out", folder.resolve("no/such/out"))
                .exits(ExitCode.BAD_INPUT)
                .complains("there is no folder " + folder.resolve("no/such"));
    }

    /** The elements of a NumPy file whose dictionary begins as given. */
    private static ByteBuffer elements(Path file, String dictionary) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertEquals("\u0093NUMPY\u0001\u0000", new String(magic, StandardCharsets.ISO_8859_1));
        byte[] head = new byte[bytes.getShort()];
        bytes.get(head);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        assertTrue(text.startsWith("{" + dictionary), text);
        return bytes;
    }

    @Test
    void profileSaysWhereTheTimeOfEachPassWent() throws IOException {
        Path bell = Programs.write(folder, Programs.BELL);
        JsonNode json = Cli.run("run", bell, "--device", "cpu", "--shots", 5, "--profile", "--json")
                .exits(ExitCode.DONE)
                .isQuiet()
                .json();
        JsonNode profile = json.get("profile");
        assertEquals(json.get("passes").asInt(), profile.get("passes").size());
        JsonNode pass = profile.get("passes").get(0);
        assertEquals(2 * 4 * 8, pass.get("bytes").asDouble());
        assertEquals(2, pass.get("micro_ops").asInt());
        double seconds = pass.get("seconds").asDouble();
        assertTrue(seconds > 0, json::toString);
        assertEquals(
                64 / seconds / profile.get("copy_bytes_per_second").asDouble(),
                pass.get("bandwidth_fraction").asDouble(),
                1e-9);
        assertEquals(
                pass.get("flops").asDouble()
                        / seconds
                        / profile.get("dense_flops_per_second").asDouble(),
                pass.get("peak_fraction").asDouble(),
                1e-9);
        Cli.run("run", bell, "--shots", 5, "--profile").exits(ExitCode.DONE).complains("a copy on the device moves");
        Cli.run("expect", bell, "--observable", "Z0", "--profile")
                .exits(ExitCode.DONE)
                .complains("of copy");
    }
}
