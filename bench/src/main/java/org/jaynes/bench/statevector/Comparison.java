package org.jaynes.bench.statevector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.bench.peers.PeerException;

/**
 * Times several simulators on one circuit, in turns: a disturbance of the machine meets all of them alike. Each is tried
 * in all of its settings first, and its final state is compared with Jaynes's in double precision.
 *
 * @param runs turns that each contender has at most
 * @param secondsEach after so many seconds a contender has no further turns, but for a second one
 * @param pauseMillis before each turn, so that the threads of the contender before sleep
 */
record Comparison(int runs, double secondsEach, long pauseMillis) {
    /** Threads of a library may spin for a while after their work, with LLVM's OpenMP for 200 ms. */
    static final long PAUSE_MILLIS = 250;

    private static final double QUICK_SECONDS = 0.5;
    private static final double TURN_SECONDS = 0.1;
    private static final int MOST_RUNS_PER_TURN = 10;

    /**
     * What a contender did with a circuit.
     *
     * @param failure why there are no figures, or empty
     */
    record Result(
            Contender contender, String setting, double[] seconds, Contender.Agreement agreement, String failure) {
        double minimum() {
            return seconds[0];
        }
    }

    /** A circuit and the results of all contenders. */
    record Row(Workload workload, List<Result> results) {}

    /** What is known of a contender while its circuit is under way. */
    private final class Trial {
        private final Contender contender;
        private final List<Double> seconds = new ArrayList<>();
        private String setting = "";
        private Contender.Agreement agreement = new Contender.Agreement(Double.NaN, Double.NaN, "nothing");
        private String failure = "";

        Trial(Contender contender) {
            this.contender = contender;
        }

        void prepare(Path circuit, Path state) throws IOException {
            try {
                setting = fastest(contender, circuit);
                agreement = contender.compare(state);
            } catch (PeerException e) {
                failure = String.valueOf(e.getMessage());
            }
        }

        void takeTurn() {
            double spent = seconds.stream().mapToDouble(Double::doubleValue).sum();
            if (!failure.isEmpty() || (spent >= secondsEach && seconds.size() >= 2)) {
                return;
            }
            pause();
            try {
                seconds.addAll(turn(contender));
            } catch (PeerException e) {
                failure = String.valueOf(e.getMessage());
            }
        }

        Result result() {
            double[] sorted =
                    seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return new Result(contender, setting, sorted, agreement, failure);
        }
    }

    /**
     * Compares the contenders on a circuit.
     *
     * @param folder for the circuit and the state; the circuit is left there
     */
    Row compare(Workload workload, Jaynes exact, List<Contender> contenders, Path folder) throws IOException {
        Path circuit = workload.write(folder).toAbsolutePath();
        Path state = folder.resolve("state.npy").toAbsolutePath();
        exact.prepare(circuit, "default");
        exact.writeState(state);
        List<Trial> trials = contenders.stream()
                .filter(contender -> workload.qubits() <= contender.mostQubits())
                .map(Trial::new)
                .toList();
        for (Trial trial : trials) {
            trial.prepare(circuit, state);
        }
        Files.delete(state);
        for (int round = 0; round < runs; round++) {
            trials.forEach(Trial::takeTurn);
        }
        return new Row(workload, trials.stream().map(Trial::result).toList());
    }

    /** Tries every setting and leaves the contender prepared in the fastest one. */
    private static String fastest(Contender contender, Path circuit) throws IOException {
        String best = "";
        String last = "";
        double least = Double.POSITIVE_INFINITY;
        for (String setting : contender.settings()) {
            contender.prepare(circuit, setting);
            last = setting;
            double time = contender.run();
            if (time < QUICK_SECONDS) {
                // The first run of a quick circuit is mostly about touching memory for the first time.
                time = Math.min(contender.run(), contender.run());
            }
            if (time < least) {
                least = time;
                best = setting;
            }
        }
        if (!best.equals(last)) {
            contender.prepare(circuit, best);
            contender.run();
        }
        return best;
    }

    /** One run, or several of a quick circuit: the first after a pause finds cold caches and sleeping threads. */
    private static List<Double> turn(Contender contender) {
        List<Double> times = new ArrayList<>();
        double spent = 0;
        while (times.isEmpty() || (spent < TURN_SECONDS && times.size() < MOST_RUNS_PER_TURN)) {
            times.add(contender.run());
            spent += times.getLast();
        }
        return times;
    }

    private void pause() {
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two runs", e);
        }
    }
}
