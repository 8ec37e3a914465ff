package org.jaynes.bench.statevector;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jaynes.bench.peers.PeerException;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.bench.peers.PythonEnvironment;
import org.jaynes.cli.InputException;

/**
 * The other simulators, each in a process of its own: their libraries bring thread pools that would get in each other's
 * way.
 *
 * @param folder for files of the comparison
 * @param all in the order asked for
 * @param qiskit makes the quantum volume circuits
 */
record Peers(Path folder, List<Contender> all, PeerProcess qiskit) implements AutoCloseable {
    private static final List<String> KNOWN = List.of("qsim", "aer", "qulacs", "scaluq", "lightning", Strange.NAME);

    /**
     * Installs what is not yet installed and starts the simulators.
     *
     * @param folder where they live
     * @throws InputException if there is no such simulator or it cannot be installed
     */
    static Peers start(Path folder, List<String> names, int threads, PrintWriter print) throws IOException {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw new InputException(
                        "--peers has '%s'; expected some of %s".formatted(name, String.join(", ", KNOWN)));
            }
        }
        // What is left out of large circuits stands last, so that columns of the table stay in line.
        List<String> ordered = names.stream()
                .sorted(Comparator.comparing(Strange.NAME::equals))
                .toList();
        Files.createDirectories(folder);
        print.println("peers: environment in " + folder + "; making it takes some minutes and a gigabyte, once");
        print.flush();
        List<PeerProcess> processes = new ArrayList<>();
        try {
            PythonEnvironment python =
                    PythonEnvironment.prepare(folder.resolve("python"), Peers.class, "peers-requirements.txt");
            Path script =
                    Files.writeString(folder.resolve("peers.py"), PythonEnvironment.resource(Peers.class, "peers.py"));
            for (String name : ordered) {
                processes.add(
                        name.equals(Strange.NAME)
                                ? Strange.start(folder)
                                : process(folder, python, script, name, threads));
            }
            List<Contender> contenders = new ArrayList<>();
            for (int i = 0; i < ordered.size(); i++) {
                contenders.add(new Peer(ordered.get(i), processes.get(i)));
            }
            PeerProcess qiskit = process(folder, python, script, "aer", threads);
            return new Peers(folder, List.copyOf(contenders), qiskit);
        } catch (PeerException e) {
            processes.forEach(PeerProcess::close);
            throw new InputException("--peers: " + e.getMessage());
        }
    }

    private static PeerProcess process(Path folder, PythonEnvironment python, Path script, String name, int threads) {
        String number = Integer.toString(threads);
        return PeerProcess.start(
                name,
                python,
                script,
                List.of(name, number),
                Map.of("OMP_NUM_THREADS", number),
                folder.resolve(name + ".log"));
    }

    /**
     * Qiskit's quantum volume circuit of depth 10 and seed 1000, as u3 and cx.
     *
     * @throws InputException if Qiskit cannot make it
     */
    Workload quantumVolume(int qubits) throws IOException {
        Path file = folder.resolve("volume-made-by-qiskit.qasm").toAbsolutePath();
        try {
            qiskit.ask(Map.of("do", "volume", "qubits", qubits, "file", file.toString()));
        } catch (PeerException e) {
            throw new InputException("--circuits volume: " + e.getMessage());
        }
        return new Workload("volume", Workload.read(file).circuit());
    }

    @Override
    public void close() {
        all.forEach(Contender::close);
        qiskit.close();
    }
}
