package org.jaynes.bench.statevector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jaynes.bench.circuits.BenchmarkCircuit;
import org.jaynes.circuit.Circuit;
import org.jaynes.qasm.OpenQasm;
import org.jaynes.qasm.QsimFormat;

/**
 * A circuit that is simulated, and what it is called in reports.
 *
 * @param name family or name of the file
 */
record Workload(String name, Circuit circuit) {

    static Workload of(BenchmarkCircuit family, int qubits) {
        return new Workload(family.label(), family.build(qubits));
    }

    /** A circuit of a file: OpenQASM if its name ends so, else qsim's text format. */
    static Workload read(Path file) throws IOException {
        String name = file.getFileName().toString();
        return name.endsWith(".qasm")
                ? new Workload(name.substring(0, name.length() - ".qasm".length()), OpenQasm.parse(file))
                : new Workload(name, QsimFormat.read(file));
    }

    int qubits() {
        return circuit.qubitCount();
    }

    int gates() {
        return circuit.instructions().size();
    }

    /** Writes the circuit as OpenQASM into a folder, for all that simulate it. */
    Path write(Path folder) throws IOException {
        return Files.writeString(folder.resolve(name + "-" + qubits() + ".qasm"), OpenQasm.write(circuit));
    }
}
