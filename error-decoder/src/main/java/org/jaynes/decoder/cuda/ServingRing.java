package org.jaynes.decoder.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.jaynes.bindings.cuda.CudaException;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.bindings.cuda.DeviceMemory;
import org.jaynes.bindings.generated.decoder.JaynesServingRing;
import org.jaynes.decoder.DecodingDeviceException;

/**
 * The host's side of {@code JaynesServingRing}: slots for requests and results in memory that host and device address, and
 * the kernel that serves them. Requests have numbers, ascending from 0, and number t is in slot t % slots. Thread-safe but
 * for {@link #close}; requests are stored by one thread at a time.
 */
public final class ServingRing implements AutoCloseable {
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    /** Slots begin at multiples of 128 bytes, so that no two of them share what processors and devices transfer at once. */
    private static final int WORDS_OF_LINE = 16;

    private static final int RESULT_HEADER = 3;

    private final CudaDecodingDevice device;
    private final int slots;
    private final int detectorWords;
    private final int observableWords;
    private final int requestWords;
    private final int resultWords;
    private final DeviceArena arena;
    private final CudaStream stream;
    private final MemorySegment words;

    /** Offset of the results, in words; the word that stops the kernel is the last one. */
    private final long firstResult;

    private final long stopWord;

    /**
     * Starts the kernel; within {@link CudaDecodingDevice#work}.
     *
     * @param arena closed with the ring
     * @param slots requests whose results have not been taken, at most
     * @param longestPauseNanos between two looks of an idle block at its slot
     */
    public ServingRing(DeviceArena arena, ServingDecoder decoder, int slots, int blocks, int longestPauseNanos) {
        this.arena = arena;
        this.device = arena.device();
        this.slots = slots;
        this.detectorWords = decoder.detectorWords();
        this.observableWords = decoder.observableWords();
        this.requestWords = wholeLines(1 + detectorWords);
        this.resultWords = wholeLines(RESULT_HEADER + observableWords);
        this.firstResult = (long) slots * requestWords;
        this.stopWord = firstResult + (long) slots * resultWords;
        ServingKernel serving = decoder.servingKernel(arena, blocks);
        // Unified addressing, which drivers for 64-bit Linux have: the device finds pinned memory at the host's
        // address.
        this.words = arena.pinned((stopWord + WORDS_OF_LINE) * Long.BYTES).segment();
        words.fill((byte) 0);
        DeviceMemory nextNumber = arena.allocate(Long.BYTES);
        nextNumber.fillAsync((byte) 0, device.stream());
        MemorySegment ring = serving.arguments();
        JaynesServingRing.requests(ring, words.address());
        JaynesServingRing.results(ring, words.address() + firstResult * Long.BYTES);
        JaynesServingRing.stop(ring, words.address() + stopWord * Long.BYTES);
        JaynesServingRing.next_number(ring, nextNumber.address());
        JaynesServingRing.slot_count(ring, slots);
        JaynesServingRing.request_words(ring, requestWords);
        JaynesServingRing.result_words(ring, resultWords);
        JaynesServingRing.longest_pause(ring, longestPauseNanos);
        device.stream().synchronize();
        this.stream = device.independentStream();
        serving.kernel().launch(stream, serving.configuration(), serving.arguments());
    }

    private static int wholeLines(int wanted) {
        return (wanted + WORDS_OF_LINE - 1) / WORDS_OF_LINE * WORDS_OF_LINE;
    }

    /** Requests whose results have not been taken, at most. */
    public int slots() {
        return slots;
    }

    /** Stores a request; the result that its slot had must have been taken. */
    public void request(long number, long[] shots, int offset) {
        long at = number % slots * requestWords;
        MemorySegment.copy(shots, offset, words, ValueLayout.JAVA_LONG, (at + 1) * Long.BYTES, detectorWords);
        WORD.setRelease(words, at * Long.BYTES, number + 1);
    }

    private long resultOf(long number) {
        return firstResult + number % slots * resultWords;
    }

    /** Whether the result of a request is there. */
    public boolean isDone(long number) {
        return (long) WORD.getAcquire(words, resultOf(number) * Long.BYTES) == number + 1;
    }

    /** The weight of a result that is there. */
    public double weight(long number) {
        return Double.longBitsToDouble(words.getAtIndex(ValueLayout.JAVA_LONG, resultOf(number) + 1));
    }

    /** Its outcome, see {@link ShotBuffers#outcomes}. */
    public long outcome(long number) {
        return words.getAtIndex(ValueLayout.JAVA_LONG, resultOf(number) + 2);
    }

    /** Its row of predicted observables. */
    public long[] observables(long number) {
        return words.asSlice((resultOf(number) + RESULT_HEADER) * Long.BYTES, (long) observableWords * Long.BYTES)
                .toArray(ValueLayout.JAVA_LONG);
    }

    /**
     * Whether the kernel is still there.
     *
     * @throws DecodingDeviceException if it or the device has failed
     */
    public boolean isServing() {
        try {
            return !stream.isIdle();
        } catch (CudaException e) {
            throw device.failed(e);
        }
    }

    /**
     * Lets the kernel decode all requests and end, and waits for that.
     *
     * @throws DecodingDeviceException if it or the device has failed
     */
    public void stop() {
        WORD.setRelease(words, stopWord * Long.BYTES, 1L);
        try {
            stream.synchronize();
        } catch (CudaException e) {
            throw device.failed(e);
        }
    }

    /** Frees the slots and the memory of the kernel, after a {@link #stop} that succeeded: a kernel that has not ended may still use them. */
    @Override
    public void close() {
        stream.close();
        arena.close();
    }
}
