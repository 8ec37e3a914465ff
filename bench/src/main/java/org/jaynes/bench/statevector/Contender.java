package org.jaynes.bench.statevector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jaynes.plan.Precision;

/** A simulator in a comparison. It has one circuit at a time. Not thread-safe. */
interface Contender extends AutoCloseable {
    /** What it is called, such as {@code qsim}. */
    String name();

    /** Its version, or those of its packages. */
    String version();

    /** It is left out of circuits with more qubits. */
    default int mostQubits() {
        return Integer.MAX_VALUE;
    }

    /** The precision of its amplitudes. */
    Precision precision();

    /** The ways to run it that are tried; the fastest counts. At least one. */
    List<String> settings();

    /** Takes a circuit and does all that need be done only once for it. */
    void prepare(Path circuit, String setting) throws IOException;

    /** Simulates the circuit; seconds from |0...0> to the final state. */
    double run();

    /** Compares the state of the last run with one of a NumPy file, complex128, qubit 0 = least significant bit. */
    Agreement compare(Path state) throws IOException;

    @Override
    void close();

    /**
     * How well two states agree.
     *
     * @param infidelity 1 - |<a|b>|^2, both normalised: a global phase does not count
     * @param norm squared norm of the contender's state
     * @param how which amplitudes were compared
     */
    record Agreement(double infidelity, double norm, String how) {}
}
