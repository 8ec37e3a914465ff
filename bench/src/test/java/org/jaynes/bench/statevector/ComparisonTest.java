package org.jaynes.bench.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.bench.circuits.BenchmarkCircuit;
import org.jaynes.bench.statevector.Comparison.Result;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    private Path folder;

    /** Takes the seconds that its setting says and has the state that it was told. */
    private static final class Actor implements Contender {
        private final double infidelity;
        private final List<String> log = new ArrayList<>();
        private double seconds;

        Actor(double infidelity) {
            this.infidelity = infidelity;
        }

        @Override
        public String name() {
            return "actor";
        }

        @Override
        public String version() {
            return "actor 1.0";
        }

        @Override
        public Precision precision() {
            return Precision.DOUBLE;
        }

        @Override
        public List<String> settings() {
            return List.of("30", "10", "20");
        }

        @Override
        public void prepare(Path circuit, String setting) {
            log.add(setting);
            seconds = Double.parseDouble(setting);
        }

        @Override
        public double run() {
            return seconds;
        }

        @Override
        public Agreement compare(Path state) throws IOException {
            assertTrue(Files.size(state) > 16L << 5, "a state of complex128 numbers");
            return new Agreement(infidelity, 1, "all amplitudes");
        }

        @Override
        public void close() {}
    }

    private ComparisonReport compare(Actor actor) throws IOException {
        try (Simulator simulator = Simulator.open("reference")) {
            Jaynes exact = new Jaynes(simulator, Precision.DOUBLE);
            List<Contender> contenders = List.of(new Jaynes(simulator, Precision.SINGLE), exact, actor);
            Comparison.Row row = new Comparison(3, 15, 0)
                    .compare(Workload.of(BenchmarkCircuit.RANDOM, 5), exact, contenders, folder);
            return new ComparisonReport(List.of(row), contenders, 1, List.of());
        }
    }

    @Test
    void theFastestSettingCountsAndTheSlowHaveFewerTurns() throws IOException {
        Actor actor = new Actor(0);
        ComparisonReport report = compare(actor);
        Result result = report.rows().getFirst().results().getLast();
        assertEquals(List.of("30", "10", "20", "10"), actor.log);
        assertEquals("10", result.setting());
        assertEquals(2, result.seconds().length);
        assertTrue(report.complaints().isEmpty());
    }

    @Test
    void ratiosAreToJaynesOfTheSamePrecision() throws IOException {
        ComparisonReport report = compare(new Actor(0));
        Comparison.Row row = report.rows().getFirst();
        Result exact = row.results().get(1);
        assertEquals(
                10 / exact.minimum(), ComparisonReport.ratio(row, row.results().getLast()), 1e-9);
        assertEquals(
                10 / exact.minimum(),
                report.geometricMean(report.contenders().getLast(), _ -> true),
                1e-9 / exact.minimum());
        assertTrue(Double.isNaN(ComparisonReport.ratio(row, exact)));
    }

    @Test
    void bothPrecisionsOfJaynesHaveTheSameState() throws IOException {
        Comparison.Row row = compare(new Actor(0)).rows().getFirst();
        assertTrue(ComparisonReport.agrees(row.results().get(0)));
        assertTrue(row.results().get(0).agreement().infidelity() > 0, "single precision rounds");
        assertEquals(0, row.results().get(1).agreement().infidelity(), 1e-15);
    }

    @Test
    void anotherStateIsNoComparison() throws IOException {
        ComparisonReport report = compare(new Actor(1e-3));
        assertEquals(1, report.complaints().size());
        assertTrue(report.complaints().getFirst().startsWith("random on 5 qubits, actor: another state"));
        assertTrue(report.table().getLast().startsWith("NOT EQUAL OR FAILED: "));
        assertFalse(ComparisonReport.agrees(report.rows().getFirst().results().getLast()));
    }
}
