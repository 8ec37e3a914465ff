package org.jaynes.cli.qec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.cli.Cli;
import org.jaynes.decoder.Decoders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict} and {@code count_mistakes}: options and output of pymatching, files, faults. */
class DecodeCommandsTest {
    /** Two data qubits of a repetition code between two checks and a boundary on either side. */
    private static final String MODEL = """
            error(0.1) D0 L0
            error(0.1) D0 D1 L1
            error(0.2) D1 L2
            detector(0, 0) D0
            detector(1, 0) D1
            """;

    private static final double LIKELY = Math.log(0.8 / 0.2);
    private static final double UNLIKELY = Math.log(0.9 / 0.1);

    @TempDir
    private Path folder;

    private Path dem = Path.of("");
    private Path shots = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void files() throws IOException {
        dem = write("model.dem", MODEL);
        shots = write("shots.dets", "shot\nshot D0\nshot D1\nshot D0 D1\n");
        out = folder.resolve("out");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file;
    }

    private Cli run(String command, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("qec", command, "--dem", dem, "--out", out));
        arguments.addAll(Arrays.asList(more));
        return Cli.run(arguments.toArray());
    }

    @Test
    void predictionsInTheFormatsOfStim() throws IOException {
        run("predict", "--in", shots, "--in_format", "dets").exits(0).isQuiet().printsNothing();
        assertEquals("000\n100\n001\n010\n", Files.readString(out));
        run("predict", "--in", shots, "--in_format", "dets", "--out_format", "dets")
                .exits(0);
        assertEquals("shot\nshot L0\nshot L2\nshot L1\n", Files.readString(out));
    }

    @Test
    void shotsAreB8ByDefaultAndMayHaveTheirObservablesWithThem() throws IOException {
        Path b8 = folder.resolve("shots.b8");
        // D0, D1, L0, L1, L2 from the low bit.
        Files.write(b8, new byte[] {0b00101, 0b00110, 0b01011});
        run("predict", "--in", b8, "--in_includes_appended_observables").exits(0);
        assertEquals("100\n001\n010\n", Files.readString(out));
        run("count_mistakes", "--in", b8, "--in_format", "b8", "--in_includes_appended_observables")
                .exits(0)
                .isQuiet();
        assertEquals("1 / 3\n", Files.readString(out));
    }

    @Test
    void mistakesAgainstAFileOfObservables() throws IOException {
        Path observables = write("obs.01", "000\n100\n010\n010\n");
        run("count_mistakes", "--in", shots, "--in_format", "dets", "--obs_in", observables, "--time")
                .exits(0)
                .complains("us per shot");
        assertEquals("1 / 4\n", Files.readString(out));
    }

    @Test
    void weightsOfTheSolutions() throws IOException {
        Path weights = folder.resolve("weights");
        run("predict", "--in", shots, "--in_format", "dets", "--weights_out", weights)
                .exits(0);
        double[] written = Files.readAllLines(weights).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] expected = {0, UNLIKELY, LIKELY, UNLIKELY};
        for (int shot = 0; shot < expected.length; shot++) {
            // Weights are rounded to 2^-24 of the greatest.
            assertEquals(expected[shot], written[shot], 1e-6);
        }
        assertEquals(expected.length, written.length);
    }

    @Test
    void everyDecoderDecodesThisModel() throws IOException {
        Cli list = Cli.run("qec", "decoders").exits(0).isQuiet();
        for (Decoders.Named decoder : Decoders.all()) {
            list.prints(decoder.name());
            run("predict", "--in", shots, "--in_format", "dets", "--decoder", decoder.name())
                    .exits(0);
            assertEquals("000\n100\n001\n010\n", Files.readString(out), decoder.name());
        }
    }

    @Test
    void correlationsAreAnotherNameForADecoder() throws IOException {
        run("predict", "--in", shots, "--in_format", "dets", "--enable_correlations")
                .exits(0);
        assertEquals("000\n100\n001\n010\n", Files.readString(out));
        run("predict", "--in", shots, "--enable_correlations", "--decoder", "union-find")
                .exits(2)
                .complains("--enable_correlations");
    }

    @Test
    void faultsAreNamed() throws IOException {
        run("predict", "--in", shots, "--decoder", "mwmp").exits(2).complains("unknown decoder 'mwmp'; known: mwpm");
        run("predict", "--in", shots, "-p", "speed=9").exits(2).complains("no parameter speed");
        run("predict", "--in", folder.resolve("none")).exits(2).complains("no such file");
        run("predict", "--in", shots, "--threads", 0).exits(2).complains("--threads");
        run("predict", "--in", write("long.01", "000\n"), "--in_format", "01").exits(2);
        run("count_mistakes", "--in", shots).exits(2).complains("--obs_in");
        run("count_mistakes", "--in", shots, "--in_format", "dets", "--obs_in", write("few.01", "000\n"))
                .exits(2)
                .complains("fewer shots");
        run(
                        "count_mistakes",
                        "--in",
                        shots,
                        "--in_format",
                        "dets",
                        "--obs_in",
                        write("many.01", "000\n000\n000\n000\n000\n"))
                .exits(2)
                .complains("more than the 4 shots");
    }

    @Test
    void eventsThatNoErrorsExplainAreAFault() throws IOException {
        dem = write("model.dem", "error(0.1) D0 D1\n");
        run("predict", "--in", shots, "--in_format", "dets").exits(2).complains("shot 1: no errors of the model");
    }

    @Test
    void whatMatchingLeavesOutIsSaid() throws IOException {
        dem = write("model.dem", MODEL + "error(0.1) D0 D1 D2\n");
        run("predict", "--in", write("s.dets", "shot\n"), "--in_format", "dets")
                .exits(0)
                .complains("leaves out 1 components");
        run("predict", "--in", shots, "--in_format", "dets", "--enable_correlations")
                .exits(2)
                .complains("error 3 (D0 D1 D2) has a component of 3 detectors");
        dem = write("model.dem", "error(1) D0\n");
        run("predict", "--in", shots, "--in_format", "dets").exits(2).complains("is certain");
    }
}
