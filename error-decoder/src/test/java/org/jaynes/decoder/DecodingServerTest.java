package org.jaynes.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jaynes.decoder.DecodingDeviceException.Fault;
import org.jaynes.decoder.DecodingServer.Prediction;
import org.jaynes.decoder.DecodingServer.Request;
import org.jaynes.decoder.DecodingServer.Settings;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.codes.MemoryExperiment;
import org.jaynes.decoder.codes.NoiseStrengths;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.sampling.DemSampler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kernel that stays on the emulated device, which runs beside the threads of the test, serves single shots. */
class DecodingServerTest {
    private static final int LAUNCH_FAILED = 719;
    private static final int UNKNOWN = 999;
    private static final Settings FEW = new Settings(8, 2, 1_000);

    private final DetectorErrorModel model = ErrorAnalyzer.analyze(
            new MemoryExperiment("surface_code", "rotated_memory_z", 3, 3, NoiseStrengths.uniform(0.02)).circuit(),
            new AnalysisOptions(true, false, false, 0, false, false));
    private final DecodingDevice device = TestDevice.open();
    private final Decoder unionFind = Decoders.named("union-find", Map.of());

    /** Rows of the model, one word each. */
    private long[] shots = {};

    @BeforeEach
    void sample() {
        DemSampler sampler = new DemSampler(model, false);
        assertEquals(1, sampler.detectorWords());
        shots = new long[400];
        sampler.newSession(3).sample(0, shots.length, shots, new long[shots.length], new long[0]);
    }

    @AfterEach
    void close() {
        device.close();
    }

    private static void assertShot(Predictions expected, int shot, Prediction actual) {
        String where = "shot " + shot;
        assertArrayEquals(new long[] {expected.observables()[shot]}, actual.observables(), where);
        assertEquals(expected.weight(shot), actual.weight(), where);
        assertEquals(expected.converged(shot), actual.converged(), where);
    }

    /** Some decoders leave shots to the CPU; the others must not. */
    @ParameterizedTest
    @CsvSource({
        "union-find, '', false",
        "mwpm, '', true",
        "bp, 'schedule=flooding', false",
        "relay, 'legs=3', false",
        "bp-lsd, 'iterations=3', true",
        "bp-osd, 'schedule=flooding;iterations=3', true"
    })
    void shotsDecodeAsOnTheCpu(String name, String parameters, boolean leavesSome) throws InterruptedException {
        Map<String, String> map = new LinkedHashMap<>();
        for (String parameter : parameters.isEmpty() ? new String[0] : parameters.split(";", -1)) {
            String[] parts = parameter.split("=", 2);
            map.put(parts[0], parts[1]);
        }
        Decoder decoder = Decoders.named(name, map);
        int count = 100;
        Predictions expected = decoder.compile(model).decodeBatch(shots, count, 1);
        int onDevice = 0;
        try (DecodingServer server = DecodingServer.start(decoder, model, device, Settings.DEFAULT)) {
            for (int shot = 0; shot < count; shot++) {
                Prediction prediction = server.decode(shots, shot);
                assertShot(expected, shot, prediction);
                onDevice += prediction.onDevice() ? 1 : 0;
            }
        }
        assertTrue(onDevice > 0 && (onDevice < count) == leavesSome, onDevice + " of " + count + " on the device");
    }

    /** More detectors than fit into a word, and more rows than shared memory holds. */
    @Test
    void statesInGlobalMemory() throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (int detector = 0; detector < 20_000; detector++) {
            text.append("error(0.1) D")
                    .append(detector)
                    .append(" D")
                    .append(detector + 1)
                    .append('\n');
        }
        DetectorErrorModel chain = DetectorErrorModel.parse(text + "error(0.1) D0 L70\n", "chain");
        Decoder decoder = Decoders.named("bp", Map.of("schedule", "flooding", "iterations", "4"));
        CompiledDecoder cpu = decoder.compile(chain);
        long[] row = new long[cpu.detectorWords()];
        row[0] = 3;
        row[200] = 6;
        Predictions expected = cpu.decodeBatch(row, 1, 1);
        try (DecodingServer server = DecodingServer.start(decoder, chain, device, FEW)) {
            Prediction prediction = server.decode(row, 0);
            assertArrayEquals(expected.observables(), prediction.observables());
            assertEquals(expected.weight(0), prediction.weight());
        }
    }

    @Test
    void threadsShareAServer() throws InterruptedException, ExecutionException {
        Predictions expected = unionFind.compile(model).decodeBatch(shots, shots.length, 1);
        try (DecodingServer server = DecodingServer.start(unionFind, model, device, new Settings(64, 4, 1_000));
                ExecutorService threads = Executors.newFixedThreadPool(5)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 5; thread++) {
                int first = thread;
                done.add(threads.submit(() -> {
                    List<Request> requests = new ArrayList<>();
                    for (int shot = first; shot < shots.length; shot += 5) {
                        requests.add(server.submit(shots, shot));
                        if (requests.size() == 10 || shot + 5 >= shots.length) {
                            int start = shot - 5 * (requests.size() - 1);
                            for (int i = 0; i < requests.size(); i++) {
                                assertShot(
                                        expected, start + 5 * i, requests.get(i).await());
                            }
                            requests.clear();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> thread : done) {
                thread.get();
            }
        }
    }

    /** So many threads that the emulated device runs several blocks at the same time. */
    @Test
    void blocksShareTheRing() throws InterruptedException {
        DetectorErrorModel larger = ErrorAnalyzer.analyze(
                new MemoryExperiment("surface_code", "rotated_memory_z", 5, 5, NoiseStrengths.uniform(0.005)).circuit(),
                new AnalysisOptions(true, false, false, 0, false, false));
        DemSampler sampler = new DemSampler(larger, false);
        int count = 120;
        int words = sampler.detectorWords();
        long[] rows = new long[count * words];
        sampler.newSession(4).sample(0, count, rows, new long[count], new long[0]);
        Decoder decoder = Decoders.named("bp", Map.of("schedule", "flooding"));
        Predictions expected = decoder.compile(larger).decodeBatch(rows, count, 1);
        try (DecodingServer server = DecodingServer.start(decoder, larger, device, new Settings(32, 8, 1_000))) {
            List<Request> requests = new ArrayList<>();
            for (int shot = 0; shot < count; shot++) {
                if (shot >= 32) {
                    requests.get(shot - 32).await();
                }
                requests.add(server.submit(rows, shot * words));
            }
            for (int shot = 0; shot < count; shot++) {
                assertShot(expected, shot, requests.get(shot).await());
            }
        }
    }

    /** What nobody awaits takes no slot once it is decoded. */
    @Test
    void aSlotIsFreeOnceItsShotIsDecoded() throws InterruptedException {
        Predictions expected = unionFind.compile(model).decodeBatch(shots, shots.length, 1);
        try (DecodingServer server = DecodingServer.start(unionFind, model, device, new Settings(1, 1, 1_000))) {
            Request forgotten = server.submit(shots, 0);
            while (!forgotten.isDone()) {
                Thread.onSpinWait();
            }
            assertShot(expected, 1, server.decode(shots, 1));
            assertShot(expected, 0, forgotten.await());
        }
    }

    /** What is submitted is decoded before the server ends, can be awaited later, and gives the same again. */
    @Test
    void closingFinishesWhatWasSubmitted() throws InterruptedException {
        Predictions expected = unionFind.compile(model).decodeBatch(shots, shots.length, 1);
        DecodingServer server = DecodingServer.start(unionFind, model, device, FEW);
        List<Request> requests = new ArrayList<>();
        for (int shot = 0; shot < 8; shot++) {
            requests.add(server.submit(shots, shot));
        }
        server.close();
        server.close();
        for (int shot = 0; shot < 8; shot++) {
            Request request = requests.get(shot);
            assertTrue(request.isDone());
            Prediction prediction = request.await();
            assertShot(expected, shot, prediction);
            assertSame(prediction, request.await());
        }
        assertThrows(IllegalStateException.class, () -> server.submit(shots, 0));
        try (DecodingServer next = DecodingServer.start(unionFind, model, device, FEW)) {
            assertShot(expected, 9, next.decode(shots, 9));
        }
    }

    @Test
    void theDeviceIsTheServersAlone() throws InterruptedException {
        CompiledDecoder batches = unionFind.compile(model, device);
        Predictions expected = batches.decodeBatch(shots, shots.length, 1);
        DecodingServer server = DecodingServer.start(unionFind, model, device, FEW);
        DecodingDeviceException refused =
                assertThrows(DecodingDeviceException.class, () -> batches.decodeBatch(shots, shots.length, 1));
        assertEquals(Fault.BUSY, refused.fault());
        assertEquals("cuda:0 serves single shots; close the decoding server on cuda:0 first", refused.getMessage());
        assertThrows(DecodingDeviceException.class, () -> DecodingServer.start(unionFind, model, device, FEW));
        assertShot(expected, 0, server.decode(shots, 0));
        server.close();
        assertArrayEquals(
                expected.observables(),
                batches.decodeBatch(shots, shots.length, 1).observables());
        // Closing the device ends the server that is open.
        Request request = DecodingServer.start(unionFind, model, device, FEW).submit(shots, 1);
        device.close();
        assertShot(expected, 1, request.await());
    }

    @Test
    void aDecoderWithoutAKernelIsRefused() {
        Decoder correlated = Decoders.named("mwpm-correlated", Map.of());
        assertThrows(DecoderParameterException.class, () -> DecodingServer.start(correlated, model, device, FEW));
        assertThrows(IllegalArgumentException.class, () -> new Settings(0, 1, 1));
    }

    /** A kernel that fails decodes nothing: the ring fills, all who wait learn why, and nobody hangs. */
    @Test
    void aKernelThatFailsIsAnErrorToAllWhoWait() throws Throwable {
        fail("jaynes_serve_union_find:" + LAUNCH_FAILED);
        try (ExecutorService threads = Executors.newFixedThreadPool(FEW.slots())) {
            DecodingServer server = DecodingServer.start(unionFind, model, device, FEW);
            List<Request> requests = new ArrayList<>();
            for (int shot = 0; shot < FEW.slots(); shot++) {
                requests.add(server.submit(shots, shot));
            }
            // Whoever finds the ring full looks now and then whether the kernel is still there.
            RuntimeException refused = assertThrows(RuntimeException.class, () -> server.submit(shots, 8));
            if (refused instanceof DecodingServer.FullException) {
                assertEquals(
                        "the shot submitted 8 shots ago on the decoding server on cuda:0 is not decoded yet, and there are no more slots; await it first, or start with more slots",
                        refused.getMessage());
            } else {
                assertInstanceOf(DecodingDeviceException.class, refused);
            }
            List<Future<Prediction>> waiting = new ArrayList<>();
            for (Request request : requests) {
                waiting.add(threads.submit(request::await));
            }
            for (Future<Prediction> thread : waiting) {
                ExecutionException thrown = assertThrows(ExecutionException.class, thread::get);
                DecodingDeviceException cause = assertInstanceOf(DecodingDeviceException.class, thrown.getCause());
                assertEquals(Fault.FAILED, cause.fault());
                assertTrue(String.valueOf(cause.getMessage()).contains("CUDA_ERROR_LAUNCH_FAILED"), cause::getMessage);
            }
            assertThrows(DecodingDeviceException.class, () -> server.submit(shots, 0));
            assertThrows(DecodingDeviceException.class, server::close);
            assertThrows(DecodingDeviceException.class, device::close);
        } finally {
            restart();
        }
    }

    /** The device is lost while the kernel runs on it: closing says so, and nothing is accepted afterwards. */
    @Test
    void aServerOnALostDeviceSaysSoWhenItIsClosed() throws Throwable {
        try {
            DecodingServer server = DecodingServer.start(unionFind, model, device, FEW);
            assertTrue(server.decode(shots, 0).onDevice());
            fail("*:" + UNKNOWN + "@1!");
            assertThrows(DecodingDeviceException.class, server::close);
            assertThrows(IllegalStateException.class, () -> server.submit(shots, 0));
            assertThrows(DecodingDeviceException.class, device::close);
        } finally {
            restart();
        }
    }

    /** A failure spoils the context for the rest of the process; the emulated device can be started again. */
    private static void restart() throws Throwable {
        fail("");
        MethodHandle restart = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.loaderLookup().findOrThrow("jaynes_emulator_restart"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT));
        assertEquals(0, (int) restart.invokeExact());
    }

    /** Sets {@code JAYNES_EMULATOR_FAIL}, see the README of the emulator. */
    private static void fail(String what) throws Throwable {
        MethodHandle configure = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.loaderLookup().findOrThrow("jaynes_emulator_configure"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = what.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(what);
            assertEquals(0, (int) configure.invokeExact(arena.allocateFrom("JAYNES_EMULATOR_FAIL"), value), what);
        }
    }
}
