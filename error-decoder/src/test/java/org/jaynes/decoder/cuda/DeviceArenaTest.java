package org.jaynes.decoder.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.DecodingDeviceException;
import org.jaynes.decoder.DecodingServer;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.TestDevice;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.experiments.Collector;
import org.jaynes.decoder.experiments.Limits;
import org.jaynes.decoder.experiments.Metadata;
import org.jaynes.decoder.experiments.Task;
import org.jaynes.decoder.sampling.DemSampler;
import org.jaynes.decoder.sampling.DeviceDemSampler;
import org.jaynes.decoder.sampling.MistakeCounter;
import org.jaynes.decoder.simulation.DetectionSampler;
import org.jaynes.decoder.simulation.DeviceDetectionSampler;
import org.jaynes.decoder.simulation.DeviceMeasurementSampler;
import org.jaynes.decoder.simulation.MeasurementSampler;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made for a device gives back all of its memory when it is closed, as the emulated driver counts it. */
class DeviceArenaTest {
    private static final StimCircuit CIRCUIT =
            new MemoryExperiment("surface_code", "rotated_memory_z", 3, 3, NoiseStrengths.uniform(0.01)).circuit();
    private static final int SHOTS = 100;

    private final CudaDecodingDevice device = (CudaDecodingDevice) TestDevice.open();
    private final DetectorErrorModel model = Task.modelOf(CIRCUIT);
    private final DemSampler sampler = new DemSampler(model, false);
    private long free;

    @BeforeEach
    void count() {
        free = device.freeMemory();
    }

    @AfterEach
    void close() {
        device.close();
    }

    private void assertAllIsFree() {
        assertEquals(free, device.freeMemory(), "bytes of free memory");
    }

    private long[] shots() {
        long[] shots = new long[SHOTS * sampler.detectorWords()];
        sampler.newSession(1).sample(0, SHOTS, shots, new long[SHOTS * sampler.observableWords()], new long[0]);
        return shots;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mwpm", "union-find", "bp", "bp-osd", "bp-lsd", "relay"})
    void decoders(String name) {
        Decoder decoder = Decoders.named(name, Map.of());
        CompiledDecoder compiled = decoder.compile(model, device);
        Predictions expected = decoder.compile(model).decodeBatch(shots(), SHOTS, 1);
        assertEquals(expected.weight(7), compiled.decodeBatch(shots(), SHOTS, 1).weight(7));
        assertTrue(compiled.deviceShare().orElse("").contains("of 100 shots"), compiled.deviceShare()::toString);
        assertTrue(device.freeMemory() < free);
        compiled.close();
        assertAllIsFree();
        compiled.close();
        assertThrows(IllegalStateException.class, () -> compiled.decodeBatch(shots(), SHOTS, 1));
        // A single shot is decoded by the CPU.
        assertTrue(compiled.newSession().decode(shots(), 0));
    }

    @Test
    void samplersAndCounters() {
        DetectionSampler frames = new DetectionSampler(CIRCUIT);
        MeasurementSampler results = new MeasurementSampler(CIRCUIT, false);
        long[] events = new long[SHOTS * sampler.detectorWords()];
        long[] flips = new long[SHOTS * sampler.observableWords()];
        try (DeviceDemSampler there = sampler.on(device);
                DeviceDetectionSampler framesThere = frames.on(device);
                DeviceMeasurementSampler resultsThere = results.on(device);
                CompiledDecoder decoder = Decoders.named("union-find", Map.of()).compile(model, device);
                MistakeCounter counter = new MistakeCounter(sampler, decoder, device, 1)) {
            there.sample(1, 0, SHOTS, events, flips);
            framesThere.sample(1, 0, SHOTS, events, flips);
            resultsThere.sample(1, 0, SHOTS, new long[SHOTS * results.shotWords()]);
            assertEquals(2 * SHOTS, counter.count(1, 0, 2 * SHOTS).shots());
            assertTrue(device.freeMemory() < free);
        }
        assertAllIsFree();
    }

    /** A server's own memory and its decoder's; while it runs, no other memory is given back, because the driver would wait for it. */
    @Test
    void servers() throws InterruptedException {
        CompiledDecoder other = Decoders.named("bp", Map.of()).compile(model, device);
        DecodingServer server = DecodingServer.start(
                Decoders.named("union-find", Map.of()), model, device, DecodingServer.Settings.DEFAULT);
        server.submit(shots(), 0).await();
        assertThrows(DecodingDeviceException.class, other::close);
        server.close();
        other.close();
        assertAllIsFree();
    }

    /** One task after the other, and those that were not finished. */
    @Test
    void collections() {
        List<Task> tasks = List.of(task("union-find"), task("bp"));
        new Collector(tasks, new Limits(500, 1_000_000), 2, 3).run(_ -> {});
        assertAllIsFree();
        Collector stopped = new Collector(tasks, new Limits(1_000_000, 1_000_000), 2, 3);
        stopped.run(_ -> stopped.stop());
        assertAllIsFree();
    }

    private Task task(String name) {
        Decoder decoder = Decoders.named(name, Map.of());
        return Task.of(CIRCUIT, name, on -> decoder.compile(on, device), new Metadata(Map.of()));
    }

    @Test
    void whatCannotBeMadeLeavesNothing() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> DeviceArena.fill(device, arena -> {
                    arena.allocate(1 << 20);
                    arena.pinned(1 << 20);
                    throw new IllegalArgumentException("too large");
                }));
        assertEquals("too large", thrown.getMessage());
        assertAllIsFree();
    }

    @Test
    void afterTheDeviceThereIsNothingToFree() {
        CompiledDecoder decoder = Decoders.named("bp", Map.of()).compile(model, device);
        DeviceDemSampler there = sampler.on(device);
        device.close();
        decoder.close();
        there.close();
    }
}
