package org.jaynes.decoder.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import org.jaynes.bindings.cuda.CudaKernel;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.cuda.LaunchConfiguration;
import org.jaynes.bindings.generated.decoder.JaynesMistakesArguments;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecodingDevice;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.cuda.BatchDecoder;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.ShotBuffers;

/**
 * Logical error rates from a device: shots are sampled there, decoded, and compared with what has happened. A decoder that
 * was compiled for the device and needs no CPU leaves everything there but two counters; shots for any other decoder are
 * brought to the CPU. Thread-safe.
 */
public final class MistakeCounter implements AutoCloseable {
    private static final int BATCH = 1 << 14;
    private static final int THREADS = 256;

    /** Of {@code JaynesMistakesArguments}. */
    private static final long COUNTERS = 3;

    private final DeviceDemSampler sampler;
    private final CompiledDecoder decoder;
    private final CudaDecodingDevice device;
    private final int threads;

    /**
     * What came out.
     *
     * @param shots number of shots
     * @param mistakes shots with a wrong prediction of any observable
     * @param unexplained shots whose solution does not explain all detection events
     */
    public record Mistakes(long shots, long mistakes, long unexplained) {
        /** The counts of both. */
        public Mistakes plus(Mistakes other) {
            return new Mistakes(shots + other.shots, mistakes + other.mistakes, unexplained + other.unexplained);
        }
    }

    /**
     * A counter.
     *
     * @param sampler of the model
     * @param decoder for the same model, of this device or of the CPU; not closed with the counter
     * @param threads what is decoded by the CPU is done by so many
     */
    public MistakeCounter(DemSampler sampler, CompiledDecoder decoder, DecodingDevice device, int threads) {
        if (sampler.detectorCount() != decoder.detectorCount()
                || sampler.observableCount() != decoder.observableCount()) {
            throw new IllegalArgumentException(
                    "the sampler has %d detectors and %d observables, the decoder %d and %d; expected the same model"
                            .formatted(
                                    sampler.detectorCount(),
                                    sampler.observableCount(),
                                    decoder.detectorCount(),
                                    decoder.observableCount()));
        }
        this.sampler = sampler.on(device);
        this.decoder = decoder;
        this.device = (CudaDecodingDevice) device;
        this.threads = threads;
    }

    /**
     * Samples and decodes shots of a seed; the counts depend on the seed and the numbers of the shots only.
     *
     * @param firstShot a multiple of 1024
     * @param shots how many
     * @throws org.jaynes.decoder.DecodingDeviceException if the device fails or has not enough memory
     */
    public Mistakes count(long seed, long firstShot, long shots) {
        if (decoder instanceof BatchDecoder onDevice && onDevice.needsNoCpu()) {
            Optional<Mistakes> counted = device.work(() -> countOnDevice(onDevice, seed, firstShot, shots));
            if (counted.isPresent()) {
                return counted.get();
            }
        }
        Mistakes sum = new Mistakes(0, 0, 0);
        for (long done = 0; done < shots; done += BATCH) {
            sum = sum.plus(countOnCpu(seed, firstShot + done, (int) Math.min(BATCH, shots - done)));
        }
        return sum;
    }

    /** Nothing if shots were left to the CPU after all. */
    private Optional<Mistakes> countOnDevice(BatchDecoder onDevice, long seed, long firstShot, long shots) {
        ShotBuffers buffers = onDevice.buffers();
        long rowBytes = (long) decoder.observableWords() * Long.BYTES;
        try (Arena arena = Arena.ofConfined();
                DeviceMemory observables = device.allocate(buffers.capacity() * rowBytes);
                DeviceMemory counters = device.allocate(COUNTERS * Long.BYTES)) {
            counters.fillAsync((byte) 0, device.stream());
            MemorySegment arguments = JaynesMistakesArguments.allocate(arena);
            JaynesMistakesArguments.predictions(arguments, buffers.predictions());
            JaynesMistakesArguments.observables(arguments, observables.address());
            JaynesMistakesArguments.outcomes(arguments, buffers.outcomes());
            JaynesMistakesArguments.counters(arguments, counters.address());
            JaynesMistakesArguments.observable_words(arguments, decoder.observableWords());
            CudaKernel kernel = device.kernel("jaynes_mistakes", JaynesMistakesArguments.layout());
            LaunchConfiguration most = device.filling(kernel, THREADS, 0);
            for (long done = 0; done < shots; done += buffers.capacity()) {
                int count = (int) Math.min(buffers.capacity(), shots - done);
                sampler.launch(seed, firstShot + done, count, buffers.shots(), observables);
                onDevice.decode(count);
                JaynesMistakesArguments.shot_count(arguments, count);
                device.launch(kernel, CudaDecodingDevice.fewerBlocks(most, (count + THREADS - 1) / THREADS), arguments);
            }
            MemorySegment counts = arena.allocate(ValueLayout.JAVA_LONG, COUNTERS);
            counters.read(0, counts);
            long mistakes = counts.getAtIndex(ValueLayout.JAVA_LONG, 0);
            long unexplained = counts.getAtIndex(ValueLayout.JAVA_LONG, 1);
            boolean complete = counts.getAtIndex(ValueLayout.JAVA_LONG, 2) == 0;
            return complete ? Optional.of(new Mistakes(shots, mistakes, unexplained)) : Optional.empty();
        }
    }

    /** Frees the sampler on the device, when no thread uses this any more. Closing again does nothing. */
    @Override
    public void close() {
        sampler.close();
    }

    private Mistakes countOnCpu(long seed, long firstShot, int count) {
        int words = decoder.observableWords();
        long[] rows = new long[count * decoder.detectorWords()];
        long[] observables = new long[count * words];
        sampler.sample(seed, firstShot, count, rows, observables);
        Predictions predictions = decoder.decodeBatch(rows, count, threads);
        long mistakes = 0;
        for (int shot = 0; shot < count; shot++) {
            int at = shot * words;
            boolean right = Arrays.equals(predictions.observables(), at, at + words, observables, at, at + words);
            mistakes += right ? 0 : 1;
        }
        return new Mistakes(count, mistakes, predictions.unconvergedCount());
    }
}
