package org.jaynes.bench.decoder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jaynes.bench.peers.PeerProcess;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.Predictions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes the same shots with a decoder of Jaynes and its peer, in turns, each in one thread. */
final class LdpcMeasurement {
    /** Jaynes and the peer take turns so often, so that a change of the machine's load meets both. */
    private static final int TURNS = 5;

    /**
     * Of shots that both solve with the same algorithm, the share that is predicted the same at least. They differ in
     * precision and in the choice among equally good solutions.
     */
    private static final double LEAST_AGREEMENT = 0.98;

    private final Clock clock;
    private final @Nullable PeerProcess peer;
    private final Path folder;
    private final List<String> complaints = new ArrayList<>();
    private @Nullable CodeProblem problem;

    /**
     * Measurements.
     *
     * @param clock of both sides
     * @param peer the program {@code ldpc-peers.py}; null measures Jaynes alone
     * @param folder for the problem's files
     */
    LdpcMeasurement(Clock clock, @Nullable PeerProcess peer, Path folder) {
        this.clock = clock;
        this.peer = peer;
        this.folder = folder;
    }

    /** Gives both sides the same problem. */
    void open(CodeProblem next) throws IOException {
        problem = next;
        if (peer != null) {
            next.write(folder, "ldpc-problem");
            Path stem = folder.resolve("ldpc-problem").toAbsolutePath();
            peer.ask(Map.of("do", "open", "stem", stem.toString()));
        }
    }

    /** What did not agree; empty if everything did. */
    List<String> complaints() {
        return complaints;
    }

    /**
     * A line of the report.
     *
     * @param agreement of the shots that both solve, the share that is predicted the same; NaN without a peer
     */
    record Line(
            String problem,
            Contest contest,
            int shots,
            Latencies ours,
            @Nullable Latencies theirs,
            double agreement) {
        static String header() {
            return "%-22s %-20s %6s | %9s %9s %9s %9s %5s | %-14s %10s %10s %10s %5s | %7s %7s %7s | %s"
                    .formatted(
                            "problem, us per shot",
                            "jaynes",
                            "shots",
                            "batch",
                            "mean",
                            "p50",
                            "p99",
                            "fail",
                            "peer",
                            "mean",
                            "p50",
                            "p99",
                            "fail",
                            "batch x",
                            "mean x",
                            "p99 x",
                            "agree");
        }

        String toText() {
            String left = String.format(
                    Locale.ROOT,
                    "%-22s %-20s %6d | %9.1f %9.1f %9.1f %9.1f %5d |",
                    problem,
                    contest.name(),
                    shots,
                    ours.batchMean(),
                    ours.mean(),
                    ours.p50(),
                    ours.p99(),
                    ours.failures());
            return theirs == null
                    ? left
                    : left
                            + String.format(
                                    Locale.ROOT,
                                    " %-14s %10.1f %10.1f %10.1f %5d | %7.1f %7.1f %7.1f | %.4f",
                                    contest.peer(),
                                    theirs.mean(),
                                    theirs.p50(),
                                    theirs.p99(),
                                    theirs.failures(),
                                    theirs.mean() / ours.batchMean(),
                                    theirs.mean() / ours.mean(),
                                    theirs.p99() / ours.p99(),
                                    agreement);
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("problem", problem);
            json.put("decoder", contest.name());
            json.put("shots", shots);
            json.put("jaynes", ours.toJson());
            if (theirs != null) {
                json.put("peer", contest.peer());
                json.put("peer_times", theirs.toJson());
                json.put("ratio_batch", theirs.mean() / ours.batchMean());
                json.put("ratio_mean", theirs.mean() / ours.mean());
                json.put("ratio_p99", theirs.p99() / ours.p99());
                json.put("agreement", agreement);
            }
            return json;
        }
    }

    /** Of both sides, by shot: times, and predictions, of which {@link #UNSOLVED} is none. */
    private static final class Results {
        static final long UNSOLVED = -1;
        final double[] micros;
        final long[] observables;

        Results(int shots) {
            micros = new double[shots];
            observables = new long[shots];
        }

        Latencies latencies(double batchMean, long[] flipped) {
            int failures = 0;
            for (int shot = 0; shot < micros.length; shot++) {
                failures += observables[shot] == flipped[shot] ? 0 : 1;
            }
            return Latencies.of(batchMean, micros, failures);
        }
    }

    /**
     * Measures.
     *
     * @param shots how many of the problem's
     * @param divisor of all times: the iterations that each shot takes, for times of an iteration
     */
    Line measure(Contest contest, int shots, int divisor) {
        CodeProblem on = Objects.requireNonNull(problem, "no problem is open");
        CompiledDecoder compiled = contest.decoder().compile(on.model());
        DecoderSession session = compiled.newSession();
        warmUp(session, compiled, on, shots);
        Results ours = new Results(shots);
        Results theirs = new Results(shots);
        double batchMicros = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            int first = turn * shots / TURNS;
            int count = (turn + 1) * shots / TURNS - first;
            batchMicros += batch(session, compiled, on, first, count);
            singles(session, on, first, count, ours);
            if (peer != null) {
                ask(peer, contest.peer(), first, count, theirs);
            }
        }
        for (int shot = 0; shot < shots; shot++) {
            ours.micros[shot] /= divisor;
            theirs.micros[shot] /= divisor;
        }
        Latencies ourTimes = ours.latencies(batchMicros / shots / divisor, on.observables());
        if (peer == null) {
            return new Line(on.name(), contest, shots, ourTimes, null, Double.NaN);
        }
        double agreement = agreement(ours, theirs);
        if (contest.sameAlgorithm() && agreement < LEAST_AGREEMENT) {
            complaints.add(contest.name() + " on " + on.name());
        }
        return new Line(on.name(), contest, shots, ourTimes, theirs.latencies(Double.NaN, on.observables()), agreement);
    }

    /** Until the JIT compiler has seen enough. */
    private static void warmUp(DecoderSession session, CompiledDecoder compiled, CodeProblem on, int shots) {
        long end = System.nanoTime() + 2_000_000_000L;
        int few = Math.min(shots, 50);
        while (System.nanoTime() < end) {
            session.decodeBatch(on.shots(), 0, few, new Predictions(compiled, few));
            for (int shot = 0; shot < few; shot++) {
                session.decode(on.shots(), shot * compiled.detectorWords());
            }
        }
    }

    private double batch(DecoderSession session, CompiledDecoder compiled, CodeProblem on, int first, int count) {
        Predictions predictions = new Predictions(compiled, first + count);
        long start = clock.nanos();
        session.decodeBatch(on.shots(), first, count, predictions);
        return (clock.nanos() - start) * 1e-3;
    }

    private void singles(DecoderSession session, CodeProblem on, int first, int count, Results results) {
        int words = on.shots().length / on.shotCount();
        for (int shot = first; shot < first + count; shot++) {
            long start = clock.nanos();
            boolean solved = session.decode(on.shots(), shot * words);
            results.micros[shot] = (clock.nanos() - start) * 1e-3;
            results.observables[shot] = solved ? session.observables(0) : Results.UNSOLVED;
        }
    }

    private void ask(PeerProcess process, String decoder, int first, int count, Results results) {
        JsonNode answer = process.ask(
                Map.of("do", "decode", "decoder", decoder, "first", first, "count", count, "clock", clock.name()));
        for (int i = 0; i < count; i++) {
            results.micros[first + i] = answer.get("microseconds").get(i).asDouble();
            results.observables[first + i] = answer.get("observables").get(i).asLong();
        }
    }

    private static double agreement(Results ours, Results theirs) {
        int both = 0;
        int same = 0;
        for (int shot = 0; shot < ours.observables.length; shot++) {
            if (ours.observables[shot] != Results.UNSOLVED && theirs.observables[shot] != Results.UNSOLVED) {
                both++;
                same += ours.observables[shot] == theirs.observables[shot] ? 1 : 0;
            }
        }
        return both == 0 ? Double.NaN : same / (double) both;
    }
}
