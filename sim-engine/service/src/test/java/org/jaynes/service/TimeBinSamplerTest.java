package org.jaynes.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jaynes.photonics.Detector;
import org.jaynes.photonics.Noise;
import org.jaynes.photonics.PhotonicDevice;
import org.jaynes.photonics.sampling.PhotonSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TimeBinSamplerTest {
    /** Loops of odd and even length with phases: the case that tells beam-splitter conventions apart. */
    private static final String BODY = """
            {"input_state":[1,0,1],"loop_lengths":[1,2],"bs_angles":[0.7,1.1,0.5],"ps_angles":[0.9,0.4,2.1],\
            "n_samples":100000,"seed":11,"target":"PT-1"}""";

    /** Exact probabilities in CUDA-Q's convention, computed by direct permutation sums; to five digits. */
    private static final Map<String, Double> EXACT =
            Map.of("002", .05027, "011", .08232, "020", .13564, "101", .13423, "110", .52604, "200", .07150);

    @TempDir
    private Path journal;

    @Test
    void theServedShotsHaveTheDistributionOfTheDevice() throws Exception {
        ServiceOptions options = new ServiceOptions(0, journal, List.of(new Machine("PT-1-A", new TimeBinSampler())));
        try (DeviceService service = DeviceService.start(options)) {
            String id = TestService.request(service.url(), "POST", "/v1/submit", BODY)
                    .hasStatus(200)
                    .json()
                    .get("job_id")
                    .stringValue();
            JsonNode results = JsonMapper.shared()
                    .readTree(TestService.request(service.url(), "GET", "/v1/get_job/" + id, null)
                            .body())
                    .get("results");
            assertEquals(100_000, results.size());
            Map<String, Integer> counts = new TreeMap<>();
            results.forEach(shot -> counts.merge(shot.stringValue(), 1, Integer::sum));
            assertEquals(EXACT.keySet(), counts.keySet());
            EXACT.forEach((outcome, probability) -> {
                double deviation = Math.sqrt(probability * (1 - probability) / 100_000);
                // The seed is fixed: this fails always or never. Another seed would fail once in 3 million.
                assertEquals(probability, counts.getOrDefault(outcome, 0) * 1e-5, 5 * deviation + 1e-5, outcome);
            });
        }
    }

    @Test
    void groupsOfShotsAreTheShotsAtOnce() {
        SamplingRequest request = new SamplingRequest(
                new int[] {1, 1, 0, 1}, new int[] {1}, new double[] {0.3, 0.9, 0.6}, new double[0], 300, 0, 5);
        TimeBinSampler sampler = new TimeBinSampler(
                Noise.NONE.withInputLoss(0.2), new Detector.Threshold(), new PhotonSampler(2), PhotonicDevice.best());
        byte[] whole = new byte[1200];
        sampler.prepare(request).draw(0, 300, whole);
        byte[] parts = new byte[1200];
        DeviceSampler.Shots shots = sampler.prepare(request);
        for (int first = 0; first < 300; first += 100) {
            byte[] part = new byte[400];
            shots.draw(first, 100, part);
            System.arraycopy(part, 0, parts, 4 * first, 400);
        }
        assertArrayEquals(whole, parts);
        for (byte photons : whole) {
            assertTrue(photons == 0 || photons == 1, "a threshold detector says 0 or 1");
        }
    }

    @Test
    void whatWouldTakeTooLongIsKnownBefore() {
        int[] input = new int[120];
        for (int mode = 0; mode < 40; mode++) {
            input[3 * mode] = 1;
        }
        SamplingRequest request = new SamplingRequest(
                input, new int[] {11, 13, 17}, new double[3 * 120 - 41], new double[0], 100_000, 0, 5);
        assertTrue(new TimeBinSampler().prepare(request).predictedSeconds() > 600);
    }
}
