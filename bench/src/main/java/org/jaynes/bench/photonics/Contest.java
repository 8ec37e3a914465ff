package org.jaynes.bench.photonics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.bench.peers.PeerException;

/**
 * Times several libraries on one workload, in turns: a disturbance of the machine meets all of them alike. Each is tried
 * in all of its settings first, and its numbers are compared with exact ones.
 *
 * @param runs turns that each contender has at most
 * @param secondsEach after so many seconds a contender has no further turns, but for a second one
 * @param pauseMillis before each turn, so that the threads of the contender before sleep
 */
record Contest(int runs, double secondsEach, long pauseMillis) {
    /** Threads of a library may spin for a while after their work, with LLVM's OpenMP for 200 ms. */
    static final long PAUSE_MILLIS = 250;

    private static final double TURN_SECONDS = 0.2;
    private static final int MOST_RUNS_PER_TURN = 200;

    /**
     * What a contender did with a workload.
     *
     * @param setting the fastest, of those with their seconds an item in {@code tried}
     * @param seconds for an item, ascending, one per run
     * @param failure why there are no figures, or empty
     */
    record Result(
            String contender,
            String setting,
            Map<String, Double> tried,
            double[] seconds,
            double distance,
            String failure) {
        double minimum() {
            return seconds[0];
        }

        double median() {
            return seconds[seconds.length / 2];
        }
    }

    /** A workload and the results of all contenders that can do it. */
    record Row(Workload workload, List<Result> results) {}

    /** Compares the contenders that can do a workload. */
    Row compare(Workload workload, List<Contender> contenders) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (Contender contender : contenders) {
            if (!contender.settings(workload).isEmpty()) {
                trials.add(new Trial(contender, workload));
            }
        }
        for (Trial trial : trials) {
            trial.prepare();
        }
        for (int round = 0; round < runs; round++) {
            trials.forEach(Trial::takeTurn);
        }
        return new Row(workload, trials.stream().map(Trial::result).toList());
    }

    /** What is known of a contender while its workload is under way. */
    private final class Trial {
        private final Contender contender;
        private final Workload workload;
        private final Map<String, Double> tried = new LinkedHashMap<>();
        private final List<Double> seconds = new ArrayList<>();
        private double spent;
        private String setting = "";
        private double distance = Double.NaN;
        private String failure = "";

        Trial(Contender contender, Workload workload) {
            this.contender = contender;
            this.workload = workload;
        }

        void prepare() throws IOException {
            try {
                String last = "";
                for (String candidate : contender.settings(workload)) {
                    contender.prepare(workload, candidate);
                    last = candidate;
                    // The first run of many a library compiles and allocates.
                    contender.run();
                    double time = Math.min(contender.run(), contender.run());
                    tried.put(candidate, time);
                    setting = setting.isEmpty() || time < tried.getOrDefault(setting, 0.0) ? candidate : setting;
                }
                if (!setting.equals(last)) {
                    contender.prepare(workload, setting);
                    contender.run();
                }
                distance = workload.distance(contender.numbers());
            } catch (PeerException e) {
                failure = String.valueOf(e.getMessage());
            }
        }

        /** One run, or several of a quick workload: the first after a pause finds cold caches and sleeping threads. */
        void takeTurn() {
            if (!failure.isEmpty() || (spent >= secondsEach && seconds.size() >= 2)) {
                return;
            }
            pause();
            try {
                long start = System.nanoTime();
                double elapsed = 0;
                for (int run = 0; run == 0 || (run < MOST_RUNS_PER_TURN && elapsed < TURN_SECONDS); run++) {
                    seconds.add(contender.run());
                    elapsed = (System.nanoTime() - start) * 1e-9;
                }
                spent += elapsed;
            } catch (PeerException e) {
                failure = String.valueOf(e.getMessage());
            }
        }

        Result result() {
            double[] sorted =
                    seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return new Result(contender.name(), setting, tried, sorted, distance, failure);
        }
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
