package org.jaynes.cli.qec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jaynes.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jaynes qec sample}, {@code detect} and {@code m2d}. */
class SamplingTest {
    /** Certain errors, so that the results are known. */
    private static final String CERTAIN =
            "X_ERROR(1) 0\nM 0 1\nDETECTOR rec[-2]\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(0) rec[-2]\n";

    @TempDir
    private Path folder;

    /** What stim 1.16.0 writes. */
    @ParameterizedTest
    @CsvSource({
        "sample, '10\n10\n'",
        "sample --out_format dets, 'shot M0\nshot M0\n'",
        "sample --out_format hits --skip_reference_sample --skip_loop_folding, '0\n0\n'",
        "detect, '10\n10\n'",
        "detect --append_observables, '101\n101\n'",
        "detect --out_format dets, 'shot L0 D0\nshot L0 D0\n'",
        "detect --out_format dets --append_observables, 'shot D0 L0\nshot D0 L0\n'",
    })
    void shotsAreWrittenAsStimDoes(String command, String expected) throws IOException {
        Path circuit = write("c.stim", CERTAIN);
        Path out = folder.resolve("out");
        run(command + " --shots 2 --in " + circuit + " --out " + out);
        assertEquals(expected, Files.readString(out));
    }

    @Test
    void observablesGoApart() throws IOException {
        Path circuit = write("c.stim", CERTAIN);
        Path out = folder.resolve("out");
        Path flips = folder.resolve("flips");
        run("detect --out_format dets --in %s --out %s --obs_out %s --obs_out_format hits"
                .formatted(circuit, out, flips));
        assertEquals("shot D0\n", Files.readString(out));
        assertEquals("0\n", Files.readString(flips));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "detect --append_observables"})
    void threadsAndNumberOfShotsDoNotMatter(String command) throws IOException {
        Path circuit = folder.resolve("c.stim");
        Cli.run(
                        "qec",
                        "gen",
                        "--code",
                        "surface_code",
                        "--task",
                        "rotated_memory_x",
                        "--distance",
                        3,
                        "--rounds",
                        3,
                        "--after_clifford_depolarization",
                        "0.01",
                        "--out",
                        circuit)
                .exits(0);
        Path one = folder.resolve("one");
        Path several = folder.resolve("several");
        Path fewer = folder.resolve("fewer");
        run("%s --in %s --seed 5 --shots 12345 --threads 1 --out %s".formatted(command, circuit, one));
        run("%s --in %s --seed 5 --shots 12345 --threads 3 --out %s".formatted(command, circuit, several));
        run("%s --in %s --seed 5 --shots 3000 --out %s".formatted(command, circuit, fewer));
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(several));
        List<String> lines = Files.readAllLines(one);
        assertEquals(12345, lines.size());
        assertEquals(lines.subList(0, 3000), Files.readAllLines(fewer));
        assertTrue(lines.stream().distinct().count() > 1000);
    }

    @Test
    void seedsAreDrawnAnew() throws IOException {
        Path circuit = write("c.stim", "REPEAT 64 {\nMX 0\nM 0\n}");
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        run("sample --in %s --out %s".formatted(circuit, first));
        run("sample --in %s --out %s".formatted(circuit, second));
        assertTrue(!Files.readString(first).equals(Files.readString(second)));
    }

    /** The example of stim's documentation, and sweep bits. */
    @Test
    void measurementsBecomeDetectionEvents() throws IOException {
        Path circuit = write(
                "c.stim",
                "X 0\nCX sweep[0] 1\nM 0 1\nDETECTOR rec[-2]\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(2) rec[-1]\n");
        Path in = write("in.01", "00\n01\n10\n11\n");
        Path out = folder.resolve("out");
        String common = "m2d --circuit %s --in %s --in_format 01 --out %s".formatted(circuit, in, out);
        run(common + " --append_observables --out_format dets");
        assertEquals("shot D0\nshot D0 D1 L2\nshot\nshot D1 L2\n", Files.readString(out));
        run(common + " --skip_reference_sample");
        assertEquals("00\n01\n10\n11\n", Files.readString(out));

        Path flips = folder.resolve("flips");
        Path sweep = write("sweep.hits", "\n0\n0\n\n");
        run(common + " --sweep " + sweep + " --sweep_format hits --obs_out " + flips);
        assertEquals("10\n10\n01\n01\n", Files.readString(out));
        assertEquals("000\n000\n001\n001\n", Files.readString(flips));

        for (String wrong : new String[] {"\n0\n0\n", "\n0\n0\n\n\n"}) {
            Path other = write("wrong.hits", wrong);
            Cli.run((Object[]) ("qec " + common + " --sweep " + other + " --sweep_format hits").split(" "))
                    .exits(2)
                    .complains(
                            wrong.length() == 5
                                    ? "for 3 shots, and more shots"
                                    : "there are 4 shots, and sweep bits for more");
        }
    }

    @Test
    void feedbackThatWasNotRunIsMadeUpFor() throws IOException {
        Path circuit = write("c.stim", "MX 0\nCX rec[-1] 1\nM 1\nDETECTOR rec[-1]\n");
        Path in = write("in.01", "00\n10\n01\n11\n");
        Path out = folder.resolve("out");
        String common = "m2d --circuit %s --in %s --in_format 01 --out %s".formatted(circuit, in, out);
        run(common + " --ran_without_feedback");
        assertEquals("0\n1\n1\n0\n", Files.readString(out));
        run(common);
        assertEquals("0\n0\n1\n1\n", Files.readString(out));
    }

    /** Errors of probability 0 and 1, recorded in each way and replayed. */
    @Test
    void errorsAreRecordedAndReplayed() throws IOException {
        Path model = write(
                "m.dem", "error(0) D0\nerror(1) D1 ^ D2 L0\nrepeat 2 {\n    error(1) D3\n    shift_detectors 1\n}\n");
        Path out = folder.resolve("out");
        Path flips = folder.resolve("flips");
        Path errors = folder.resolve("errors");
        String common = "sample_dem --in %s --out %s --obs_out %s ".formatted(model, out, flips);
        run(common + "--shots 2 --err_out " + errors);
        assertEquals("01111\n01111\n", Files.readString(out));
        assertEquals("1\n1\n", Files.readString(flips));
        assertEquals("0111\n0111\n", Files.readString(errors));
        run(common + "--out_format dets --err_out_format dets --err_out " + errors);
        assertEquals("shot D1 D2 D3 D4\n", Files.readString(out));
        assertEquals("shot M1 M2 M3\n", Files.readString(errors));

        Path replayed = write("replayed.hits", "0\n3\n1,2\n");
        run(common
                + "--shots 3 --replay_err_in_format hits --replay_err_in %s --err_out %s".formatted(replayed, errors));
        assertEquals("10000\n00001\n01110\n", Files.readString(out));
        assertEquals("0\n0\n1\n", Files.readString(flips));
        assertEquals("1000\n0001\n0110\n", Files.readString(errors));
        Cli.run((Object[]) ("qec " + common + "--shots 4 --replay_err_in_format hits --replay_err_in " + replayed)
                        .split(" "))
                .exits(2)
                .complains("there are errors of 3 shots to replay; --shots is 4");
    }

    @Test
    void sampledModelsDoNotDependOnThreads() throws IOException {
        Path model = write(
                "m.dem", "error(0.1) D0 L0\nerror(0.01) D0 D1\nrepeat 5 {\nerror(0.2) D1 D2\nshift_detectors 1\n}\n");
        Path one = folder.resolve("one");
        Path several = folder.resolve("several");
        run("sample_dem --in %s --seed 1 --shots 5000 --threads 1 --out %s".formatted(model, one));
        run("sample_dem --in %s --seed 1 --shots 5000 --threads 4 --out %s".formatted(model, several));
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(several));
        assertTrue(Files.readAllLines(one).stream().distinct().count() > 20);
    }

    @Test
    void errorsAreExplained() throws IOException {
        Path circuit =
                write("c.stim", "QUBIT_COORDS(1, 2) 0\nTICK\nX_ERROR(0.25) 0\nM(0.125) 0\nDETECTOR(3) rec[-1]\n");
        Path filter = write("filter.dem", "error(1) D0\nerror(1) L5\n");
        Path out = folder.resolve("out");
        run("explain_errors --single --in %s --dem_filter %s --out %s".formatted(circuit, filter, out));
        assertEquals("""
                ExplainedError {
                    dem_error_terms: D0[coords 3]
                    CircuitErrorLocation {
                        flipped_measurement.measurement_record_index: 0
                        flipped_measurement.measured_observable: Z0[coords 1,2]
                        Circuit location stack trace:
                            (after 1 TICKs)
                            at instruction #4 (M) in the circuit
                            at target #1 of the instruction
                            resolving to M(0.125) 0[coords 1,2]
                    }
                }
                ExplainedError {
                    dem_error_terms: L5
                    [no single circuit error had these exact symptoms]
                }
                """, Files.readString(out));
    }

    @Test
    void noShotsAreNoBytes() throws IOException {
        Path circuit = write("c.stim", CERTAIN);
        Path out = folder.resolve("out");
        run("sample --shots 0 --in %s --out %s".formatted(circuit, out));
        assertEquals(0, Files.size(out));
        run("detect --shots=0 --in %s --out %s".formatted(circuit, out));
        assertEquals(0, Files.size(out));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sample --shots -1 --in FILE|--shots is 0 to",
                "sample --shots 1.5 --in FILE|Invalid value for option '--shots'",
                "sample --seed -1 --in FILE|--seed is at least 0, not -1",
                "sample --threads 0 --in FILE|--threads is at least 1, not 0",
                "detect --threads x --in FILE|Invalid value for option '--threads'",
                "sample --shots 65 --out_format ptb64 --in FILE|65 shots are no multiple of 64",
                "detect --obs_out x --obs_out_format ptb64 --in FILE|1 shots are no multiple of 64",
                "detect --append_observables --obs_out FILE --in FILE|exclude each other",
                "m2d --in FILE --in_format 01|Missing required option: '--circuit",
                "m2d --circuit FILE --in FILE|Missing required option: '--in_format",
                "m2d --circuit FILE --in FILE --in_format 01|shot 0, byte 1: expected '0' or '1'",
                "m2d --circuit EMPTY --in FILE --in_format b8|how many there are is not known",
                "sample_dem --in FILE|unknown instruction 'M'",
                "sample_dem --shots 3 --err_out x --err_out_format ptb64 --in EMPTY|no multiple of 64",
                "sample_dem --err_out x --device cuda --in EMPTY|--err_out and --replay_err_in are for --device cpu",
                "detect --device reference --in EMPTY|decoders and samplers run on cpu, cuda",
                "explain_errors --in BACK|looks back beyond the first measurement",
                "explain_errors --in FILE --dem_filter FILE|unknown instruction 'M'",
                "sample --in BACK|looks back beyond the first measurement",
            })
    void wrongUsageIsExplained(String command, String complaint) throws IOException {
        Path file = write("FILE", "M 0\n");
        Path empty = write("EMPTY", "");
        Path back = write("BACK", "M 0\nDETECTOR rec[-2]\n");
        String filled = command.replace("FILE", file.toString())
                .replace("EMPTY", empty.toString())
                .replace("BACK", back.toString());
        Cli.run((Object[]) ("qec " + filled).split(" "))
                .exits(2)
                .printsNothing()
                .complains(complaint)
                .showsNoStackTrace();
    }

    @Test
    void limitsAreNamed() throws IOException {
        Path circuit = write("c.stim", "REPEAT 1000000000000 {\nH 0\n}\n");
        Cli.run("qec", "sample", "--in", circuit)
                .exits(4)
                .complains("1000000000000 instructions")
                .complains("limit");
    }

    private static void run(String command) {
        Cli.run((Object[]) ("qec " + command).split(" ")).exits(0).isQuiet().printsNothing();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
