package org.jaynes.decoder.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.ShotPriors;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.matching.MatchingDecoder.Correlations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session that has seen shots allocates nothing for the same shots again. */
class AllocationTest {
    private static final int SHOTS = 300;

    static Stream<Decoder> decoders() {
        return Stream.of(
                new MatchingDecoder(Correlations.IGNORED),
                new MatchingDecoder(Correlations.TWO_PASSES),
                new MatchingDecoder(Correlations.TWO_PASSES_COMPARED),
                new UnionFindDecoder());
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void warmSessionsAllocateNothing(Decoder decoder) {
        NoiseStrengths noise = new NoiseStrengths(0.008, 0.008, 0.008, 0.008);
        DetectorErrorModel model = ErrorAnalyzer.analyze(
                new MemoryExperiment("surface_code", "rotated_memory_z", 5, 5, noise).circuit(),
                AnalysisOptions.DECOMPOSED);
        long[] shots = RandomShots.of(model, SHOTS, 9).detectors();
        DecoderSession session = decoder.compile(model).newSession();
        ShotPriors priors = new ShotPriors().erase(3).set(40, 0.2);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // The JVM allocates a little now and then when it links or compiles; a session would in every round.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            decodeAll(session, shots, priors);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, decoder::toString);
    }

    private static void decodeAll(DecoderSession session, long[] shots, ShotPriors priors) {
        int words = shots.length / SHOTS;
        for (int shot = 0; shot < SHOTS; shot++) {
            session.decode(shots, shot * words, shot % 2 == 0 ? null : priors);
            session.weight();
            session.observables(0);
        }
    }
}
