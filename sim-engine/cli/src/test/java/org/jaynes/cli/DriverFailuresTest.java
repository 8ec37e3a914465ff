package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a user sees when the driver fails: the emulated driver is told by its environment how, and each command runs in a
 * JVM of its own, because a driver is looked for once in a process. A named device is called through Panama, {@code
 * auto} through JCuda.
 */
class DriverFailuresTest {
    /** So many qubits that {@code auto} wants the GPU. */
    private static final String PROGRAM = """
            OPENQASM 3.0;
            include "stdgates.inc";
            qubit[18] q;
            bit[2] c;
            h q[0];
            cx q[0], q[17];
            c[0] = measure q[0];
            c[1] = measure q[17];
            """;

    @TempDir
    private static Path folder;

    private static Path program;

    private record Outcome(int exitCode, String out, String err) {}

    @BeforeAll
    static void writeProgram() throws IOException {
        program = Programs.write(folder, PROGRAM);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no driver,       JAYNES_CUDA_LIBRARY=/no/such/libcuda.so.1,   3, /no/such/libcuda.so.1",
        "no device,       JAYNES_EMULATOR_DEVICES=0,                   3, sees no CUDA device",
        "init says none,  JAYNES_EMULATOR_FAIL=cuInit:100,             3, sees no CUDA device",
        "old driver,      JAYNES_EMULATOR_DRIVER_VERSION=11040,        3, too old: it supports CUDA 11.4",
        "no kernels,      JAYNES_EMULATOR_FAIL=cuModuleLoadData:209,   3, CUDA_ERROR_NO_BINARY_FOR_GPU",
        "no context,      JAYNES_EMULATOR_FAIL=cuDevicePrimaryCtxRetain:46, 3, cuDevicePrimaryCtxRetain",
        "does not fit,    JAYNES_EMULATOR_MEMORY=1M,                   4, 'needs 2,097,152 bytes'",
        "out of memory,   JAYNES_EMULATOR_FAIL=cuMemAlloc:2,           4, 'needs 2,097,152 bytes'",
        "why none,        JAYNES_EMULATOR_FAIL=cuMemAlloc:2,           4, 'cuMemAlloc of 2097152 bytes'",
        "no memory to run, JAYNES_EMULATOR_FAIL=cuLaunchKernel:2,      4, CUDA_ERROR_OUT_OF_MEMORY (2)",
        "launch failure,  JAYNES_EMULATOR_FAIL=cuLaunchKernel:719,     5, CUDA_ERROR_LAUNCH_FAILED",
        "pinned memory,   JAYNES_EMULATOR_FAIL=cuMemHostAlloc:2,       4, CUDA_ERROR_OUT_OF_MEMORY",
        "copy fails,      JAYNES_EMULATOR_FAIL=cuMemcpyDtoHAsync:999,  5, cuMemcpyDtoHAsync",
        "wait fails,      JAYNES_EMULATOR_FAIL=cuStreamSynchronize:700, 5, CUDA_ERROR_ILLEGAL_ADDRESS",
        "device lost,     JAYNES_EMULATOR_FAIL=cuLaunchKernel:214!,    5, CUDA_ERROR_ECC_UNCORRECTABLE"
    })
    void aNamedDeviceFailsWithItsCodeAndAutoGoesOn(String name, String environment, int exitCode, String text)
            throws Exception {
        Outcome named = run(List.of("JAYNES_CUDA=panama", environment), "--device", "cuda", "--json");
        assertEquals(exitCode, named.exitCode(), named.err());
        assertEquals("", named.out());
        assertFalse(named.err().contains("\tat "), named.err());
        JsonNode error = JsonMapper.shared().readTree(named.err()).get("error");
        assertEquals(exitCode, error.get("code").asInt());
        assertTrue(error.get("message").asString().contains(text), named.err());
        assertTrue(error.get("message").asString().contains("cuda:0"), named.err());

        Outcome auto = run(List.of("JAYNES_CUDA=jcuda", environment), "--device", "auto", "--json");
        assertEquals(0, auto.exitCode(), auto.err());
        JsonNode result = JsonMapper.shared().readTree(auto.out());
        assertEquals("cpu", result.get("device").asString());
        assertTrue(result.get("device_reason").asString().contains(text), auto.out());
        assertEquals(
                1024,
                result.get("counts").valueStream().mapToInt(JsonNode::asInt).sum());
    }

    @ParameterizedTest
    @CsvSource({"panama", "jcuda"})
    void theEmulatedDriverRunsThroughBothBindings(String binding) throws Exception {
        Outcome outcome = run(List.of("JAYNES_CUDA=" + binding), "--device", "cuda", "--seed", "3", "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        JsonNode onCuda = JsonMapper.shared().readTree(outcome.out());
        assertEquals("cuda:0", onCuda.get("device").asString());
        JsonNode onReference = Cli.run("run", program, "--device", "reference", "--seed", "3", "--json")
                .json();
        assertEquals(onReference.get("counts"), onCuda.get("counts"));
    }

    @Test
    void anExpectationSaysForPeopleWhoDidTheWork() throws Exception {
        Outcome outcome = start(
                List.of("JAYNES_EMULATOR_FAIL=cuLaunchKernel:719"),
                List.of("expect", program.toString(), "--observable", "Z0"));
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("on cpu (auto: cuda:0 failed: "), outcome.err());
        assertTrue(outcome.err().contains("CUDA_ERROR_LAUNCH_FAILED (719)"), outcome.err());
    }

    @Test
    void aSelftestChecksTheKernelsForDecodingToo() throws Exception {
        List<String> command = List.of("selftest", "--device", "cuda", "--qubits", "10", "--json");
        Outcome outcome = start(List.of(), command);
        assertEquals(0, outcome.exitCode(), outcome.err());
        JsonNode decoding =
                JsonMapper.shared().readTree(outcome.out()).get("tests").get(0).get("decoding");
        assertTrue(decoding.size() >= 5, outcome.out());
        assertTrue(decoding.valueStream().allMatch(check -> check.get("passed").asBoolean()), outcome.out());

        Outcome failed = start(List.of("JAYNES_EMULATOR_FAIL=jaynes_union_find:700"), command);
        assertEquals(5, failed.exitCode(), failed.err());
        assertTrue(failed.err().contains("CUDA_ERROR_ILLEGAL_ADDRESS"), failed.err());
        assertFalse(failed.err().contains("\tat "), failed.err());
    }

    @Test
    void aSelftestOfAFailingDeviceFails() throws Exception {
        Outcome outcome = start(
                List.of("JAYNES_EMULATOR_FAIL=cuLaunchKernel:719"),
                List.of("selftest", "--device", "cuda", "--qubits", "12", "--json"));
        assertEquals(5, outcome.exitCode(), outcome.err());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().contains("CUDA_ERROR_LAUNCH_FAILED"), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "works,           JAYNES_EMULATOR_DEVICES=1,              0, ''",
        "no device,       JAYNES_EMULATOR_DEVICES=0,              3, cuda:0 is not usable",
        "out of memory,   JAYNES_EMULATOR_FAIL=cuMemAlloc:2,      4, CUDA_ERROR_OUT_OF_MEMORY",
        "launch failure,  JAYNES_EMULATOR_FAIL=cuLaunchKernel:719, 5, CUDA_ERROR_LAUNCH_FAILED",
        "kernel fails,    JAYNES_EMULATOR_FAIL=jaynes_propagation_shared:700, 5, CUDA_ERROR_ILLEGAL_ADDRESS"
    })
    void decodingOnADeviceHasTheSamePredictionsAndExitCodes(String name, String environment, int exitCode, String text)
            throws Exception {
        Path dem = Files.writeString(
                folder.resolve("model.dem"), "error(0.1) D0 L0\nerror(0.1) D0 D1\nerror(0.2) D1 L1\n");
        Path shots = Files.writeString(folder.resolve("shots.01"), "00\n10\n01\n11\n");
        Outcome outcome = start(
                List.of(environment),
                List.of(
                        "qec",
                        "predict",
                        "--device",
                        "cuda",
                        "--decoder",
                        "bp",
                        "-p",
                        "schedule=flooding",
                        "--dem",
                        dem.toString(),
                        "--in",
                        shots.toString(),
                        "--in_format",
                        "01"));
        assertEquals(exitCode, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains(text), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
        assertEquals(exitCode == 0 ? "00\n10\n01\n00\n" : "", outcome.out());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no device,      JAYNES_EMULATOR_DEVICES=0,                    3, sees no CUDA device",
        "no kernels,     JAYNES_EMULATOR_FAIL=cuModuleLoadData:209,    3, CUDA_ERROR_NO_BINARY_FOR_GPU",
        "out of memory,  JAYNES_EMULATOR_FAIL=cuMemAlloc:2,            4, 'cuda:0 reports'",
        "launch failure, JAYNES_EMULATOR_FAIL=cuLaunchKernel:719,      5, CUDA_ERROR_LAUNCH_FAILED",
        "kernel fails,   JAYNES_EMULATOR_FAIL=jaynes_permanent_real_8:700, 5, CUDA_ERROR_ILLEGAL_ADDRESS"
    })
    void aPermanentOnAFailingDeviceFailsWithItsCode(String name, String environment, int exitCode, String text)
            throws Exception {
        Outcome outcome = permanentOfOnes(List.of(environment));
        assertEquals(exitCode, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains(text), outcome.err());
        assertTrue(outcome.err().contains("cuda:0"), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }

    @Test
    void aPermanentComesFromTheDeviceThatIsNamed() throws Exception {
        Outcome outcome = permanentOfOnes(List.of());
        assertEquals(0, outcome.exitCode(), outcome.err());
        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertEquals(2, json.get("permanent").get(0).asDouble());
        assertEquals("cuda:0", json.get("device").asString());
    }

    @Test
    void photonsAreDrawnOnTheDeviceThatIsNamed() throws Exception {
        Path job = Files.writeString(
                folder.resolve("job.json"),
                "{\"input_state\": [1, 1, 0, 1], \"loop_lengths\": [1, 2],"
                        + " \"bs_angles\": [0.3, 0.7, 1.1, 0.4, 0.9], \"n_samples\": 50, \"seed\": 3}");
        List<String> command =
                List.of("photonic", "sample", job.toString(), "--sampler", "clifford-clifford", "--output", "results");
        List<String> onCuda = new ArrayList<>(command);
        onCuda.addAll(List.of("--device", "cuda", "--json"));
        Outcome outcome = start(List.of(), onCuda);
        assertEquals(0, outcome.exitCode(), outcome.err());
        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertEquals("cuda:0", json.get("device").asString());
        List<Object> here = new ArrayList<>(command);
        here.addAll(List.of("--device", "reference", "--json"));
        assertEquals(Cli.run(here.toArray()).json().get("results"), json.get("results"));
    }

    private static Outcome permanentOfOnes(List<String> settings) throws Exception {
        Path matrix = folder.resolve("ones.npy");
        Files.write(matrix, onesNpy());
        return start(settings, List.of("permanent", matrix.toString(), "--device", "cuda", "--json"));
    }

    /** A matrix of two rows of ones as NumPy writes it. */
    private static byte[] onesNpy() {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }";
        String padded = header + " ".repeat(118 - 1 - header.length()) + "\n";
        ByteBuffer npy = ByteBuffer.allocate(128 + 4 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        npy.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        npy.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 4; i++) {
            npy.putDouble(1);
        }
        return npy.array();
    }

    @Test
    void countsOfCollectedErrorsDoNotDependOnTheDevice() throws Exception {
        String command = "qec collect --code repetition_code --task memory --distances 3 --noise 0.05"
                + " --decoders union-find --max_shots 2000 --seed 5 --workers 2 --quiet";
        Outcome cuda = start(List.of(), List.of((command + " --device cuda").split(" ")));
        assertEquals(0, cuda.exitCode(), cuda.err());
        Outcome cpu = start(List.of(), List.of(command.split(" ")));
        assertEquals(2000, column(cpu.out(), 0), cpu.out());
        assertTrue(column(cpu.out(), 1) > 0, cpu.out());
        assertEquals(column(cpu.out(), 0), column(cuda.out(), 0), cuda.out());
        assertEquals(column(cpu.out(), 1), column(cuda.out(), 1), cuda.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "detect --append_observables", "sample_dem --out_format dets"})
    void sampledShotsDoNotDependOnTheDevice(String name) throws Exception {
        Path circuit = folder.resolve("c.stim");
        Files.writeString(
                circuit,
                "REPEAT 5 {\nH 0 1\nDEPOLARIZE2(0.1) 0 1\nMX(0.1) 0 1\nDETECTOR rec[-1]\n}\nOBSERVABLE_INCLUDE(0) rec[-2]\n");
        Path model = folder.resolve("m.dem");
        Files.writeString(model, "repeat 5 {\nerror(0.2) D0 D1 L0\nerror(0.3) D1\nshift_detectors 1\n}\n");
        Path file = name.startsWith("sample_dem") ? model : circuit;
        String command = "qec %s --in %s --seed 5 --shots 70000".formatted(name, file);
        Outcome cuda = start(List.of(), List.of((command + " --device cuda").split(" ")));
        assertEquals(0, cuda.exitCode(), cuda.err());
        Outcome cpu = start(List.of(), List.of(command.split(" ")));
        assertEquals(70_000, cpu.out().lines().count());
        assertEquals(cpu.out(), cuda.out());
    }

    /** The sum of a column of a table with a header. */
    private static long column(String csv, int column) {
        return csv.lines()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[column].strip()))
                .sum();
    }

    private static Outcome run(List<String> settings, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", program.toString()));
        arguments.addAll(Arrays.asList(options));
        return start(settings, arguments);
    }

    private static Outcome start(List<String> settings, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.jaynes.cli.Main"));
        command.addAll(arguments);
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("JAYNES_CUDA_LIBRARY", "emulated");
        for (String setting : settings) {
            String[] nameAndValue = setting.split("=", 2);
            builder.environment().put(nameAndValue[0], nameAndValue[1]);
        }
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, Files.readString(err));
    }
}
