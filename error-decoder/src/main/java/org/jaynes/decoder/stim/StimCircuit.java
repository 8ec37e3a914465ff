package org.jaynes.decoder.stim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stabilizer circuit, immutable. Loops stay loops: memory is that of the text, however often a body repeats. */
public final class StimCircuit {
    private final List<StimInstruction> instructions;
    private final @Nullable String source;
    private final int qubitCount;
    private final int sweepBitCount;
    private final long instructionCount;
    private final long measurementCount;
    private final long detectorCount;
    private final long observableCount;

    /**
     * A circuit of these instructions, which are not joined.
     *
     * @throws ArithmeticException if there are 2^63 measurements or detectors or more
     */
    public StimCircuit(List<StimInstruction> instructions) {
        this(instructions, null);
    }

    /** @param source what the text is called that they were read from, if they were */
    StimCircuit(List<StimInstruction> instructions, @Nullable String source) {
        this.instructions = List.copyOf(instructions);
        this.source = source;
        int qubits = 0;
        int sweepBits = 0;
        long unrolled = 0;
        long measurements = 0;
        long detectors = 0;
        long observables = 0;
        for (StimInstruction instruction : this.instructions) {
            switch (instruction) {
                case StimInstruction.Operation operation -> {
                    unrolled = saturatedSum(unrolled, 1);
                    for (int target : operation.targets()) {
                        if (StimTarget.isSweep(target)) {
                            sweepBits = Math.max(sweepBits, StimTarget.number(target) + 1);
                        } else if (operation.gate() != StimGate.MPAD
                                && (StimTarget.isQubit(target) || StimTarget.isPauli(target))) {
                            qubits = Math.max(qubits, StimTarget.number(target) + 1);
                        }
                    }
                    measurements = Math.addExact(measurements, operation.measurementCount());
                    if (operation.gate() == StimGate.DETECTOR) {
                        detectors = Math.addExact(detectors, 1);
                    } else if (operation.gate() == StimGate.OBSERVABLE_INCLUDE) {
                        observables = Math.max(observables, (long) operation.arguments()[0] + 1);
                    }
                }
                case StimInstruction.Repeat repeat -> {
                    StimCircuit body = repeat.body();
                    qubits = Math.max(qubits, body.qubitCount);
                    sweepBits = Math.max(sweepBits, body.sweepBitCount);
                    observables = Math.max(observables, body.observableCount);
                    unrolled = saturatedSum(unrolled, saturatedProduct(body.instructionCount, repeat.count()));
                    measurements =
                            Math.addExact(measurements, Math.multiplyExact(body.measurementCount, repeat.count()));
                    detectors = Math.addExact(detectors, Math.multiplyExact(body.detectorCount, repeat.count()));
                }
            }
        }
        this.qubitCount = qubits;
        this.sweepBitCount = sweepBits;
        this.instructionCount = unrolled;
        this.measurementCount = measurements;
        this.detectorCount = detectors;
        this.observableCount = observables;
    }

    /**
     * Reads a {@code .stim} text.
     *
     * @param sourceName what faults call the text, such as its file name
     * @throws org.jaynes.decoder.TextFormatException if it breaks the format's rules, with the place
     */
    public static StimCircuit parse(String text, String sourceName) {
        return new StimParser(text.getBytes(StandardCharsets.UTF_8), sourceName).parse();
    }

    /** Reads a {@code .stim} file; see {@link #parse}. */
    public static StimCircuit read(Path file) throws IOException {
        return new StimParser(Files.readAllBytes(file), file.toString()).parse();
    }

    private static long saturatedProduct(long a, long b) {
        return b > 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    public List<StimInstruction> instructions() {
        return instructions;
    }

    /** What the text is called that the circuit was read from; null if it was not. */
    public @Nullable String source() {
        return source;
    }

    /** One more than the highest qubit number. */
    public int qubitCount() {
        return qubitCount;
    }

    /** One more than the highest sweep bit number. */
    public int sweepBitCount() {
        return sweepBitCount;
    }

    /** Instructions with all loops unrolled; {@link Long#MAX_VALUE} stands for that many and more. */
    public long instructionCount() {
        return instructionCount;
    }

    /** Measured bits of a shot, loops counted out. */
    public long measurementCount() {
        return measurementCount;
    }

    /** Detectors, loops counted out. */
    public long detectorCount() {
        return detectorCount;
    }

    /** One more than the highest observable number. */
    public long observableCount() {
        return observableCount;
    }

    /** The text as stim 1.16.0 prints it, without a final newline. Arguments are rounded to 6 digits, as there. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        StimPrinter.append(out, this, 0);
        return out.toString();
    }
}
