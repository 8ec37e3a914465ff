package org.jaynes.decoder.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.matching.MatchingDecoder.Correlations;
import org.junit.jupiter.api.Test;

class SlidingWindowDecoderTest {
    private static final int SHOTS = 2_000;

    /** A surface code of distance 3 over 30 rounds, with its loop of rounds left folded. */
    private static DetectorErrorModel model() {
        NoiseStrengths noise = new NoiseStrengths(0.004, 0.004, 0.004, 0.004);
        return ErrorAnalyzer.analyze(
                new MemoryExperiment("surface_code", "rotated_memory_z", 3, 30, noise).circuit(),
                new AnalysisOptions(true, true, false, 0, false, false));
    }

    private static int mistakes(Predictions predictions, RandomShots shots) {
        int mistakes = 0;
        for (int shot = 0; shot < SHOTS; shot++) {
            mistakes += predictions.observables()[shot] != shots.observables()[shot] ? 1 : 0;
        }
        return mistakes;
    }

    @Test
    void oneWindowIsMatching() {
        DetectorErrorModel model = model();
        long[] shots = RandomShots.of(model, SHOTS, 3).detectors();
        Predictions whole =
                new MatchingDecoder(Correlations.IGNORED).compile(model).decodeBatch(shots, SHOTS, 1);
        Predictions windows = new SlidingWindowDecoder(40, 10).compile(model).decodeBatch(shots, SHOTS, 1);
        for (int shot = 0; shot < SHOTS; shot++) {
            assertEquals(whole.weight(shot), windows.weight(shot), 1e-9, "shot " + shot);
        }
    }

    @Test
    void windowsExplainAllEventsAndLoseLittle() {
        DetectorErrorModel model = model();
        RandomShots shots = RandomShots.of(model, SHOTS, 4);
        Predictions whole =
                new MatchingDecoder(Correlations.IGNORED).compile(model).decodeBatch(shots.detectors(), SHOTS, 1);
        CompiledWindows decoder = new SlidingWindowDecoder(8, 3).compile(model);
        Predictions windows = decoder.decodeBatch(shots.detectors(), SHOTS, 1);
        assertEquals(0, windows.unconvergedCount());
        int different = 0;
        for (int shot = 0; shot < SHOTS; shot++) {
            assertTrue(windows.weight(shot) >= whole.weight(shot) - 1e-9, "shot " + shot);
            different += windows.observables()[shot] != whole.observables()[shot] ? 1 : 0;
        }
        assertTrue(different < SHOTS / 50, "predictions that differ from matching: " + different);
        // Both are wrong on the same shots but for those that differ.
        assertTrue(Math.abs(mistakes(windows, shots) - mistakes(whole, shots)) <= different);

        WindowSession session = decoder.newSession();
        for (int shot = 0; shot < 100; shot++) {
            session.decode(shots.detectors(), shot * decoder.detectorWords());
            assertTrue(session.isExplained(), "shot " + shot);
        }
    }

    @Test
    void roundsAreTakenAsTheyComeIn() {
        DetectorErrorModel model = model();
        CompiledWindows decoder = new SlidingWindowDecoder(10, 4).compile(model);
        assertEquals(31, decoder.roundCount());
        int words = decoder.detectorWords();
        long[] shots = RandomShots.of(model, 50, 5).detectors();
        WindowSession session = decoder.newSession();
        WindowSession whole = decoder.newSession();
        for (int shot = 0; shot < 50; shot++) {
            session.begin();
            int committed = 0;
            for (int round = 0; round < 31; round++) {
                assertEquals(round, session.round());
                boolean decoded = session.addRound(shots, shot * words);
                assertEquals(round == 30 || (round >= 9 && (round - 9) % 4 == 0), decoded, "round " + round);
                assertTrue(session.committedRounds() >= committed);
                committed = session.committedRounds();
            }
            assertEquals(31, committed);
            whole.decode(shots, shot * words);
            assertEquals(whole.observables(0), session.observables(0));
            assertEquals(whole.weight(), session.weight());
        }
        assertThrows(IllegalStateException.class, () -> session.addRound(shots, 0));
    }

    @Test
    void detectorsNeedCoordinatesAndWindowsASize() {
        DetectorErrorModel bare =
                DetectorErrorModel.parse("error(0.1) D0 D1\nerror(0.1) D0\ndetector(0, 0) D1", "test");
        assertThrows(DecoderModelException.class, () -> new SlidingWindowDecoder(4, 2).compile(bare));
        assertThrows(IllegalArgumentException.class, () -> new SlidingWindowDecoder(2, 3));
        assertThrows(IllegalArgumentException.class, () -> new SlidingWindowDecoder(2, 0));
    }

    @Test
    void anOddNumberOfEventsWithoutBoundaryIsNotMatched() {
        DetectorErrorModel closed =
                DetectorErrorModel.parse("error(0.1) D0 D1\ndetector(0) D0\ndetector(1) D1", "test");
        WindowSession session = new SlidingWindowDecoder(1, 1).compile(closed).newSession();
        assertTrue(session.decode(new long[] {0b11}, 0));
        assertFalse(session.decode(new long[] {0b01}, 0));
    }
}
