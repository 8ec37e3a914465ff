package org.jaynes.decoder.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.ShotPriors;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.matching.MatchingDecoder.Correlations;
import org.junit.jupiter.api.Test;

class UnionFindDecoderTest {
    private static final int GRAPHS = Integer.getInteger("jaynes.test.graphs", 400);

    private static final int[] OBSERVABLES = {0, 1};

    /** The solution explains the syndrome, so it weighs no less than the best one with the same observables. */
    private static boolean check(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int detectors = random.nextInt(1, 10);
        DetectorErrorModel model = new RandomGraphModel(random, detectors, OBSERVABLES, random.nextBoolean()).model();
        DetectorGraph graph = GraphBuilder.build(model, false).graph();
        int[] masks = Arrays.stream(graph.observableMasks)
                .mapToInt(mask -> (int) mask)
                .toArray();
        double[] weights =
                Arrays.stream(graph.integerWeights).mapToDouble(graph::weightOf).toArray();
        BestSolutions best = new BestSolutions(detectors, OBSERVABLES.length, graph.ends, masks, weights);
        UnionFindSession session = new UnionFindDecoder().compile(model).newSession();
        boolean alwaysBest = true;
        for (int shot = 0; shot < 20; shot++) {
            int syndrome = random.nextInt(1 << detectors);
            session.decode(new long[] {syndrome}, 0);
            String context = "seed " + seed + ", syndrome " + syndrome + "\n" + model;
            double least = best.weight(syndrome, (int) session.observables(0));
            assertEquals(Double.isFinite(best.weight(syndrome)), session.converged(), context);
            if (session.converged()) {
                assertTrue(session.weight() >= least - 1e-9, context);
                alwaysBest &= session.weight() < best.weight(syndrome) + 1e-9;
            }
        }
        return alwaysBest;
    }

    @Test
    void solutionsExplainTheShots() {
        int best = 0;
        for (int graph = 0; graph < GRAPHS; graph++) {
            best += check(5_000_000 + graph) ? 1 : 0;
        }
        assertTrue(best < GRAPHS, "union-find is not exact, so some solution should not have been the best");
        assertTrue(best > GRAPHS / 3, "graphs on which all solutions were the best: " + best);
    }

    @Test
    void weightsStayNearThoseOfMatching() {
        NoiseStrengths noise = new NoiseStrengths(0.006, 0.006, 0.006, 0.006);
        DetectorErrorModel model = ErrorAnalyzer.analyze(
                new MemoryExperiment("surface_code", "rotated_memory_z", 7, 7, noise).circuit(),
                AnalysisOptions.DECOMPOSED);
        CompiledMatching matching = new MatchingDecoder(Correlations.IGNORED).compile(model);
        int shotCount = 500;
        long[] shots = RandomShots.of(model, shotCount, 17).detectors();
        Predictions exact = matching.decodeBatch(shots, shotCount, 1);
        Predictions found = new UnionFindDecoder().compile(model).decodeBatch(shots, shotCount, 1);
        double exactSum = 0;
        double sum = 0;
        for (int shot = 0; shot < shotCount; shot++) {
            assertTrue(found.weight(shot) >= exact.weight(shot) - 1e-9, "shot " + shot);
            exactSum += exact.weight(shot);
            sum += found.weight(shot);
        }
        assertTrue(sum < 1.04 * exactSum, "total weight " + sum + " against " + exactSum);
    }

    @Test
    void erasedEdgesAreFree() {
        DetectorErrorModel model = DetectorErrorModel.parse(
                "error(0.1) D0 L0\nerror(0.01) D0 D1\nerror(0.01) D1 D2\nerror(0.1) D2", "test");
        UnionFindSession session = new UnionFindDecoder().compile(model).newSession();
        long[] shot = {0b101};
        session.decode(shot, 0);
        assertTrue(session.flips(0));
        session.decode(shot, 0, new ShotPriors().erase(1).erase(2));
        assertFalse(session.flips(0));
        assertEquals(0, session.weight());
        session.decode(shot, 0);
        assertTrue(session.flips(0), "priors hold for one shot");
    }
}
