package org.jaynes.decoder.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.TestDevice;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sampler on the emulated device gives the shots of the one on the CPU, and counts the same mistakes. */
class DeviceDemSamplerTest {
    private static final int CASES = Integer.getInteger("jaynes.test.cuda-samplings", 25);
    private static final Integer ONLY = Integer.getInteger("jaynes.test.cuda-sampling");
    private static @Nullable DecodingDevice device;

    @BeforeAll
    static void open() {
        device = TestDevice.open();
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    private static DecodingDevice device() {
        return Objects.requireNonNull(device);
    }

    private record Shots(long[] detectors, long[] observables) {
        static Shots room(DemSampler sampler, int count) {
            return new Shots(new long[count * sampler.detectorWords()], new long[count * sampler.observableWords()]);
        }
    }

    private static Shots onCpu(DemSampler sampler, long seed, long firstShot, int count) {
        Shots all = Shots.room(sampler, count);
        DemSampler.Session session = sampler.newSession(seed);
        for (int done = 0; done < count; done += sampler.batchShots()) {
            int part = Math.min(sampler.batchShots(), count - done);
            Shots batch = Shots.room(sampler, part);
            session.sample(firstShot + done, part, batch.detectors(), batch.observables(), new long[0]);
            System.arraycopy(
                    batch.detectors(), 0, all.detectors(), done * sampler.detectorWords(), batch.detectors().length);
            System.arraycopy(
                    batch.observables(),
                    0,
                    all.observables(),
                    done * sampler.observableWords(),
                    batch.observables().length);
        }
        return all;
    }

    private static void compare(DetectorErrorModel model, long seed, long firstShot, int count, String where) {
        DemSampler sampler = new DemSampler(model, false);
        Shots expected = onCpu(sampler, seed, firstShot, count);
        Shots actual = Shots.room(sampler, count);
        sampler.on(device()).sample(seed, firstShot, count, actual.detectors(), actual.observables());
        assertArrayEquals(expected.detectors(), actual.detectors(), where);
        assertArrayEquals(expected.observables(), actual.observables(), where);
    }

    @Test
    void shotsAreThoseOfTheCpu() {
        for (int number = 0; number < CASES; number++) {
            if (ONLY == null || ONLY == number) {
                SplittableRandom random = new SplittableRandom(number);
                DetectorErrorModel model = DetectorErrorModel.parse(randomModel(random), "random");
                compare(
                        model,
                        random.nextLong(),
                        1024L * random.nextLong(1L << 40),
                        1 + random.nextInt(2500),
                        "replay with -Djaynes.test.cuda-sampling=" + number);
            }
        }
    }

    /** Equal probabilities and different ones, loops, shifts, many observables, certain and impossible errors. */
    private static String randomModel(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        boolean many = random.nextInt(4) == 0;
        double[] common = {0.001, 0.25, random.nextDouble(), 1, 0};
        for (int part = 0; part < 3; part++) {
            boolean loop = random.nextBoolean();
            if (loop) {
                text.append("repeat ").append(1 + random.nextInt(5)).append(" {\n");
            }
            int errors = random.nextInt(60);
            for (int error = 0; error < errors; error++) {
                double probability =
                        random.nextBoolean() ? common[random.nextInt(common.length)] : random.nextDouble(0.01, 0.03);
                text.append("error(").append(probability).append(')');
                for (int k = random.nextInt(4); k > 0; k--) {
                    text.append(" D").append(random.nextInt(100));
                }
                text.append(" L").append(random.nextInt(many ? 150 : 3)).append('\n');
            }
            text.append("shift_detectors ").append(random.nextInt(40)).append('\n');
            if (loop) {
                text.append("}\n");
            }
        }
        return text.toString();
    }

    /** Rows of whole blocks, of half blocks, and rows that only global memory holds. */
    @ParameterizedTest
    @CsvSource({"1000", "2500", "6000"})
    void rowsOfAnyLength(int detectors) {
        StringBuilder text = new StringBuilder();
        for (int detector = 0; detector < detectors; detector++) {
            text.append("error(0.002) D").append(detector);
            text.append(detector + 1 < detectors ? " D" + (detector + 1) + "\n" : " L0\n");
        }
        compare(DetectorErrorModel.parse(text.toString(), "chain"), 5, 0, 1100, detectors + " detectors");
    }

    @ParameterizedTest
    @CsvSource({"bp, true", "bp, false", "union-find, true", "mwpm, false"})
    void mistakesAreThoseOfTheCpu(String name, boolean compiledForDevice) {
        StringBuilder text = new StringBuilder("error(0.08) D0 L0\n");
        for (int detector = 0; detector < 9; detector++) {
            text.append("error(0.08) D%d D%d%n".formatted(detector, detector + 1));
        }
        DetectorErrorModel model = DetectorErrorModel.parse(text + "error(0.08) D9\n", "repetition");
        Decoder decoder = Decoders.named(name, name.equals("bp") ? Map.of("schedule", "flooding") : Map.of());
        DemSampler sampler = new DemSampler(model, false);
        CompiledDecoder onCpu = decoder.compile(model);
        int count = 20_000;
        Shots shots = onCpu(sampler, 11, 4096, count);
        Predictions predictions = onCpu.decodeBatch(shots.detectors(), count, 1);
        long mistakes = 0;
        for (int shot = 0; shot < count; shot++) {
            mistakes += predictions.observables()[shot] == shots.observables()[shot] ? 0 : 1;
        }
        CompiledDecoder compiled = compiledForDevice ? decoder.compile(model, device()) : onCpu;
        MistakeCounter counter = new MistakeCounter(sampler, compiled, device(), 1);
        assertEquals(
                new MistakeCounter.Mistakes(count, mistakes, predictions.unconvergedCount()),
                counter.count(11, 4096, count));
    }
}
