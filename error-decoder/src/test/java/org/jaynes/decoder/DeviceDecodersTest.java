package org.jaynes.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.sampling.DemSampler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every decoder that has a name predicts on the emulated device what it predicts on the CPU, or says that it has no kernel. */
class DeviceDecodersTest {
    private static final int SHOTS = 400;
    private static final Set<String> WITHOUT_KERNEL = Set.of("mwpm-correlated", "mwpm-windows");
    private static @Nullable DecodingDevice device;
    private static DetectorErrorModel model = DetectorErrorModel.parse("", "empty");
    private static long[] shots = {};

    @BeforeAll
    static void open() {
        device = TestDevice.open();
        model = surfaceModel();
        DemSampler sampler = new DemSampler(model, false);
        shots = new long[SHOTS * sampler.detectorWords()];
        sampler.newSession(3).sample(0, SHOTS, shots, new long[SHOTS * sampler.observableWords()], new long[0]);
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

    /** Decomposed, and with probabilities that are all different, so that there is one matching of least weight. */
    private static DetectorErrorModel surfaceModel() {
        MemoryExperiment experiment =
                new MemoryExperiment("surface_code", "rotated_memory_z", 3, 3, NoiseStrengths.uniform(0.015));
        DetectorErrorModel uniform =
                ErrorAnalyzer.analyze(experiment.circuit(), new AnalysisOptions(true, false, false, 0, false, false));
        SplittableRandom random = new SplittableRandom(8);
        StringBuilder text = new StringBuilder();
        uniform.forEachError((probability, targets) -> text.append(
                        String.format(Locale.ROOT, "error(%.17g) ", probability * random.nextDouble(0.3, 1.5)))
                .append(Arrays.stream(targets)
                        .mapToObj(DeviceDecodersTest::text)
                        .collect(Collectors.joining(" ", "", "\n"))));
        return DetectorErrorModel.parse(text.toString(), "surface code");
    }

    private static String text(long target) {
        if (DemTarget.isDetector(target)) {
            return "D" + DemTarget.number(target);
        }
        return DemTarget.isObservable(target) ? "L" + DemTarget.number(target) : "^";
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "mwpm, ''",
        "union-find, ''",
        "bp, ''",
        "bp, schedule=flooding",
        "bp, schedule=flooding memory=0.3",
        "bp, scaling=0",
        "bp, precision=half",
        "bp, precision=half schedule=flooding memory=0.3",
        "bp-osd, precision=half iterations=2 schedule=flooding",
        "relay, precision=half iterations=5 legs=4 leg-iterations=5 solutions=2",
        "bp-osd, iterations=2",
        "bp-osd, iterations=2 osd=zero",
        "bp-osd, iterations=2 osd=exhaustive order=6",
        "bp-osd, iterations=2 osd=combination-sweep order=7 schedule=flooding",
        "bp-lsd, iterations=2",
        "relay, iterations=5 legs=4 leg-iterations=5 solutions=2",
        "relay, legs=0",
    })
    void predictsWhatTheCpuPredicts(String name, String parameters) {
        Decoder decoder = Decoders.named(name, byName(parameters));
        Predictions expected = decoder.compile(model).decodeBatch(shots, SHOTS, 1);
        Predictions actual = decoder.compile(model, device()).decodeBatch(shots, SHOTS, 1);
        assertArrayEquals(expected.observables(), actual.observables());
        for (int shot = 0; shot < SHOTS; shot++) {
            assertEquals(expected.converged(shot), actual.converged(shot), "shot " + shot);
            assertEquals(expected.weight(shot), actual.weight(shot), "shot " + shot);
        }
    }

    private static Map<String, String> byName(String parameters) {
        return Arrays.stream(parameters.split(" "))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** A decoder that is added, or that gets a kernel, must be added to the table above. */
    @Test
    void allOthersHaveNoKernel() {
        Set<String> without = new TreeSet<>();
        Set<String> with = new TreeSet<>();
        Set<String> refusals = new TreeSet<>();
        for (Decoders.Named named : Decoders.all()) {
            Decoder decoder = Decoders.named(named.name(), Map.of());
            try {
                decoder.compile(model, device()).close();
                with.add(named.name());
            } catch (DecoderParameterException e) {
                without.add(named.name());
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        assertEquals(new TreeSet<>(WITHOUT_KERNEL), without);
        assertEquals(1, refusals.size(), refusals.toString());
        assertTrue(
                with.stream().allMatch(name -> refusals.toString().contains(name)),
                "the refusal says what has kernels, which are " + with + ": " + refusals);
        assertEquals(8, Decoders.all().size(), "decoders; those with a kernel belong into the table of this test");
        Decoder products = Decoders.named("bp", Map.of("rule", "sum-product"));
        assertThrows(DecoderParameterException.class, () -> products.compile(model, device()));
    }
}
