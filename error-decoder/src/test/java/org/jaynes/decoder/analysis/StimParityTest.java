package org.jaynes.decoder.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.StimPeer;
import org.jaynes.decoder.simulation.RandomCircuitTexts;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Error models and explanations of random circuits, equal to stim's. {@code -Djaynes.stim.cases=N} sets how many,
 * {@code -Djaynes.stim.seed=S} where they start; a failure names its seed.
 */
class StimParityTest {
    private static final int CASES = Integer.getInteger("jaynes.stim.cases", 100);
    private static final long SEED = Long.getLong("jaynes.stim.seed", 0);

    @TempDir
    private Path folder;

    private static AnalysisOptions options(long seed) {
        return new AnalysisOptions(seed % 2 == 0, seed % 3 == 0, seed % 5 < 3, 1, true, seed % 7 == 0);
    }

    @Test
    void modelsOfRandomCircuits() throws IOException, InterruptedException {
        StimPeer stim = StimPeer.in(folder);
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Files.writeString(folder.resolve(seed + ".stim"), RandomCircuitTexts.circuit(seed));
            AnalysisOptions options = options(seed);
            List<String> arguments = new ArrayList<>(List.of(
                    "analyze_errors",
                    "--in",
                    seed + ".stim",
                    "--approximate_disjoint_errors",
                    "1",
                    "--ignore_decomposition_failures"));
            if (options.decomposeErrors()) {
                arguments.add("--decompose_errors");
            }
            if (options.foldLoops()) {
                arguments.add("--fold_loops");
            }
            if (options.allowGaugeDetectors()) {
                arguments.add("--allow_gauge_detectors");
            }
            if (options.blockDecomposeFromIntroducingRemnantEdges()) {
                arguments.add("--block_decompose_from_introducing_remnant_edges");
            }
            stim.command(seed + ".out", arguments.toArray(String[]::new));
        }
        stim.run();
        int accepted = 0;
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            StimCircuit circuit = StimCircuit.parse(RandomCircuitTexts.circuit(seed), "seed " + seed);
            String found;
            try {
                found = ErrorAnalyzer.analyze(circuit, options(seed)) + "\n";
                accepted++;
            } catch (CircuitException refused) {
                found = "REFUSED\n";
            }
            assertEquals(Files.readString(folder.resolve(seed + ".out")), found, "seed " + seed);
        }
        assertTrue(accepted > CASES / 10, accepted + " accepted");
    }

    /** Circuits without random detectors; in others stim mixes them up with errors. */
    @Test
    void explanationsOfRandomCircuits() throws IOException, InterruptedException {
        StimPeer stim = StimPeer.in(folder);
        AnalysisOptions strict = new AnalysisOptions(false, false, false, 1, false, false);
        List<Long> seeds = new ArrayList<>();
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            try {
                ErrorAnalyzer.analyze(StimCircuit.parse(RandomCircuitTexts.circuit(seed), "seed " + seed), strict);
                seeds.add(seed);
            } catch (CircuitException random) {
                continue;
            }
            Files.writeString(folder.resolve(seed + ".stim"), RandomCircuitTexts.circuit(seed));
            if (seed % 2 == 0) {
                stim.command(seed + ".out", "explain_errors", "--in", seed + ".stim");
            } else {
                stim.command(seed + ".out", "explain_errors", "--single", "--in", seed + ".stim");
            }
        }
        stim.run();
        for (long seed : seeds) {
            StimCircuit circuit = StimCircuit.parse(RandomCircuitTexts.circuit(seed), "seed " + seed);
            StringBuilder found = new StringBuilder();
            ErrorExplainer.explain(circuit, null, seed % 2 != 0)
                    .forEach(error -> found.append(error).append('\n'));
            assertEquals(Files.readString(folder.resolve(seed + ".out")), found.toString(), "seed " + seed);
        }
        assertTrue(seeds.size() > CASES / 10, seeds.size() + " circuits");
    }
}
