package org.jaynes.cli.photonic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.cli.Cli;
import org.jaynes.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PhotonicCommandsTest {
    /** Hong, Ou and Mandel's experiment. */
    private static final String DIP =
            "{\"input_state\": [1, 1], \"loop_lengths\": [1], \"bs_angles\": [0.7853981633974483], \"n_samples\": 200}";

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** A file as NumPy 1.0 writes it, little-endian, in C order. */
    private Path npy(String type, String shape, double... values) throws IOException {
        String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + header.length() + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (double value : values) {
            bytes.putDouble(value);
        }
        return Files.write(folder.resolve("matrix.npy"), bytes.array());
    }

    @Test
    void photonsLeaveTogether() throws IOException {
        Path job = write("dip.json", DIP);
        JsonNode sampled = Cli.run("photonic", "sample", job, "--seed", "5", "--json")
                .exits(0)
                .isQuiet()
                .json();
        assertEquals("jaynes.photonic-sample/1", sampled.get("schema").asString());
        assertEquals(200, sampled.get("shots").asInt());
        assertEquals(5, sampled.get("seed").asInt());
        JsonNode counts = sampled.get("counts");
        assertEquals(2, counts.size());
        assertEquals(200, counts.get("20").asInt() + counts.get("02").asInt());
        JsonNode results = Cli.run("photonic", "sample", job, "--seed", "5", "--output", "results", "--json")
                .exits(0)
                .json()
                .get("results");
        assertEquals(200, results.size());
        assertTrue(results.get(0).asString().matches("20|02"));
        JsonNode probabilities = Cli.run("photonic", "probabilities", job, "--json")
                .exits(0)
                .json()
                .get("probabilities");
        assertEquals(0.5, probabilities.get("20").asDouble(), 1e-15);
        Cli.run("photonic", "probabilities", job, "--above", "0.1")
                .exits(0)
                .prints("20 0.5")
                .isSilentOn("11");
        JsonNode marginals =
                Cli.run("photonic", "marginals", job, "--json").exits(0).json();
        assertEquals(1, marginals.get("means").get(1).asDouble(), 1e-15);
        assertEquals(0.5, marginals.get("distributions").get(0).get(2).asDouble(), 1e-14);
        JsonNode pair = Cli.run("photonic", "marginals", job, "--modes", "1,0", "--json")
                .exits(0)
                .json()
                .get("probabilities");
        assertEquals(2, pair.size());
        assertEquals(0.5, pair.get("20").asDouble(), 1e-14);
        Cli.run("photonic", "explain", job)
                .exits(0)
                .prints("2 modes, 2 photons")
                .prints("table")
                .prints("single-loop");
    }

    @Test
    void everySamplerCanBeNamed() throws IOException {
        Path job = write("dip.json", DIP);
        for (String sampler : new String[] {"table", "single-loop", "clifford-clifford"}) {
            JsonNode json = Cli.run("photonic", "sample", job, "--sampler", sampler, "--shots", "20", "--json")
                    .exits(0)
                    .json();
            assertEquals(sampler, json.get("sampler").asString());
            assertEquals(20, json.get("shots").asInt());
        }
        Cli.run("photonic", "sample", job, "--sampler", "progressive").exits(2).complains("cannot do this experiment");
        Cli.run("photonic", "sample", job, "--sampler", "magic").exits(2).complains("'magic' is no sampler");
    }

    @Test
    void noiseAndUnitariesAreRead() throws IOException {
        npy("<c16", "(2, 2)", 0, 0, 0, 1, 0, 1, 0, 0);
        Path job = write("swap.json", """
                {"input_state": [2, 0], "unitary": "matrix.npy",
                 "noise": {"input_loss": 0.5, "threshold_detectors": true}}
                """);
        JsonNode p = Cli.run("photonic", "probabilities", job, "--json")
                .exits(0)
                .json()
                .get("probabilities");
        assertEquals(0.75, p.get("01").asDouble(), 1e-15);
        assertEquals(0.25, p.get("00").asDouble(), 1e-15);
        Path rows = write("rows.json", """
                {"input_state": [1, 1], "unitary": [[0, [0, 1]], [[0, 1], 0]],
                 "noise": {"detector_efficiency": 0.5, "postselect": 2, "postselect_attempts": 100}}
                """);
        JsonNode kept =
                Cli.run("photonic", "probabilities", rows, "--json").exits(0).json();
        assertEquals(0.25, kept.get("acceptance").asDouble(), 1e-15);
        assertEquals(1, kept.get("probabilities").get("11").asDouble(), 1e-15);
        Path hopeless = write("hopeless.json", """
                {"input_state": [1, 0], "loop_lengths": [1], "bs_angles": [0.3],
                 "noise": {"postselect": 2, "angle_noise": 0.1, "postselect_attempts": 5}}
                """);
        Cli.run("photonic", "sample", hopeless, "--shots", "10")
                .exits(4)
                .complains("postselect 2")
                .complains("50 times");
        Cli.run("photonic", "probabilities", hopeless).exits(2).complains("angle_noise");
    }

    @Test
    void permanentsComeWithTheirError() throws IOException {
        Path matrix = npy("<f8", "(3, 3)", 1, 1, 1, 1, 1, 1, 1, 1, 1);
        JsonNode json =
                Cli.run("permanent", matrix, "--json").exits(0).isQuiet().json();
        assertEquals(6, json.get("permanent").get(0).asDouble());
        assertTrue(json.get("error").asDouble() < 1e-13);
        Cli.run("permanent", matrix, "--arithmetic", "double-double").exits(0).prints("6.0 0.0");
        Cli.run("permanent", matrix, "--rows", "2,2,1", "--columns", "5,0,0")
                .exits(0)
                .prints("120.0");
        for (String device : new String[] {"reference", "cpu"}) {
            JsonNode there = Cli.run("permanent", matrix, "--device", device, "--json")
                    .exits(0)
                    .json();
            assertEquals(json.get("permanent"), there.get("permanent"));
            assertEquals(device, there.get("device").asString());
        }
        Cli.run("permanent", matrix, "--device", "gpu").exits(2).complains("expected auto, cuda");
        Cli.run("permanent", matrix, "--device", "cuda:77", "--arithmetic", "double-double")
                .exits(ExitCode.UNUSABLE_DEVICE)
                .complains("cuda:77");
        Cli.run("permanent", matrix, "--rows", "2,2,1").exits(2).complains("5 rows and 3 columns");
        Cli.run("permanent", npy("<f8", "(1, 2)", 1, 2)).exits(2).complains("1 rows and 2 columns");
        Cli.run("permanent", npy("<f8", "(2,)", 1, 2)).exits(2).complains("two dimensions");
        Cli.run("permanent", npy("<f8", "(3, 3)", 1, 2)).exits(2).complains("16 bytes of data");
        Cli.run("permanent", write("text.npy", "no matrix at all")).exits(2).complains("is no file of NumPy");
        Cli.run("permanent", folder.resolve("missing.npy")).exits(2).complains("there is no such file");
    }

    /** What is wrong is named, with line and column where it has some. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                    | :1:1: the file is empty",
                "[]                                                    | :1:1: found a list; expected an object",
                "{\"input_state\": [1, 1], \"loop_lengths\": [1]}      | the field \"bs_angles\" is missing",
                "{\"loop_lengths\": [1], \"bs_angles\": [1]}           | the field \"input_state\" is missing",
                "{\"input_state\": [], \"loop_lengths\": [1], \"bs_angles\": []}   | at least one mode",
                "{\"input_state\": [1, -1], \"loop_lengths\": [1], \"bs_angles\": [1]} | mode 1 has -1 photons",
                "{\"input_state\": [1, 0.5], \"loop_lengths\": [1], \"bs_angles\": [1]} | :1:21: found 0.5; expected a whole",
                "{\"input_state\": [1, \"1\"], \"loop_lengths\": [1], \"bs_angles\": [1]} | found \"1\"; expected a number",
                "{\"input_state\": [1, 1], \"loop_lengths\": [1], \"bs_angles\": [1, 2]} | expected 1 values for 2 modes",
                "{\"input_state\": [1, 1], \"loop_lengths\": [3], \"bs_angles\": [1]} | loop_lengths[0] is 3",
                "{\"input_state\": [1, 1], \"loop_lengths\": [1], \"bs_angles\": [null]} | found null; expected a number",
                "{\"input_state\": [1, 1], \"loop_lengths\": [1], \"bs_angles\": [NaN]} | not JSON",
                "{\"input_state\": [1, 1], \"loop_lengths\": [1], \"bs_angles\": [1e999]} | too large",
                "{\"input_state\": [1, 1], \"loops\": [1], \"bs_angles\": [1]} | unknown field 'loops'",
                "{\"input_state\": [1, 1], \"input_state\": [1, 1]}    | is there twice",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0, 1]], \"bs_angles\": []} | does not go with",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0, 2]]} | singular value above 1",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0]]} | row 1 has 1 entries",
                "{\"input_state\": [1, 1], \"unitary\": [[1, [0, 0, 0]], [0, 1]]} | expected a number or [re, im]",
                "{\"input_state\": [1, 1], \"unitary\": \"none.npy\"}  | there is no such file",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0, 1]], \"noise\": {\"bs_loss\": 0.1}} | needs an interferometer",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0, 1]], \"noise\": {\"g2\": 2}} | g2 is 2.0; expected 0.0 to 0.5",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0, 1]], \"noise\": {\"loss\": 2}} | unknown field 'loss'",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0, 1]], \"noise\": {\"threshold_detectors\": 1}} | true or false",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0, 1]], \"noise\": {\"gram\": [[1]]}} | gram has 1 rows",
                "{\"input_state\": [1, 1], \"unitary\": [[1, 0], [0, 1]], \"n_samples\": 0} | expected at least 1",
                "{\"input_state\": [1, 1], \"loop_lengths\": [1], \"bs_angles\": [1], \"convention\": \"both\"} | real or symmetric",
                "{\"input_state\": [1, 1], \"loop_lengths\": [1], \"bs_angles\": [1]} {} | after the end",
                "{\"input_state\": [1, 1                                | not JSON",
            })
    void brokenJobsAreRefused(String text, String message) throws IOException {
        Path job = write("broken.json", text);
        Cli.run("photonic", "sample", job)
                .exits(2)
                .printsNothing()
                .complains(message)
                .showsNoStackTrace();
    }

    @Test
    void textSaysWithWhichSeedAndWhere() throws IOException {
        Path job = write("dip.json", DIP);
        Cli.run("photonic", "sample", job, "--seed", 17, "--device", "reference")
                .exits(0)
                .complains("on reference, seed 17,");
    }

    @Test
    void optionsAreChecked() throws IOException {
        Path job = write("dip.json", DIP);
        Cli.run("photonic", "sample", job, "--shots", "0").exits(2).complains("--shots is 0");
        Cli.run("photonic", "sample", job, "--output", "table").exits(2).complains("expected counts or results");
        Cli.run("photonic", "sample", job, "--threads", "0").exits(2).complains("--threads");
        Cli.run("photonic", "marginals", job, "--modes", "0,2").exits(2).complains("from 0 to 1");
        Cli.run("photonic").exits(2).complains("Missing required subcommand");
    }

    @Test
    void samplersAreValidated() throws IOException {
        Path job = write("loops.json", """
                {"input_state": [1, 0, 1, 0, 1], "loop_lengths": [1, 2], "bs_angles": [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0],
                 "noise": {"input_loss": 0.1}}
                """);
        Path plots = folder.resolve("plots");
        JsonNode report = Cli.run(
                        "photonic", "validate", job, "--shots", "2000", "--seed", "3", "--plots", plots, "--json")
                .exits(0)
                .json();
        assertEquals("jaynes.photonic-validate/1", report.get("schema").asString());
        assertTrue(report.get("passed").asBoolean());
        assertEquals(3, report.get("curves").size());
        assertTrue(report.get("checks")
                .valueStream()
                .anyMatch(check -> check.get("check").asString().equals("chi-square")
                        && check.get("sampler").asString().equals("progressive")
                        && check.get("verdict").asString().equals("passed")));
        for (JsonNode plot : report.get("plots")) {
            String svg = Files.readString(Path.of(plot.asString()));
            assertTrue(svg.startsWith("<svg ") && svg.endsWith("</svg>\n"), svg);
            assertTrue(svg.lines().filter(line -> line.startsWith("<line ")).count() > 10, svg);
        }
        Cli.run("photonic", "validate", job, "--shots", "500", "--seed", "3")
                .exits(0)
                .prints("suppression-law")
                .prints("seed 3: no check failed");
        Cli.run("photonic", "validate", job, "--shots", "0").exits(2).complains("--shots is 0");
        Cli.run("photonic", "validate", job, "--device", "cuda:77")
                .exits(ExitCode.UNUSABLE_DEVICE)
                .complains("cuda:77");
    }

    /** Shots are the same everywhere, and so is what is found in them. */
    @Test
    void samplersAreValidatedOnADevice() throws IOException {
        Path job = write("loops.json", """
                {"input_state": [1, 0, 1, 0], "loop_lengths": [1, 2], "bs_angles": [0.4, 0.5, 0.6, 0.7, 0.8]}
                """);
        List<String> values = new ArrayList<>();
        for (String device : List.of("reference", "cpu")) {
            JsonNode report = Cli.run(
                            "photonic", "validate", job, "--shots", "100", "--seed", "3", "--device", device, "--json")
                    .exits(0)
                    .json();
            assertEquals(device, report.get("device").asString());
            values.add(report.get("checks")
                    .valueStream()
                    .map(check -> check.get("check") + " " + check.get("value") + " " + check.get("detail"))
                    .toList()
                    .toString());
        }
        assertEquals(values.get(0), values.get(1));
    }
}
