package org.jaynes.cli.qec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jaynes.cli.Cli;
import org.jaynes.decoder.experiments.StatisticsFile;
import org.jaynes.decoder.experiments.TaskStatistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** {@code collect} and {@code plot}: files, what is printed, faults. */
class CollectTest {
    private static final String CIRCUIT = """
            X_ERROR(%s) 0 1 2
            MR 3
            M 0 1 2
            DETECTOR rec[-1] rec[-2]
            DETECTOR rec[-2] rec[-3]
            OBSERVABLE_INCLUDE(0) rec[-1]
            """;

    @TempDir
    private Path folder;

    private Path low = Path.of("");
    private Path high = Path.of("");
    private Path counts = Path.of("");

    @BeforeEach
    void files() throws IOException {
        low = Files.writeString(folder.resolve("d=3,p=0.1.stim"), CIRCUIT.formatted("0.1"));
        high = Files.writeString(folder.resolve("d=3,p=0.2.stim"), CIRCUIT.formatted("0.2"));
        counts = folder.resolve("counts.csv");
    }

    private Cli collect(Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("qec", "collect", "--circuits", low, high, "--decoders", "mwpm"));
        arguments.addAll(Arrays.asList(more));
        return Cli.run(arguments.toArray());
    }

    @Test
    void countsAreSavedAndNotCollectedTwice() throws IOException {
        collect("--max_shots", 5000, "--seed", 1, "--save_resume_filepath", counts)
                .exits(0)
                .printsNothing()
                .complains("mwpm {\"d\":3,\"p\":0.1}: ");
        Map<String, TaskStatistics> sums = StatisticsFile.read(counts);
        assertEquals(2, sums.size());
        for (TaskStatistics sum : sums.values()) {
            assertEquals(5000, sum.shots());
            // Two errors of three or more: 3 p^2 - 2 p^3 = 0.028 and 0.104; 6 sigma.
            double rate = sum.metadata().contains("0.1") ? 0.028 : 0.104;
            assertEquals(5000 * rate, (double) sum.errors(), 6 * Math.sqrt(5000 * rate * (1 - rate)));
        }
        String saved = Files.readString(counts);
        collect("--max_shots", 5000, "--seed", 1, "--save_resume_filepath", counts)
                .exits(0)
                .printsNothing();
        assertEquals(saved, Files.readString(counts));
        collect("--max_shots", 5000, "--existing_data_filepaths", counts, "--quiet")
                .exits(0)
                .isQuiet()
                .printsNothing();
        collect("--max_shots", 6000, "--save_resume_filepath", counts, "--quiet", "--also_print_results_to_stdout")
                .exits(0)
                .isQuiet()
                .prints(TaskStatistics.CSV_HEADER + "\n");
        StatisticsFile.read(counts).values().forEach(sum -> assertEquals(6000, sum.shots()));
    }

    @Test
    void countsArePrintedWhereNoFileIsNamed() {
        Cli.run(
                        "qec",
                        "collect",
                        "--code",
                        "repetition_code",
                        "--task",
                        "memory",
                        "--distances",
                        "3,5",
                        "--noise",
                        "0.01,0.02",
                        "--decoders",
                        "mwpm,bp-osd:order=2:iterations=5",
                        "--max_errors",
                        3,
                        "--max_shots",
                        2000,
                        "--workers",
                        1)
                .exits(0)
                .prints(TaskStatistics.CSV_HEADER + "\n")
                .prints("bp-osd:order=2:iterations=5")
                .prints("\"{\"\"c\"\":\"\"repetition_code:memory\"\",\"\"d\"\":5,\"\"p\"\":0.02,\"\"r\"\":5}\"");
    }

    @Test
    void faultsOfCollections() throws IOException {
        collect().exits(2).complains("--max_shots or --max_errors");
        collect("--max_shots", 0).exits(2).complains("at least 1");
        collect("--max_errors", 5, "--workers", 0).exits(2).complains("--workers");
        collect("--max_errors", 5, "--code", "surface_code").exits(2).complains("either --circuits or --code");
        collect("--max_errors", 5, "--decoders", "magic").exits(2).complains("unknown decoder 'magic'");
        collect("--max_errors", 5, "--decoders", "mwpm").exits(2).complains("mwpm twice");
        collect("--max_errors", 5, "--decoders", "bp:iterations").exits(2).complains("PARAMETER=VALUE");
        collect("--max_errors", 5, "--circuits", low).exits(2).complains("same metadata");
        collect("--max_errors", 5, "--circuits", folder.resolve("none"))
                .exits(2)
                .complains("no such file");
        collect("--max_errors", 5, "--save_resume_filepath", folder).exits(2).complains("cannot be written");
        Files.writeString(counts, "shots,errors\n1,2\n");
        collect("--max_errors", 5, "--save_resume_filepath", counts).exits(2).complains("counts.csv:1:1");
        Cli.run("qec", "collect", "--code", "surface_code", "--decoders", "mwpm", "--max_shots", 5)
                .exits(2)
                .complains("--code needs --task");
        Path broken = Files.writeString(folder.resolve("d=5.stim"), "M 0\nDETECTOR rec[-2]\n");
        collect("--max_errors", 5, "--circuits", broken).exits(2).showsNoStackTrace();
    }

    @Test
    void plotsAreSvgAndPng() throws Exception {
        collect("--max_shots", 2000, "--seed", 1, "--save_resume_filepath", counts, "--decoders", "union-find")
                .exits(0);
        Path svg = folder.resolve("plot.svg");
        Cli.run("qec", "plot", "--in", counts, "--out", svg, "--title", "a < b")
                .exits(0)
                .isQuiet();
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
        // A dot for each of two points of two curves, and one for each curve in the legend.
        assertEquals(6, document.getElementsByTagName("circle").getLength());
        String text = Files.readString(svg);
        assertTrue(text.contains(">union-find</text>") && text.contains(">mwpm</text>"), text);
        Path png = folder.resolve("plot.png");
        Cli.run("qec", "plot", "--in", counts, "--out", png, "--where", "decoder=mwpm", "--per", "d")
                .exits(0);
        assertEquals(1800, ImageIO.read(png.toFile()).getWidth());
    }

    @Test
    void curvesCrossAtTheThreshold() throws IOException {
        // Of a million shots, those with errors: in proportion to p^2 and to 100 p^3, so that the curves cross at 0.01.
        StringBuilder rows = new StringBuilder(TaskStatistics.CSV_HEADER).append('\n');
        for (long perMille = 5; perMille <= 20; perMille += 5) {
            rows.append(row(3, perMille, 100 * perMille * perMille));
            rows.append(row(5, perMille, 10 * perMille * perMille * perMille));
        }
        Files.writeString(counts, rows);
        plot("plot.svg", "--threshold").exits(0).prints("d = 3 | d = 5: p = 0.010000 (0.00");
        assertTrue(Files.readString(folder.resolve("plot.svg")).contains("stroke=\"#888888\""));
        plot("plot.svg", "--threshold", "--where", "d=3").exits(2).complains("at least two curves");
        plot("plot.svg", "--threshold", "--group", "d,decoder").exits(2).complains("differ in d, decoder");
        plot("plot.svg", "--threshold", "--per", "d").exits(2).complains("leave out --per");
    }

    private static String row(int distance, long perMille, long errors) {
        return "1000000,%d,0,1.0,mwpm,%d-%d,\"{\"\"d\"\":%d,\"\"p\"\":%s}\",\n"
                .formatted(errors, distance, perMille, distance, perMille / 1000.0);
    }

    @Test
    void faultsOfPlots() throws IOException {
        collect("--max_shots", 64, "--quiet", "--save_resume_filepath", counts).exits(0);
        plot("plot.pdf").exits(2).complains(".svg or .png");
        plot("plot.svg", "--x", "q").exits(2).complains("no number 'q'");
        plot("plot.svg", "--per", "decoder").exits(2).complains("no number 'decoder'");
        plot("plot.svg", "--where", "decoder=none").exits(2).complains("nothing to plot: 2 tasks");
        plot("plot.svg", "--max_likelihood_factor", "0.5").exits(2).complains("at least 1");
        plot("plot.svg", "--xaxis", "cubic").exits(2);
        Cli.run("qec", "plot", "--in", folder.resolve("none"), "--out", folder.resolve("plot.svg"))
                .exits(2)
                .complains("no such file");
        Files.writeString(counts, Files.readString(counts).replace("{", "<"));
        plot("plot.svg").exits(2).complains("is no JSON").showsNoStackTrace();
    }

    private Cli plot(String out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("qec", "plot", "--in", counts, "--out", folder.resolve(out)));
        arguments.addAll(Arrays.asList(more));
        return Cli.run(arguments.toArray());
    }
}
