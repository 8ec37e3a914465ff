package org.jaynes.decoder.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jaynes.decoder.StimPeer;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What replayed errors flip, equal to stim; {@code -Djaynes.stim.cases=N} sets how many models. */
class StimParityTest {
    private static final int CASES = Integer.getInteger("jaynes.stim.cases", 50);
    private static final int SHOTS = 70;

    @TempDir
    private Path folder;

    @Test
    void replayedErrors() throws IOException, InterruptedException {
        StimPeer stim = StimPeer.in(folder);
        for (int seed = 0; seed < CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String text = body(random, 0);
            Files.writeString(folder.resolve(seed + ".dem"), text);
            int errors = new DemSampler(DetectorErrorModel.parse(text, "seed " + seed), true).errorCount();
            StringBuilder bits = new StringBuilder();
            for (int shot = 0; shot < SHOTS; shot++) {
                random.ints(errors, 0, 2).forEach(bits::append);
                bits.append('\n');
            }
            Files.writeString(folder.resolve(seed + ".err"), bits);
            stim.command(
                    seed + ".out",
                    "sample_dem",
                    "--in",
                    seed + ".dem",
                    "--replay_err_in",
                    seed + ".err",
                    "--shots",
                    String.valueOf(SHOTS),
                    "--obs_out",
                    seed + ".obs");
        }
        stim.run();
        for (int seed = 0; seed < CASES; seed++) {
            DemSampler sampler = new DemSampler(DetectorErrorModel.read(folder.resolve(seed + ".dem")), true);
            long[] errors = new long[SHOTS * sampler.errorWords()];
            String[] lines = Files.readString(folder.resolve(seed + ".err")).split("\n", -1);
            for (int shot = 0; shot < SHOTS; shot++) {
                for (int i = 0; i < sampler.errorCount(); i++) {
                    errors[shot * sampler.errorWords() + (i >> 6)] |= (lines[shot].charAt(i) - '0' + 0L) << i;
                }
            }
            long[] detectors = new long[SHOTS * sampler.detectorWords()];
            long[] observables = new long[SHOTS * sampler.observableWords()];
            sampler.replay(SHOTS, errors, detectors, observables);
            assertEquals(
                    Files.readString(folder.resolve(seed + ".out")),
                    lines(detectors, sampler.detectorCount(), sampler.detectorWords()),
                    "seed " + seed);
            assertEquals(
                    Files.readString(folder.resolve(seed + ".obs")),
                    lines(observables, sampler.observableCount(), sampler.observableWords()),
                    "seed " + seed);
        }
    }

    private static String lines(long[] shots, int bits, int words) {
        StringBuilder lines = new StringBuilder();
        for (int shot = 0; shot < SHOTS; shot++) {
            for (int i = 0; i < bits; i++) {
                lines.append(shots[shot * words + (i >> 6)] >>> i & 1);
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    private static String body(SplittableRandom random, int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            switch (random.nextInt(depth < 3 ? 8 : 6)) {
                case 0 ->
                    text.append("shift_detectors ").append(random.nextInt(4)).append('\n');
                case 1 -> text.append("detector D").append(random.nextInt(80)).append('\n');
                case 6 -> text.append("repeat %d {\n%s}\n".formatted(random.nextInt(4), body(random, depth + 1)));
                default -> {
                    text.append("error(0.25)");
                    for (int j = random.nextInt(5); j > 0; j--) {
                        text.append(random.nextInt(3) == 0 ? " L" + random.nextInt(70) : " D" + random.nextInt(70));
                        text.append(j > 1 && random.nextInt(4) == 0 ? " ^" : "");
                    }
                    text.append('\n');
                }
            }
        }
        return text.toString();
    }
}
