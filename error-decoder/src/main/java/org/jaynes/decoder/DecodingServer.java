package org.jaynes.decoder;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jaynes.decoder.cuda.CudaDecodingDevice;
import org.jaynes.decoder.cuda.DeviceArena;
import org.jaynes.decoder.cuda.ServingDecoder;
import org.jaynes.decoder.cuda.ServingRing;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jspecify.annotations.Nullable;

/**
 * Decodes single shots on a device in the least time: a kernel stays there and takes them from a ring in memory that host
 * and device share, so that a shot costs neither a launch nor a copy. Predictions and weights are those of {@link
 * Decoder#compile(DetectorErrorModel, DecodingDevice)}; what that leaves to the CPU is decoded by the thread that awaits it.
 *
 * <p>Any number of threads submit and await shots. While a server is open its device does nothing else: other work on the
 * same {@link DecodingDevice} is refused, and what other parts of the process do on the same GPU may wait for the server
 * where it frees memory, because the driver then waits for all kernels. If the device fails, all that wait get an exception.
 */
public final class DecodingServer implements AutoCloseable {
    /** A thread that waits looks at its slot for so long without a pause. */
    private static final long SPIN_NANOS = 50_000;

    private static final long PARK_NANOS = 20_000;

    /** How often one of the threads that wait asks the driver whether the kernel is still there. */
    private static final long CHECK_NANOS = 1_000_000;

    private final CudaDecodingDevice device;
    private final ServingDecoder decoder;
    private final ServingRing ring;
    private final Queue<DecoderSession> sessions = new ConcurrentLinkedQueue<>();

    /** By slot, the request whose result has not been taken from it. Guarded by this, as are the next two. */
    private final @Nullable Request[] open;

    private long nextNumber;
    private boolean closed;

    private volatile @Nullable DecodingDeviceException failure;
    private volatile long checkedAt = System.nanoTime();

    /** Threads that look at the ring, which must not be freed meanwhile. */
    private final AtomicInteger watchers = new AtomicInteger();

    /**
     * How a server works.
     *
     * @param slots most shots that are submitted and not yet decoded
     * @param blocks most shots that are decoded at once; fewer where the device does not hold so many. Idle blocks read
     *     memory of the host over the bus again and again, so that many of them take time from each other
     * @param longestPauseNanos how long an idle block pauses at most between two looks: the greater, the less it disturbs
     *     others, and the longer a shot waits after a time without any
     */
    public record Settings(int slots, int blocks, int longestPauseNanos) {
        /** Room for 256 shots, 16 at once, pauses of up to 1 us. */
        public static final Settings DEFAULT = new Settings(256, 16, 1_000);

        /** Refuses what is out of range. */
        public Settings {
            require("slots", slots, 1 << 16);
            require("blocks", blocks, 1 << 16);
            require("longestPauseNanos", longestPauseNanos, 1_000_000);
        }

        private static void require(String name, int value, int most) {
            if (value < 1 || value > most) {
                throw new IllegalArgumentException("%s is %d; expected 1 to %d".formatted(name, value, most));
            }
        }
    }

    /**
     * What a shot decodes to.
     *
     * @param observables the row of predicted observables, see {@link CompiledDecoder}
     * @param weight see {@link DecoderSession#weight}
     * @param converged see {@link DecoderSession#converged}
     * @param onDevice whether the device has decoded it; if not, it was left to the CPU
     */
    public record Prediction(long[] observables, double weight, boolean converged, boolean onDevice) {}

    /** The slot that is next has a shot that is not decoded yet: there are as many later ones as there are other slots. */
    public static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private FullException(String message) {
            super(message);
        }
    }

    private DecodingServer(CudaDecodingDevice device, ServingDecoder decoder, Settings settings) {
        this.device = device;
        this.decoder = decoder;
        this.open = new Request[settings.slots()];
        this.ring = DeviceArena.fill(
                device,
                arena -> new ServingRing(
                        arena, decoder, settings.slots(), settings.blocks(), settings.longestPauseNanos()));
    }

    /**
     * Compiles a decoder and starts its kernel.
     *
     * @param device must be open as long as the server; closing it closes the server
     * @throws DecoderModelException if the algorithm cannot use the model
     * @throws DecoderParameterException if the decoder has no kernel that serves single shots
     * @throws DecodingDeviceException if the device fails, has not enough memory, or has a server already
     */
    public static DecodingServer start(
            Decoder decoder, DetectorErrorModel model, DecodingDevice device, Settings settings) {
        CompiledDecoder compiled = decoder.compile(model, device);
        if (!(compiled instanceof ServingDecoder serving)) {
            compiled.close();
            throw new DecoderParameterException(
                    "this decoder has no kernel that serves single shots; use mwpm, union-find, bp, bp-osd, bp-lsd or relay");
        }
        CudaDecodingDevice cuda = (CudaDecodingDevice) device;
        try {
            return cuda.serve(() -> new DecodingServer(cuda, serving, settings));
        } catch (RuntimeException | Error e) {
            serving.close();
            throw e;
        }
    }

    /** What is served; closed with the server. */
    public CompiledDecoder decoder() {
        return decoder;
    }

    /**
     * Submits a shot.
     *
     * @param shots holds the shot's row from {@code offset} on, see {@link CompiledDecoder}; copied
     * @throws FullException if the shot that was submitted as many shots ago as there are slots is not decoded yet
     * @throws DecodingDeviceException if the device has failed
     * @throws IllegalStateException if the server is closed
     */
    public synchronized Request submit(long[] shots, int offset) {
        Objects.checkFromIndexSize(offset, decoder.detectorWords(), shots.length);
        requireOpen();
        int slot = (int) (nextNumber % open.length);
        Request before = open[slot];
        if (before != null && !before.receive()) {
            checkNowAndThen(before);
            throwIfFailed();
            throw new FullException(
                    "the shot submitted %d shots ago on the %s is not decoded yet, and there are no more slots; await it first, or start with more slots"
                            .formatted(open.length, this));
        }
        long[] row = new long[decoder.detectorWords()];
        System.arraycopy(shots, offset, row, 0, row.length);
        Request request = new Request(nextNumber, row);
        open[slot] = request;
        ring.request(nextNumber++, row, 0);
        return request;
    }

    /** Submits a shot and awaits it. */
    public Prediction decode(long[] shots, int offset) throws InterruptedException {
        return submit(shots, offset).await();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the " + this + " is closed");
        }
        throwIfFailed();
    }

    private void throwIfFailed() {
        DecodingDeviceException known = failure;
        if (known != null) {
            // Each thread gets an exception with its own stack trace.
            throw new DecodingDeviceException(known.fault(), String.valueOf(known.getMessage()), known);
        }
    }

    /** What the device has stored in a slot. */
    private record Result(long[] observables, double weight, long outcome) {}

    /** A shot that was submitted. Thread-safe. */
    public final class Request {
        private final long number;
        private final long[] row;
        private volatile @Nullable Result result;
        private @Nullable Prediction prediction;

        private Request(long number, long[] row) {
            this.number = number;
            this.row = row;
        }

        /** Whether {@link #await} returns, or throws, at once (but for what the CPU has to decode). */
        public boolean isDone() {
            watchers.incrementAndGet();
            try {
                if (result != null || failure != null || ring.isDone(number)) {
                    return true;
                }
                checkNowAndThen(this);
                return failure != null;
            } finally {
                watchers.decrementAndGet();
            }
        }

        /**
         * Waits for the result; again, it returns the same.
         *
         * @throws DecodingDeviceException if the device has failed before
         * @throws InterruptedException if the thread is interrupted; the shot can be awaited again
         */
        public Prediction await() throws InterruptedException {
            watchers.incrementAndGet();
            try {
                long start = System.nanoTime();
                while (result == null) {
                    throwIfFailed(); // Before a look at the ring, which may be gone then.
                    if (receive()) {
                        break;
                    }
                    if (Thread.interrupted()) {
                        throw new InterruptedException("while the " + DecodingServer.this + " was decoding");
                    }
                    checkNowAndThen(this);
                    pause(start);
                }
            } finally {
                watchers.decrementAndGet();
            }
            return predict(Objects.requireNonNull(result));
        }

        /** Takes the result from the slot, which is free from then on; false if it is not there yet. */
        private boolean receive() {
            if (result != null) {
                return true;
            }
            if (!ring.isDone(number)) {
                return false;
            }
            synchronized (DecodingServer.this) {
                if (result == null) {
                    result = new Result(ring.observables(number), ring.weight(number), ring.outcome(number));
                    open[(int) (number % open.length)] = null;
                }
            }
            return true;
        }

        private synchronized Prediction predict(Result received) {
            Prediction known = prediction;
            if (known == null) {
                known = decoder.isLeft(received.outcome())
                        ? decodeOnCpu(row)
                        : new Prediction(
                                received.observables(), received.weight(), (received.outcome() & 1) != 0, true);
                prediction = known;
            }
            return known;
        }
    }

    private static void pause(long start) {
        if (System.nanoTime() - start < SPIN_NANOS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    private Prediction decodeOnCpu(long[] row) {
        DecoderSession free = sessions.poll();
        DecoderSession session = free == null ? decoder.cpu().newSession() : free;
        boolean converged = session.decode(row, 0);
        long[] observables = new long[decoder.observableWords()];
        for (int word = 0; word < observables.length; word++) {
            observables[word] = session.observables(word);
        }
        Prediction prediction = new Prediction(observables, session.weight(), converged, false);
        sessions.add(session);
        return prediction;
    }

    /** Finds out if the kernel has ended before its time, which nothing in the ring would say. */
    private void checkNowAndThen(Request waiting) {
        long now = System.nanoTime();
        if (now - checkedAt < CHECK_NANOS) {
            return;
        }
        checkedAt = now;
        try {
            if (!ring.isServing() && !waiting.receive()) {
                fail(new DecodingDeviceException(
                        DecodingDeviceException.Fault.FAILED,
                        "the " + this + " has ended before its time; close it and start another",
                        null));
            }
        } catch (DecodingDeviceException e) {
            fail(e);
        }
    }

    private void fail(DecodingDeviceException e) {
        if (failure == null) {
            failure = e;
        }
    }

    /**
     * Decodes all that was submitted, ends the kernel and frees the slots; requests can still be awaited.
     * Closing again does nothing.
     *
     * @throws DecodingDeviceException if the device has failed, now or before; its memory is freed with the device
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            ring.stop();
            receiveAll();
        } catch (DecodingDeviceException e) {
            fail(e);
            throw e;
        } finally {
            while (watchers.get() > 0) {
                Thread.onSpinWait(); // They look for results, and all are there, or a failure is.
            }
            device.endService(this);
        }
        device.work(() -> {
            ring.close();
            return this;
        });
        decoder.close();
    }

    private synchronized void receiveAll() {
        for (Request request : open) {
            if (request != null) {
                request.receive();
            }
        }
    }

    @Override
    public String toString() {
        return "decoding server on " + device.name();
    }
}
