package org.jaynes.bench.statevector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.jaynes.circuit.Circuit;
import org.jaynes.plan.Precision;
import org.jaynes.qasm.OpenQasm;
import org.jaynes.statevector.RunOptions;
import org.jaynes.statevector.Simulator;
import org.jaynes.statevector.State;
import org.jspecify.annotations.Nullable;

/** Jaynes itself, in one precision. Memory for the state is allocated and freed in every run; freeing is not timed. */
final class Jaynes implements Contender {
    private static final int CHUNK = 1 << 16;

    private final Simulator simulator;
    private final Precision precision;
    private @Nullable Circuit circuit;

    /** @param simulator stays the caller's */
    Jaynes(Simulator simulator, Precision precision) {
        this.simulator = simulator;
        this.precision = precision;
    }

    @Override
    public String name() {
        return precision == Precision.SINGLE ? "jaynes" : "jaynes-double";
    }

    @Override
    public String version() {
        return "of this folder";
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public List<String> settings() {
        return List.of("default");
    }

    @Override
    public void prepare(Path file, String setting) throws IOException {
        circuit = OpenQasm.parse(file);
    }

    @Override
    public double run() {
        long start = System.nanoTime();
        try (State state = state()) {
            // A device may still be at work when it hands out the state; reading an amplitude waits for it.
            state.amplitudes(0, 1);
            return (System.nanoTime() - start) * 1e-9;
        }
    }

    /** Writes the final state as a NumPy file. */
    void writeState(Path file) throws IOException {
        try (State state = state()) {
            state.writeNpy(file);
        }
    }

    @Override
    public Agreement compare(Path file) throws IOException {
        try (State state = state();
                FileChannel channel = FileChannel.open(file)) {
            skipHeader(channel);
            double re = 0;
            double im = 0;
            double norm = 0;
            double other = 0;
            ByteBuffer bytes = ByteBuffer.allocate(16 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (long first = 0; first < state.amplitudeCount(); first += CHUNK) {
                double[] a = state.amplitudes(first, (int) Math.min(CHUNK, state.amplitudeCount() - first));
                bytes.clear().limit(8 * a.length);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // The channel may give less than was asked for.
                }
                bytes.flip();
                for (int i = 0; i < a.length; i += 2) {
                    double x = bytes.getDouble();
                    double y = bytes.getDouble();
                    re += a[i] * x + a[i + 1] * y;
                    im += a[i] * y - a[i + 1] * x;
                    norm += a[i] * a[i] + a[i + 1] * a[i + 1];
                    other += x * x + y * y;
                }
            }
            return new Agreement(1 - (re * re + im * im) / (norm * other), norm, "all amplitudes");
        }
    }

    /** A NumPy file of version 1: 8 bytes, the length of the text behind them in 2 bytes, the text. */
    private static void skipHeader(FileChannel channel) throws IOException {
        InputStream input = Channels.newInputStream(channel);
        byte[] head = input.readNBytes(10);
        int length = Byte.toUnsignedInt(head[8]) | Byte.toUnsignedInt(head[9]) << 8;
        channel.position(10L + length);
    }

    private State state() {
        if (circuit == null) {
            throw new IllegalStateException("no circuit prepared");
        }
        return simulator.state(circuit, new RunOptions().withPrecision(precision));
    }

    @Override
    public void close() {
        circuit = null;
    }
}
