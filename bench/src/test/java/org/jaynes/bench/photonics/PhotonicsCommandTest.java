package org.jaynes.bench.photonics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jaynes.bench.BenchCli;
import org.jaynes.cli.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PhotonicsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesJsonTableAndPlot() {
        BenchCli.Outcome outcome = BenchCli.run(
                "photonics", "--workloads", "cudaq-example,http-job", "--runs", 1, "--json", "--out", folder);
        assertEquals(0, outcome.exitCode(), outcome.err());
        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertEquals(json, JsonMapper.shared().readTree(folder.resolve("photonics.json")));
        assertEquals(ContestReport.SCHEMA, json.get("schema").asString());
        JsonNode result = json.get("workloads").get(0).get("results").get(0);
        assertEquals("jaynes", result.get("contender").asString());
        assertTrue(result.get("seconds").size() > 1);
        assertTrue(result.get("distance").asDouble() < 6);
        assertTrue(outcome.err().contains("http-job"), outcome.err());
        assertTrue(Files.exists(folder.resolve("photonics.txt")));
        assertTrue(Files.exists(folder.resolve("photonics.png")));
    }

    @Test
    void refusesWhatItCannotDo() {
        refused("--runs is 0", "--runs", 0);
        refused("--workloads has 'magic'; expected some of permanents-12", "--workloads", "magic");
        refused("--peers has 'nobody'; expected some of thewalrus", "--peers=thewalrus,nobody");
        refused("--peer-seconds is 0.0", "--peer-seconds", 0);
        refused("--noise with --workloads; expected one of them", "--noise", "--workloads", "http-job");
        refused("--noise with --peers; expected one of them", "--noise", "--peers=thewalrus");
    }

    @Test
    void everyNoiseIsTimedBesideNone() {
        List<SamplerCosts.Row> rows = new SamplerCosts(1, 0, name -> name.startsWith("single-loop")).measure();
        assertEquals(
                List.of(
                        "none",
                        "input_loss 0.1",
                        "bs_loss 0.01",
                        "detector_efficiency 0.9",
                        "overlap 0.95",
                        "g2 0.02",
                        "dark_counts 0.01",
                        "angle_noise 0.02"),
                rows.stream().map(SamplerCosts.Row::noise).toList());
        for (SamplerCosts.Row row : rows) {
            assertTrue(row.seconds() > 0 && row.clean() > 0 && row.predicted() > 0, row.toString());
        }
        List<String> table = SamplerCosts.table(rows, List.of());
        assertEquals(rows.size() + 4, table.size());
        assertTrue(table.getLast().contains("predictions are wrong by a factor"), table.toString());
    }

    private void refused(String part, Object... options) {
        Object[] arguments = Stream.concat(Stream.of("photonics", "--out", folder), Arrays.stream(options))
                .toArray();
        String message = String.valueOf(assertThrows(InputException.class, () -> BenchCli.run(arguments))
                .getMessage());
        assertTrue(message.contains(part), message);
    }

    /** Every workload's own numbers agree with the exact ones, and others' would not. */
    @Test
    void numbersAreCompared() throws IOException {
        for (String name : List.of("permanents-12", "real-permanents-16", "samples-16-8", "layer-8-4-batch100")) {
            Workload workload = Workloads.of(name);
            workload.ways().forEach((way, work) -> {
                double[] numbers = work.get().numbers();
                assertTrue(workload.distance(numbers) <= workload.tolerance(), name + ", " + way);
                double[] wrong = numbers.clone();
                Arrays.setAll(wrong, i -> 1 + 1.1 * numbers[i]);
                assertTrue(workload.distance(wrong) > workload.tolerance(), name + ", " + way);
                assertEquals(Double.POSITIVE_INFINITY, workload.distance(new double[] {}), name);
            });
        }
    }

    /** Takes the seconds that its setting says and has the numbers that it was told. */
    private record Actor(String name, List<String> settings, double[] seconds, double[] numbers) implements Contender {
        @Override
        public String version() {
            return "1.0";
        }

        @Override
        public List<String> settings(Workload workload) {
            return settings;
        }

        @Override
        public void prepare(Workload workload, String setting) {
            seconds[0] = Double.parseDouble(setting);
        }

        @Override
        public double run() {
            return seconds[0];
        }

        @Override
        public void close() {}
    }

    @Test
    void theFastestSettingCountsAndOtherNumbersAreTold() throws IOException {
        Workload workload = PermanentWorkload.of(3, 1, false, Map.of("slow", 10.0));
        double[] exact =
                Objects.requireNonNull(workload.ways().get("a call each")).get().numbers();
        Contender own = new Actor("jaynes", List.of("2"), new double[1], exact);
        Contender slow = new Actor("slow", List.of("30", "20", "40"), new double[1], exact);
        Contender wrong = new Actor("wrong", List.of("1"), new double[1], new double[] {exact[0], exact[1] + 1e-3});
        Contender absent = new Actor("absent", List.of(), new double[1], exact);
        Contest.Row row = new Contest(2, 1, 0).compare(workload, List.of(own, slow, wrong, absent));
        assertEquals(3, row.results().size());
        Contest.Result result = row.results().get(1);
        assertEquals("20", result.setting());
        assertEquals(Map.of("30", 30.0, "20", 20.0, "40", 40.0), result.tried());
        assertEquals(10, ContestReport.ratio(row, result), 1e-12);
        assertTrue(ContestReport.agrees(workload, result));
        assertFalse(ContestReport.agrees(workload, row.results().get(2)));
        ContestReport report = new ContestReport(List.of(row), Map.of(), 1, List.of());
        assertEquals(1, report.complaints().size());
        assertTrue(report.table().getLast().startsWith("NOT EQUAL OR FAILED: permanents-3, wrong: other numbers"));
    }
}
