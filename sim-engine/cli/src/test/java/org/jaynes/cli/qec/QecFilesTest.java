package org.jaynes.cli.qec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jaynes.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deterministic commands of {@code jaynes qec}: files, standard streams, bytes, faults. */
class QecFilesTest {
    @TempDir
    private Path folder;

    /** Hashes of what stim 1.16.0 writes for the same options. */
    @ParameterizedTest
    @CsvSource({
        "surface_code, rotated_memory_x, 3, 3, 1c11ed1b16eb2007, 09cc11bda5149220, 888c2d32f63b892e",
        "repetition_code, memory, 5, 10, 5c9c58055aa43870, 630595c137e0d9ec, c1cea89bd358537a",
        "color_code, memory_xyz, 3, 3, 48d40c0fefa80228, 6a8e9d94b1c22ef0, 9a15e2618a88eee3",
    })
    void circuitsAndModelsHaveStimsBytes(
            String code, String task, int distance, int rounds, String circuit, String model, String decomposed)
            throws IOException {
        Path stim = folder.resolve("c.stim");
        Path dem = folder.resolve("c.dem");
        Cli.run(
                        "qec",
                        "gen",
                        "--code",
                        code,
                        "--task",
                        task,
                        "--distance",
                        distance,
                        "--rounds",
                        rounds,
                        "--after_clifford_depolarization",
                        "0.001",
                        "--before_round_data_depolarization=0.001",
                        "--before_measure_flip_probability",
                        "0.001",
                        "--after_reset_flip_probability",
                        "0.001",
                        "--out",
                        stim)
                .exits(0)
                .isQuiet()
                .printsNothing();
        assertEquals(circuit, hash(Files.readAllBytes(stim)));
        Cli.run("qec", "analyze_errors", "--in", stim, "--out", dem).exits(0).isQuiet();
        assertEquals(model, hash(Files.readAllBytes(dem)));
        Cli.run("qec", "analyze_errors", "--in", stim, "--out", dem, "--decompose_errors")
                .exits(0);
        assertEquals(decomposed, hash(Files.readAllBytes(dem)));
    }

    @Test
    void standardStreamsAreTheDefault() {
        assertEquals(
                "error(0.25) D0\n",
                new String(
                        piped("R 0\nX_ERROR(0.25) 0\nM 0\nDETECTOR rec[-1]\n".getBytes(UTF_8), "analyze_errors"),
                        UTF_8));
        assertArrayEquals(
                new byte[] {4, 0, 0, 0, 2, 0, 1, 0},
                piped(
                        "00001111001101\n".getBytes(UTF_8),
                        "convert",
                        "--in_format=01",
                        "--out_format=r8",
                        "--bits_per_shot=14"));
    }

    @Test
    void optionalThresholdOfDisjointErrors() throws IOException {
        Path stim = write("c.stim", "PAULI_CHANNEL_1(0.1, 0.8, 0.1) 0\nM 0\nDETECTOR rec[-1]\n");
        Cli.run("qec", "analyze_errors", "--in", stim)
                .exits(2)
                .complains("--approximate_disjoint_errors")
                .complains(stim + ":1:1: ")
                .complains("at instruction 1: PAULI_CHANNEL_1");
        Cli.run("qec", "analyze_errors", "--approximate_disjoint_errors", "--in", stim, "--out", folder.resolve("m"))
                .exits(0);
        Cli.run("qec", "analyze_errors", "--approximate_disjoint_errors=0.5", "--in", stim)
                .exits(2);
        Cli.run("qec", "analyze_errors", "--approximate_disjoint_errors=1.5", "--in", stim)
                .exits(2)
                .complains("a probability from 0 to 1, not 1.5");
    }

    /** From each format to each, through files, and back. */
    @ParameterizedTest
    @ValueSource(strings = {"01", "b8", "r8", "ptb64", "hits", "dets"})
    void shotsConvertThereAndBack(String format) throws IOException {
        StringBuilder shots = new StringBuilder();
        for (int shot = 0; shot < 64; shot++) {
            shots.append(Integer.toBinaryString(1 << 9 | shot * 7), 1, 10).append('\n');
        }
        Path in = write("in.01", shots.toString());
        Path there = folder.resolve("there");
        Path back = folder.resolve("back");
        Cli.run(
                        "qec",
                        "convert",
                        "--in",
                        in,
                        "--in_format",
                        "01",
                        "--out",
                        there,
                        "--out_format",
                        format,
                        "--num_measurements",
                        4,
                        "--num_detectors",
                        3,
                        "--num_observables",
                        2)
                .exits(0)
                .isQuiet();
        Cli.run(
                        "qec",
                        "convert",
                        "--in",
                        there,
                        "--in_format",
                        format,
                        "--out",
                        back,
                        "--num_measurements",
                        4,
                        "--num_detectors",
                        3,
                        "--num_observables",
                        2)
                .exits(0);
        assertEquals(shots.toString(), Files.readString(back));
    }

    @Test
    void kindsComeFromCircuitOrModelAndObservablesGoApart() throws IOException {
        Path in = write("in.dets", "shot D0\nshot D0 D1 L2\nshot\nshot D1 L2\n");
        Path dem = write("m.dem", "detector D0\ndetector D1\nlogical_observable L2\n");
        Path out = folder.resolve("out");
        Path observables = folder.resolve("obs");
        Cli.run("qec", "convert", "--in", in, "--in_format", "dets", "--out", out, "--dem", dem)
                .exits(0);
        assertEquals("10000\n11001\n00000\n01001\n", Files.readString(out));
        Cli.run(
                        "qec",
                        "convert",
                        "--in",
                        in,
                        "--in_format",
                        "dets",
                        "--out",
                        out,
                        "--dem",
                        dem,
                        "--obs_out",
                        observables,
                        "--obs_out_format",
                        "hits")
                .exits(0);
        assertEquals("10\n11\n00\n01\n", Files.readString(out));
        assertEquals("\n2\n\n2\n", Files.readString(observables));

        Path circuit = write("c.stim", "M 0 1 2\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(1) rec[-1]\n");
        Path bits = write("bits.01", "101\n");
        Cli.run(
                        "qec",
                        "convert",
                        "--in",
                        bits,
                        "--in_format",
                        "01",
                        "--circuit",
                        circuit,
                        "--types",
                        "LD",
                        "--out",
                        out,
                        "--out_format",
                        "dets")
                .exits(0);
        assertEquals("shot D0 L1\n", Files.readString(out));
    }

    @Test
    void groupsOf64AreFullOrRefused() throws IOException {
        Path in = write("in.01", "01\n10\n");
        Cli.run(
                        "qec",
                        "convert",
                        "--in",
                        in,
                        "--in_format",
                        "01",
                        "--bits_per_shot",
                        2,
                        "--out_format",
                        "ptb64",
                        "--out",
                        folder.resolve("out"))
                .exits(2)
                .complains("ptb64 holds groups of 64 shots; 2 shots are no multiple of 64");
    }

    @Test
    void bicycleCircuitsAreGenerated() throws IOException {
        Path out = folder.resolve("bb.stim");
        Cli.run(
                        "qec",
                        "gen",
                        "--code",
                        "bivariate_bicycle",
                        "--task",
                        "memory_z",
                        "--distance",
                        6,
                        "--rounds",
                        6,
                        "--after_clifford_depolarization",
                        "0.001",
                        "--idle_depolarization",
                        "0.001",
                        "--out",
                        out)
                .exits(0)
                .isQuiet();
        String text = Files.readString(out);
        assertEquals(
                "# Generated bivariate_bicycle circuit.",
                text.lines().findFirst().orElseThrow());
        assertEquals(
                12,
                text.lines()
                        .filter(line -> line.startsWith("OBSERVABLE_INCLUDE"))
                        .count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "qec|Missing required subcommand",
                "qec gen --code surface_code --task rotated_memory_x --rounds 3|Missing required option: '--distance",
                "qec gen --code x --task y --distance 3 --rounds 3|unknown code 'x'",
                "qec gen --code surface_code --task y --distance 3 --rounds 3|unknown task 'y' of surface_code",
                "qec gen --code surface_code --task rotated_memory_x --distance 3 --rounds 0|at least 1 rounds, not 0",
                "qec gen --code bivariate_bicycle --task memory_x --distance 5 --rounds 2|one of [6, 12, 18], not 5",
                "qec gen --code surface_code --task rotated_memory_x --distance 3 --rounds 3 --idle_depolarization 0.1"
                        + "|idle_depolarization is for bivariate_bicycle codes only",
                "qec gen --code surface_code --task rotated_memory_x --distance 3 --rounds 3"
                        + " --after_reset_flip_probability 1.5|'1.5' is no probability from 0 to 1",
                "qec analyze_errors --in missing.stim|missing.stim: there is no such file",
                "qec analyze_errors --in .|is a folder; expected a file to read",
                "qec analyze_errors --out missing/out.dem --in FILE|there is no folder",
                "qec convert --in FILE --in_format 02|unknown result format '02'; known: 01, b8, r8, ptb64, hits, dets",
                "qec convert --in FILE --in_format 01|how many bits a shot has is not known",
                "qec convert --in FILE --in_format 01 --out_format dets --bits_per_shot 1|dets names the kinds of the bits",
                "qec convert --in FILE --in_format 01 --circuit FILE|--circuit needs --types",
                "qec convert --in FILE --in_format 01 --circuit FILE --types MM|each at most once, not 'MM'",
                "qec convert --in FILE --in_format 01 --bits_per_shot -1|at least 0",
                "qec convert --in FILE --in_format 01 --bits_per_shot 3|FILE: shot 0, byte 1: expected '0' or '1' for bit 0 of 3",
            })
    void wrongUsageIsExplained(String command, String complaint) throws IOException {
        Path file = write("FILE", "M 0\n");
        Cli.run((Object[]) command.replace("FILE", file.toString()).split(" "))
                .exits(2)
                .printsNothing()
                .complains(complaint.replace("FILE", file.toString()))
                .showsNoStackTrace();
    }

    @Test
    void faultsNameThePlaceAndLimitsTheNeed() throws IOException {
        Path broken = write("broken.stim", "H 0\nCX 0\n");
        Cli.run("qec", "analyze_errors", "--in", broken)
                .exits(2)
                .complains(broken + ":2:1: CX takes pairs of targets but has 1 targets");

        Path endless = write("endless.stim", "REPEAT 1000000000000000000 {\nH 0\n}\n");
        Cli.run("qec", "analyze_errors", "--in", endless)
                .exits(4)
                .complains("1000000000000000000 instructions")
                .complains("the limit is");
        Path wide = write("wide.dem", "error(0.1) D1000000000000000000\n");
        Cli.run("qec", "convert", "--in", broken, "--in_format", "01", "--dem", wide)
                .exits(4)
                .complains("1000000000000000001 detectors")
                .complains("the limit is 2147483647 bits");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Runs a command with these bytes as standard input; returns standard output. */
    static byte[] piped(byte[] input, Object... command) {
        InputStream in = System.in;
        PrintStream out = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        Object[] arguments = new Object[command.length + 1];
        arguments[0] = "qec";
        System.arraycopy(command, 0, arguments, 1, command.length);
        try {
            System.setIn(new ByteArrayInputStream(input));
            System.setOut(new PrintStream(caught, false, UTF_8));
            Cli.run(arguments).exits(0).isQuiet();
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
        return caught.toByteArray();
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
