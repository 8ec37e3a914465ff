package org.jaynes.statevector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.plan.Precision;
import org.jaynes.qasm.OpenQasm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * QAOA on 3-regular graphs. On a graph whose shortest cycle has at least 2p + 2 edges, each edge is cut with a probability
 * that depends on the angles alone; for the best ones it is 0.692450, 0.755906, 0.792398 with p = 1, 2, 3 layers. Source: J.
 * Wurtz, D. Lykov, "Fixed-angle conjectures for the quantum approximate optimization algorithm on regular MaxCut graphs",
 * Phys. Rev. A 104, 052419 (2021), table I. Convention: exp(-i gamma C), C the number of cut edges, then exp(-i beta X).
 */
class LargestCutTest {
    private static final double[] GAMMA_3 = {0.42208408, 0.79841275, 0.93708880};
    private static final double[] BETA_3 = {0.60875726, 0.45927530, 0.23539562};

    /** Edges of a graph with a cycle through all vertices, by its LCF notation: the chord from vertex i goes to i + lcf. */
    private static List<int[]> edges(int vertices, int... lcf) {
        TreeSet<Integer> codes = new TreeSet<>();
        for (int i = 0; i < vertices; i++) {
            for (int step : new int[] {1, lcf[i % lcf.length]}) {
                int other = Math.floorMod(i + step, vertices);
                codes.add(Math.min(i, other) * vertices + Math.max(i, other));
            }
        }
        List<int[]> edges = new ArrayList<>();
        codes.forEach(code -> edges.add(new int[] {code / vertices, code % vertices}));
        assertEquals(3 * vertices / 2, edges.size());
        return edges;
    }

    private static double cutPerEdge(int vertices, List<int[]> edges, double[] gamma, double[] beta) {
        CircuitBuilder builder = Circuit.builder(vertices);
        for (int q = 0; q < vertices; q++) {
            builder.h(q);
        }
        for (int layer = 0; layer < gamma.length; layer++) {
            for (int[] edge : edges) {
                builder.cx(edge[0], edge[1]).rz(-gamma[layer], edge[1]).cx(edge[0], edge[1]);
            }
            for (int q = 0; q < vertices; q++) {
                builder.rx(2 * beta[layer], q);
            }
        }
        List<PauliTerm> terms = new ArrayList<>(List.of(PauliTerm.identity(0.5)));
        for (int[] edge : edges) {
            terms.add(new PauliTerm(-0.5 / edges.size(), 0, 1L << edge[0] | 1L << edge[1]));
        }
        return value(builder.build(), new PauliSum(terms), "auto");
    }

    private static double value(Circuit circuit, PauliSum sum, String device) {
        try (Simulator simulator = Simulator.open(device)) {
            RunOptions single = new RunOptions().withPrecision(Precision.SINGLE);
            return simulator
                    .expectations(circuit, List.of(sum), List.of(Map.of()), single)
                    .value();
        }
    }

    /** The best angles of one layer are known in closed form: gamma = atan(1 / sqrt 2), beta = pi / 8. */
    @Test
    void one_layer_on_the_complete_bipartite_graph() {
        double[] gamma = {Math.atan(1 / Math.sqrt(2))};
        double[] beta = {Math.PI / 8};
        double expected = 0.5 + 1 / (3 * Math.sqrt(3));
        assertEquals(expected, cutPerEdge(6, edges(6, 3), gamma, beta), 1e-6);
    }

    @Test
    void two_layers_on_the_heawood_graph() {
        double[] gamma = {0.48770973, 0.89798770};
        double[] beta = {0.55506034, 0.29250781};
        assertEquals(0.755906, cutPerEdge(14, edges(14, 5, -5), gamma, beta), 1e-6);
    }

    /** It has shorter cycles than eight: 0.805081, 0.80508116, computed by NumPy from all 2^16 amplitudes. */
    @Test
    void three_layers_on_the_moebius_kantor_graph() {
        assertEquals(0.80508116, cutPerEdge(16, edges(16, 5, -5), GAMMA_3, BETA_3), 1e-6);
    }

    /** Takes 8 GiB and a minute or two: {@code -Djaynes.large=true}. */
    @Test
    @EnabledIfSystemProperty(named = "jaynes.large", matches = "true")
    void three_layers_on_the_tutte_coxeter_graph() {
        assertEquals(0.792398, cutPerEdge(30, edges(30, -13, -9, 7, -7, 9, 13), GAMMA_3, BETA_3), 1e-5);
    }

    /** The example is that circuit: the same gates in the same order on the cycle, then the chords. */
    @Test
    void the_example_has_the_edges_of_the_graph() throws IOException {
        Circuit example = OpenQasm.parse(Path.of("../../examples/tutte_coxeter.qasm"));
        TreeSet<String> found = new TreeSet<>();
        example.instructions().forEach(i -> {
            if (i.toString().startsWith("cx")) {
                found.add(i.toString());
            }
        });
        assertEquals(45, found.size());
        for (int[] edge : edges(30, -13, -9, 7, -7, 9, 13)) {
            String one = "cx[%d, %d]".formatted(edge[0], edge[1]);
            String other = "cx[%d, %d]".formatted(edge[1], edge[0]);
            assertEquals(true, found.contains(one) || found.contains(other), one);
        }
        assertEquals(3 * 45 * 3 + 4 * 30, example.instructions().size());
    }
}
