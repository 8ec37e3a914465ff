package org.jaynes.bench.statevector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jaynes.bench.circuits.BenchmarkCircuit;
import org.jaynes.cli.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The circuits of a benchmark, as named on the command line.
 *
 * @param names families, {@code volume}, or files
 * @param qubits of the families
 */
record Workloads(List<String> names, List<Integer> qubits) {
    private static final String VOLUME = "volume";

    /** The families that need nobody else to make them. */
    static final List<String> FAMILIES = Arrays.stream(BenchmarkCircuit.values())
            .map(BenchmarkCircuit::label)
            .toList();

    /** All families. */
    static final List<String> ALL =
            Stream.concat(FAMILIES.stream(), Stream.of(VOLUME)).toList();

    /**
     * Makes or reads them, the families by number of qubits, then the files.
     *
     * @param peers that make the quantum volume circuits; null if there are none
     */
    List<Workload> read(@Nullable Peers peers) throws IOException {
        List<String> families = names.stream()
                .filter(name -> !Files.isRegularFile(Path.of(name)))
                .toList();
        List<Workload> workloads = new ArrayList<>();
        for (int n : qubits) {
            for (String family : families) {
                workloads.add(family.equals(VOLUME) ? volume(peers, n) : Workload.of(family(family), n));
            }
        }
        for (String name : names) {
            if (!families.contains(name)) {
                workloads.add(Workload.read(Path.of(name)));
            }
        }
        return workloads;
    }

    private static Workload volume(@Nullable Peers peers, int qubits) throws IOException {
        if (peers == null) {
            throw new InputException("--circuits volume: the circuit is made by Qiskit, which comes with --peers");
        }
        return peers.quantumVolume(qubits);
    }

    private static BenchmarkCircuit family(String name) {
        try {
            return BenchmarkCircuit.named(name);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage() + ", volume, or the path of a file");
        }
    }
}
