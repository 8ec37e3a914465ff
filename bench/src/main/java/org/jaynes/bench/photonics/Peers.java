package org.jaynes.bench.photonics;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jaynes.bench.peers.PeerException;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.bench.peers.PythonEnvironment;
import org.jaynes.cli.InputException;

/** The other libraries, each in a process of its own: they bring thread pools that would get in each other's way. */
final class Peers {
    /** CUDA-Q has an environment of its own. */
    private static final String CUDA_Q = "orca-photonics";

    /** All that can be compared with. */
    static final List<String> KNOWN = List.of("thewalrus", "piquasso", "perceval", "merlin", CUDA_Q);

    private Peers() {}

    /**
     * Installs what is not yet installed and starts the libraries.
     *
     * @param folder where they live
     * @return running, each to be closed by the caller
     * @throws InputException if there is no such library or it cannot be installed
     */
    static List<Contender> start(Path folder, List<String> names, int threads, PrintWriter print) throws IOException {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw new InputException(
                        "--peers has '%s'; expected some of %s".formatted(name, String.join(", ", KNOWN)));
            }
        }
        Files.createDirectories(folder);
        print.println("peers: environments in " + folder + "; making them takes some minutes and six gigabytes, once");
        print.flush();
        List<PeerProcess> started = new ArrayList<>();
        List<Contender> peers = new ArrayList<>();
        try {
            Path script =
                    Files.writeString(folder.resolve("peers.py"), PythonEnvironment.resource(Peers.class, "peers.py"));
            Files.writeString(
                    folder.resolve("cudaq_loops.py"), PythonEnvironment.resource(Peers.class, "cudaq_loops.py"));
            String number = Integer.toString(threads);
            for (String name : names) {
                started.add(PeerProcess.start(
                        name,
                        environment(folder, name),
                        script,
                        List.of(name, number),
                        Map.of("OMP_NUM_THREADS", number, "NUMBA_NUM_THREADS", number, "PYTHONWARNINGS", "ignore"),
                        folder.resolve(name + ".log")));
                peers.add(new Peer(name, started.getLast(), folder));
            }
            return List.copyOf(peers);
        } catch (PeerException e) {
            started.forEach(PeerProcess::close);
            throw new InputException("--peers: " + e.getMessage());
        }
    }

    private static PythonEnvironment environment(Path folder, String name) {
        return name.equals(CUDA_Q)
                ? PythonEnvironment.prepare(folder.resolve("cudaq"), Peers.class, "cudaq-requirements.txt", "--no-deps")
                : PythonEnvironment.prepare(folder.resolve("python"), Peers.class, "peers-requirements.txt");
    }
}
