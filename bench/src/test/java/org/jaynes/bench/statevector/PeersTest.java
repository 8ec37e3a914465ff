package org.jaynes.bench.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.plan.Precision;
import org.jaynes.statevector.Simulator;
import org.junit.jupiter.api.Test;

/** The real peers, where `jaynes bench statevector --peers` has been run before and has installed them. */
class PeersTest {
    private static final Path FOLDER = Path.of("..", "target", "peers");
    private static final List<String> ALL = List.of("qsim", "aer", "qulacs", "scaluq", "lightning");

    /** Every gate that the benchmark's circuits have, where its neighbours make its angles, order and qubits matter. */
    private static Circuit everyGate() {
        CircuitBuilder c = Circuit.builder(4);
        for (int qubit = 0; qubit < 4; qubit++) {
            c.u(0.3 + qubit, 0.7, -0.4 * qubit, qubit);
        }
        c.h(0).x(1)
                .y(2)
                .z(3)
                .s(0)
                .sdg(1)
                .t(2)
                .tdg(3)
                .sx(0)
                .rx(0.31, 1)
                .ry(-0.72, 2)
                .rz(1.3, 3)
                .p(0.4, 0);
        c.cx(0, 2)
                .cz(1, 3)
                .cp(0.9, 3, 0)
                .swap(1, 2)
                .rx(0.2, 0)
                .ry(0.5, 1)
                .u(0.1, 0.2, 0.3, 2)
                .h(3)
                .cx(3, 1);
        return c.build();
    }

    @Test
    void everyPeerHasTheStateOfJaynes() throws IOException {
        assumeTrue(
                Files.exists(FOLDER.resolve("python").resolve("jaynes-requirements.txt")),
                "the peers are not installed: run ./jaynes bench statevector --peers");
        try (Simulator simulator = Simulator.open("reference");
                Peers peers = Peers.start(FOLDER, ALL, 1, new PrintWriter(Writer.nullWriter()))) {
            Jaynes exact = new Jaynes(simulator, Precision.DOUBLE);
            List<Contender> contenders = new ArrayList<>(List.of(exact));
            contenders.addAll(peers.all());
            Comparison comparison = new Comparison(1, 1, 0);
            List<Comparison.Row> rows = new ArrayList<>();
            rows.add(comparison.compare(new Workload("every", everyGate()), exact, contenders, FOLDER));
            rows.add(comparison.compare(peers.quantumVolume(4), exact, contenders, FOLDER));
            ComparisonReport report = new ComparisonReport(rows, contenders, 1, List.of());
            assertEquals(List.of(), report.complaints());
            assertTrue(rows.getLast().workload().gates() > 60);
        }
    }
}
